package io.promptflow4j.core.definition.yaml;

import io.promptflow4j.core.definition.FlowDefinition;
import io.promptflow4j.core.definition.FlowPart;
import io.promptflow4j.core.definition.InputDefinition;
import io.promptflow4j.core.definition.Located;
import io.promptflow4j.core.definition.NodeDefinition;
import io.promptflow4j.core.definition.OutputDefinition;
import io.promptflow4j.core.definition.Written;
import io.promptflow4j.core.definition.compose.Findings;
import io.promptflow4j.core.definition.compose.PartReader;
import io.promptflow4j.core.definition.compose.Shown;
import io.promptflow4j.core.source.Place;
import io.promptflow4j.core.source.Suggestion;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.core.value.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Makes a [FlowDefinition] of the data in a flow file.
final class DefinitionBuilder {

  private final String file;
  private final Findings findings;
  private final NodeBuilder nodeBuilder;

  DefinitionBuilder(String file, Findings findings) {
    this.file = file;
    this.findings = findings;
    this.nodeBuilder = new NodeBuilder(findings);
  }

  /// The definition; empty, and reported, if a part of it makes no sense.
  ///
  /// @param broken whether `root` is only what could be read of a broken text
  Optional<FlowDefinition> build(Optional<Written> root, boolean broken) {
    Optional<Written> content = root.filter(written -> !PartReader.isNull(written));
    if (content.isEmpty()) {
      if (!broken) {
        findings.lost(
            Place.startOf(file),
            "this file is empty, but a flow was expected: a mapping with 'inputs', 'outputs' and"
                + " 'nodes'.");
      }
      return Optional.empty();
    }
    if (!(content.get() instanceof Written.Fields fields)) {
      findings.lost(
          content.get().place(),
          "this file holds %s, but a flow was expected: a mapping with 'inputs', 'outputs' and 'nodes'."
              .formatted(PartReader.kind(content.get())));
      return Optional.empty();
    }
    return isFlex(fields) ? new FlexBuilder(this, findings).build(fields) : define(fields);
  }

  private static boolean isFlex(Written.Fields fields) {
    return fields.fields().stream().anyMatch(field -> field.key().value().equals("entry"));
  }

  private Optional<FlowDefinition> define(Written.Fields fields) {
    var part = new PartReader(FlowPart.FLOW, "the flow", fields, findings);
    part.checkKeys();
    var definition =
        new FlowDefinition(
            fields.place(),
            part.note("name"),
            part.note("display_name"),
            part.note("description"),
            part.note("type"),
            part.note("language"),
            messageFormat(part),
            inputs(part, "inputs"),
            outputs(part),
            nodes(part),
            new VariantsBuilder(nodeBuilder, findings).build(part),
            part.fields("environment_variables", "write 'NAME: value'"),
            includes(part),
            part.content("environment"),
            part.content("tags"),
            Optional.empty());
    return findings.isLossy() ? Optional.empty() : Optional.of(definition);
  }

  private Optional<Located<String>> messageFormat(PartReader part) {
    Optional<Located<String>> format = part.text("message_format");
    List<String> known = FlowPart.FLOW.key("message_format").choices();
    format
        .filter(written -> !known.contains(written.value()))
        .ifPresent(written ->
            findings.misshapen(
                written.place(),
                "'message_format' is '%s', but only 'basic' and 'openai-vision' exist.%s"
                    .formatted(
                        Shown.text(written.value()),
                        Suggestion.didYouMean(written.value(), known))));
    return format;
  }

  List<InputDefinition> inputs(PartReader flow, String key) {
    var inputs = new ArrayList<InputDefinition>();
    for (Written.Field entry :
        flow.fields(key, "give each input by its name: 'question: {type: string}'")) {
      inputs.add(input(entry.key(), entry.content()));
    }
    return inputs;
  }

  private InputDefinition input(Located<String> name, Written content) {
    String title = "input '%s'".formatted(Shown.text(name.value()));
    return switch (content) {
      case Written.Fields fields ->
          input(name, new PartReader(FlowPart.INPUT, title, fields, findings));
      case Written.Scalar(Value.Null _, _, _) -> bareInput(name, Optional.empty());
      case Written.Scalar(Value.Text(var type), Place place, _)
          when ValueType.named(type).isPresent() -> {
        findings.misshapen(
            place,
            "%s is a text, but a mapping was expected; write '%s: {type: %s}'."
                .formatted(title, Shown.text(name.value()), type));
        yield bareInput(name, Optional.of(new Located<>(type, place)));
      }
      case Written.Scalar _, Written.Items _ -> {
        findings.lost(
            content.place(),
            "%s is %s, but a mapping was expected; write '%s: {type: string, default: …}'."
                .formatted(title, PartReader.kind(content), Shown.text(name.value())));
        yield bareInput(name, Optional.empty());
      }
    };
  }

