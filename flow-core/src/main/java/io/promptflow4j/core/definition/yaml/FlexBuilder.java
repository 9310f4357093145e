package io.promptflow4j.core.definition.yaml;

import io.promptflow4j.core.definition.FlowDefinition;
import io.promptflow4j.core.definition.FlowPart;
import io.promptflow4j.core.definition.Located;
import io.promptflow4j.core.definition.Nodeless;
import io.promptflow4j.core.definition.Written;
import io.promptflow4j.core.definition.compose.Findings;
import io.promptflow4j.core.definition.compose.PartReader;
import io.promptflow4j.core.definition.compose.Shown;
import io.promptflow4j.core.source.Place;
import io.promptflow4j.core.value.Value;
import java.util.List;
import java.util.Optional;

/// Makes a [FlowDefinition] of the data in a `flow.flex.yaml`.
final class FlexBuilder {

  private static final String ENTRY = "[\\w.]+:\\w+";

  private final DefinitionBuilder parts;
  private final Findings findings;

  FlexBuilder(DefinitionBuilder parts, Findings findings) {
    this.parts = parts;
    this.findings = findings;
  }

  /// The definition; empty, and reported, if a part of it makes no sense.
  Optional<FlowDefinition> build(Written.Fields fields) {
    var part = new PartReader(FlowPart.FLEX, "the flow", fields, findings);
    part.checkKeys();
    Optional<Located<String>> language = part.note("language");
    if (language.isPresent() && language.get().value().equals("csharp")) {
      findings.error(
          "unsupported-flow-kind",
          language.get().place(),
          "the entry is C#, which needs .NET and can't run here; write it in Python or Java.");
      return Optional.empty();
    }
    Optional<Located<String>> entry = entry(part);
    var sample = sample(part);
    var definition =
        new FlowDefinition(
            fields.place(),
            part.note("name"),
            part.note("display_name"),
            part.note("description"),
            part.note("type"),
            language,
            Optional.empty(),
            parts.inputs(part, "inputs"),
            parts.outputs(part),
            List.of(),
            List.of(),
            part.fields("environment_variables", "write 'NAME: value'"),
            parts.includes(part),
            part.content("environment"),
            part.content("tags"),
            entry.map(one ->
                new Nodeless.Entry(
                    one,
                    parts.inputs(part, "init"),
                    mapping(sample, "inputs"),
                    mapping(sample, "init"))));
    return findings.isLossy() || entry.isEmpty() ? Optional.empty() : Optional.of(definition);
  }

  private Optional<Located<String>> entry(PartReader flow) {
    Optional<Located<String>> written = flow.text("entry");
    if (written.isPresent() && written.get().value().strip().matches(ENTRY)) {
      return Optional.of(new Located<>(written.get().value().strip(), written.get().place()));
    }
    if (!findings.isLossy()) {
      findings.error(
          "malformed-entry",
          written.map(Located::place).or(() -> flow.placeOf("entry")).orElse(Place.startOf("")),
          "the entry '%s' is not 'module:function' or 'module:Class'; write for example 'entry: flow:chat' for the function 'chat' in 'flow.py'."
              .formatted(Shown.text(written.map(Located::value).orElse(""))));
    }
    return Optional.empty();
  }

  private Optional<PartReader> sample(PartReader flow) {
    return flow.content("sample")
        .flatMap(content -> {
          if (content instanceof Written.Fields fields) {
            var part = new PartReader(FlowPart.FLEX_SAMPLE, "the sample", fields, findings);
            part.checkKeys();
            return Optional.of(part);
          }
          findings.warning(
              "wrong-shape",
              content.place(),
              "the flow: 'sample' is %s, but a mapping with 'inputs' and 'init' was expected; it is ignored."
                  .formatted(PartReader.kind(content)));
          return Optional.empty();
        });
  }

  private static Value.Mapping mapping(Optional<PartReader> sample, String key) {
    return sample
                .flatMap(part -> part.content(key))
                .map(Written::value)
                .filter(Value.Mapping.class::isInstance)
                .orElse(Value.Mapping.EMPTY)
            instanceof Value.Mapping found
        ? found
        : Value.Mapping.EMPTY;
  }
}
