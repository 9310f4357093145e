package io.promptflow4j.core.engine.embedding;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.model.chat.request.json.JsonArraySchema;
import dev.langchain4j.model.chat.request.json.JsonBooleanSchema;
import dev.langchain4j.model.chat.request.json.JsonIntegerSchema;
import dev.langchain4j.model.chat.request.json.JsonNumberSchema;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonRawSchema;
import dev.langchain4j.model.chat.request.json.JsonSchemaElement;
import dev.langchain4j.model.chat.request.json.JsonStringSchema;
import io.promptflow4j.core.engine.Flow;
import io.promptflow4j.core.execution.FlowResult;
import io.promptflow4j.core.execution.RunRequest;
import io.promptflow4j.core.graph.FlowInput;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.JsonSyntaxException;
import io.promptflow4j.core.value.Value;

/// A flow as a tool that a model of langchain4j may call. Thread-safe.
///
/// ```java
/// FlowTool tool = FlowTool.of(flow);
/// AiServices.builder(Assistant.class)
///     .chatModel(model)
///     .tools(Map.of(tool.specification(), (request, memory) -> tool.execute(request)))
///     .build();
/// ```
public final class FlowTool {

  private final Flow flow;
  private final ToolSpecification specification;

  private FlowTool(Flow flow, ToolSpecification specification) {
    this.flow = flow;
    this.specification = specification;
  }

  /// A tool under the name and with the description of the flow.
  public static FlowTool of(Flow flow) {
    String name = flow.graph().name().replaceAll("[^A-Za-z0-9_-]", "_");
    return of(flow, name, flow.graph().description());
  }

  /// A tool under a name of its own.
  ///
  /// @param flow closed by whoever loaded it
  public static FlowTool of(Flow flow, String name, String description) {
    var schema = JsonObjectSchema.builder();
    for (FlowInput input : flow.graph().inputs()) {
      schema.addProperty(input.name(), schema(input));
    }
    schema.required(
        flow.graph().inputs().stream()
            .filter(input -> input.defaultValue().isEmpty())
            .map(FlowInput::name)
            .toList());
    var specification = ToolSpecification.builder().name(name).parameters(schema.build());
    if (!description.isBlank()) {
      specification.description(description);
    }
    return new FlowTool(flow, specification.build());
  }

  private static JsonSchemaElement schema(FlowInput input) {
    String about = input.description();
    return switch (input.type()) {
      case INT -> JsonIntegerSchema.builder().description(about).build();
      case DOUBLE -> JsonNumberSchema.builder().description(about).build();
      case BOOL -> JsonBooleanSchema.builder().description(about).build();
      case STRING -> JsonStringSchema.builder().description(about).build();
      case LIST ->
          JsonArraySchema.builder().description(about).items(JsonRawSchema.from("{}")).build();
      case OBJECT -> JsonObjectSchema.builder().description(about).build();
      default -> JsonRawSchema.from("{}");
    };
  }

  /// What the model is told of it.
  public ToolSpecification specification() {
    return specification;
  }

  /// Runs the flow on the arguments that a model gives.
  ///
  /// @return the only output as text, or all outputs as JSON; what failed, so that the model can
  ///   mend it, never an exception
  public String execute(ToolExecutionRequest request) {
    Value arguments;
    try {
      String written = request.arguments();
      arguments = written == null || written.isBlank() ? Value.Mapping.EMPTY : Json.read(written);
    } catch (JsonSyntaxException broken) {
      return "Error: the arguments are not JSON: " + broken.getMessage();
    }
    if (!(arguments instanceof Value.Mapping inputs)) {
      return "Error: the arguments are no JSON object.";
    }
    return told(flow.run(RunRequest.of(inputs)));
  }

  private static String told(FlowResult result) {
    if (result.failure().isPresent()) {
      return "Error: " + result.failure().get().message();
    }
    var outputs = result.outputs().entries();
    Value shown = outputs.size() == 1 ? outputs.firstEntry().getValue() : result.outputs();
    return shown instanceof Value.Text(var text) ? text : Json.write(shown);
  }
}