  private static InputDefinition bareInput(Located<String> name, Optional<Located<String>> type) {
    return new InputDefinition(
        name,
        type,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private static InputDefinition input(Located<String> name, PartReader part) {
    part.checkKeys();
    return new InputDefinition(
        name,
        part.text("type"),
        part.content("default"),
        part.note("description"),
        part.content("enum"),
        part.flag("is_chat_input"),
        part.flag("is_chat_history"));
  }

  List<OutputDefinition> outputs(PartReader flow) {
    var outputs = new ArrayList<OutputDefinition>();
    for (Written.Field entry :
        flow.fields("outputs", "give each output by its name: 'answer: {reference: \"${…}\"}'")) {
      outputs.add(output(entry.key(), entry.content()));
    }
    return outputs;
  }

  private OutputDefinition output(Located<String> name, Written content) {
    String title = "output '%s'".formatted(Shown.text(name.value()));
    return switch (content) {
      case Written.Fields fields -> {
        var part = new PartReader(FlowPart.OUTPUT, title, fields, findings);
        part.checkKeys();
        yield new OutputDefinition(
            name,
            part.text("type"),
            part.content("reference"),
            part.note("description"),
            part.flag("evaluation_only"),
            part.flag("is_chat_output"));
      }
      case Written.Scalar(Value.Null _, _, _) -> bareOutput(name, Optional.empty());
      case Written.Scalar(Value.Text _, _, _) -> bareOutput(name, Optional.of(content));
      case Written.Scalar _, Written.Items _ -> {
        findings.lost(
            content.place(),
            "%s is %s, but a mapping was expected; write '%s: {type: string, reference: \"${…}\"}'."
                .formatted(title, PartReader.kind(content), Shown.text(name.value())));
        yield bareOutput(name, Optional.empty());
      }
    };
  }

  private static OutputDefinition bareOutput(Located<String> name, Optional<Written> reference) {
    return new OutputDefinition(
        name, Optional.empty(), reference, Optional.empty(), Optional.empty(), Optional.empty());
  }

  private List<NodeDefinition> nodes(PartReader flow) {
    return switch (flow.content("nodes").orElse(null)) {
      case null -> List.of();
      case Written.Items(var items, _) ->
          items.stream().flatMap(item -> nodeBuilder.node(item).stream()).toList();
      case Written.Fields(var entries, Place place) -> {
        findings.misshapen(
            place,
            "the flow: 'nodes' is a mapping, but a list was expected; begin each node with"
                + " '- name: …'.");
        yield entries.stream().flatMap(entry -> nodeBuilder.named(entry).stream()).toList();
      }
      case Written.Scalar other -> {
        findings.lost(
            other.place(),
            "the flow: 'nodes' is %s, but a list was expected; begin each node with '- name: …'."
                .formatted(PartReader.kind(other)));
        yield List.of();
      }
    };
  }

  List<Located<String>> includes(PartReader flow) {
    return switch (flow.content("additional_includes").orElse(null)) {
      case null -> List.of();
      case Written.Items(var items, _) ->
          items.stream().flatMap(item -> include(item).stream()).toList();
      case Written.Scalar(Value.Text(var path), Place place, _) -> {
        findings.misshapen(
            place,
            "the flow: 'additional_includes' is a text, but a list was expected; write '- %s' in a"
                    .formatted(Shown.text(path))
                + " line of its own.");
        yield List.of(new Located<>(path, place));
      }
      case Written other -> {
        findings.misshapen(
            other.place(),
            "the flow: 'additional_includes' is %s, but a list of paths was expected; write '- path'."
                .formatted(PartReader.kind(other)));
        yield List.of();
      }
    };
  }

  private Optional<Located<String>> include(Written item) {
    if (item instanceof Written.Scalar(Value.Text(var path), Place place, _)) {
      return Optional.of(new Located<>(path, place));
    }
    findings.misshapen(
        item.place(),
        "this entry of 'additional_includes' is %s, but a path was expected; write '- path'."
            .formatted(PartReader.kind(item)));
    return Optional.empty();
  }
}
