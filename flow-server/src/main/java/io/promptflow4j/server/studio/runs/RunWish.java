package io.promptflow4j.server.studio.runs;

import io.promptflow4j.core.dataset.DataSource;
import io.promptflow4j.core.dataset.catalog.DataReference;
import io.promptflow4j.core.dataset.mapping.ColumnMapping;
import io.promptflow4j.core.engine.FlowSettings;
import io.promptflow4j.core.engine.RunSpec;
import io.promptflow4j.core.run.RunLabels;
import io.promptflow4j.core.run.RunName;
import io.promptflow4j.core.source.Place;
import io.promptflow4j.evaluators.evaluation.registry.Evaluators;
import io.promptflow4j.server.studio.Asked;
import io.promptflow4j.server.studio.Workbench;
import java.util.LinkedHashMap;
import java.util.Map;

/// Makes a run of what a page asks for: a flow of the workspace, or a built-in one, on a file of
/// the workspace, a named data set or another run. Nothing else can be named.
public final class RunWish {

  private static final int MOST_REPEATS = 100;
  private static final int MOST_AT_ONCE = 512;

  private final Workbench bench;

  public RunWish(Workbench bench) {
    this.bench = bench;
  }

  /// The run that is asked for.
  public RunSpec of(Asked asked) {
    asked.only(
        "flow",
        "data",
        "run",
        "name",
        "display_name",
        "description",
        "tags",
        "experiment",
        "variants",
        "column_mapping",
        "repeats",
        "concurrency");
    RunSpec spec =
        RunSpec.of(flow(asked.need("flow")))
            .withHow(settings(asked.texts("variants")))
            .withLabels(
                new RunLabels(
                    asked.text("display_name").orElse(""),
                    asked.text("description").orElse(""),
                    asked.texts("tags"),
                    new LinkedHashMap<>(),
                    asked.text("experiment")))
            .withMapping(
                ColumnMapping.of(asked.mapping("column_mapping"), Place.startOf("column mapping")));
    if (asked.text("data").isPresent()) {
      spec = spec.withData(data(asked.need("data")));
    }
    if (asked.text("run").isPresent()) {
      var over = new RunName(asked.need("run"));
      spec = spec.withOver(over).withParent(over);
    }
    if (asked.text("name").isPresent()) {
      spec = spec.withName(new RunName(asked.need("name")));
    }
    spec = spec.withRepeats(asked.number("repeats", MOST_REPEATS).orElse(1));
    return asked.number("concurrency", MOST_AT_ONCE).map(spec::withConcurrency).orElse(spec);
  }

  /// A flow of the workspace or a built-in one.
  public String flow(String written) {
    return written.startsWith(Evaluators.PREFIX) ? written : bench.existing(written).toString();
  }

  /// A named data set, or a file of the workspace.
  public DataSource data(String written) {
    return DataReference.parse(written).isPresent()
        ? DataSource.of(written)
        : DataSource.of(bench.existing(written).toString());
  }

  private static FlowSettings settings(Map<String, String> variants) {
    return FlowSettings.defaults().withVariants(variants);
  }
}
