package io.sluice.jobs.pipeline.contract;

import io.sluice.jobs.pipeline.Doc;
import io.sluice.jobs.pipeline.Form;
import io.sluice.jobs.pipeline.yaml.Foreign;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A contract's file, key by key. Keys of the standard that nothing here needs are not read. */
@Foreign(
    unread = {
      "tenant",
      "tags",
      "servers",
      "dataProduct",
      "domain",
      "support",
      "price",
      "team",
      "roles",
      "slaDefaultElement",
      "slaProperties",
      "authoritativeDefinitions",
      "customProperties",
      "contractCreatedTs"
    })
record ContractFile(
    @Doc("The version of the standard that the file follows, such as `v3.0.2`.") String apiVersion,
    @Doc("`DataContract`.") String kind,
    @Doc("A name of the contract that never changes.") String id,
    @Doc("The contract's own version, such as `1.0.0`.") String version,
    @Doc("`active`, `draft`, `proposed`, `deprecated` or `retired`.") String status,
    @Doc("What people call it.") Optional<String> name,
    @Doc("What it is for.") Optional<Description> description,
    @Doc(value = "The table it describes.", required = true) List<TableObject> schema) {

  /** A description, in the parts that the standard gives it. */
  @Foreign(unread = {"authoritativeDefinitions", "customProperties"})
  record Description(
      @Doc("What the data is for.") Optional<String> purpose,
      @Doc("How it may be used.") Optional<String> usage,
      @Doc("What it cannot be used for.") Optional<String> limitations) {

    @Form("the whole description as one text")
    static Description of(String text) {
      return new Description(Optional.of(text), Optional.empty(), Optional.empty());
    }
  }

  /** A table. */
  @Foreign(
      unread = {
        "id",
        "logicalType",
        "physicalType",
        "businessName",
        "dataGranularityDescription",
        "tags",
        "authoritativeDefinitions",
        "customProperties",
        "relationships"
      })
  record TableObject(
      @Doc("The table's name.") String name,
      @Doc("The table's name where it is stored.") Optional<String> physicalName,
      @Doc("What a row is.") Optional<String> description,
      @Doc(value = "The columns.", required = true) List<Field> properties,
      @Doc("Rules on the whole table.") List<Quality> quality) {}

  /** A column, a field of an object, or what an array holds. */
  @Foreign(
      unread = {
        "id",
        "businessName",
        "partitioned",
        "partitionKeyPosition",
        "encryptedName",
        "transformSourceObjects",
        "transformLogic",
        "transformDescription",
        "examples",
        "criticalDataElement",
        "authoritativeDefinitions",
        "customProperties",
        "relationships"
      })
  record Field(
      @Doc("The name; needed for all but `items`.") Optional<String> name,
      @Doc("The name in the data, where it is another.") Optional<String> physicalName,
      @Doc(
              "`string`, `date`, `timestamp`, `time`, `number`, `integer`, `boolean`, `object` or `array`.")
          Optional<String> logicalType,
      @Doc("The Spark or Athena type, such as `bigint`. Where given, it decides.")
          Optional<String> physicalType,
      @Doc(value = "Whether it is never null.", byDefault = "false") boolean required,
      @Doc(value = "Whether no two rows have the same value.", byDefault = "false") boolean unique,
      @Doc(value = "Whether it is part of the primary key.", byDefault = "false")
          boolean primaryKey,
      @Doc(value = "Its place in a primary key of several columns, from 1.", byDefault = "-1")
          Integer primaryKeyPosition,
      @Doc("What values it may have.") Optional<Options> logicalTypeOptions,
      @Doc("How confidential it is, such as `public` or `restricted`.")
          Optional<String> classification,
      @Doc("Words to find it by, such as `pii`.") List<String> tags,
      @Doc("What it means.") Optional<String> description,
      @Doc("Rules on its values.") List<Quality> quality,
      @Doc("The fields of an object.") List<Field> properties,
      @Doc("What an array holds.") Optional<Field> items) {}

  /** What values a column may have. */
  @Foreign(
      unread = {
        "multipleOf",
        "uniqueItems",
        "minProperties",
        "maxProperties",
        "required",
        "timezone",
        "defaultTimezone"
      })
  record Options(
      @Doc("The least value.") Optional<String> minimum,
      @Doc("The greatest value.") Optional<String> maximum,
      @Doc("A value that all are above; or `true`: the minimum itself is not allowed.")
          Optional<String> exclusiveMinimum,
      @Doc("A value that all are below; or `true`: the maximum itself is not allowed.")
          Optional<String> exclusiveMaximum,
      @Doc("The least number of characters.") Optional<Integer> minLength,
      @Doc("The greatest number of characters.") Optional<Integer> maxLength,
      @Doc(
              "A regular expression that is found somewhere in a text; anchor it with `^` and `$`"
                  + " to match the whole.")
          Optional<String> pattern,
      @Doc(
              "A form that texts have: `email`, `uuid`, `uri`, `hostname`, `ipv4`, `ipv6`, `date`,"
                  + " `time` or `date-time`; for integers `i32` or `i64`. Others are not checked.")
          Optional<String> format,
      @Doc("The least number of elements.") Optional<Integer> minItems,
      @Doc("The greatest number of elements.") Optional<Integer> maxItems) {}

  /** A rule. */
  @Foreign(
      unread = {
        "id",
        "dimension",
        "severity",
        "businessImpact",
        "unit",
        "schedule",
        "scheduler",
        "method",
        "tags",
        "authoritativeDefinitions",
        "customProperties",
        "mustBeBetween",
        "mustNotBeBetween"
      })
  record Quality(
      @Doc(value = "`library`, `sql`, `text` or `custom`.", byDefault = "library") String type,
      @Doc("What it is called.") Optional<String> name,
      @Doc("What it asks, for people.") Optional<String> description,
      @Doc(
              "For `library`, in version 3.0: the rule. `validValues`, `nullCheck` and"
                  + " `duplicateCount` can be held against rows.")
          Optional<String> rule,
      @Doc(
              "For `library`, from version 3.1: the metric. `invalidValues`, `nullValues` and"
                  + " `duplicateValues` can be held against rows, where none may be: without a"
                  + " bound, or with `mustBe: 0`.")
          Optional<String> metric,
      @Doc("The values that are allowed.") List<String> validValues,
      @Doc("For a metric: what it takes.") Optional<Arguments> arguments,
      @Doc("For `sql`: a query of one number.") Optional<String> query,
      @Doc("For `custom`: the tool. `sluice` is this one; rules of others are remarks.")
          Optional<String> engine,
      @Doc(
              "For `custom`: the rule in that tool's words. For `sluice` an SQL predicate that"
                  + " must not be false for a row: `start <= end`.")
          Optional<String> implementation,
      @Doc("The result must be this.") Optional<String> mustBe,
      @Doc("The result must not be this.") Optional<String> mustNotBe,
      @Doc("The result must be above this.") Optional<String> mustBeGreaterThan,
      @Doc("The result must be this or above.") Optional<String> mustBeGreaterOrEqualTo,
      @Doc("The result must be below this.") Optional<String> mustBeLessThan,
      @Doc("The result must be this or below.") Optional<String> mustBeLessOrEqualTo) {

    /** Returns the bounds by the words that SQL has for them. */
    Map<String, Optional<String>> bounds() {
      return Map.of(
          "=", mustBe,
          "<>", mustNotBe,
          ">", mustBeGreaterThan,
          ">=", mustBeGreaterOrEqualTo,
          "<", mustBeLessThan,
          "<=", mustBeLessOrEqualTo);
    }
  }

  /** What a metric takes. */
  @Foreign(unread = {"missingValues"})
  record Arguments(
      @Doc("The values that are allowed.") List<String> validValues,
      @Doc("A regular expression that is found in every value.") Optional<String> pattern,
      @Doc("The columns that are looked at together.") List<String> properties) {}
}
