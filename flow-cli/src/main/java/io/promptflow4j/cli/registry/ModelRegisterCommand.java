package io.promptflow4j.cli.registry;

import io.promptflow4j.cli.report.Reply;
import io.promptflow4j.cli.report.StrictJson;
import io.promptflow4j.cli.terminal.CommandFailure;
import io.promptflow4j.cli.terminal.CommonOptions;
import io.promptflow4j.cli.terminal.Printable;
import io.promptflow4j.cli.terminal.Terminal;
import io.promptflow4j.cli.terminal.UsageFailure;
import io.promptflow4j.core.model.registry.Labels;
import io.promptflow4j.core.model.registry.RegistryEntry;
import io.promptflow4j.core.model.registry.RegistryReference;
import io.promptflow4j.core.model.registry.Target;
import io.promptflow4j.core.source.Suggestion;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `pf model register`: gives a model of one's own a name and a version.
@Command(
    name = "register",
    description = "Register a fine-tuned model, a deployment or an alias; again for a new version.",
    footer = {
      "",
      "Example: pf model register --name lawyer --model ft:gpt-4o:acme::1 --kind fine-tuned \\",
      "           --base openai/gpt-4o --connection openai --tags team=legal"
    })
public final class ModelRegisterCommand implements Callable<Integer> {

  @Mixin private CommonOptions common = new CommonOptions();

  @Option(
      names = {"-n", "--name"},
      required = true,
      paramLabel = "NAME",
      description = "The name: letters, digits, '.', '_' and '-'.")
  private String name = "";

  @Option(
      names = {"-m", "--model"},
      required = true,
      paramLabel = "MODEL",
      description = "What it stands for: the service's name for the model or deployment.")
  private String model = "";

  @Option(
      names = "--kind",
      paramLabel = "alias|deployment|fine-tuned",
      description = "What it is; an alias if not said.")
  private String kind = "alias";

  @Option(
      names = "--connection",
      paramLabel = "NAME",
      description = "The connection that reaches it; that of the node if not said.")
  private @Nullable String connection;

  @Option(
      names = "--base",
      paramLabel = "MODEL",
      description = "The model of the catalog that it is or is made from: gives limits and price.")
  private @Nullable String base;

  @Option(names = "--from-run", paramLabel = "NAME", description = "The run or job that made it.")
  private @Nullable String run;

  @Mixin private LabelChanges labels = new LabelChanges();

  private final Terminal terminal;

  public ModelRegisterCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Target target = target();
    Labels written = labels.apply(Labels.NONE);
    var made = new ArrayList<RegistryEntry>();
    return new Reply(terminal, common)
        .tell(
            () -> {
              RegistryEntry entry = register(target, written);
              made.add(entry);
              return EntryJson.of(entry);
            },
            json -> {
              terminal.tell("%s is registered.".formatted(made.getFirst().reference()));
              return StrictJson.writeIndented(json);
            });
  }

  private RegistryEntry register(Target target, Labels written) {
    Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
    return OpenRegistry.with(
        terminal,
        registry -> registry.register(name, target, written, OpenRegistry.who(terminal), now));
  }

  private Target target() {
    if (!RegistryReference.isName(name)) {
      throw new CommandFailure(
          "bad-model-name",
          "'%s' can't name a model; use letters, digits, '.', '_' and '-', 100 at most"
              .formatted(Printable.line(name)));
    }
    if (model.isBlank()) {
      throw new UsageFailure("--model is empty; say what the name stands for");
    }
    Target.Kind chosen =
        Target.Kind.named(kind.toLowerCase(Locale.ROOT))
            .orElseThrow(() ->
                new UsageFailure(
                    "--kind can't be '%s'; it is one of %s.%s"
                        .formatted(
                            Printable.line(kind),
                            String.join(", ", Target.Kind.names()),
                            Suggestion.didYouMean(kind, Target.Kind.names()))));
    return new Target(
        chosen,
        model.strip(),
        Optional.ofNullable(connection),
        Optional.ofNullable(base),
        Optional.ofNullable(run));
  }
}
