package io.promptflow4j.core.definition.prompty;

import io.promptflow4j.core.definition.FlowDefinition;
import io.promptflow4j.core.definition.FlowPart;
import io.promptflow4j.core.definition.InputDefinition;
import io.promptflow4j.core.definition.Located;
import io.promptflow4j.core.definition.Written;
import io.promptflow4j.core.definition.compose.CodePoints;
import io.promptflow4j.core.definition.compose.Findings;
import io.promptflow4j.core.definition.compose.PartReader;
import io.promptflow4j.core.definition.compose.Shown;
import io.promptflow4j.core.definition.compose.YamlComposer;
import io.promptflow4j.core.source.FlowFolder;
import io.promptflow4j.core.source.Place;
import io.promptflow4j.core.source.SourceText;
import io.promptflow4j.core.value.PythonText;
import io.promptflow4j.core.value.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Makes a [FlowDefinition] of a prompty. One use, one thread.
public final class PromptyReader {

  private static final List<String> ENGINES = List.of("jinja2", "jinja");

  private final SourceText source;
  private final Findings findings;
  private final PromptyReferences references;

  /// @param folder where the files are that the front matter names; none are read if it is empty
  /// @param environment the variables that it names
  public PromptyReader(
      SourceText source,
      Optional<FlowFolder> folder,
      Map<String, String> environment,
      Findings findings) {
    this.source = source;
    this.findings = findings;
    this.references = new PromptyReferences(folder, environment, findings);
  }

  /// The definition; empty, and reported, if a part of it makes no sense.
  ///
  /// @param change the keys of the front matter that are to be different
  public Optional<FlowDefinition> read(Value.Mapping change) {
    Optional<PromptyText> text = PromptyText.of(source);
    if (text.isEmpty()) {
      findings.error(
          "missing-front-matter",
          Place.startOf(source.file()),
          "this prompty has no front matter; begin it with a line '---', then 'model:' and so on,"
              + " another line '---' and the template.");
      return Optional.empty();
    }
    var composer =
        new YamlComposer(new CodePoints(source.file(), text.get().frontMatter()), findings);
    Optional<Written> root = composer.compose();
    if (composer.isBroken()) {
      return Optional.empty();
    }
    return switch (root.filter(one -> !PartReader.isNull(one)).orElse(null)) {
      case null ->
          define(
              PromptyChange.of(new Written.Fields(List.of(), Place.startOf(source.file())), change),
              text.get());
      case Written.Fields fields -> define(PromptyChange.of(fields, change), text.get());
      case Written other -> {
        findings.lost(
            other.place(),
            "the front matter is %s, but a mapping was expected: 'name: …', 'model: …'."
                .formatted(PartReader.kind(other)));
        yield Optional.empty();
      }
    };
  }

  private Optional<FlowDefinition> define(Written.Fields written, PromptyText text) {
    Written.Fields fields = (Written.Fields) references.files(written);
    var part = new PartReader(FlowPart.PROMPTY, "the prompty", fields, findings);
    part.checkKeys();
    checkTemplate(part);
    var signature = new PromptySignature(references, findings);
    List<InputDefinition> inputs = signature.inputs(part);
    var definition =
        new FlowDefinition(
            Place.startOf(source.file()),
            part.note("name"),
            part.note("display_name"),
            part.note("description"),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            inputs,
            signature.outputs(part),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            Optional.empty(),
            part.content("tags"),
            Optional.of(
                new PromptyModel(references, findings)
                    .read(part, text.place(), signature.sample())));
    return findings.isLossy() ? Optional.empty() : Optional.of(definition);
  }

  /// `template: jinja2`, or as prompty 2 writes it: `template: {format: jinja2}`.
  private void checkTemplate(PartReader part) {
    Optional<Written> template = part.content("template");
    if (template.isEmpty()) {
      return;
    }
    Located<String> engine = engine(template.get());
    if (!ENGINES.contains(engine.value())) {
      findings.error(
          "unsupported-template",
          engine.place(),
          "the template is written in '%s', but only 'jinja2' can be rendered; write it in that and"
                  .formatted(Shown.text(engine.value()))
              + " remove 'template'.");
    }
  }

  private static Located<String> engine(Written template) {
    if (template instanceof Written.Fields(var fields, _)) {
      for (Written.Field field : fields) {
        boolean names = field.key().value().matches("type|format|engine");
        if (names) {
          return engine(field.content());
        }
      }
      return new Located<>("jinja2", template.place());
    }
    return new Located<>(PythonText.str(template.value()), template.place());
  }
}
