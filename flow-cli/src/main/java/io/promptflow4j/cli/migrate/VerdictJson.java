package io.promptflow4j.cli.migrate;

import io.promptflow4j.cli.report.DiagnosticJson;
import io.promptflow4j.core.engine.migration.FlowVerdict;
import io.promptflow4j.core.engine.migration.Verdict;
import io.promptflow4j.core.value.Fields;
import io.promptflow4j.core.value.Value;
import java.nio.file.Path;
import java.util.List;

/// The JSON document of `pf migrate check`.
final class VerdictJson {

  private VerdictJson() {}

  static Value.Mapping of(Path root, List<FlowVerdict> verdicts) {
    var counts = new Fields();
    for (Verdict verdict : Verdict.values()) {
      counts.put(
          verdict.written(), verdicts.stream().filter(one -> one.verdict() == verdict).count());
    }
    return new Fields()
        .put("counts", counts)
        .put("flows", verdicts.stream().map(one -> one(root, one)).toList())
        .end();
  }

  private static Value.Mapping one(Path root, FlowVerdict one) {
    return new Fields()
        .put("flow", VerdictText.shown(root, one.flow()))
        .put("kind", one.kind())
        .put("verdict", one.verdict().written())
        .put("packages", texts(one.packages()))
        .put("services", one.services().stream().map(VerdictJson::service).toList())
        .put("web", texts(one.web()))
        .put("variables", texts(one.variables()))
        .put("reasons", DiagnosticJson.list(one.reasons()))
        .put("diagnostics", DiagnosticJson.list(one.diagnostics()))
        .end();
  }

  private static List<Value> texts(List<String> names) {
    return names.stream().<Value>map(Value::of).toList();
  }

  private static Value.Mapping service(FlowVerdict.Service service) {
    return new Fields()
        .put("connection", service.connection())
        .put("type", service.type())
        .put("configured", service.configured())
        .end();
  }
}
