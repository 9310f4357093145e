package io.promptflow4j.core.execution.line;

import io.promptflow4j.core.execution.RunRequest;
import io.promptflow4j.core.execution.reading.Properties;
import io.promptflow4j.core.graph.FlowGraph;
import io.promptflow4j.core.graph.FlowOutput;
import io.promptflow4j.core.model.connection.Redaction;
import io.promptflow4j.core.value.Value;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Tells a listener once, before the first piece of a line, which outputs are known already.
///
/// It runs on the thread of the node that gives the piece. That thread began after the nodes before
/// it had settled; whether it sees others that have settled meanwhile is left open, so an output of
/// theirs may be told or not. Values are immutable, so what it sees is whole.
final class KnownOutputs {

  private final FlowGraph graph;
  private final LineReadings readings;
  private final Optional<Consumer<Value.Mapping>> listener;
  private final Supplier<Redaction> redaction;
  private final AtomicBoolean told = new AtomicBoolean();

  private KnownOutputs(
      FlowGraph graph,
      LineReadings readings,
      Optional<Consumer<Value.Mapping>> listener,
      Supplier<Redaction> redaction) {
    this.graph = graph;
    this.readings = readings;
    this.listener = listener;
    this.redaction = redaction;
  }

  static KnownOutputs of(
      FlowGraph graph, LineReadings readings, RunRequest request, Supplier<Redaction> redaction) {
    return new KnownOutputs(graph, readings, request.known(), redaction);
  }

  void tell() {
    if (listener.isPresent() && told.compareAndSet(false, true)) {
      listener.get().accept(redaction.get().inEntries(known()));
    }
  }

  private Value.Mapping known() {
    var values = new LinkedHashMap<String, Value>();
    for (FlowOutput output : graph.outputs()) {
      if (isKnown(output)) {
        try {
          Value value = readings.of(output.binding());
          values.put(output.name(), graph.messageFormat().written(value));
        } catch (Properties.NoSuchProperty nowhere) {
          // the line will fail and say so
        }
      }
    }
    return Value.of(values);
  }

  private boolean isKnown(FlowOutput output) {
    var open = new AtomicBoolean();
    output
        .binding()
        .forEachNode(name -> {
          if (!readings.isSettled(name)) {
            open.set(true);
          }
        });
    return !open.get();
  }
}
