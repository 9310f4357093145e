package io.promptflow4j.core.graph.compile;

import io.promptflow4j.core.definition.FlowDefinition;
import io.promptflow4j.core.definition.Located;
import io.promptflow4j.core.definition.Nodeless;
import io.promptflow4j.core.graph.ChatRoles;
import io.promptflow4j.core.graph.FlowGraph;
import io.promptflow4j.core.graph.FlowInput;
import io.promptflow4j.core.graph.Node;
import io.promptflow4j.core.graph.NodeName;
import io.promptflow4j.core.graph.check.AggregationRules;
import io.promptflow4j.core.graph.check.EdgeTypes;
import io.promptflow4j.core.graph.check.FlowOutputReads;
import io.promptflow4j.core.graph.check.NodeOrder;
import io.promptflow4j.core.graph.check.Reachability;
import io.promptflow4j.core.graph.entry.EntryCompiler;
import io.promptflow4j.core.graph.node.FlowFiles;
import io.promptflow4j.core.graph.node.Literals;
import io.promptflow4j.core.graph.node.NodeCompiler;
import io.promptflow4j.core.graph.node.NodeDraft;
import io.promptflow4j.core.graph.prompty.PromptyCompiler;
import io.promptflow4j.core.graph.reference.BindingReader;
import io.promptflow4j.core.graph.reference.FlowNames;
import io.promptflow4j.core.graph.signature.ChatCheck;
import io.promptflow4j.core.graph.signature.EnvironmentVariables;
import io.promptflow4j.core.graph.signature.InputCompiler;
import io.promptflow4j.core.source.Diagnostics;
import io.promptflow4j.core.source.FlowFolder;
import io.promptflow4j.core.value.MessageFormat;
import io.promptflow4j.core.value.ValueType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/// Compiles one flow: from what its author wrote to a graph that can run, or to all of the author's
/// mistakes at once. Each step is a class of its own; this is the order they come in.
public final class FlowCompiler {

  private final FlowDefinition definition;
  private final FlowFolder folder;
  private final CompileOptions options;
  private final Diagnostics diagnostics = new Diagnostics();

  private FlowCompiler(FlowDefinition definition, FlowFolder folder, CompileOptions options) {
    this.definition = definition;
    this.folder = folder;
    this.options = options;
  }

  /// Compiles a flow. Never throws for what stands in the flow's files.
  ///
  /// @param folder where the files are that the flow names
  public static Compiled compile(
      FlowDefinition definition, FlowFolder folder, CompileOptions options) {
    return new FlowCompiler(definition, folder, options).run();
  }

  private Compiled run() {
    new NameCheck(diagnostics).check(definition);
    var files = new FlowFiles(folder, definition.place().file(), diagnostics);
    var literals = new Literals(folder);
    List<FlowInput> inputs = new InputCompiler(literals, diagnostics).compile(definition.inputs());
    if (definition.nodeless().orElse(null) instanceof Nodeless.Prompty prompty) {
      return prompty(prompty, inputs, files);
    }
    if (definition.nodeless().orElse(null) instanceof Nodeless.Entry entry) {
      return entry(entry, inputs);
    }
    return dag(inputs, files);
  }

