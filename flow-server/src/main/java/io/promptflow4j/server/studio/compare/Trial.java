package io.promptflow4j.server.studio.compare;

import io.promptflow4j.core.engine.Flow;
import io.promptflow4j.core.engine.FlowLoadException;
import io.promptflow4j.core.execution.FlowResult;
import io.promptflow4j.core.execution.RunRequest;
import io.promptflow4j.core.value.Fields;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.evaluators.experiment.Arm;
import io.promptflow4j.server.deployment.TraceJson;
import io.promptflow4j.server.studio.Desk;
import io.promptflow4j.server.studio.Workbench;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Gatherers;

/// Variants of a flow on one input, side by side; nothing of it is kept.
final class Trial {

  private static final int AT_ONCE = 8;

  private final Workbench bench;
  private final Path flow;

  Trial(Workbench bench, Path flow) {
    this.bench = bench;
    this.flow = flow;
  }

  /// What each arm makes of the input; without arms, what the flow makes of it as it is.
  List<Value.Mapping> of(List<Arm> arms, Value.Mapping inputs) {
    List<Arm> all = arms.isEmpty() ? List.of(Arm.of("default", Map.of())) : arms;
    return all.stream().gather(Gatherers.mapConcurrent(AT_ONCE, arm -> of(arm, inputs))).toList();
  }

  private Value.Mapping of(Arm arm, Value.Mapping inputs) {
    long begun = System.nanoTime();
    var fields = new Fields().put("name", arm.name()).put("description", arm.description());
    try (Flow loaded =
        Flow.load(flow, bench.around().withVariants(new LinkedHashMap<>(arm.variants())))) {
      FlowResult result = loaded.run(RunRequest.of(inputs));
      fields
          .put("status", result.status() == FlowResult.Status.COMPLETED ? "Completed" : "Failed")
          .put("outputs", result.outputs())
          .put("trace", TraceJson.of(result))
          .put("usage", TraceJson.usage(result.usage()));
      result.failure().ifPresent(failure -> fields.put("error", failure.message()));
    } catch (FlowLoadException mistakes) {
      fields.put("status", "Failed").put("error", Desk.text(mistakes.diagnostics()));
    }
    return fields.put("ms", (System.nanoTime() - begun) / 1_000_000).end();
  }
}
