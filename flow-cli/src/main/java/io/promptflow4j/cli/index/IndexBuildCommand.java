package io.promptflow4j.cli.index;

import io.promptflow4j.cli.report.StrictJson;
import io.promptflow4j.cli.terminal.CommandFailure;
import io.promptflow4j.cli.terminal.CommonOptions;
import io.promptflow4j.cli.terminal.ExitCode;
import io.promptflow4j.cli.terminal.Printable;
import io.promptflow4j.cli.terminal.Terminal;
import io.promptflow4j.cli.terminal.UsageFailure;
import io.promptflow4j.core.model.EmbeddingModel;
import io.promptflow4j.core.model.ModelException;
import io.promptflow4j.core.model.connection.store.ConnectionStore;
import io.promptflow4j.core.model.provider.ConfiguredModels;
import io.promptflow4j.core.model.provider.ModelSettings;
import io.promptflow4j.core.tool.index.FolderIndex;
import io.promptflow4j.core.tool.index.IndexBuilder;
import io.promptflow4j.core.tool.index.IndexException;
import io.promptflow4j.core.tool.index.IndexFiles;
import io.promptflow4j.core.value.Fields;
import io.promptflow4j.core.value.Value;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `pf index build`: makes an index of the documents in a folder.
@Command(
    name = "build",
    description = "Make an index of the documents in a folder, for flows that look things up.",
    footer = {
      "",
      "Example:",
      "  pf index build --source docs --output my-flow/index --connection open_ai_connection \\",
      "    --model text-embedding-3-small"
    })
public final class IndexBuildCommand implements Callable<Integer> {

  @Mixin private CommonOptions common = new CommonOptions();

  @Option(
      names = "--source",
      required = true,
      paramLabel = "DIR",
      description = "The folder with the documents, or one document.")
  private Path source = Path.of("");

  @Option(
      names = "--output",
      required = true,
      paramLabel = "DIR|postgresql:CONNECTION/TABLE",
      description = "Where the index goes: a folder of the flow, or a table of PostgreSQL.")
  private String output = "";

  @Option(
      names = "--connection",
      required = true,
      paramLabel = "NAME",
      description = "The connection whose model makes the vectors.")
  private String connection = "";

  @Option(
      names = "--model",
      required = true,
      paramLabel = "NAME",
      description = "The embedding model, or its deployment.")
  private String model = "";

  @Option(
      names = "--chunk-size",
      paramLabel = "N",
      description = "How many characters a piece has at most; 1000 if not said.")
  private int size = 1_000;

  @Option(
      names = "--overlap",
      paramLabel = "N",
      description = "How many characters neighbours share; 100 if not said.")
  private int overlap = 100;

  private final Terminal terminal;

  public IndexBuildCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (size < 50 || overlap < 0 || overlap > size / 2) {
      throw new UsageFailure(
          "--chunk-size is at least 50, --overlap at most half of it; got %d and %d"
              .formatted(size, overlap));
    }
    Path documents = terminal.path(source);
    if (!Files.exists(documents)) {
      throw new CommandFailure("file-not-found", "there is no folder '%s'".formatted(source));
    }
    Path folder = terminal.path(Path.of(IndexFiles.isTable(output) ? "index" : output));
    try (var models = ConfiguredModels.with(settings(folder))) {
      IndexFiles.check(output, models);
      FolderIndex index =
          new IndexBuilder(embeddings(models), connection, model, size, overlap, this::remark)
              .build(documents);
      IndexFiles.write(index, output, folder, models);
      tell(index);
      return ExitCode.OK;
    } catch (IndexException broken) {
      throw new CommandFailure("bad-index", String.valueOf(broken.getMessage()), broken);
    } catch (ModelException broken) {
      throw new CommandFailure(broken.code(), String.valueOf(broken.getMessage()), broken);
    }
  }

  private EmbeddingModel embeddings(ConfiguredModels models) {
    return models
        .behind(connection)
        .embeddings()
        .orElseThrow(() ->
            new CommandFailure(
                "bad-connection",
                "connection '%s' reaches no embeddings".formatted(Printable.line(connection))));
  }

  private ModelSettings settings(Path folder) {
    Path beside = folder.toAbsolutePath().getParent();
    return new ModelSettings(
        List.of(),
        ConnectionStore.ofUser(terminal.environment()),
        terminal.environment(),
        Optional.ofNullable(beside),
        Optional.empty(),
        notice -> terminal.tell("pf: note: " + Printable.line(notice)));
  }

  private void remark(String text) {
    if (text.endsWith("pieces")) {
      terminal.progress(text);
    } else {
      terminal.tell("pf: note: " + Printable.line(text));
    }
  }

  private void tell(FolderIndex index) {
    long documents = index.chunks().stream().map(chunk -> chunk.source()).distinct().count();
    if (common.isJson()) {
      Value.Mapping json =
          new Fields()
              .put("index", output)
              .put("documents", documents)
              .put("chunks", index.description().chunks())
              .put("dimensions", index.description().dimensions())
              .put("connection", connection)
              .put("model", model)
              .end();
      terminal.printLine(StrictJson.write(json));
    } else {
      terminal.printLine(
          "%s: %d pieces of %d documents, %d dimensions"
              .formatted(
                  Printable.line(output),
                  index.description().chunks(),
                  documents,
                  index.description().dimensions()));
    }
  }
}
