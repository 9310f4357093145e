package io.promptflow4j.cli.data;

import io.promptflow4j.cli.report.Reply;
import io.promptflow4j.cli.terminal.CommandFailure;
import io.promptflow4j.cli.terminal.CommonOptions;
import io.promptflow4j.cli.terminal.Printable;
import io.promptflow4j.cli.terminal.Terminal;
import io.promptflow4j.cli.terminal.UsageFailure;
import io.promptflow4j.cli.workspace.OpenWorkspace;
import io.promptflow4j.core.dataset.ColumnSummary;
import io.promptflow4j.core.dataset.DataCheck;
import io.promptflow4j.core.dataset.DataException;
import io.promptflow4j.core.dataset.DataSet;
import io.promptflow4j.core.dataset.DataSource;
import io.promptflow4j.core.dataset.catalog.DataCatalog;
import io.promptflow4j.core.dataset.catalog.DataReference;
import io.promptflow4j.core.dataset.catalog.NamedData;
import io.promptflow4j.core.dataset.file.DataFiles;
import io.promptflow4j.core.source.Suggestion;
import io.promptflow4j.core.value.Fields;
import io.promptflow4j.core.value.Value;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `pf data show`: what is known of a named data set, and whether its files still say the same.
@Command(
    name = "show",
    description = "Show a named data set, its columns, and whether its rows are still the same.",
    footer = {"", "Example: pf data show --name movies --version 2 (or: pf data show movies:2)"})
public final class DataShowCommand implements Callable<Integer> {

  @Mixin private CommonOptions common = new CommonOptions();

  @Option(
      names = {"-n", "--name"},
      paramLabel = "NAME",
      description = "The name, or NAME:VERSION.")
  private @Nullable String option;

  @Parameters(arity = "0..1", paramLabel = "NAME", hidden = true)
  private @Nullable String positional;

  @Option(
      names = "--version",
      paramLabel = "N",
      description = "The version; the newest if not said.")
  private @Nullable Integer version;

  private final Terminal terminal;

  public DataShowCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    String written = option != null ? option : positional;
    if (written == null) {
      throw new UsageFailure("no data set is named; say --name NAME (pf data list shows them)");
    }
    return new Reply(terminal, common)
        .tell(() -> {
          try (var workspace = OpenWorkspace.of(terminal)) {
            return show(find(written, workspace.store().data()));
          }
        });
  }

  private NamedData find(String written, DataCatalog catalog) {
    var plain =
        new DataReference(written, version == null ? OptionalInt.empty() : OptionalInt.of(version));
    DataReference reference = DataReference.parse(written).orElse(plain);
    return catalog
        .find(reference)
        .orElseThrow(() ->
            new CommandFailure(
                "no-such-data",
                "there is no data set '%s'%s"
                    .formatted(
                        Printable.line(reference.toString()), instead(reference.name(), catalog))));
  }

  private static String instead(String name, DataCatalog catalog) {
    List<String> known = catalog.list().stream().map(NamedData::name).toList();
    if (known.isEmpty()) {
      return "; none has a name here. Make one with pf data create.";
    }
    if (known.contains(name)) {
      return "; see its versions with pf data list --name " + name;
    }
    return "." + Suggestion.didYouMean(name, known);
  }

  private static Value show(NamedData data) {
    Fields fields = DataJson.fields(data);
    try (DataSet rows = DataFiles.open(DataSource.of(data.path()))) {
      DataCheck check = DataCheck.of(rows);
      fields.put("is_unchanged", Value.of(check.digest().equals(data.digest())));
      fields.put("columns", columns(check));
    } catch (DataException gone) {
      fields.put("is_unchanged", Value.of(false));
      fields.put("problem", String.valueOf(gone.getMessage()));
    }
    return fields.end();
  }

  private static Value columns(DataCheck check) {
    return Value.of(
        check.columns().entrySet().stream()
            .map(column -> column(column.getKey(), column.getValue(), check.rows()))
            .toList());
  }

  private static Value.Mapping column(String name, ColumnSummary summary, long rows) {
    return new Fields()
        .put("name", name)
        .put("type", summary.type())
        .put("missing", rows - summary.rows())
        .end();
  }
}
