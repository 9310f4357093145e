package io.promptflow4j.core.definition;

import static io.promptflow4j.core.definition.FlowKey.Plain.ANYTHING;
import static io.promptflow4j.core.definition.FlowKey.Plain.CHOICE;
import static io.promptflow4j.core.definition.FlowKey.Plain.FIELDS;
import static io.promptflow4j.core.definition.FlowKey.Plain.TEXT;
import static io.promptflow4j.core.definition.FlowPart.key;

/// The keys under which a prompty says which model it asks.
final class PromptyKeys {

  private PromptyKeys() {}

  /// Those under `model`.
  static FlowKey[] model() {
    return new FlowKey[] {
      key("api", CHOICE, "What is asked of the model; `chat` if left out.", "chat", "completion"),
      key(
          "configuration",
          FIELDS,
          "How the model is reached: `connection`, or `type` and the fields of such a connection;"
              + " with `azure_deployment` or `model`."),
      key("connection", ANYTHING, "Another name of `configuration`, in files of prompty 2."),
      key("id", TEXT, "Name of the model, in files of prompty 2."),
      key("parameters", FIELDS, "What goes to the model as it is, such as `max_tokens`."),
      key("options", FIELDS, "Another name of `parameters`, in files of prompty 2."),
      key(
          "response",
          CHOICE,
          "Whether the answer alone is given out or the whole reply; `first` if left out.",
          "first",
          "all")
    };
  }
}
