package io.promptflow4j.core.definition.yaml;

import io.promptflow4j.core.definition.FlowPart;
import io.promptflow4j.core.definition.Located;
import io.promptflow4j.core.definition.NodeDefinition;
import io.promptflow4j.core.definition.VariantsDefinition;
import io.promptflow4j.core.definition.Written;
import io.promptflow4j.core.definition.compose.Findings;
import io.promptflow4j.core.definition.compose.PartReader;
import io.promptflow4j.core.definition.compose.Shown;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Makes [VariantsDefinition]s of the data under `node_variants`.
final class VariantsBuilder {

  private final NodeBuilder nodes;
  private final Findings findings;

  VariantsBuilder(NodeBuilder nodes, Findings findings) {
    this.nodes = nodes;
    this.findings = findings;
  }

  List<VariantsDefinition> build(PartReader flow) {
    var all = new ArrayList<VariantsDefinition>();
    for (Written.Field entry :
        flow.fields("node_variants", "give the variants by the name of their node")) {
      String title =
          "the entry of node '%s' in 'node_variants'".formatted(Shown.text(entry.key().value()));
      mapping(title, entry.content())
          .ifPresent(fields -> all.add(variants(entry.key(), title, fields)));
    }
    return all;
  }

  private VariantsDefinition variants(Located<String> node, String title, Written.Fields fields) {
    var part = new PartReader(FlowPart.NODE_VARIANTS, title, fields, findings);
    part.checkKeys();
    var variants = new ArrayList<VariantsDefinition.Variant>();
    for (Written.Field entry : part.fields("variants", "write 'variant_0: {node: …}'")) {
      variant(node.value(), entry).ifPresent(variants::add);
    }
    return new VariantsDefinition(node, part.text("default_variant_id"), variants);
  }

  private Optional<VariantsDefinition.Variant> variant(String node, Written.Field entry) {
    String title =
        "variant '%s' of node '%s'".formatted(Shown.text(entry.key().value()), Shown.text(node));
    return mapping(title, entry.content())
        .map(fields -> {
          var part = new PartReader(FlowPart.VARIANT, title, fields, findings);
          part.checkKeys();
          return new VariantsDefinition.Variant(
              entry.key(), part.note("description"), body(title, part));
        });
  }

  private Optional<NodeDefinition> body(String title, PartReader part) {
    return part.content("node")
        .flatMap(content -> mapping("'node' of " + title, content))
        .map(fields -> nodes.variant(title, fields));
  }

  private Optional<Written.Fields> mapping(String title, Written content) {
    if (content instanceof Written.Fields fields) {
      return Optional.of(fields);
    }
    findings.lost(
        content.place(),
        "%s: this is %s, but a mapping was expected.".formatted(title, PartReader.kind(content)));
    return Optional.empty();
  }
}
