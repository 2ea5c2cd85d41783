package io.sluice.transforms;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.apache.spark.sql.Dataset;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

  private static final String RUNS_A_JOB =
      "collect.*|count|take.*|head|first|show|foreach.*|write.*|cache|persist|.*checkpoint|rdd"
          + "|toJavaRDD|isEmpty|reduce|toLocalIterator";

  private static final JavaClasses MAIN =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.sluice.transforms");

  @Test
  void knowsNothingButSparkSql() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "io.sluice.transforms",
            "java.lang..",
            "java.math..",
            "java.io",
            "java.nio.charset..",
            "java.security..",
            "javax.crypto..",
            "java.text..",
            "java.util..",
            "java.time..",
            "org.apache.spark.sql",
            "org.apache.spark.sql.api.java",
            "org.apache.spark.sql.catalog",
            "org.apache.spark.sql.expressions",
            "org.apache.spark.sql.types",
            "scala..")
        .check(MAIN);
  }

  @Test
  void runsNoJob() {
    noClasses()
        .that()
        // It works a constant out of a row that is at hand; ConstantsTest holds that no job runs.
        .doNotHaveSimpleName("Constants")
        .and()
        // Which columns hold only NULL, nobody knows without looking: drop_null_fields says so.
        .doNotHaveSimpleName("FilledFields")
        .should()
        .callMethodWhere(
            describe(
                "an action of a Dataset is called",
                call ->
                    call.getTargetOwner().isEquivalentTo(Dataset.class)
                        && call.getName().matches(RUNS_A_JOB)))
        .check(MAIN);
  }

  @Test
  void showsNoScalaTypeInWhatIsPublic() {
    noMethods()
        .that()
        .arePublic()
        .and()
        .areDeclaredInClassesThat()
        .arePublic()
        .should(
            com.tngtech.archunit.lang.conditions.ArchConditions.be(
                describe("made of Scala's types", ArchitectureTest::mentionsScala)))
        .check(MAIN);
  }

  private static boolean mentionsScala(JavaMethod method) {
    return isScala(method.getRawReturnType())
        || method.getRawParameterTypes().stream().anyMatch(ArchitectureTest::isScala);
  }

  private static boolean isScala(JavaClass type) {
    return type.getPackageName().startsWith("scala");
  }

  @Test
  void makesTransformsFinalWithPrivateConstructors() {
    classes()
        .that()
        .implement(Transform.class)
        .should()
        .haveModifier(JavaModifier.FINAL)
        .andShould()
        .haveOnlyPrivateConstructors()
        .check(MAIN);
  }
}
