package io.promptflow4j.core.tool.builtin;

import io.promptflow4j.core.model.EmbeddingModel;
import io.promptflow4j.core.model.ModelException;
import io.promptflow4j.core.tool.Tool;
import io.promptflow4j.core.tool.ToolCall;
import io.promptflow4j.core.tool.ToolException;
import io.promptflow4j.core.tool.ToolException.Details;
import io.promptflow4j.core.tool.ToolResult;
import io.promptflow4j.core.tool.ToolSignature;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.core.value.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// Turns a text into a vector with the embedding model of a connection.
final class EmbeddingTool implements Tool {

  private final ToolSignature signature;

  EmbeddingTool(String id) {
    this.signature =
        new ToolSignature(
            id,
            "Turns a text into a vector.",
            List.of(
                Given.connection("AzureOpenAIConnection"),
                Given.text("input", true),
                Given.text("deployment_name", false),
                Given.text("model", false)),
            false,
            false,
            Optional.of(ValueType.LIST));
  }

  @Override
  public ToolSignature signature() {
    return signature;
  }

  @Override
  public ToolResult call(ToolCall call) throws InterruptedException {
    var given = new Given(call);
    String model = given.text("deployment_name", given.text("model", ""));
    if (model.isEmpty()) {
      throw Given.wrong("neither 'deployment_name' nor 'model' names an embedding model");
    }
    try {
      EmbeddingModel embeddings =
          given
              .connected()
              .models()
              .get()
              .embeddings()
              .orElseThrow(() ->
                  Given.wrong(
                      "connection '%s' has no embedding models"
                          .formatted(given.connected().connection().name())));
      EmbeddingModel.Reply reply =
          embeddings.embed(
              new EmbeddingModel.Request(
                  call.node(),
                  model,
                  List.of(given.text("input", "")),
                  OptionalInt.empty(),
                  call.limit()));
      var vector = new ArrayList<Value>();
      for (float part : reply.vectors().getFirst()) {
        vector.add(Value.of(Double.parseDouble(Float.toString(part))));
      }
      return new ToolResult(Value.of(vector));
    } catch (ModelException refused) {
      throw new ToolException(
          String.valueOf(refused.getMessage()), Details.of("EmbeddingFailed"), refused);
    }
  }
}
