package io.promptflow4j.core.execution.reading;

import io.promptflow4j.core.graph.ChatRoles;
import io.promptflow4j.core.graph.FlowGraph;
import io.promptflow4j.core.graph.FlowInput;
import io.promptflow4j.core.source.FileAccessException;
import io.promptflow4j.core.source.FlowFolder;
import io.promptflow4j.core.value.Coercion;
import io.promptflow4j.core.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// The inputs of one line, made fit for the flow: defaults filled in, values coerced to the
/// declared types, images loaded. What the flow does not declare is passed through untouched.
///
/// A chat history that is not given is an empty list. A missing input and one that does not fit are
/// problems; all of them are found, not only the first.
public sealed interface LineInputs {

  record Ready(SequencedMap<String, Value> values) implements LineInputs {}

  record Wrong(String code, String message) implements LineInputs {}

  public static LineInputs prepare(FlowGraph graph, Value.Mapping given, FlowFolder folder) {
    var preparation = new Preparation(graph, given, new InputImages(folder));
    return preparation.prepare();
  }

  /// One preparation; owned by the thread that asks for it.
  final class Preparation {

    private final FlowGraph graph;
    private final Value.Mapping given;
    private final InputImages images;
    private final List<String> missing = new ArrayList<>();
    private final List<String> unfit = new ArrayList<>();

    Preparation(FlowGraph graph, Value.Mapping given, InputImages images) {
      this.graph = graph;
      this.given = given;
      this.images = images;
    }

    LineInputs prepare() {
      var values = new LinkedHashMap<>(given.entries());
      for (FlowInput input : graph.inputs()) {
        Value value = given.get(input.name());
        if (value != null) {
          values.put(input.name(), fitted(input, value));
        } else if (input.defaultValue().isPresent()) {
          values.put(input.name(), withImages(input, input.defaultValue().get()));
        } else if (isHistory(input)) {
          values.put(input.name(), Value.Sequence.EMPTY);
        } else {
          missing.add("'%s' (%s)".formatted(input.name(), input.type().yamlName()));
        }
      }
      return verdict(values);
    }

    private boolean isHistory(FlowInput input) {
      return graph.chat().flatMap(ChatRoles::history).filter(input.name()::equals).isPresent();
    }

    private Value fitted(FlowInput input, Value value) {
      return switch (Coercion.to(input.type(), value)) {
        case Coercion.Fits(var fit) ->
            withImages(input, graph.form().lenient() ? fit(value, fit) : fit);
        case Coercion.Refused _ when graph.form().lenient() -> withImages(input, value);
        case Coercion.Refused(var why) -> {
          unfit.add(
              "input '%s' is declared as %s, but %s"
                  .formatted(input.name(), input.type().yamlName(), why));
          yield value;
        }
      };
    }

    /// Data stays data for a flow whose types only inform.
    private static Value fit(Value value, Value fit) {
      boolean data = value instanceof Value.Mapping || value instanceof Value.Sequence;
      return data && fit instanceof Value.Text ? value : fit;
    }

    private Value withImages(FlowInput input, Value value) {
      try {
        return graph.form().lenient()
            ? images.loadNamed(input.type(), value)
            : images.load(input.type(), value);
      } catch (FileAccessException | IllegalArgumentException broken) {
        unfit.add("input '%s': %s".formatted(input.name(), broken.getMessage()));
        return value;
      }
    }

    private LineInputs verdict(SequencedMap<String, Value> values) {
      if (!unfit.isEmpty()) {
        return new Wrong("bad-input", String.join("; ", unfit));
      }
      if (!missing.isEmpty()) {
        return new Wrong(
            "missing-input",
            "the flow needs %s, which %s not given and %s no default"
                .formatted(
                    String.join(", ", missing),
                    missing.size() == 1 ? "is" : "are",
                    missing.size() == 1 ? "has" : "have"));
      }
      return new Ready(values);
    }
  }
}