  private Compiled dag(List<FlowInput> inputs, FlowFiles files) {
    SequencedMap<String, ValueType> inputTypes = new LinkedHashMap<>();
    inputs.forEach(input -> inputTypes.put(input.name(), input.type()));

    ChosenNodes chosen = VariantChoice.choose(definition, options, diagnostics);
    var scope = new FlowNames(inputTypes, chosen.names());
    var bindings = new BindingReader(scope, diagnostics);
    var writer = new DraftWriter(definition, bindings, options, diagnostics);
    List<NodeDraft> drafts = writer.write(chosen);

    List<NodeDraft> ordered = NodeOrder.of(drafts, diagnostics);
    AggregationRules.check(drafts, diagnostics);
    var offers = new Offers(drafts, diagnostics);
    SequencedMap<NodeName, Node> nodes = offers.added(nodes(drafts, files));
    EdgeTypes.check(drafts, inputTypes, nodes, diagnostics);
    Reachability.check(ordered, inputTypes, nodes, diagnostics);
    var outputs = new OutputCompiler(bindings, drafts, diagnostics);
    outputs.compile(definition.outputs());
    new FlowOutputReads(nodes, diagnostics).check(drafts, definition.outputs(), outputs.ofRows());
    offers.checkOutputs(definition.outputs(), outputs.ofRows());
    var chat = ChatCheck.roles(definition, diagnostics);
    checkAlone(chosen.duplicates().stream().map(writer::draft).toList(), files);
    if (options.everyVariant()) {
      var asChosen = new OtherVariants.Chosen(scope, inputTypes, drafts, nodes);
      new OtherVariants(definition, folder, options, asChosen).check(chosen.others(), diagnostics);
    }

    if (diagnostics.hasErrors()) {
      return new Compiled(Optional.empty(), diagnostics.sorted());
    }
    List<Node> finished =
        ordered.stream()
            .filter(draft -> !draft.offered())
            .map(draft -> finished(draft, nodes))
            .toList();
    var graph = graph(inputs, finished, outputs, chat);
    return new Compiled(Optional.of(graph), diagnostics.sorted());
  }

  private FlowGraph graph(
      List<FlowInput> inputs, List<Node> nodes, OutputCompiler outputs, Optional<ChatRoles> chat) {
    return new FlowGraph(
        text(definition.name()).orElse(options.defaultName()),
        text(definition.description()).orElse(""),
        inputs,
        outputs.ofRows(),
        nodes,
        chat,
        EnvironmentVariables.of(definition.environmentVariables()),
        MessageFormat.named(text(definition.messageFormat()).orElse("")),
        outputs.ofTheRun());
  }

  private Compiled prompty(Nodeless.Prompty prompty, List<FlowInput> inputs, FlowFiles files) {
    VariantChoice.choose(definition, options, diagnostics);
    Optional<FlowGraph> graph =
        new PromptyCompiler(definition, prompty, files, options.connections(), diagnostics)
            .compile(inputs, ChatCheck.roles(definition, diagnostics));
    return new Compiled(diagnostics.hasErrors() ? Optional.empty() : graph, diagnostics.sorted());
  }

  private Compiled entry(Nodeless.Entry entry, List<FlowInput> inputs) {
    VariantChoice.choose(definition, options, diagnostics);
    Optional<FlowGraph> graph =
        new EntryCompiler(definition, entry, options.defaultName(), diagnostics)
            .compile(
                inputs,
                ChatCheck.roles(definition, diagnostics),
                options.toolbox(),
                options.connections());
    return new Compiled(diagnostics.hasErrors() ? Optional.empty() : graph, diagnostics.sorted());
  }

  /// Nodes that can't be in the graph, because another one has their name, have mistakes too. Each
  /// is compiled apart: the compiler tells nodes by their names.
  private void checkAlone(List<NodeDraft> drafts, FlowFiles files) {
    for (NodeDraft draft : drafts) {
      nodes(List.of(draft), files);
    }
  }

  private SequencedMap<NodeName, Node> nodes(List<NodeDraft> drafts, FlowFiles files) {
    var compiler =
        new NodeCompiler(
            drafts, files, options.toolbox(), options.subFlows(), options.services(), diagnostics);
    var nodes = new LinkedHashMap<NodeName, Node>();
    for (NodeDraft draft : drafts) {
      compiler.compile(draft).ifPresent(node -> nodes.put(draft.name(), node));
    }
    return nodes;
  }

  private static Node finished(NodeDraft draft, SequencedMap<NodeName, Node> nodes) {
    Node node = nodes.get(draft.name());
    if (node == null) {
      throw new IllegalStateException(
          "node '%s' is lost without a finding".formatted(draft.name()));
    }
    return node;
  }

  private static Optional<String> text(Optional<Located<String>> written) {
    return written.map(Located::value).filter(text -> !text.isBlank());
  }
}
