package io.promptflow4j.core.definition.prompty;

import io.promptflow4j.core.definition.FlowPart;
import io.promptflow4j.core.definition.Located;
import io.promptflow4j.core.definition.Nodeless;
import io.promptflow4j.core.definition.Written;
import io.promptflow4j.core.definition.compose.Findings;
import io.promptflow4j.core.definition.compose.PartReader;
import io.promptflow4j.core.definition.compose.Shown;
import io.promptflow4j.core.source.Place;
import io.promptflow4j.core.source.Suggestion;
import io.promptflow4j.core.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads the `model` of a prompty. Variables in the fields that say how a model is reached are
/// followed when it is called and not here, so that no secret gets into a definition.
final class PromptyModel {

  private static final List<String> APIS = List.of("chat", "completion");
  private static final List<String> RESPONSES = List.of("first", "all");
  private static final List<String> NAMES =
      List.of("azure_deployment", "deployment", "model", "name");

  private final PromptyReferences references;
  private final Findings findings;

  PromptyModel(PromptyReferences references, Findings findings) {
    this.references = references;
    this.findings = findings;
  }

  Nodeless.Prompty read(PartReader prompty, Place template, Value.Mapping sample) {
    Written.Fields model =
        switch (prompty.content("model").orElse(null)) {
          case null -> new Written.Fields(List.of(), template);
          case Written.Fields fields -> fields;
          case Written other -> {
            findings.lost(
                other.place(),
                "the prompty: 'model' is %s, but a mapping was expected; write 'model: {api: chat, configuration: …}'."
                    .formatted(PartReader.kind(other)));
            yield new Written.Fields(List.of(), template);
          }
        };
    var part = new PartReader(FlowPart.PROMPTY_MODEL, "the model", model, findings);
    part.checkKeys();
    List<Written.Field> configuration = configuration(part);
    Optional<Located<String>> connection = connection(configuration);
    List<Written.Field> reach = reach(configuration, connection.isPresent());
    return new Nodeless.Prompty(
        template,
        choice(part, "api", "unknown-api", APIS),
        connection,
        deployment(configuration).or(() -> part.text("id")),
        reach,
        parameters(part),
        choice(part, "response", "unknown-response", RESPONSES),
        sample);
  }

  private List<Written.Field> parameters(PartReader model) {
    String remedy = "write 'max_tokens: 256' and so on below it";
    var all = new ArrayList<>(model.fields("parameters", remedy));
    all.addAll(model.fields("options", remedy));
    var written = (Written.Fields) references.variables(new Written.Fields(all, Place.startOf("")));
    return written.fields();
  }

  private Optional<Located<String>> choice(
      PartReader model, String key, String code, List<String> known) {
    Optional<Located<String>> written = model.text(key);
    return written.filter(one -> {
      boolean fits = known.contains(one.value());
      if (!fits) {
        findings.error(
            code,
            one.place(),
            "the prompty has the unknown %s '%s'; expected '%s'.%s"
                .formatted(
                    key,
                    Shown.text(one.value()),
                    String.join("' or '", known),
                    Suggestion.didYouMean(one.value(), known)));
      }
      return fits;
    });
  }

  /// The fields under `configuration`, or under `connection` as prompty 2 calls it, where a bare
  /// text is the connection's name.
  private List<Written.Field> configuration(PartReader model) {
    List<Written.Field> fields =
        model.fields("configuration", "write 'type: azure_openai' and so on below it");
    if (!fields.isEmpty()) {
      return fields;
    }
    return switch (model.content("connection").orElse(null)) {
      case null -> List.of();
      case Written.Fields(var own, _) -> own;
      case Written.Scalar name ->
          List.of(new Written.Field(new Located<>("connection", name.place()), name));
      case Written.Items _ -> model.fields("connection", "write the connection's name");
    };
  }

  private static Optional<Located<String>> connection(List<Written.Field> configuration) {
    return PromptySignature.text(configuration, "connection")
        .filter(name -> !name.value().isBlank());
  }

  /// The deployment's name; none if it stands in a variable that is not set.
  private Optional<Located<String>> deployment(List<Written.Field> configuration) {
    for (String key : NAMES) {
      for (Written.Field field : configuration) {
        if (field.key().value().equals(key)
            && references.variables(field.content())
                instanceof Written.Scalar(Value.Text(var text), Place place, _)
            && !text.isBlank()
            && !text.startsWith("${env:")) {
          return Optional.of(new Located<>(text.strip(), place));
        }
      }
    }
    return Optional.empty();
  }

  private List<Written.Field> reach(List<Written.Field> configuration, boolean named) {
    var reach = new ArrayList<Written.Field>();
    for (Written.Field field : configuration) {
      String key = field.key().value();
      if (NAMES.contains(key) || key.equals("connection") || PartReader.isNull(field.content())) {
        continue;
      }
      if (named && !key.equals("type")) {
        findings.error(
            "connection-and-configuration",
            field.key().place(),
            "the model is reached by a connection, so '%s' has no place beside it; remove it, or remove 'connection'."
                .formatted(Shown.text(key)));
      } else if (!(field.content() instanceof Written.Scalar)) {
        findings.lost(
            field.content().place(),
            "the configuration: '%s' is %s, but a text was expected."
                .formatted(Shown.text(key), PartReader.kind(field.content())));
      } else {
        reach.add(field);
      }
    }
    return named ? List.of() : reach;
  }
}
