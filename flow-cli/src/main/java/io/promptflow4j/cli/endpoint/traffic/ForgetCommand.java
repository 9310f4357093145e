package io.promptflow4j.cli.endpoint.traffic;

import io.promptflow4j.cli.endpoint.EndpointWork;
import io.promptflow4j.cli.terminal.CommonOptions;
import io.promptflow4j.cli.terminal.Terminal;
import io.promptflow4j.cli.terminal.UsageFailure;
import io.promptflow4j.core.deployment.Retention;
import io.promptflow4j.core.deployment.file.Span;
import io.promptflow4j.core.deployment.traffic.ServedTraffic;
import io.promptflow4j.core.deployment.traffic.ServedTraffic.Forgetting;
import io.promptflow4j.core.value.Fields;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `pf endpoint forget`: removes requests that were kept.
@Command(
    name = "forget",
    description = {
      "Remove old requests that were kept, with feedback, scores and log.",
      "Without --older-than and --keep: as retention of the endpoint says."
    },
    footer = {"", "Example: pf endpoint forget --name shop --older-than 30d"})
public final class ForgetCommand implements Callable<Integer> {

  @Mixin private CommonOptions common = new CommonOptions();

  @Option(
      names = {"-n", "--name"},
      required = true,
      paramLabel = "NAME",
      description = "The endpoint.")
  private String name = "";

  @Option(
      names = "--older-than",
      paramLabel = "TIME",
      description = "What is older goes: 90m, 12h, 30d, 4w; 0m is everything.")
  private @Nullable String age;

  @Option(
      names = "--keep",
      paramLabel = "NUMBER",
      description = "So many requests stay, the newest; feedback and log stay.")
  private @Nullable Integer keep;

  private final Terminal terminal;

  public ForgetCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    var work = new EndpointWork(terminal, common);
    Optional<Retention> said = said();
    return work.with(workspace -> {
      Retention rule = said.orElse(EndpointWork.find(workspace, name).settings().retention());
      if (!rule.isLimited()) {
        throw new UsageFailure(
            "endpoint '%s' has no retention; say --older-than or --keep".formatted(name));
      }
      ServedTraffic traffic = workspace.store().traffic();
      var what = Forgetting.of(rule, Instant.now()).by(EndpointWork.who(terminal));
      int gone = traffic.forget(name, what);
      long kept = traffic.amount(name).requests();
      return work.tell(
          new Fields().put("forgotten", gone).put("kept", kept).end(),
          "%d requests are forgotten, %d are kept.".formatted(gone, kept));
    });
  }

  private Optional<Retention> said() {
    if (keep != null && keep < 0) {
      throw new UsageFailure("--keep takes a number from 0");
    }
    Optional<Duration> older = Optional.ofNullable(age).map(ForgetCommand::span);
    OptionalInt stay = keep == null ? OptionalInt.empty() : OptionalInt.of(keep);
    return older.isEmpty() && stay.isEmpty()
        ? Optional.empty()
        : Optional.of(new Retention(older, stay));
  }

  private static Duration span(String written) {
    try {
      return Span.read(written);
    } catch (IllegalArgumentException wrong) {
      throw new UsageFailure("--older-than: " + wrong.getMessage());
    }
  }
}
