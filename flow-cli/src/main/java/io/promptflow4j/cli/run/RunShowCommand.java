package io.promptflow4j.cli.run;

import io.promptflow4j.cli.report.Reply;
import io.promptflow4j.cli.report.run.RunJson;
import io.promptflow4j.cli.report.run.RunSummary;
import io.promptflow4j.cli.request.RunNameOption;
import io.promptflow4j.cli.terminal.CommonOptions;
import io.promptflow4j.cli.terminal.Terminal;
import io.promptflow4j.cli.workspace.OpenWorkspace;
import io.promptflow4j.core.run.Run;
import io.promptflow4j.core.run.RunStatus;
import io.promptflow4j.core.run.RunStore;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `pf run show` and `pf run show-metrics`: a run as JSON, or what was measured on it.
public abstract sealed class RunShowCommand implements Callable<Integer> {

  @Mixin private CommonOptions common = new CommonOptions();
  @Mixin private RunNameOption run = new RunNameOption();

  private final Terminal terminal;
  private final Shown shown;

  /// What is shown of a run, given whether it was abandoned.
  private interface Shown {
    Value apply(Run run, boolean abandoned, RunStore store);
  }

  private RunShowCommand(Terminal terminal, Shown shown) {
    this.terminal = terminal;
    this.shown = shown;
  }

  @Override
  public final Integer call() {
    String name = run.name();
    return new Reply(terminal, common)
        .tell(() -> {
          try (var workspace = OpenWorkspace.of(terminal)) {
            Run found = workspace.find(name);
            boolean abandoned = workspace.isAbandoned(found);
            if (abandoned || found.status() == RunStatus.NOT_STARTED) {
              tell(found, workspace.store());
            }
            return shown.apply(found, abandoned, workspace.store());
          }
        });
  }

  private void tell(Run found, RunStore store) {
    if (!store.isOwned(found.name())) {
      RunSummary.abandoned(found).forEach(terminal::tell);
    }
  }

  /// `pf run show`.
  @Command(name = "show", description = "Show what is known of a run.")
  public static final class Whole extends RunShowCommand {
    public Whole(Terminal terminal) {
      super(
          terminal,
          (run, abandoned, store) ->
              models(run, abandoned ? RunJson.ofAbandoned(run) : RunJson.of(run), store));
    }

    /// With the models that the nodes call and what they cost, if that was kept.
    private static Value models(Run run, Value.Mapping json, RunStore store) {
      var fields = new LinkedHashMap<>(json.entries());
      store.artefacts(run.name()).stream()
          .filter(file -> file.path().equals(Run.MODELS))
          .flatMap(file -> store.content(file.content()).stream())
          .forEach(
              text -> fields.put("models", Json.read(new String(text, StandardCharsets.UTF_8))));
      return new Value.Mapping(fields);
    }
  }

  /// `pf run show-metrics`.
  @Command(name = "show-metrics", description = "Show the metrics that a run logged.")
  public static final class Metrics extends RunShowCommand {
    public Metrics(Terminal terminal) {
      super(terminal, (run, _, _) -> run.progress().metrics());
    }
  }
}
