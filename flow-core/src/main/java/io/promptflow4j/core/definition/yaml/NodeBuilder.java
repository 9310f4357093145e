package io.promptflow4j.core.definition.yaml;

import io.promptflow4j.core.definition.FlowPart;
import io.promptflow4j.core.definition.Located;
import io.promptflow4j.core.definition.NodeDefinition;
import io.promptflow4j.core.definition.NodeDefinition.ActivateDefinition;
import io.promptflow4j.core.definition.NodeDefinition.ControlDefinition;
import io.promptflow4j.core.definition.NodeDefinition.ServiceDefinition;
import io.promptflow4j.core.definition.NodeDefinition.SourceDefinition;
import io.promptflow4j.core.definition.Written;
import io.promptflow4j.core.definition.compose.Findings;
import io.promptflow4j.core.definition.compose.PartReader;
import io.promptflow4j.core.definition.compose.Shown;
import io.promptflow4j.core.definition.compose.YamlScalars;
import io.promptflow4j.core.source.Place;
import io.promptflow4j.core.value.Value;
import java.util.Optional;

/// Makes [NodeDefinition]s of the data under `nodes` and in variants.
final class NodeBuilder {

  private final Findings findings;

  NodeBuilder(Findings findings) {
    this.findings = findings;
  }

  /// One item of `nodes`.
  Optional<NodeDefinition> node(Written item) {
    if (item instanceof Written.Fields fields) {
      return Optional.of(node(title(fields), fields, Optional.empty()));
    }
    findings.lost(
        item.place(),
        "this node is %s, but a mapping was expected; write '- name: …' and the node's other keys"
                .formatted(PartReader.kind(item))
            + " below it.");
    return Optional.empty();
  }

  /// One entry of a mapping that stands where a list of nodes was expected.
  Optional<NodeDefinition> named(Written.Field entry) {
    return entry.content() instanceof Written.Fields fields
        ? Optional.of(node(title(entry.key().value()), fields, Optional.of(entry.key())))
        : node(entry.content());
  }

  /// The node that a variant holds; `title` says which.
  NodeDefinition variant(String title, Written.Fields fields) {
    return node(title, fields, Optional.empty());
  }

  private static String title(Written.Fields fields) {
    return fields.fields().stream()
        .filter(field -> field.key().value().equals("name"))
        .findFirst()
        .filter(field ->
            field.content() instanceof Written.Scalar && !PartReader.isNull(field.content()))
        .map(field -> title(YamlScalars.keyText(field.content().value())))
        .orElse("this node");
  }

  private static String title(String name) {
    return "node '%s'".formatted(Shown.text(name));
  }

  private NodeDefinition node(String title, Written.Fields fields, Optional<Located<String>> key) {
    var part = new PartReader(FlowPart.NODE, title, fields, findings);
    part.checkKeys();
    part.placeOf("skip").ifPresent(this::warnOfSkip);
    Optional<Located<Boolean>> cache = part.flag("enable_cache");
    cache.filter(Located::value).ifPresent(flag -> hintAtCache(flag.place()));
    return new NodeDefinition(
        fields.place(),
        part.text("name").or(() -> key),
        part.text("type"),
        source(title, part),
        part.fields("inputs", "write 'name: value' for each input"),
        part.text("api"),
        part.note("provider"),
        part.content("connection"),
        part.note("module"),
        part.note("tool"),
        aggregation(part),
        activate(title, part),
        part.flag("use_variants"),
        cache,
        part.content("skip"),
        control(title, part),
        new ServiceDefinition(
            known("http", FlowPart.HTTP, title, part),
            known("mcp", FlowPart.MCP, title, part),
            part.content("tools"),
            part.content("max_tool_rounds")));
  }

  private ControlDefinition control(String title, PartReader node) {
    return new ControlDefinition(
        known("for_each", FlowPart.FOR_EACH, title, node),
        known("repeat", FlowPart.REPEAT, title, node),
        node.content("timeout"),
        known("retry", FlowPart.RETRY, title, node),
        known("on_error", FlowPart.ON_ERROR, title, node),
        known("switch", FlowPart.SWITCH, title, node));
  }

  /// What stands under `key`, with hints at keys that it does not know if it is a mapping.
  private Optional<Written> known(String key, FlowPart part, String title, PartReader node) {
    Optional<Written> content = node.content(key);
    if (content.isPresent() && content.get() instanceof Written.Fields fields) {
      new PartReader(part, "'%s' of %s".formatted(key, title), fields, findings).checkKeys();
    }
    return content;
  }

  private void warnOfSkip(Place place) {
    findings.warning(
        "obsolete-key",
        place,
        "'skip' has no effect, here as in prompt flow; say with 'activate: {when: …, is: …}' when"
            + " the node runs.");
  }

  private void hintAtCache(Place place) {
    findings.hint(
        "ignored-key",
        place,
        "'enable_cache' has an effect only with '--cache run' or '--cache shared'; without them the"
            + " node runs each time.");
  }

  /// `reduce` is the old name of `aggregation`; either of them is enough.
  private static Optional<Located<Boolean>> aggregation(PartReader part) {
    Optional<Located<Boolean>> aggregation = part.flag("aggregation");
    Optional<Located<Boolean>> reduce = part.flag("reduce");
    return aggregation.filter(Located::value).or(() -> reduce).or(() -> aggregation);
  }

  private Optional<SourceDefinition> source(String title, PartReader node) {
    return switch (node.content("source").orElse(null)) {
      case null -> Optional.empty();
      case Written.Fields fields -> {
        var part = new PartReader(FlowPart.SOURCE, "the source of " + title, fields, findings);
        part.checkKeys();
        yield Optional.of(
            new SourceDefinition(
                fields.place(), part.text("type"), part.text("path"), part.text("tool")));
      }
      case Written.Scalar(Value.Text(var path), Place place, _) -> {
        findings.misshapen(
            place,
            "%s: 'source' is a text, but a mapping was expected; write 'source: {type: code, path:"
                    .formatted(title)
                + " %s}'.".formatted(Shown.text(path)));
        yield Optional.of(
            new SourceDefinition(
                place,
                Optional.empty(),
                Optional.of(new Located<>(path, place)),
                Optional.empty()));
      }
      case Written other -> {
        findings.lost(
            other.place(),
            "%s: 'source' is %s, but a mapping was expected; write 'source: {type: code, path: …}'."
                .formatted(title, PartReader.kind(other)));
        yield Optional.empty();
      }
    };
  }

  private Optional<ActivateDefinition> activate(String title, PartReader node) {
    return switch (node.content("activate").orElse(null)) {
      case null -> Optional.empty();
      case Written.Fields fields -> {
        var part = new PartReader(FlowPart.ACTIVATE, "'activate' of " + title, fields, findings);
        part.checkKeys();
        yield Optional.of(
            new ActivateDefinition(
                fields.place(), part.written("when"), part.written("is"), part.content("if")));
      }
      case Written other -> {
        findings.lost(
            other.place(),
            "%s: 'activate' is %s, but a mapping was expected; write 'activate: {when: \"${…}\","
                    .formatted(title, PartReader.kind(other))
                + " is: …}'.");
        yield Optional.empty();
      }
    };
  }
}
