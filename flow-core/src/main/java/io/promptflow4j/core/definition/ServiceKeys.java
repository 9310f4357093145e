package io.promptflow4j.core.definition;

import static io.promptflow4j.core.definition.FlowKey.Plain.ANYTHING;
import static io.promptflow4j.core.definition.FlowKey.Plain.FIELDS;
import static io.promptflow4j.core.definition.FlowKey.Plain.TEXT;
import static io.promptflow4j.core.definition.FlowKey.Plain.TEXTS;
import static io.promptflow4j.core.definition.FlowPart.key;

/// The keys of nodes that ask something of services, and of the tools that models may call.
final class ServiceKeys {

  private ServiceKeys() {}

  /// The request of an `http` node.
  static FlowKey[] http() {
    return new FlowKey[] {
      key(
          "method",
          TEXT,
          "`GET` if left out, `POST` with a body.",
          "GET",
          "POST",
          "PUT",
          "PATCH",
          "DELETE",
          "HEAD"),
      key("url", TEXT, "Address, `https://…`; what a template puts into it is percent-encoded."),
      key("headers", FIELDS, "Name to text."),
      key("query", FIELDS, "Name to value, put behind the address; a list is several values."),
      key("body", ANYTHING, "A mapping or list, which is sent as JSON, or a text."),
      key(
          "response",
          TEXT,
          "What the node gives: the body as data, as text, or a mapping with `status`, `headers`"
              + " and `body`; `json` if left out.",
          "json",
          "text",
          "full"),
      key(
          "expect",
          ANYTHING,
          "The status, or a list of those, that is no failure; 200 to 299 if left out."),
      key("max_bytes", TEXT, "How long the reply may be, 1 to 67108864; 10485760 if left out."),
      key("redirects", TEXT, "How many redirects are followed, 0 to 5; 0 if left out."),
      key(
          "allow_private_address",
          TEXT,
          "Whether an address inside the own network may be called; if left out, only one that"
              + " stands in the file as such.",
          "true",
          "false",
          "never")
    };
  }

  /// A node that a model may call.
  static FlowKey[] offered() {
    return new FlowKey[] {
      key("node", TEXT, "Name of the node; it runs when the model calls it, and never by itself."),
      key("description", TEXT, "When to call it, for the model; the tool's own words if left out."),
      key("parameters", FIELDS, "Name to meaning, for what the model is to give.")
    };
  }

  /// How an MCP server is reached.
  static FlowKey[] mcpServer() {
    return new FlowKey[] {
      key("command", TEXT, "Program that is started, or the path of one in the flow folder."),
      key("args", TEXTS, "Its arguments."),
      key("env", FIELDS, "Variables it gets besides `PATH`, `HOME`, `LANG` and the like."),
      key("cwd", TEXT, "Folder in which it runs, in the flow folder; the flow folder if left out."),
      key("url", TEXT, "Address of a server that speaks streamable HTTP."),
      key("headers", FIELDS, "Headers that are sent to the address, name to text."),
      key(
          "allow_private_address",
          TEXT,
          "Whether an address inside the own network may be called; if left out, only one that"
              + " says so itself.",
          "true",
          "false",
          "never"),
      key("type", TEXT, "`stdio` or `http`; follows from the other keys.")
    };
  }

  /// What an `mcp` node calls.
  static FlowKey[] mcp() {
    return new FlowKey[] {
      key(
          "server",
          new FlowKey.PartOrShort(FlowPart.MCP_SERVER),
          "Name of a server in `mcp.yaml`, or a server: `command`, `args`, `env`, `cwd`, or `url`,"
              + " `headers`."),
      key(
          "tool",
          TEXT,
          "Name of the tool; left out where a model may call all tools of the server.")
    };
  }
}
