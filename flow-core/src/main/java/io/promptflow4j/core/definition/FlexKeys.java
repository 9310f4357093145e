package io.promptflow4j.core.definition;

import static io.promptflow4j.core.definition.FlowKey.Plain.ANYTHING;
import static io.promptflow4j.core.definition.FlowKey.Plain.FIELDS;
import static io.promptflow4j.core.definition.FlowKey.Plain.TEXT;
import static io.promptflow4j.core.definition.FlowKey.Plain.TEXTS;
import static io.promptflow4j.core.definition.FlowPart.key;

/// The keys of a flow that is one function or class.
final class FlexKeys {

  private FlexKeys() {}

  /// Those of a `flow.flex.yaml`.
  static FlowKey[] flex() {
    return new FlowKey[] {
      key("$schema", TEXT, "Address of the schema an editor uses; ignored."),
      key(
          "entry",
          TEXT,
          "What is called: `module:function` or `module:Class`, the module relative to the flow"
              + " folder."),
      key("id", TEXT, "Id of the flow where it was exported from; ignored."),
      key("name", TEXT, "Name of the flow; the folder's name if left out."),
      key("display_name", TEXT, "Name shown to people."),
      key("description", TEXT, "What the flow does."),
      key("type", TEXT, "Kind of flow; informational."),
      key("language", TEXT, "Language of the entry; `python` if left out.", "python", "java"),
      key("tags", FIELDS, "Labels, name to text."),
      key("code", TEXT, "Where the code is; only the flow folder itself."),
      key(
          "inputs",
          new FlowKey.Named(FlowPart.INPUT, false),
          "Name to definition; what is left out, the code's own signature says."),
      key(
          "outputs",
          new FlowKey.Named(FlowPart.OUTPUT, true),
          "Name to definition; informational."),
      key(
          "init",
          new FlowKey.Named(FlowPart.INPUT, false),
          "Name to definition, for what sets the class up; what is left out, the code says."),
      key("sample", new FlowKey.Part(FlowPart.FLEX_SAMPLE), "Values for a first try."),
      key("environment", ANYTHING, "What the flow needs installed; recorded."),
      key(
          "environment_variables",
          FIELDS,
          "Variables for the flow's code, name to value; those of the process win."),
      key(
          "additional_includes",
          TEXTS,
          "Files and folders from elsewhere that the flow needs beside its own, as paths relative"
              + " to the flow folder.")
    };
  }
}
