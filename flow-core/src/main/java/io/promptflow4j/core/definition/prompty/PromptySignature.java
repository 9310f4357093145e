package io.promptflow4j.core.definition.prompty;

import io.promptflow4j.core.definition.FlowPart;
import io.promptflow4j.core.definition.InputDefinition;
import io.promptflow4j.core.definition.Located;
import io.promptflow4j.core.definition.OutputDefinition;
import io.promptflow4j.core.definition.Written;
import io.promptflow4j.core.definition.compose.Findings;
import io.promptflow4j.core.definition.compose.PartReader;
import io.promptflow4j.core.definition.compose.Shown;
import io.promptflow4j.core.source.Place;
import io.promptflow4j.core.source.Severity;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.core.value.ValueType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;

/// Reads what a prompty takes and gives: `inputs`, `outputs` and `sample`. Without `inputs`, the
/// sample says what they are.
final class PromptySignature {

  private static final String SAMPLE_FILE = "file:";

  private final PromptyReferences references;
  private final Findings findings;
  private final SequencedMap<String, Value> sample = new LinkedHashMap<>();

  PromptySignature(PromptyReferences references, Findings findings) {
    this.references = references;
    this.findings = findings;
  }

  /// The inputs for a first try, once the inputs are read.
  Value.Mapping sample() {
    return new Value.Mapping(sample);
  }

  List<InputDefinition> inputs(PartReader prompty) {
    Optional<Written.Fields> told = written(prompty);
    Optional<Written> inputs = prompty.content("inputs").map(references::variables);
    List<InputDefinition> found =
        switch (inputs.orElse(null)) {
          case null -> told.map(PromptySignature::ofSample).orElse(List.of());
          case Written.Fields(var fields, _) ->
              fields.stream().map(field -> input(field.key(), field.content())).toList();
          case Written.Items(var items, _) ->
              items.stream().flatMap(item -> listed(item).stream()).toList();
          case Written.Scalar other -> {
            findings.lost(
                other.place(),
                "the prompty: 'inputs' is %s, but a mapping was expected; give each input by its name: 'question: {type: string}'."
                    .formatted(PartReader.kind(other)));
            yield List.of();
          }
        };
    told.ifPresent(fields ->
        fields.fields().forEach(field -> sample.put(field.key().value(), field.content().value())));
    return found;
  }

  /// The sample as a mapping, whether it stands in the front matter or in a file.
  private Optional<Written.Fields> written(PartReader prompty) {
    Optional<Written> content = prompty.content("sample");
    if (content.isPresent() && content.get().value() instanceof Value.Text(var text)) {
      String file = text.startsWith(SAMPLE_FILE) ? text.substring(SAMPLE_FILE.length()) : text;
      if (PromptyReferences.isData(file)) {
        content = references.file(file.strip(), content.get().place(), Severity.WARNING);
      }
    }
    return content.flatMap(found ->
        switch (references.variables(found)) {
          case Written.Fields fields -> Optional.of(fields);
          case Written other -> {
            findings.lost(
                other.place(),
                "the prompty: 'sample' is %s, but a mapping of inputs was expected, or the name of a .json file that holds one."
                    .formatted(PartReader.kind(other)));
            yield Optional.empty();
          }
        });
  }

  private static List<InputDefinition> ofSample(Written.Fields sample) {
    return sample.fields().stream().map(field -> ofSample(field.key(), field.content())).toList();
  }

