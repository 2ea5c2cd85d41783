package io.sluice.jobs.pipeline.steps;

import io.sluice.jobs.pipeline.RunFacts;
import io.sluice.jobs.pipeline.StepArguments;
import io.sluice.jobs.pipeline.StepInputs;
import io.sluice.transforms.Transform;
import io.sluice.transforms.TransformProvider;
import java.util.Map;

/** A step of a transform that does not come with this library. */
record ProvidedStep(TransformProvider provider, Map<String, Object> arguments)
    implements StepArguments {

  @Override
  public Transform transform(StepInputs inputs, RunFacts facts) {
    return provider.create(arguments);
  }
}
