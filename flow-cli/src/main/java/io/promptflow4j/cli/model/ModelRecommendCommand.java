package io.promptflow4j.cli.model;

import io.promptflow4j.cli.report.Grid;
import io.promptflow4j.cli.report.Reply;
import io.promptflow4j.cli.request.FlowArgument;
import io.promptflow4j.cli.terminal.CommandFailure;
import io.promptflow4j.cli.terminal.CommonOptions;
import io.promptflow4j.cli.terminal.Terminal;
import io.promptflow4j.cli.terminal.UsageFailure;
import io.promptflow4j.core.engine.Flow;
import io.promptflow4j.core.engine.FlowSettings;
import io.promptflow4j.core.graph.FlowGraph;
import io.promptflow4j.core.graph.needs.FlowNeeds;
import io.promptflow4j.core.model.Cost;
import io.promptflow4j.core.model.catalog.choice.Needs;
import io.promptflow4j.core.model.catalog.choice.OfferingFilter;
import io.promptflow4j.core.model.catalog.choice.OfferingJson;
import io.promptflow4j.core.model.catalog.choice.Recommendation;
import io.promptflow4j.core.model.catalog.choice.Recommender;
import io.promptflow4j.core.value.Fields;
import io.promptflow4j.core.value.Value;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `pf model recommend`: which offerings fit what the nodes of a flow need.
@Command(
    name = "recommend",
    description = "Rank the models that can serve a flow, with reasons.",
    footer = {
      "",
      "Example: pf model recommend --flow my-flow --provider mistral,groq",
      "It goes by what is known and by price. How good the answers are, pf compare says."
    })
public final class ModelRecommendCommand implements Callable<Integer> {

  @Mixin private CommonOptions common = new CommonOptions();
  @Mixin private FilterOptions options = new FilterOptions();

  @Option(
      names = {"-f", "--flow"},
      required = true,
      paramLabel = "FLOW",
      description = "The flow's folder, or its flow.dag.yaml.")
  private Path flow = Path.of("");

  @Option(
      names = "--node",
      paramLabel = "NODE",
      description = "Only for this node; for all nodes together if not said.")
  private @Nullable String node;

  @Option(
      names = {"-r", "--max-results"},
      paramLabel = "N",
      description = "How many at most; 10 if not said.")
  private int most = 10;

  @Option(
      names = "--every-offer",
      description = "Every offering of a model, not only the one that ranks first.")
  private boolean everyOffer;

  private final Terminal terminal;

  public ModelRecommendCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    if (most < 1) {
      throw new UsageFailure("--max-results is at least 1, not " + most);
    }
    OfferingFilter filter = options.filter(List.of());
    var needed = new ArrayList<Needs>();
    var ranked = new ArrayList<Recommendation>();
    return new Reply(terminal, common)
        .tell(
            () -> {
              Needs needs = needs();
              needed.add(needs);
              var catalog = OpenCatalog.of(terminal).catalog();
              new Recommender(catalog, filter.day())
                  .rank(needs, filter, everyOffer).stream().limit(most).forEach(ranked::add);
              return json(needs, ranked);
            },
            _ -> text(needed.getFirst(), ranked));
  }

  private Needs needs() {
    Path path = terminal.path(flow);
    var settings = FlowSettings.defaults().withEnvironment(terminal.environment());
    FlowGraph graph =
        Flow.check(path, settings)
            .graph()
            .orElseThrow(() ->
                new CommandFailure(
                    "invalid-flow",
                    "the flow has mistakes; pf flow validate --flow %s tells them"
                        .formatted(flow)));
    FlowNeeds needs = FlowNeeds.of(graph, FlowArgument.folderOf(path));
    if (needs.nodes().isEmpty()) {
      throw new CommandFailure("no-llm-node", "the flow has no llm node, so it needs no model");
    }
    if (node == null) {
      return needs.together();
    }
    return needs.nodes().stream()
        .filter(one -> one.node().value().equals(node))
        .findFirst()
        .orElseThrow(() ->
            new CommandFailure("no-such-node", "the flow has no llm node '%s'".formatted(node)))
        .needs();
  }

  private static Value json(Needs needs, List<Recommendation> ranked) {
    var capabilities = new Fields();
    needs.capabilities().forEach((one, reason) -> capabilities.put(one.written(), reason));
    return new Fields()
        .put(
            "needs",
            new Fields()
                .put("task", needs.task().written())
                .put("capabilities", capabilities.end())
                .put("prompt_tokens", needs.prompt())
                .put("output_tokens", needs.output().<Value>map(Value::of).orElse(Value.Null.NULL))
                .end())
        .put("recommendations", OfferingJson.list(ranked, ModelRecommendCommand::json))
        .end();
  }

  private static Value.Mapping json(Recommendation one) {
    return new Fields()
        .put("name", one.offering().name())
        .put("model", one.offering().model().id())
        .put("connection", one.offering().provider().connection())
        .put("reasons", OfferingJson.texts(one.reasons()))
        .put("doubts", OfferingJson.texts(one.doubts()))
        .put(
            "cost_per_call",
            one.cost() instanceof Cost.Known(var money)
                ? Optional.of(money.toString())
                : Optional.empty())
        .end();
  }

  private String text(Needs needs, List<Recommendation> ranked) {
    var lines = new ArrayList<String>();
    lines.add(
        String.format(
            Locale.ROOT,
            "The flow needs a model for %s with a prompt of about %,d tokens%s.",
            needs.task().written(),
            needs.prompt(),
            needs
                .output()
                .map(most -> String.format(Locale.ROOT, " and up to %,d written", most))
                .orElse("")));
    needs.capabilities().forEach((one, why) -> lines.add("  %s: %s".formatted(one.written(), why)));
    if (ranked.isEmpty()) {
      lines.add("No offering can do that within these options.");
      return String.join("\n", lines);
    }
    var grid = new Grid(List.of("", "offering", "for it", "doubts"));
    for (Recommendation one : ranked) {
      grid.add(
          List.of(
              Integer.toString(ranked.indexOf(one) + 1),
              one.offering().name(),
              String.join(", ", one.reasons()),
              String.join(", ", one.doubts())));
    }
    lines.add(grid.text(terminal.width()));
    return String.join("\n", lines);
  }
}
