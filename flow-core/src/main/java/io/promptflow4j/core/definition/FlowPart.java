package io.promptflow4j.core.definition;

import static io.promptflow4j.core.definition.FlowKey.Plain.ANYTHING;
import static io.promptflow4j.core.definition.FlowKey.Plain.CHOICE;
import static io.promptflow4j.core.definition.FlowKey.Plain.FIELDS;
import static io.promptflow4j.core.definition.FlowKey.Plain.FLAG;
import static io.promptflow4j.core.definition.FlowKey.Plain.TEXT;
import static io.promptflow4j.core.definition.FlowKey.Plain.TEXTS;

import io.promptflow4j.core.value.ValueType;
import java.util.Arrays;
import java.util.List;

/// The parts of a flow file that have keys of their own. This one table drives the reader's check
/// for unknown keys, the JSON schema for editors and the reference page, so that they agree.
@SuppressWarnings("ImmutableEnumChecker") // the lists come from List.of
public enum FlowPart {
  SOURCE(
      "Where the code or the template of a node is.",
      key(
          "type",
          TEXT,
          "Kind of source; `code` if left out.",
          "code",
          "package",
          "package_with_prompt"),
      key("path", TEXT, "File with the code or template, relative to the flow folder."),
      key(
          "tool",
          TEXT,
          "Id of a package tool, for example `promptflow.tools.embedding.embedding`.")),
  ACTIVATE(
      "When a node runs; otherwise it is bypassed. It says `when` and `is`, or `if`.",
      key(
          "when",
          ANYTHING,
          "What is looked at: a reference such as `${node.output}` or `${inputs.x}`."),
      key("is", ANYTHING, "The value it has to be equal to."),
      key(
          "if",
          TEXT,
          "Ours: an expression of Jinja2 with references in it, such as"
              + " `${check.output.score} < 3 or ${inputs.mode} == 'strict'`.")),
  FOR_EACH(
      "Ours: over what a node is done once per element. The list alone may stand in its place.",
      key("in", ANYTHING, "The list: a reference such as `${split.output}`."),
      key("concurrency", TEXT, "How many elements at a time, 1 to 1000; 16 if left out.")),
  REPEAT(
      "Ours: how often a node is done again.",
      key(
          "until",
          TEXT,
          "An expression that is asked after each round, such as `${output.score} >= 4`."),
      key("max", TEXT, "The most rounds, 1 to 100."),
      key(
          "on_max",
          TEXT,
          "What happens if it never holds: the node fails, or the last round's output is taken;"
              + " `fail` if left out.",
          "fail",
          "last")),
  RETRY(
      "Ours: how a node that failed is tried again. The number alone may stand in its place.",
      key("max", TEXT, "The most further tries, 1 to 20."),
      key(
          "wait",
          TEXT,
          "Seconds before the first of them, 0 to 60; 1 if left out. It doubles from try to try, up"
              + " to 30.")),
  ON_ERROR(
      "Ours: what a node, or an element of its `for_each`, gives instead of failing.",
      key("use", ANYTHING, "The value; references may stand in it, `${error}` among them.")),
  SWITCH(
      "Ours: which branch runs and gives the value of a `switch` node.",
      key("value", ANYTHING, "What is looked at: a reference such as `${classify.output}`."),
      key(
          "cases",
          FIELDS,
          "Value to the node that runs only then, or to a list of nodes of which the last gives the"
              + " value."),
      key("default", ANYTHING, "The node, or list of nodes, for every other value.")),
  HTTP(
      "Ours: the request of an `http` node. Its texts are templates that read the node's inputs.",
      ServiceKeys.http()),
  OFFERED(
      "Ours: a node that the model of an `llm` node may call. Its name alone may stand in its"
          + " place.",
      ServiceKeys.offered()),
  MCP_SERVER(
      "Ours: how an MCP server is reached: a program, or an address.", ServiceKeys.mcpServer()),
  MCP("Ours: the tool of an MCP server that an `mcp` node calls.", ServiceKeys.mcp()),
  INPUT(
      "One input of the flow.",
      key("type", TEXT, "Type of the value.", typeNames()),
      key("default", ANYTHING, "Value that is used when none is given."),
      key("description", TEXT, "What the input is for, shown to people."),
      key("enum", ANYTHING, "Values that a person may choose from; a list."),
      key(
          "is_chat_input",
          FLAG,
          "Whether this is the text a chat user types; `false` if left out."),
      key(
          "is_chat_history",
          FLAG,
          "Whether this takes the turns of a chat so far. An input named `chat_history` does,"
              + " unless it says `false` here.")),
  OUTPUT(
      "One output of the flow. A bare reference may stand in the place of the mapping.",
      key("type", TEXT, "Type of the value; informational.", typeNames()),
      key(
          "reference",
          ANYTHING,
          "What the output is: `${node.output}`, `${node.output.field}` or `${inputs.x}`."),
      key("description", TEXT, "What the output means, shown to people."),
      key(
          "evaluation_only",
          FLAG,
          "Whether the output is kept in run records only and hidden from callers; `false` if left"
              + " out."),
      key(
          "is_chat_output",
          FLAG,
          "Whether this is the answer a chat user sees; `false` if left out.")),
  NODE(
      "One step of the flow.",
      key("name", TEXT, "Name of the node, unique in the flow."),
      key(
          "type",
          TEXT,
          "What kind of step it is.",
          "llm",
          "python",
          "prompt",
          "custom_llm",
          "java",
          "flow",
          "switch",
          "http",
          "mcp",
          "csharp"),
      key("source", new FlowKey.Part(SOURCE), "Where the code or the template of the node is."),
      key("inputs", FIELDS, "Name to literal value or reference, for every input of the node."),
      key("api", TEXT, "What an `llm` node asks of its model.", "chat", "completion"),
      key(
          "provider",
          TEXT,
          "Vendor of the model; follows from the connection and may be left out.",
          "AzureOpenAI",
          "OpenAI",
          "Serverless"),
      key(
          "connection",
          TEXT,
          "Name of the connection an `llm`, `custom_llm`, `http` or `mcp` node uses."),
      key("module", TEXT, "Python module of the vendor; not needed, kept for old files."),
      key("tool", TEXT, "Id of a tool in the form of old files; `source` has replaced it."),
      key(
          "aggregation",
          FLAG,
          "Whether the node runs once over all rows of a batch; `false` if left out."),
      key("reduce", FLAG, "Old name of `aggregation`."),
      key("activate", new FlowKey.Part(ACTIVATE), "When the node runs; otherwise it is bypassed."),
      key(
          "for_each",
          new FlowKey.PartOrShort(FOR_EACH),
          "Ours: a list; the node is done once per element, `${item}`, and gives a list."),
      key(
          "repeat",
          new FlowKey.Part(REPEAT),
          "Ours: the node is done again until an expression holds."),
      key("timeout", TEXT, "Ours: how many seconds one try of the node may take."),
      key(
          "retry",
          new FlowKey.PartOrShort(RETRY),
          "Ours: how often the node is tried again after a failure."),
      key("on_error", new FlowKey.Part(ON_ERROR), "Ours: what the node gives instead of failing."),
      key("switch", new FlowKey.Part(SWITCH), "Ours: the branches of a node of type `switch`."),
      key("http", new FlowKey.Part(HTTP), "Ours: the request of a node of type `http`."),
      key("mcp", new FlowKey.Part(MCP), "Ours: what a node of type `mcp` calls."),
      key(
          "tools",
          new FlowKey.Listed(OFFERED, true),
          "Ours: the nodes that the model of an `llm` node may call; a list."),
      key(
          "max_tool_rounds",
          TEXT,
          "Ours: how often the model may call tools before it has to answer, 1 to 50; 5 if left"
              + " out."),
      key(
          "use_variants",
          FLAG,
          "Whether the node's body comes from `node_variants`; `false` if left out."),
      key(
          "enable_cache",
          FLAG,
          "Whether calls that ask the same may share an answer when there is a cache; if left out,"
              + " those of `llm` nodes may and those of tools may not."),
      key("skip", ANYTHING, "Obsolete and ignored; `activate` has replaced it."),
      key("comment", ANYTHING, "A note to readers of the file; ignored.")),
  VARIANT(
      "One way of doing a node.",
      key(
          "node",
          new FlowKey.Part(NODE),
          "The node as this variant does it; its name may be left out."),
      key("description", TEXT, "What is special about this variant.")),
  NODE_VARIANTS(
      "The ways of doing one node.",
      key(
          "default_variant_id",
          TEXT,
          "Id of the variant that is used unless another one is chosen."),
      key("variants", new FlowKey.Named(VARIANT, false), "Variant id to variant.")),
  FLOW(
      "A flow: its inputs, its outputs and the nodes in between.",
      key("$schema", TEXT, "Address of the schema an editor uses; ignored."),
      key("id", TEXT, "Id of the flow where it was exported from; ignored."),
      key("name", TEXT, "Name of the flow; the folder's name if left out."),
      key("display_name", TEXT, "Name shown to people."),
      key("description", TEXT, "What the flow does."),
      key("type", TEXT, "Kind of flow; informational.", "standard", "evaluation", "chat"),
      key(
          "language",
          TEXT,
          "Language of the code in it; informational.",
          "python",
          "java",
          "csharp"),
      key("tags", FIELDS, "Labels, name to text."),
      key(
          "inputs",
          new FlowKey.Named(INPUT, false),
          "Name to definition, for every input of the flow."),
      key(
          "outputs",
          new FlowKey.Named(OUTPUT, true),
          "Name to definition, for every output of the flow."),
      key("nodes", new FlowKey.Listed(NODE, false), "The steps of the flow, in any order."),
      key(
          "node_variants",
          new FlowKey.Named(NODE_VARIANTS, false),
          "Node name to the ways of doing that node."),
      key("tools", ANYTHING, "List of tools in the form of old files; accepted and ignored."),
      key(
          "environment",
          ANYTHING,
          "What the flow needs installed, for example `python_requirements_txt`; recorded."),
      key(
          "environment_variables",
          FIELDS,
          "Variables for the flow's code, name to value; those of the process win."),
      key(
          "additional_includes",
          TEXTS,
          "Files and folders from elsewhere that the flow needs beside its own, as paths relative"
              + " to the flow folder."),
      key(
          "message_format",
          CHOICE,
          "How images are written in inputs and outputs; `basic` if left out.",
          "basic",
          "openai-vision")),
  FLEX_SAMPLE(
      "Values for a first try.",
      key("inputs", FIELDS, "Inputs, name to value."),
      key("init", FIELDS, "What sets the class up, name to value.")),
  FLEX("A flow that is one function or class (`flow.flex.yaml`).", FlexKeys.flex()),
  PROMPTY_INPUT(
      "One input of a prompty. A bare value may stand in the place of the mapping: it is the"
          + " sample.",
      key("type", TEXT, "Type of the value; informational.", typeNames()),
      key("default", ANYTHING, "Value that is used when none is given."),
      key("description", TEXT, "What the input is for, shown to people."),
      key("sample", ANYTHING, "Value for a first try."),
      key("is_chat_input", FLAG, "Whether this is the text a chat user types."),
      key(
          "is_chat_history",
          FLAG,
          "Whether this takes the turns of a chat so far, each with `role` and `content`.")),
  PROMPTY_OUTPUT(
      "One output of a prompty whose answer is JSON.",
      key("type", TEXT, "Type of the value; informational.", typeNames()),
      key("description", TEXT, "What the output means, shown to people."),
      key("is_chat_output", FLAG, "Whether this is the answer a chat user sees.")),
  PROMPTY_MODEL("Which model a prompty asks, and how.", PromptyKeys.model()),
  PROMPTY(
      "The front matter of a prompty: its model and its inputs. The template follows it.",
      key("name", TEXT, "Name of the flow; the file's name if left out."),
      key("display_name", TEXT, "Name shown to people."),
      key("description", TEXT, "What the prompt does."),
      key("version", TEXT, "Version of the prompt, for people."),
      key("authors", ANYTHING, "Who wrote it."),
      key("tags", ANYTHING, "Labels."),
      key("metadata", ANYTHING, "Notes for other programs."),
      key("model", new FlowKey.Part(PROMPTY_MODEL), "Which model is asked, and how."),
      key(
          "inputs",
          new FlowKey.Named(PROMPTY_INPUT, true),
          "Name to definition; the keys of the sample if left out."),
      key(
          "outputs",
          new FlowKey.Named(PROMPTY_OUTPUT, true),
          "The keys of a JSON answer that are given out; all if left out."),
      key(
          "sample",
          ANYTHING,
          "Inputs for a first try: a mapping, or a file that holds one (`sample.json`)."),
      key(
          "template",
          ANYTHING,
          "Language of the template, `jinja2`; the only one there is.",
          "jinja2"));

  private final String description;
  private final List<FlowKey> keys;
  private final List<String> names;

  FlowPart(String description, FlowKey... keys) {
    this.description = description;
    this.keys = List.of(keys);
    this.names = this.keys.stream().map(FlowKey::name).toList();
  }

  /// What the part is, in one sentence.
  public String description() {
    return description;
  }

  /// The keys it knows, in the order in which people usually write them.
  public List<FlowKey> keys() {
    return keys;
  }

  /// The names of those keys.
  public List<String> names() {
    return names;
  }

  /// The key called `name`.
  ///
  /// @throws IllegalArgumentException if the part has no such key
  public FlowKey key(String name) {
    int at = names.indexOf(name);
    if (at < 0) {
      throw new IllegalArgumentException("%s has no key '%s'".formatted(this, name));
    }
    return keys.get(at);
  }

  static FlowKey key(String name, FlowKey.Shape shape, String description, String... choices) {
    return new FlowKey(name, shape, description, List.of(choices));
  }

  private static String[] typeNames() {
    return Arrays.stream(ValueType.values())
        .filter(type -> type != ValueType.ANY)
        .map(ValueType::yamlName)
        .toArray(String[]::new);
  }
}
