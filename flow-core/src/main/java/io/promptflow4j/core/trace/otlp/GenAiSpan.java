package io.promptflow4j.core.trace.otlp;

import io.promptflow4j.core.model.Cost;
import io.promptflow4j.core.trace.Span;
import io.promptflow4j.core.value.Value;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a span is called and says under the GenAI semantic conventions.
///
/// @param kind `1` internal, `3` client
record GenAiSpan(String name, int kind, Attributes attributes) {

  private static final int INTERNAL = 1;
  private static final int CLIENT = 3;
  private static final String OPERATION = "gen_ai.operation.name";

  private static final Pattern ADDRESS = Pattern.compile("https?://[^\\s,}]+");

  /// The settings of a model call and their names.
  private static final Map<String, String> SETTINGS =
      Map.of(
          "temperature", "gen_ai.request.temperature",
          "top_p", "gen_ai.request.top_p",
          "top_k", "gen_ai.request.top_k",
          "max_tokens", "gen_ai.request.max_tokens",
          "max_completion_tokens", "gen_ai.request.max_tokens",
          "presence_penalty", "gen_ai.request.presence_penalty",
          "frequency_penalty", "gen_ai.request.frequency_penalty",
          "seed", "gen_ai.request.seed",
          "n", "gen_ai.request.choice.count");

  /// @param content whether what went in and came out is told
  static GenAiSpan of(Span span, boolean content) {
    return switch (span.kind()) {
      case FLOW -> flow(span, content);
      case NODE -> node(span, content);
      case FUNCTION -> inner(span, content);
      case LLM -> call(span, span.name().equals("chat") ? "chat" : "text_completion", content);
      case EMBEDDING -> call(span, "embeddings", false);
      case RETRIEVAL -> {
        Attributes attributes = new Attributes().put(OPERATION, "retrieval");
        yield new GenAiSpan("retrieval " + span.name(), CLIENT, attributes);
      }
    };
  }

  private static GenAiSpan flow(Span span, boolean content) {
    Attributes attributes =
        new Attributes().put(OPERATION, "invoke_workflow").put("gen_ai.workflow.name", span.name());
    tell(span, content, attributes, "promptflow4j.flow.inputs", "promptflow4j.flow.outputs");
    return new GenAiSpan("invoke_workflow " + span.name(), INTERNAL, attributes);
  }

  /// A node: of a tool an execution of it, of a model the frame of a call.
  private static GenAiSpan node(Span span, boolean content) {
    var attributes = new Attributes().put("promptflow4j.node.name", span.name());
    boolean asks = span.children().stream().anyMatch(child -> child.kind() == Span.Kind.LLM);
    if (asks) {
      tell(span, content, attributes, "promptflow4j.node.inputs", "promptflow4j.node.output");
      return new GenAiSpan(span.name(), INTERNAL, attributes);
    }
    attributes
        .put(OPERATION, "execute_tool")
        .put("gen_ai.tool.name", span.name())
        .put("gen_ai.tool.type", "function");
    tell(span, content, attributes, "gen_ai.tool.call.arguments", "gen_ai.tool.call.result");
    return new GenAiSpan("execute_tool " + span.name(), INTERNAL, attributes);
  }

  private static GenAiSpan inner(Span span, boolean content) {
    var attributes = new Attributes();
    tell(span, content, attributes, "promptflow4j.function.inputs", "promptflow4j.function.output");
    return new GenAiSpan(span.name(), INTERNAL, attributes);
  }

  private static void tell(
      Span span, boolean content, Attributes attributes, String inputs, String output) {
    if (content) {
      attributes.put(inputs, Content.withoutPictures(span.inputs()));
      attributes.put(output, Content.withoutPictures(span.output()));
    }
  }

  private static GenAiSpan call(Span span, String operation, boolean content) {
    String model = span.inputs().get("model") instanceof Value.Text(var text) ? text : "";
    var attributes = new Attributes().put(OPERATION, operation);
    putReply(span, attributes);
    if (!model.isEmpty()) {
      attributes.put("gen_ai.request.model", model);
    }
    putSettings(span, attributes);
    putUsage(span, attributes);
    if (content) {
      Content.put(span, attributes);
    }
    return new GenAiSpan(model.isEmpty() ? operation : operation + " " + model, CLIENT, attributes);
  }

  private static void putReply(Span span, Attributes attributes) {
    Span.Answered answered = span.answered().orElse(Span.Answered.UNKNOWN);
    attributes.put("gen_ai.provider.name", provider(answered.service()));
    if (!answered.model().isEmpty()) {
      attributes.put("gen_ai.response.model", answered.model());
    }
    if (!answered.finishReason().isEmpty()) {
      attributes.put("gen_ai.response.finish_reasons", List.of(answered.finishReason()));
    }
    Matcher address = ADDRESS.matcher(answered.service());
    if (address.find()) {
      putAddress(address.group(), attributes);
    }
  }

  private static void putAddress(String written, Attributes attributes) {
    try {
      URI address = URI.create(written);
      if (address.getHost() != null) {
        boolean secure = "https".equals(address.getScheme());
        attributes.put("server.address", address.getHost());
        attributes.put(
            "server.port", address.getPort() > 0 ? address.getPort() : secure ? 443 : 80);
      }
    } catch (IllegalArgumentException _) {
      // an address that is none is not told
    }
  }

  /// The registry's word for a service.
  ///
  /// @param service its type, then its address
  private static String provider(String service) {
    String type = service.isBlank() ? "_OTHER" : service.split(" ", 2)[0];
    return switch (type) {
      case "open_ai" -> "openai";
      case "azure_open_ai" -> "azure.ai.openai";
      case "serverless" -> "azure.ai.inference";
      case "gemini" -> "gcp.gemini";
      case "mistral" -> "mistral_ai";
      case "bedrock" -> "aws.bedrock";
      case "xai" -> "x_ai";
      case "watsonx" -> "ibm.watsonx.ai";
      default -> type;
    };
  }

  private static void putSettings(Span span, Attributes attributes) {
    SETTINGS.forEach((setting, name) -> {
      Value given = span.inputs().get(setting);
      boolean one = setting.equals("n") && Value.of(1).equals(given);
      if ((given instanceof Value.Whole || given instanceof Value.Decimal) && !one) {
        attributes.put(name, given);
      }
    });
    if (span.inputs().get("stop") instanceof Value.Sequence(var stops)) {
      attributes.put(
          "gen_ai.request.stop_sequences",
          stops.stream().map(stop -> String.valueOf(stop.toPlain())).toList());
    }
    if (span.inputs().get("response_format") instanceof Value.Mapping format
        && format.get("type") instanceof Value.Text(var type)) {
      attributes.put("gen_ai.output.type", type.startsWith("json") ? "json" : "text");
    }
  }

  private static void putUsage(Span span, Attributes attributes) {
    attributes.put("gen_ai.usage.input_tokens", span.usage().prompt());
    attributes.put("gen_ai.usage.output_tokens", span.usage().completion());
    if (span.usage().cached() > 0) {
      attributes.put("gen_ai.usage.cache_read.input_tokens", span.usage().cached());
    }
    if (span.usage().reasoning() > 0) {
      attributes.put("gen_ai.usage.reasoning.output_tokens", span.usage().reasoning());
    }
    span.cost()
        .ifPresent(cost -> {
          if (cost instanceof Cost.Known(var price)) {
            attributes.put("promptflow4j.cost.amount", price.amount().doubleValue());
            attributes.put("promptflow4j.cost.currency", price.currency());
          }
        });
  }
}
