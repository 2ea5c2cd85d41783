package io.sluice.jobs;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The floors of the house: imports only go down. */
@AnalyzeClasses(packages = "io.sluice", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule importsOnlyGoDown =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("cli")
          .definedBy("io.sluice.jobs.cli..")
          .layer("run")
          .definedBy("io.sluice.jobs.run..")
          .layer("source")
          .definedBy("io.sluice.jobs.source..")
          .layer("sink")
          .definedBy("io.sluice.jobs.sink..")
          .layer("bookmark")
          .definedBy("io.sluice.jobs.bookmark..")
          .layer("quality")
          .definedBy("io.sluice.jobs.quality..")
          .layer("lake")
          .definedBy("io.sluice.jobs.lake..")
          .layer("pipeline")
          .definedBy("io.sluice.jobs.pipeline..")
          .layer("transforms")
          .definedBy("io.sluice.transforms..")
          .whereLayer("cli")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("run")
          .mayOnlyBeAccessedByLayers("cli")
          .whereLayer("source")
          .mayOnlyBeAccessedByLayers("cli", "run")
          .whereLayer("sink")
          .mayOnlyBeAccessedByLayers("cli", "run")
          .whereLayer("bookmark")
          .mayOnlyBeAccessedByLayers("cli", "run")
          .whereLayer("quality")
          .mayOnlyBeAccessedByLayers("cli", "run")
          .whereLayer("lake")
          .mayOnlyBeAccessedByLayers("cli", "run", "source", "sink", "bookmark", "quality")
          .whereLayer("pipeline")
          .mayOnlyBeAccessedByLayers("cli", "run", "source", "sink", "bookmark", "quality", "lake");

  @ArchTest
  static final ArchRule noRoomsInARing =
      slices().matching("io.sluice.jobs.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule pipelineFilesAreReadWithoutHadoop =
      noClasses()
          .that()
          .resideInAPackage("io.sluice.jobs.pipeline..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.hadoop..");

  @ArchTest
  static final ArchRule noScalaTypeInPublicSignatures =
      com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods()
          .that()
          .arePublic()
          .and()
          .areDeclaredInClassesThat()
          .resideInAPackage("io.sluice.transforms..")
          .should()
          .notHaveRawReturnType(
              com.tngtech.archunit.base.DescribedPredicate.describe(
                  "a Scala type", type -> type.getPackageName().startsWith("scala")));
}
