package io.promptflow4j.core.dataset.mapping;

import io.promptflow4j.core.dataset.join.LineNumber;
import io.promptflow4j.core.dataset.mapping.Assignment.Candidate;
import io.promptflow4j.core.dataset.mapping.Assignment.Column;
import io.promptflow4j.core.dataset.mapping.Assignment.Constant;
import io.promptflow4j.core.dataset.mapping.Assignment.Need;
import io.promptflow4j.core.graph.FlowInput;
import io.promptflow4j.core.source.Diagnostics;
import io.promptflow4j.core.source.Suggestion;
import io.promptflow4j.core.value.Coercion;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.core.value.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Makes a plan of a column mapping. Owned by the thread that makes it.
final class MappingReader {

  private static final Pattern REFERENCE = Pattern.compile("\\$\\{([^{}]+)}");
  private static final String DATA = "data";

  private final InputNeeds needs;
  private final ColumnMapping mapping;
  private final Set<String> sources;
  private final Diagnostics findings = new Diagnostics();
  private final List<Assignment> assignments = new ArrayList<>();

  private MappingReader(InputNeeds needs, ColumnMapping mapping, Set<String> sources) {
    this.needs = needs;
    this.mapping = mapping;
    this.sources = sources;
  }

  static MappingPlan plan(InputNeeds needs, ColumnMapping mapping, Set<String> sources) {
    var reader = new MappingReader(needs, mapping, sources);
    reader.run();
    return new MappingPlan(mapping.place(), reader.assignments, reader.findings.sorted());
  }

  private void run() {
    if (needs.inputs().isEmpty()) {
      error(
          "no-inputs",
          "the flow has no inputs, so every row would give the same; run it once with pf flow"
              + " test");
      return;
    }
    mapping.entries().forEach(this::assign);
    for (FlowInput input : needs.inputs()) {
      if (!mapping.entries().containsKey(input.name())) {
        assignSameName(input);
      }
    }
    boolean anyReference = assignments.stream().anyMatch(Column.class::isInstance);
    if (!anyReference && !findings.hasErrors()) {
      error(
          "no-reference",
          "no input reads a column, so every row would give the same; map at least one, such as"
              + " %s: ${data.%1$s}".formatted(needs.inputs().getFirst().name()));
    }
  }

  private void assign(String name, Value value) {
    if (name.equals(LineNumber.COLUMN)) {
      return;
    }
    Optional<FlowInput> input = needs.named(name);
    if (input.isEmpty()) {
      findings.warning(
          "unknown-mapping",
          mapping.place(),
          "the flow has no input '%s'; what is mapped to it is passed on but not read.%s"
              .formatted(name, Suggestion.didYouMean(name, needs.names())));
    }
    Optional<String> reference = reference(value);
    if (reference.isPresent()) {
      refer(name, input, reference.get());
    } else {
      constant(name, input, value);
    }
  }

  private static Optional<String> reference(Value value) {
    if (value instanceof Value.Text(var text)) {
      var matcher = REFERENCE.matcher(text);
      return matcher.matches() ? Optional.of(matcher.group(1).strip()) : Optional.empty();
    }
    return Optional.empty();
  }

  private void refer(String name, Optional<FlowInput> input, String content) {
    String written = "${" + content + "}";
    if (content.indexOf('.') < 1 || content.endsWith(".")) {
      error(
          "malformed-mapping",
          "%s: %s names no column; write ${source.column}, such as ${data.%s}"
              .formatted(name, written, content.replace(".", "")));
      return;
    }
    List<Candidate> candidates = candidates(content);
    if (candidates.isEmpty()) {
      String source = content.substring(0, content.indexOf('.'));
      error(
          "unknown-source",
          "%s: %s reads a source that is not there; there %s %s.%s"
              .formatted(
                  name,
                  written,
                  sources.size() == 1 ? "is" : "are",
                  String.join(", ", sources),
                  Suggestion.didYouMean(source, sources)));
      return;
    }
    boolean copes = input.isEmpty() || needs.copesWithout(input.get());
    assignments.add(
        new Column(name, typeOf(input), written, candidates, copes ? Need.SOMEWHERE : Need.ALWAYS));
  }

  /// The shortest name of a source comes first, as in the original.
  private List<Candidate> candidates(String content) {
    var found = new ArrayList<Candidate>();
    for (int dot = content.indexOf('.'); dot >= 0; dot = content.indexOf('.', dot + 1)) {
      if (sources.contains(content.substring(0, dot))) {
        found.add(new Candidate(content.substring(0, dot), content.substring(dot + 1)));
      }
    }
    return found;
  }

  private void constant(String name, Optional<FlowInput> input, Value value) {
    if (value instanceof Value.Text(var text)
        && sources.stream().anyMatch(source -> text.contains("${" + source + "."))) {
      findings.hint(
          "literal-reference",
          mapping.place(),
          "%s: '%s' is taken as a text; only a value that is ${…} as a whole reads a column"
              .formatted(name, text));
    }
    if (Coercion.to(typeOf(input), value) instanceof Coercion.Refused(var why)) {
      error(
          "wrong-type",
          "%s: input of type %s, but %s".formatted(name, typeOf(input).yamlName(), why));
    }
    assignments.add(new Constant(name, value));
  }

  private void assignSameName(FlowInput input) {
    boolean copes = needs.copesWithout(input);
    if (sources.contains(DATA) || !copes) {
      assignments.add(
          new Column(
              input.name(),
              input.type(),
              "${data.%s}".formatted(input.name()),
              List.of(new Candidate(DATA, input.name())),
              copes ? Need.NEVER : Need.ALWAYS));
    }
  }

  private static ValueType typeOf(Optional<FlowInput> input) {
    return input.map(FlowInput::type).orElse(ValueType.ANY);
  }

  private void error(String code, String message) {
    findings.error(code, mapping.place(), message);
  }
}
