package io.promptflow4j.core.graph;

import io.promptflow4j.core.model.ModelApi;
import io.promptflow4j.core.source.FlowFolder;
import io.promptflow4j.core.source.Place;
import io.promptflow4j.core.template.Template;
import io.promptflow4j.core.tool.Tool;
import io.promptflow4j.core.value.PythonText;
import io.promptflow4j.core.value.Value;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/// One step of a flow, checked and ready to run.
///
/// A node is plain data: it says what is to be done, never how. The `execution` room does the
/// doing, in one `switch` over the kinds below, which the compiler keeps complete.
public sealed interface Node {

  /// What every kind of node has.
  Head head();

  default NodeName name() {
    return head().name();
  }

  default SequencedMap<String, Binding> inputs() {
    return head().inputs();
  }

  /// The nodes that have to settle before this one can start, those that its tools read included.
  default Set<NodeName> predecessors() {
    Set<NodeName> own = head().predecessors();
    if (!(this instanceof Llm llm) || llm.offer().isNone()) {
      return own;
    }
    var all = new LinkedHashSet<>(own);
    all.addAll(llm.offer().predecessors());
    return all;
  }

  /// The same node with another head.
  default Node withHead(Head other) {
    return switch (this) {
      case Prompt prompt -> new Prompt(other, prompt.template());
      case Llm llm ->
          new Llm(
              other,
              llm.template(),
              llm.api(),
              llm.connection(),
              llm.variables(),
              llm.vision(),
              llm.style(),
              llm.offer());
      case ToolNode tool -> new ToolNode(other, tool.tool());
      case SubFlow flow -> new SubFlow(other, flow.flow(), flow.folder());
      case Choice choice -> new Choice(other, choice.cases(), choice.otherwise());
    };
  }

  /// What every kind of node has: its name, what its inputs read, when it runs, whether it waits
  /// for all lines, and where it stands in the flow file.
  ///
  /// @param sourceFile the file a failure should name beside the node, relative to the flow folder
  /// @param variant the id of the variant that was chosen; empty for a node without variants
  /// @param cached whether its calls may be answered from a cache, if its author said so
  /// @param control how often and under which terms it is done
  record Head(
      NodeName name,
      SequencedMap<String, Binding> inputs,
      Optional<Activation> activation,
      boolean aggregation,
      Optional<String> sourceFile,
      Place place,
      Optional<String> variant,
      Optional<Boolean> cached,
      Control control) {

    public Head {
      inputs = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(inputs));
    }

    /// The head of a node that is done once.
    public Head(
        NodeName name,
        SequencedMap<String, Binding> inputs,
        Optional<Activation> activation,
        boolean aggregation,
        Optional<String> sourceFile,
        Place place,
        Optional<String> variant,
        Optional<Boolean> cached) {
      this(name, inputs, activation, aggregation, sourceFile, place, variant, cached, Control.NONE);
    }

    /// The head of a node without variants.
    public Head(
        NodeName name,
        SequencedMap<String, Binding> inputs,
        Optional<Activation> activation,
        boolean aggregation,
        Optional<String> sourceFile,
        Place place) {
      this(
          name,
          inputs,
          activation,
          aggregation,
          sourceFile,
          place,
          Optional.empty(),
          Optional.empty());
    }

    /// The nodes whose outputs the inputs and what controls it read, in the order of the file.
    public Set<NodeName> inputNodes() {
      var found = new LinkedHashSet<NodeName>();
      inputs.values().forEach(binding -> binding.forEachNode(found::add));
      if (!control.isNone()) {
        control.forEachBinding(binding -> binding.forEachNode(found::add));
      }
      return found;
    }

    /// The nodes that have to settle before this one can start.
    public Set<NodeName> predecessors() {
      var found = new LinkedHashSet<>(inputNodes());
      activation.ifPresent(condition -> condition.when().forEachNode(found::add));
      return found;
    }
  }

  /// Fills a template; calls nothing.
  record Prompt(Head head, Template template) implements Node {}

  /// Fills a template and sends the result to a model. An input is either a variable of the
  /// template or a parameter of the model.
  ///
  /// @param connection the connection's name; empty if the flow leaves it open
  /// @param variables the names of the inputs that go to the template
  /// @param vision whether `![image]({{x}})` in the template becomes a picture in the message, as
  ///   the original's vision tools do and its plain `llm` node does not
  /// @param style what is sent and what becomes of the reply
  /// @param offer what the model may call
  record Llm(
      Head head,
      Template template,
      ModelApi api,
      Optional<String> connection,
      Set<String> variables,
      boolean vision,
      LlmStyle style,
      Offer offer)
      implements Node {
    public Llm {
      variables = Set.copyOf(variables);
    }

    /// A node whose model calls nothing.
    public Llm(
        Head head,
        Template template,
        ModelApi api,
        Optional<String> connection,
        Set<String> variables,
        boolean vision,
        LlmStyle style) {
      this(head, template, api, connection, variables, vision, style, Offer.NONE);
    }

    /// The same node, whose model may call what is offered.
    public Llm offering(Offer other) {
      return new Llm(head, template, api, connection, variables, vision, style, other);
    }

    /// A node of a `flow.dag.yaml`.
    public Llm(
        Head head,
        Template template,
        ModelApi api,
        Optional<String> connection,
        Set<String> variables,
        boolean vision) {
      this(head, template, api, connection, variables, vision, LlmStyle.NODE);
    }

    /// A node whose prompt is text alone.
    public Llm(
        Head head,
        Template template,
        ModelApi api,
        Optional<String> connection,
        Set<String> variables) {
      this(head, template, api, connection, variables, false);
    }
  }

  /// Calls a tool, whatever it is written in.
  record ToolNode(Head head, Tool tool) implements Node {}

  /// Runs another flow on the node's inputs; gives a mapping of its outputs.
  ///
  /// @param folder where that flow's files are
  record SubFlow(Head head, FlowGraph flow, FlowFolder folder) implements Node {}

  /// Gives the output of the branch that ran.
  ///
  /// @param cases the text of a value to the node that gives the output then
  /// @param otherwise the node for every other value
  record Choice(Head head, SequencedMap<String, NodeName> cases, Optional<NodeName> otherwise)
      implements Node {
    public Choice {
      cases = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(cases));
    }

    /// The input that says which branch it is.
    public static final String VALUE = "value";

    /// How the name of an input begins that gives the output in a case.
    public static final String CASE = "case ";

    /// The input that gives the output in every other case.
    public static final String DEFAULT = "default";

    /// What decides.
    public Binding value() {
      return inputs().getOrDefault(VALUE, new Binding.Literal(Value.Null.NULL));
    }

    /// The text that a value is compared with the cases by: as it is written in YAML.
    public static String caseOf(Value value) {
      return switch (value) {
        case Value.Text(var text) -> text;
        case Value.Bool truth -> truth.isTrue() ? "true" : "false";
        case Value.Null _ -> "null";
        case Value.Whole _, Value.Decimal _, Value.Sequence _, Value.Mapping _, Value.Image _ ->
            PythonText.str(value);
      };
    }
  }
}
