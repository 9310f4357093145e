package io.promptflow4j.cli.data;

import io.promptflow4j.cli.report.Reply;
import io.promptflow4j.cli.report.StrictJson;
import io.promptflow4j.cli.terminal.Assignment;
import io.promptflow4j.cli.terminal.CommandFailure;
import io.promptflow4j.cli.terminal.CommonOptions;
import io.promptflow4j.cli.terminal.Printable;
import io.promptflow4j.cli.terminal.Terminal;
import io.promptflow4j.cli.terminal.UsageFailure;
import io.promptflow4j.cli.workspace.OpenWorkspace;
import io.promptflow4j.core.dataset.DataCheck;
import io.promptflow4j.core.dataset.DataFormat;
import io.promptflow4j.core.dataset.DataSet;
import io.promptflow4j.core.dataset.DataSource;
import io.promptflow4j.core.dataset.catalog.NamedData;
import io.promptflow4j.core.dataset.file.DataFiles;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `pf data create`: gives rows a name and a version.
@Command(
    name = "create",
    description = "Give a file of rows a name; changed rows make a new version of it.",
    footer = {
      "",
      "Example: pf data create --name movies --data movies.jsonl --tags source=imdb",
      "Runs read it as --data movies:1 or --data movies@latest."
    })
public final class DataCreateCommand implements Callable<Integer> {

  @Mixin private CommonOptions common = new CommonOptions();

  @Option(
      names = {"-n", "--name"},
      required = true,
      paramLabel = "NAME",
      description = "The name: letters, digits, '.', '_' and '-'.")
  private String name = "";

  @Option(
      names = {"--data", "--path"},
      required = true,
      paramLabel = "DATA",
      description = "A file, a folder or a pattern.")
  private String data = "";

  @Option(
      names = "--data-format",
      paramLabel = "FORMAT",
      description = "jsonl, json, csv, tsv or parquet, if the file's name doesn't say.")
  private @Nullable String format;

  @Option(names = "--description", paramLabel = "TEXT", description = "What it is.")
  private String description = "";

  @Option(
      names = "--tags",
      arity = "1..*",
      paramLabel = "KEY=VALUE",
      description = "Tags to find it by.")
  private List<String> tags = new ArrayList<>();

  private final Terminal terminal;

  public DataCreateCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    DataSource source = source();
    var reply = new Reply(terminal, common);
    return reply.work(() -> create(source, reply));
  }

  private DataSource source() {
    DataSource source = DataSource.of(data).relativeTo(terminal.folder());
    if (source.isStandardInput()) {
      throw new UsageFailure("standard input can't be read again, so it can have no name");
    }
    if (format == null) {
      return source;
    }
    return source.withFormat(
        DataFormat.named(format)
            .orElseThrow(() ->
                new UsageFailure(
                    "--data-format is jsonl, json, csv, tsv or parquet, not '%s'"
                        .formatted(Printable.line(String.valueOf(format))))));
  }

  private int create(DataSource source, Reply reply) {
    DataCheck check;
    try (DataSet rows = DataFiles.open(source)) {
      check = DataCheck.of(rows);
    }
    if (!check.isClean()) {
      return reply.refused(check.problems(), check.problemCount(), Optional.empty());
    }
    NamedData draft = draft(source, check);
    try (var workspace = OpenWorkspace.of(terminal)) {
      NamedData kept = workspace.store().data().register(draft);
      boolean isNew = kept.created().equals(draft.created());
      return reply.tell(
          () -> DataJson.of(kept), json -> told(kept, isNew, StrictJson.writeIndented(json)));
    }
  }

  private NamedData draft(DataSource source, DataCheck check) {
    String path = source.base().resolve(source.written()).toAbsolutePath().normalize().toString();
    try {
      return new NamedData(
          name,
          1,
          path,
          check.digest(),
          check.rows(),
          new LinkedHashMap<>(Assignment.readAll("--tags", tags)),
          description,
          Instant.now());
    } catch (IllegalArgumentException wrong) {
      throw new CommandFailure("bad-data-name", String.valueOf(wrong.getMessage()), wrong);
    }
  }

  private String told(NamedData kept, boolean isNew, String json) {
    terminal.tell(
        isNew
            ? "%s is made: %d rows.".formatted(kept.reference(), kept.rows())
            : "%s has the same rows, so no new version was made.".formatted(kept.reference()));
    return json;
  }
}
