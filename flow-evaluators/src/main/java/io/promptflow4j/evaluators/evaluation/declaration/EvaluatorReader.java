package io.promptflow4j.evaluators.evaluation.declaration;

import io.promptflow4j.core.definition.FlowDefinition;
import io.promptflow4j.core.definition.InputDefinition;
import io.promptflow4j.core.definition.Located;
import io.promptflow4j.core.definition.OutputDefinition;
import io.promptflow4j.core.definition.Written;
import io.promptflow4j.core.definition.yaml.FlowRead;
import io.promptflow4j.core.definition.yaml.FlowReader;
import io.promptflow4j.core.source.Diagnostic;
import io.promptflow4j.core.source.Diagnostics;
import io.promptflow4j.core.source.FileAccessException;
import io.promptflow4j.core.source.FlowFolder;
import io.promptflow4j.core.source.Place;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.evaluators.evaluation.Evaluator;
import io.promptflow4j.evaluators.evaluation.EvaluatorException;
import io.promptflow4j.evaluators.evaluation.EvaluatorOutput;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Stream;

/// Reads evaluators: the flow in a folder, and the `evaluator.yaml` beside it if there is one.
public final class EvaluatorReader {

  /// The file's name.
  public static final String FILE = "evaluator.yaml";

  private static final List<String> KEYS =
      List.of(
          "name",
          "title",
          "description",
          "kind",
          "inputs",
          "outputs",
          "metrics",
          "needs",
          "source",
          "tags");

  private EvaluatorReader() {}

  /// Reads the evaluator in a folder. Only the flow's inputs and outputs are looked at; whether it
  /// can run is found when it is loaded.
  ///
  /// @throws EvaluatorException with all mistakes of `evaluator.yaml`, or of a flow file that can't
  ///   be read at all
  public static Evaluator read(Path path) {
    FlowRead flow = new FlowReader().read(path);
    if (flow.definition().isEmpty() || flow.folder().isEmpty()) {
      throw new EvaluatorException(errors(flow.diagnostics()));
    }
    FlowFolder folder = flow.folder().get();
    Optional<byte[]> bytes = bytes(folder);
    if (bytes.isEmpty()) {
      return undeclared(folder, flow.definition().get());
    }
    var diagnostics = new Diagnostics();
    Optional<Written> written = new FlowReader().data(FILE, bytes.get(), diagnostics);
    Optional<Evaluator> read =
        written
            .flatMap(root -> Section.of("an evaluator", root, diagnostics))
            .map(section -> declared(section, folder, flow.definition().get(), diagnostics));
    if (read.isEmpty() && !diagnostics.hasErrors()) {
      diagnostics.error("wrong-shape", Place.startOf(FILE), "the file is empty.");
    }
    if (diagnostics.hasErrors()) {
      throw new EvaluatorException(errors(diagnostics.sorted()));
    }
    return read.orElseThrow();
  }

  private static List<Diagnostic> errors(List<Diagnostic> diagnostics) {
    return diagnostics.stream().filter(Diagnostic::isError).toList();
  }

  private static Optional<byte[]> bytes(FlowFolder folder) {
    try {
      return Optional.of(folder.readBytes(FILE));
    } catch (FileAccessException unreadable) {
      if (unreadable.reason() == FileAccessException.Reason.MISSING) {
        return Optional.empty();
      }
      throw new EvaluatorException(
          List.of(
              Diagnostic.error(
                  "unreadable-file", Place.startOf(FILE), unreadable.getMessage() + ".")));
    }
  }

  private static Evaluator undeclared(FlowFolder folder, FlowDefinition flow) {
    List<EvaluatorOutput> outputs =
        flow.outputs().stream()
            .map(output ->
                EvaluatorOutput.undeclared(
                    output.name().value(), output.description().map(Located::value).orElse("")))
            .toList();
    String name = defaultName(folder);
    return new Evaluator(
        name,
        flow.displayName().map(Located::value).orElse(name),
        flow.description().map(Located::value).orElse(""),
        Evaluator.Kind.CODE,
        inputs(flow, new LinkedHashMap<>()),
        outputs,
        new LinkedHashMap<>(),
        List.of(),
        "",
        List.of(),
        folder.root(),
        false);
  }

