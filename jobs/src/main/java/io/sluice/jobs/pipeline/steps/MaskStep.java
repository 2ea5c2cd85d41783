package io.sluice.jobs.pipeline.steps;

import io.sluice.jobs.pipeline.Doc;
import io.sluice.jobs.pipeline.Form;
import io.sluice.jobs.pipeline.RunFacts;
import io.sluice.jobs.pipeline.StepArguments;
import io.sluice.jobs.pipeline.StepInputs;
import io.sluice.jobs.pipeline.TableName;
import io.sluice.jobs.pipeline.contract.Contract;
import io.sluice.transforms.Mask;
import io.sluice.transforms.Masking;
import io.sluice.transforms.Transform;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

@StepDoc(
    name = "mask",
    summary =
        "Hides values where they are, column by column or by the tags that a contract gives its"
            + " columns; paths lead into structs and arrays. Ways are `{hash: sha256}` (or"
            + " `sha512`), `{keep_first: 4}`, `{keep_last: 4}` (with a `*` for each other"
            + " character, and for all of them where there is no other), `{truncate: 2}`, `redact`"
            + " or `{redact: a text}`, and `to_year` (of a date or a time). NULL stays NULL. A hash"
            + " hides nothing of which all values can be tried, such as telephone numbers. Keyed"
            + " hashes and tokens, `{hmac: ...}` and `{token: ...}`, take their key from a secret,"
            + " which this version cannot resolve yet.",
    cost = "Narrow: one projection.",
    glue =
        "Glue's Detect PII looks for it in the data, and may miss it; here the columns or a"
            + " contract say what it is.",
    example =
        """
        - mask:
            email: { hash: sha256 }
            phone: { keep_last: 4 }
            name: redact
            contacts.mobile: { redact: hidden }
            birthday: to_year
        - mask:
            contract: cleaned.users
            tags: { pii: { hash: sha512 } }
            classifications: { restricted: redact }
            columns: { zip_code: { truncate: 2 } }
        """,
    demo =
        @Demo(
            inputs =
                @Demo.Rows(
                    schema = "id INT, email STRING, phone STRING, birthday DATE",
                    json =
                        """
                        {"id": 1, "email": "ada@example.com", "phone": "0612345678", "birthday": "1985-12-10"}
                        {"id": 2, "email": null, "phone": "112", "birthday": null}
                        """),
            steps =
                """
                - mask:
                    email: { hash: sha256 }
                    phone: { keep_last: 4 }
                    birthday: to_year
                """))
record MaskStep(
    @Doc("The contract by whose tags and classifications columns are masked.")
        Optional<TableName> contract,
    @Doc("How each column is masked that has a tag in the contract, by tag.")
        Map<String, MaskingWay> tags,
    @Doc("How each column is masked that has a classification in the contract.")
        Map<String, MaskingWay> classifications,
    @Doc("How columns are masked, by name or path, whatever a contract says of them.")
        Map<String, MaskingWay> columns)
    implements StepArguments {

  MaskStep {
    boolean byContract = !tags.isEmpty() || !classifications.isEmpty();
    if (byContract && contract.isEmpty()) {
      throw new IllegalArgumentException("tags and classifications need the contract they are in");
    }
    if (!byContract && contract.isPresent()) {
      throw new IllegalArgumentException("a contract needs tags or classifications to look for");
    }
    if (!byContract && columns.isEmpty()) {
      throw new IllegalArgumentException("it names no column");
    }
  }

  @Form("columns to how they are masked")
  static MaskStep of(Map<String, MaskingWay> columns) {
    return new MaskStep(Optional.empty(), Map.of(), Map.of(), columns);
  }

  @Override
  public List<TableName> contracts() {
    return contract.stream().toList();
  }

  @Override
  public Transform transform(StepInputs inputs, RunFacts facts) {
    Map<String, Masking> maskings = new LinkedHashMap<>();
    if (contract.isPresent()) {
      Contract declared = inputs.contract(contract.get());
      maskings.putAll(new ContractMasks(declared, tags, classifications, columns).maskings());
    }
    columns.forEach((column, way) -> maskings.put(column, way.masking()));
    return Mask.of(maskings);
  }
}
