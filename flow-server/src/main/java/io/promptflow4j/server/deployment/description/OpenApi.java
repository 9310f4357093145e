package io.promptflow4j.server.deployment.description;

import io.promptflow4j.core.value.Fields;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.server.deployment.ServedFlow;
import java.util.List;

/// The document at `/openapi.json`: OpenAPI 3.1 of the flow's own inputs and outputs. Unlike
/// [Swagger] it is exact: an input with a default is not required, and a history never.
public final class OpenApi {

  private static final String JSON = "application/json";

  private OpenApi() {}

  /// The document of a flow.
  ///
  /// @param secured whether callers need a key
  public static Value.Mapping of(ServedFlow flow, boolean secured) {
    String description = flow.graph().description();
    var info = new Fields().put("title", flow.name()).put("version", "1.0.0");
    if (!description.isBlank()) {
      info.put("description", description);
    }
    var schemas =
        new Fields()
            .put("Inputs", FlowSchemas.inputs(flow))
            .put("Outputs", FlowSchemas.outputs(flow))
            .put("Error", error());
    var components = new Fields().put("schemas", schemas);
    if (secured) {
      components.put(
          "securitySchemes",
          new Fields().put("key", new Fields().put("type", "http").put("scheme", "bearer")));
    }
    var document = new Fields().put("openapi", "3.1.0").put("info", info).put("paths", paths(flow));
    if (secured) {
      document.put("security", List.of(new Fields().put("key", List.of()).end()));
    }
    return document.put("components", components).end();
  }

  private static Fields paths(ServedFlow flow) {
    var paths =
        new Fields()
            .put("/score", new Fields().put("post", score(flow)))
            .put(
                "/feedback",
                new Fields().put("post", plain("Say what you think of an answer", "feedback")))
            .put("/health", new Fields().put("get", plain("Whether the server is well", "health")));
    if (flow.chat().isPresent()) {
      paths
          .put("/v1/models", new Fields().put("get", plain("The flow as a model", "listModels")))
          .put(
              "/v1/chat/completions",
              new Fields().put("post", plain("OpenAI's chat completions", "chatCompletions")))
          .put(
              "/v1/responses",
              new Fields().put("post", plain("OpenAI's responses", "createResponse")));
    }
    return paths;
  }

  private static Fields score(ServedFlow flow) {
    var content = new Fields().put(JSON, schema("Outputs"));
    if (flow.mayStream()) {
      content.put(
          "text/event-stream",
          new Fields()
              .put(
                  "schema",
                  new Fields()
                      .put("type", "string")
                      .put(
                          "description",
                          "One event for each piece: data: {\"<output>\": <piece>}.")));
    }
    var answers =
        new Fields()
            .put("200", new Fields().put("description", "What came out").put("content", content));
    for (String status : List.of("400", "401", "406", "413", "429", "500", "503", "504")) {
      answers.put(status, failure(status));
    }
    return new Fields()
        .put("operationId", "score")
        .put("summary", "Run the flow")
        .put(
            "requestBody",
            new Fields()
                .put("required", !flow.graph().inputs().isEmpty())
                .put("content", new Fields().put(JSON, schema("Inputs"))))
        .put("responses", answers);
  }

  private static Fields failure(String status) {
    String meaning =
        switch (status) {
          case "400" -> "The inputs don't fit, or a node of the flow failed";
          case "401" -> "No valid key";
          case "406" -> "The flow can't answer in the accepted media types";
          case "413" -> "The body is too large";
          case "429" -> "Too many wrong keys; see Retry-After";
          case "500" -> "A defect of the server";
          case "503" -> "The server is full or shuts down; see Retry-After";
          default -> "The flow took too long";
        };
    return new Fields()
        .put("description", meaning)
        .put("content", new Fields().put(JSON, schema("Error")));
  }

  private static Fields plain(String summary, String id) {
    return new Fields()
        .put("operationId", id)
        .put("summary", summary)
        .put("responses", new Fields().put("200", new Fields().put("description", "Done")));
  }

  private static Fields schema(String name) {
    return new Fields().put("schema", new Fields().put("$ref", "#/components/schemas/" + name));
  }

  private static Fields error() {
    var text = new Fields().put("type", "string");
    var error =
        new Fields()
            .put("type", "object")
            .put(
                "properties",
                new Fields().put("code", text).put("message", text).put("reason", text));
    return new Fields().put("type", "object").put("properties", new Fields().put("error", error));
  }
}
