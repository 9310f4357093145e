package io.promptflow4j.core.tool.builtin;

import io.promptflow4j.core.model.connection.Connection;
import io.promptflow4j.core.tool.Tool;
import io.promptflow4j.core.tool.ToolCall;
import io.promptflow4j.core.tool.ToolResult;
import io.promptflow4j.core.tool.ToolSignature;
import io.promptflow4j.core.tool.http.HttpTools;
import io.promptflow4j.core.value.Fields;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.core.value.ValueType;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/// Asks Azure AI Content Safety about a text: which action it suggests, in all and by category.
final class ContentSafetyTool implements Tool {

  /// The service's names of the categories, by the parameter that says how strict it is.
  private static final SequencedMap<String, String> CATEGORIES = new LinkedHashMap<>();

  static {
    CATEGORIES.put("hate_category", "Hate");
    CATEGORIES.put("self_harm_category", "SelfHarm");
    CATEGORIES.put("sexual_category", "Sexual");
    CATEGORIES.put("violence_category", "Violence");
  }

  private final ToolSignature signature;
  private final HttpTools http;

  ContentSafetyTool(String id, HttpTools http) {
    this.signature =
        new ToolSignature(
            id,
            "Says whether a text is harmful.",
            List.of(
                Given.connection("AzureContentSafetyConnection"),
                Given.text("text", true),
                Given.text("hate_category", false),
                Given.text("sexual_category", false),
                Given.text("self_harm_category", false),
                Given.text("violence_category", false)),
            false,
            false,
            Optional.of(ValueType.OBJECT));
    this.http = http;
  }

  @Override
  public ToolSignature signature() {
    return signature;
  }

  @Override
  public boolean isCode() {
    return false;
  }

  @Override
  public ToolResult call(ToolCall call) throws InterruptedException {
    var given = new Given(call);
    Connection connection = given.connected().connection();
    URI service =
        connection
            .setting("endpoint")
            .flatMap(Connection::address)
            .orElseThrow(
                () -> Given.wrong("connection '%s' has no endpoint".formatted(connection.name())));
    String version = connection.setting("api_version").orElse("2023-10-01");
    Value answer =
        new ServiceAsked("Azure AI Content Safety", http, connection, call)
            .answer(
                "POST",
                URI.create(service + "/contentsafety/text:analyze?api-version=" + version),
                Map.of(
                    "Content-Type",
                    "application/json",
                    "Ocp-Apim-Subscription-Key",
                    Given.key(connection)),
                Json.write(new Fields().put("text", given.text("text", "")).end()));
    return new ToolResult(decision(given, answer));
  }

  private static Value decision(Given given, Value answer) {
    var actions = new Fields();
    boolean rejected = false;
    for (Map.Entry<String, String> category : CATEGORIES.entrySet()) {
      int threshold =
          threshold(category.getKey(), given.text(category.getKey(), "medium_sensitivity"));
      boolean reject = threshold >= 0 && severity(answer, category.getValue()) >= threshold;
      rejected |= reject;
      actions.put(category.getValue(), reject ? "Reject" : "Accept");
    }
    return new Fields()
        .put("suggested_action", rejected ? "Reject" : "Accept")
        .put("action_by_category", actions)
        .end();
  }

  /// From which severity on a text is rejected; -1 for never.
  private static int threshold(String parameter, String sensitivity) {
    return switch (sensitivity) {
      case "disable" -> -1;
      case "low_sensitivity" -> 6;
      case "medium_sensitivity" -> 4;
      case "high_sensitivity" -> 2;
      default ->
          throw Given.wrong(
              "'%s' is '%s', but has to be disable, low_sensitivity, medium_sensitivity or high_sensitivity"
                  .formatted(parameter, sensitivity));
    };
  }

  private static long severity(Value answer, String category) {
    if (answer instanceof Value.Mapping told
        && told.get("categoriesAnalysis") instanceof Value.Sequence(var items)) {
      for (Value item : items) {
        if (item instanceof Value.Mapping one
            && Value.of(category).equals(one.get("category"))
            && one.get("severity") instanceof Value.Whole(var severity)) {
          return severity.longValue();
        }
      }
    }
    throw Given.wrong("Azure AI Content Safety says nothing of '%s'".formatted(category));
  }
}
