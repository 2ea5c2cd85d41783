package io.sluice.jobs.pipeline.steps;

import io.sluice.jobs.pipeline.StepArguments;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All transforms that a pipeline file can name. */
public final class StepCatalog {

  private static final List<Class<? extends StepArguments>> TYPES =
      List.of(
          ApplyMappingStep.class,
          SelectFieldsStep.class,
          DropFieldsStep.class,
          RenameFieldStep.class,
          DeriveStep.class,
          ConformValuesStep.class,
          ConformTimeStep.class,
          SplitFieldStep.class,
          StandardizeNamesStep.class,
          ResolveChoiceStep.class,
          FillMissingStep.class,
          DropNullFieldsStep.class,
          UnboxStep.class,
          UnnestStep.class,
          MaskStep.class,
          UnwrapDebeziumStep.class,
          StampStep.class,
          FilterStep.class,
          SplitRowsStep.class,
          DropDuplicatesStep.class,
          KeepLatestStep.class,
          CurrentStateStep.class,
          ExplodeStep.class,
          RelationalizeStep.class,
          ValidateStep.class,
          SampleStep.class,
          JoinStep.class,
          LookupStep.class,
          UnionStep.class,
          MergeFramesStep.class,
          SqlStep.class,
          AggregateStep.class,
          WindowStep.class,
          PivotStep.class,
          UnpivotStep.class);

  private static final Map<String, Class<? extends StepArguments>> BY_NAME = byName();

  private StepCatalog() {}

  /** Returns the arguments of each transform, by the transform's name. */
  public static Map<String, Class<? extends StepArguments>> all() {
    return BY_NAME;
  }

  private static Map<String, Class<? extends StepArguments>> byName() {
    Map<String, Class<? extends StepArguments>> byName = new LinkedHashMap<>();
    TYPES.forEach(type -> byName.put(type.getAnnotation(StepDoc.class).name(), type));
    return Collections.unmodifiableMap(byName);
  }
}