  private static InputDefinition ofSample(Located<String> name, Written value) {
    return new InputDefinition(
        name,
        type(value).map(type -> new Located<>(type, value.place())),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private static Optional<String> type(Written sample) {
    return switch (sample) {
      case Written.Fields _ -> Optional.of("object");
      case Written.Items _ -> Optional.of("list");
      case Written.Scalar(Value value, _, _) ->
          switch (value) {
            case Value.Text _ -> Optional.of("string");
            case Value.Whole _ -> Optional.of("int");
            case Value.Decimal _ -> Optional.of("double");
            case Value.Bool _ -> Optional.of("bool");
            case Value.Null _, Value.Sequence _, Value.Mapping _, Value.Image _ -> Optional.empty();
          };
    };
  }

  private InputDefinition input(Located<String> name, Written content) {
    if (!(content instanceof Written.Fields fields)) {
      if (!PartReader.isNull(content)) {
        sample.put(name.value(), content.value());
      }
      return ofSample(name, content);
    }
    String title = "input '%s'".formatted(Shown.text(name.value()));
    var part = new PartReader(FlowPart.PROMPTY_INPUT, title, fields, findings);
    part.checkKeys();
    return input(name, part);
  }

  private InputDefinition input(Located<String> name, PartReader part) {
    part.content("sample").ifPresent(value -> sample.put(name.value(), value.value()));
    return new InputDefinition(
        name,
        part.note("type").map(PromptySignature::known),
        part.content("default").or(() -> noTurns(part)),
        part.note("description"),
        Optional.empty(),
        part.flag("is_chat_input"),
        part.flag("is_chat_history"));
  }

  /// A chat begins without turns.
  private static Optional<Written> noTurns(PartReader part) {
    return part.flag("is_chat_history")
        .filter(Located::value)
        .map(flag -> new Written.Items(List.of(), flag.place()));
  }

  /// `- {name: question, kind: string}`, as prompty 2 writes an input.
  private Optional<InputDefinition> listed(Written item) {
    if (item instanceof Written.Fields(var all, Place place)) {
      Optional<Located<String>> name = text(all, "name");
      if (name.isPresent()) {
        var rest = new ArrayList<Written.Field>();
        for (Written.Field field : all) {
          if (field.key().value().equals("kind")) {
            rest.add(
                new Written.Field(new Located<>("type", field.key().place()), field.content()));
          } else if (!field.key().value().matches("name|required|strict")) {
            rest.add(field);
          }
        }
        return Optional.of(input(name.get(), new Written.Fields(rest, place)));
      }
    }
    findings.lost(
        item.place(), "the prompty: this input has no name; write '- {name: …, type: string}'.");
    return Optional.empty();
  }

  static Optional<Located<String>> text(List<Written.Field> fields, String key) {
    for (Written.Field field : fields) {
      if (field.key().value().equals(key)
          && field.content() instanceof Written.Scalar(Value.Text(var text), Place place, _)) {
        return Optional.of(new Located<>(text, place));
      }
    }
    return Optional.empty();
  }

  /// The type under the name that flows have for it: authors write Python's and JSON's names too.
  private static Located<String> known(Located<String> written) {
    String name = written.value().strip().toLowerCase(Locale.ROOT);
    String known =
        switch (name) {
          case "str", "text" -> "string";
          case "integer" -> "int";
          case "number", "float" -> "double";
          case "boolean" -> "bool";
          case "array", "tuple" -> "list";
          case "dict", "mapping", "any" -> "object";
          default -> ValueType.named(name).isPresent() ? name : written.value();
        };
    return new Located<>(known, written.place());
  }

  List<OutputDefinition> outputs(PartReader prompty) {
    var outputs = new ArrayList<OutputDefinition>();
    for (Written.Field entry :
        prompty.fields("outputs", "give each output by its name: 'answer: {type: string}'")) {
      outputs.add(output(entry));
    }
    return outputs;
  }

  private OutputDefinition output(Written.Field entry) {
    Located<String> name = entry.key();
    if (!(entry.content() instanceof Written.Fields fields)) {
      return new OutputDefinition(
          name,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());
    }
    String title = "output '%s'".formatted(Shown.text(name.value()));
    var part = new PartReader(FlowPart.PROMPTY_OUTPUT, title, fields, findings);
    part.checkKeys();
    return new OutputDefinition(
        name,
        part.note("type").map(PromptySignature::known),
        Optional.empty(),
        part.note("description"),
        Optional.empty(),
        part.flag("is_chat_output"));
  }
}
