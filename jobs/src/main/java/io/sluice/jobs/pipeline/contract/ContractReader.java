package io.sluice.jobs.pipeline.contract;

import io.sluice.jobs.pipeline.Messages;
import io.sluice.jobs.pipeline.Origin;
import io.sluice.jobs.pipeline.Problem;
import io.sluice.jobs.pipeline.Problems;
import io.sluice.jobs.pipeline.TableName;
import io.sluice.jobs.pipeline.yaml.Binder;
import io.sluice.jobs.pipeline.yaml.Node;
import io.sluice.jobs.pipeline.yaml.YamlFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads contracts: files of the Open Data Contract Standard, version 3. */
public final class ContractReader {

  private ContractReader() {}

  /**
   * Reads one contract.
   *
   * @param folder the folder of all contracts; {@code <database>/<table>.yaml} below it is the name
   * @return the contract, or nothing when it is not one; {@code problems} then says why
   */
  public static Optional<Contract> read(Path folder, Path file, Problems problems) {
    Optional<TableName> name = name(folder, file, problems);
    Optional<Node.Entries> tree = YamlFiles.read(file, file.toString(), problems);
    if (name.isEmpty() || tree.isEmpty()) {
      return Optional.empty();
    }
    Origin origin = new Origin(file.toString(), Node.lines(tree.get()));
    return new Binder(problems, Map.of(), Map.of())
        .bind(tree.get(), ContractFile.class)
        .flatMap(contents -> contract(name.get(), contents, origin, problems));
  }

  private static Optional<TableName> name(Path folder, Path file, Problems problems) {
    String path = folder.relativize(file).toString().replace('\\', '/');
    try {
      return Optional.of(TableName.parse(path.replaceFirst("\\.ya?ml$", "").replace('/', '.')));
    } catch (IllegalArgumentException e) {
      problems.add(
          new Problem(
              file.toString(),
              0,
              "",
              Messages.cannot(
                  "name contract",
                  path,
                  "a contract lies in <database>/<table>.yaml, in lower-case letters, digits and"
                      + " underscores",
                  "Move the file.")));
      return Optional.empty();
    }
  }

  private static Optional<Contract> contract(
      TableName name, ContractFile file, Origin origin, Problems problems) {
    int before = problems.size();
    if (!file.kind().equals("DataContract")) {
      problems.add(
          origin.problem(
              "kind", Messages.cannot("read contract", file.kind(), "not a DataContract", "")));
    }
    if (!file.apiVersion().matches("v?3\\..*")) {
      problems.add(
          origin.problem(
              "apiVersion",
              Messages.cannot(
                  "read contract",
                  file.apiVersion(),
                  "only version 3 of the standard is read",
                  "Write apiVersion: v3.0.2.")));
    }
    Optional<Integer> table = table(name, file.schema(), origin, problems);
    if (table.isEmpty()) {
      return Optional.empty();
    }
    String key = "schema[" + table.get() + "]";
    ContractFile.TableObject object = file.schema().get(table.get());
    PropertyReader reader = new PropertyReader(origin, problems);
    List<Property> properties = reader.properties(object.properties(), key + ".properties");
    List<QualityRule> quality =
        new QualityReader(origin, problems).read(object.quality(), key + ".quality");
    return problems.size() > before
        ? Optional.empty()
        : Optional.of(
            new Contract(
                name,
                file.version(),
                file.status(),
                object
                    .description()
                    .or(() -> file.description().flatMap(ContractFile.Description::purpose))
                    .orElse(""),
                properties,
                quality,
                origin));
  }

  /** Returns which of the tables is meant: the only one, or the one of this name. */
  private static Optional<Integer> table(
      TableName name, List<ContractFile.TableObject> tables, Origin origin, Problems problems) {
    if (tables.size() == 1) {
      return Optional.of(0);
    }
    for (int i = 0; i < tables.size(); i++) {
      if (tables.get(i).physicalName().orElse(tables.get(i).name()).equals(name.table())) {
        return Optional.of(i);
      }
    }
    problems.add(
        origin.problem(
            "schema",
            Messages.cannot(
                "read contract",
                name.toString(),
                tables.isEmpty()
                    ? "its schema is empty"
                    : "it describes several tables, and none is called " + name.table(),
                "Describe the table " + name.table() + ".")));
    return Optional.empty();
  }
}