  private static String defaultName(FlowFolder folder) {
    Path name = folder.root().getFileName();
    return name == null ? "evaluator" : name.toString();
  }

  private static Evaluator declared(
      Section top, FlowFolder folder, FlowDefinition flow, Diagnostics diagnostics) {
    top.allowOnly(KEYS);
    String name = top.text("name").orElseGet(() -> defaultName(folder));
    List<Written.Field> inputs = top.entries("inputs");
    List<Written.Field> outputs = top.entries("outputs");
    Section.checkKnown("input", names(inputs), inputNames(flow), diagnostics);
    Section.checkKnown("output", names(outputs), outputNames(flow), diagnostics);
    if (outputs.isEmpty()) {
      diagnostics.error(
          "wrong-shape",
          top.placeOf("outputs"),
          "'outputs' has to say which outputs of the flow are scores.");
    }
    return new Evaluator(
        name,
        top.text("title").orElse(name),
        top.text("description").orElse(""),
        top.choice("kind", List.of(Evaluator.Kind.values())).orElse(Evaluator.Kind.CODE),
        inputs(flow, inputSections(inputs, diagnostics)),
        outputs.stream().flatMap(field -> OutputReader.read(field, diagnostics).stream()).toList(),
        metrics(top),
        top.texts("needs"),
        top.text("source").orElse(""),
        top.texts("tags"),
        folder.root(),
        true);
  }

  private static List<Located<String>> names(List<Written.Field> fields) {
    return fields.stream().map(Written.Field::key).toList();
  }

  private static List<String> inputNames(FlowDefinition flow) {
    return flow.inputs().stream().map(input -> input.name().value()).toList();
  }

  private static List<String> outputNames(FlowDefinition flow) {
    return flow.outputs().stream().map(OutputDefinition::name).map(Located::value).toList();
  }

  private static SequencedMap<String, Section> inputSections(
      List<Written.Field> inputs, Diagnostics diagnostics) {
    var sections = new LinkedHashMap<String, Section>();
    for (Written.Field field : inputs) {
      Section.of("input '%s'".formatted(field.key().value()), field.content(), diagnostics)
          .ifPresent(section -> sections.put(field.key().value(), section));
    }
    return sections;
  }

  /// All inputs of the flow, in the order of the declaration and then of the flow.
  private static List<Evaluator.Input> inputs(
      FlowDefinition flow, SequencedMap<String, Section> sections) {
    return Stream.concat(sections.keySet().stream(), inputNames(flow).stream())
        .distinct()
        .flatMap(name -> flow.inputs().stream().filter(one -> one.name().value().equals(name)))
        .map(input -> input(input, Optional.ofNullable(sections.get(input.name().value()))))
        .toList();
  }

  private static Evaluator.Input input(InputDefinition input, Optional<Section> section) {
    section.ifPresent(one -> one.allowOnly(List.of("description", "also", "optional")));
    boolean byDefault =
        input.defaultValue().filter(written -> written.value() != Value.Null.NULL).isPresent();
    return new Evaluator.Input(
        input.name().value(),
        section
            .flatMap(one -> one.text("description"))
            .or(() -> input.description().map(Located::value))
            .orElse(""),
        section.map(one -> one.texts("also")).orElse(List.of()),
        byDefault || section.filter(one -> one.isTrue("optional")).isPresent());
  }

  private static SequencedMap<String, String> metrics(Section top) {
    var metrics = new LinkedHashMap<String, String>();
    for (Written.Field field : top.entries("metrics")) {
      metrics.put(
          field.key().value(),
          field.content().value() instanceof Value.Text(var text) ? text.strip() : "");
    }
    return metrics;
  }
}
