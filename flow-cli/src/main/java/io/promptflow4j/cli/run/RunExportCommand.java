package io.promptflow4j.cli.run;

import io.promptflow4j.cli.report.Reply;
import io.promptflow4j.cli.request.RunNameOption;
import io.promptflow4j.cli.terminal.CommandFailure;
import io.promptflow4j.cli.terminal.CommonOptions;
import io.promptflow4j.cli.terminal.Terminal;
import io.promptflow4j.cli.workspace.OpenWorkspace;
import io.promptflow4j.core.run.Run;
import io.promptflow4j.core.run.RunLabels;
import io.promptflow4j.core.run.RunStore;
import io.promptflow4j.core.run.export.RunExport;
import io.promptflow4j.core.value.Fields;
import io.promptflow4j.core.value.Value;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `pf run export`: a run as a folder, laid out as prompt flow does it.
@Command(
    name = "export",
    description = "Write a run as a folder with the files that prompt flow keeps for a run.")
public final class RunExportCommand implements Callable<Integer> {

  @Mixin private CommonOptions common = new CommonOptions();
  @Mixin private RunNameOption run = new RunNameOption();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "DIR",
      description = "The folder, which has to be new or empty; NAME if not said.")
  private @Nullable Path output;

  private final Terminal terminal;

  public RunExportCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    String name = run.name();
    return new Reply(terminal, common).tell(() -> export(name), RunExportCommand::sentence);
  }

  private static String sentence(Value written) {
    return written instanceof Value.Mapping mapping
            && mapping.get("output_path") instanceof Value.Text(var folder)
        ? "The run is written to %s.".formatted(folder)
        : "";
  }

  private Value export(String name) {
    try (var workspace = OpenWorkspace.of(terminal)) {
      Run found = workspace.find(name);
      Path folder =
          terminal
              .path(output == null ? Path.of(found.name().value()) : output)
              .toAbsolutePath()
              .normalize();
      write(workspace.store(), found, folder);
      return new Fields()
          .put("name", found.name().value())
          .put("output_path", folder.toString())
          .end();
    }
  }

  private static void write(RunStore store, Run found, Path folder) {
    try {
      RunExport.write(store, found.name(), folder);
    } catch (IOException broken) {
      throw new CommandFailure(
          "not-written",
          "run '%s' can't be written to '%s': %s"
              .formatted(found.name(), folder, broken.getMessage()),
          broken);
    }
    RunLabels labels = found.labels();
    var properties = new LinkedHashMap<>(labels.properties());
    properties.put("output_path", folder.toString());
    store.relabel(
        found.name(),
        new RunLabels(
            labels.displayName(),
            labels.description(),
            labels.tags(),
            properties,
            labels.experiment()));
  }
}
