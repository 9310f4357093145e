package io.promptflow4j.core.engine.migration;

import io.promptflow4j.core.definition.FlowDefinition;
import io.promptflow4j.core.definition.Located;
import io.promptflow4j.core.definition.NodeDefinition;
import io.promptflow4j.core.definition.NodeDefinition.SourceDefinition;
import io.promptflow4j.core.definition.Nodeless;
import io.promptflow4j.core.definition.VariantsDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The Python code that a flow file names: what runs unless other variants are chosen.
///
/// @param files tool files
/// @param packageTools ids of tools of packages
/// @param entries entries of a flow without nodes
record FlowCode(List<String> files, List<String> packageTools, List<String> entries) {

  FlowCode {
    files = List.copyOf(files);
    packageTools = List.copyOf(packageTools);
    entries = List.copyOf(entries);
  }

  static FlowCode of(FlowDefinition flow) {
    var files = new ArrayList<String>();
    var tools = new ArrayList<String>();
    for (NodeDefinition node : nodes(flow)) {
      String type = node.type().map(Located::value).orElse("").toLowerCase(Locale.ROOT);
      Optional<SourceDefinition> source = node.source();
      source.flatMap(SourceDefinition::tool).map(Located::value).ifPresent(tools::add);
      if (type.equals("python")) {
        source.flatMap(SourceDefinition::path).map(Located::value).ifPresent(files::add);
      }
    }
    return new FlowCode(files, tools, entries(flow));
  }

  private static List<String> entries(FlowDefinition flow) {
    return flow.nodeless().orElse(null) instanceof Nodeless.Entry entry
        ? List.of(entry.entry().value())
        : List.of();
  }

  private static List<NodeDefinition> nodes(FlowDefinition flow) {
    var nodes = new ArrayList<NodeDefinition>();
    for (NodeDefinition node : flow.nodes()) {
      boolean varies = node.useVariants().map(Located::value).orElse(false);
      if (varies) {
        node.name().flatMap(name -> standard(flow, name.value())).ifPresent(nodes::add);
      } else {
        nodes.add(node);
      }
    }
    return nodes;
  }

  private static Optional<NodeDefinition> standard(FlowDefinition flow, String node) {
    return flow.nodeVariants().stream()
        .filter(one -> one.node().value().equals(node))
        .findFirst()
        .flatMap(FlowCode::standard);
  }

  private static Optional<NodeDefinition> standard(VariantsDefinition variants) {
    String wanted = variants.defaultVariant().map(Located::value).orElse("");
    return variants.variants().stream()
        .filter(one -> one.id().value().equals(wanted))
        .findFirst()
        .flatMap(VariantsDefinition.Variant::node);
  }

  boolean isEmpty() {
    return files.isEmpty() && packageTools.isEmpty() && entries.isEmpty();
  }
}
