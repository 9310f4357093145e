package io.promptflow4j.core.tool.index;

import io.promptflow4j.core.model.connection.Connection;
import io.promptflow4j.core.model.connection.Secret;
import io.promptflow4j.core.model.provider.post.GuardedPost;
import io.promptflow4j.core.value.Fields;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.JsonSyntaxException;
import io.promptflow4j.core.value.Value;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// An index of Azure AI Search.
///
/// @param connection of the type `cognitive_search`
/// @param index its name
/// @param textField the field with the text; empty if nobody says
/// @param vectorField the field with the vectors
record AzureSearch(
    Connection connection, String index, Optional<String> textField, String vectorField) {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  /// What is asked.
  ///
  /// @param text words to search; empty to search by the vector alone
  /// @param vector empty to search by words alone
  /// @param more what else goes into the request, such as `filter` or `select`
  record Question(
      Optional<String> text, Optional<float[]> vector, int most, List<Value.Mapping> more) {}

  /// The entities that are found, best first.
  ///
  /// @throws IndexException if the service gives none
  List<Value.Mapping> search(Question question) throws InterruptedException {
    String key =
        connection
            .secret("api_key")
            .map(Secret::reveal)
            .orElseThrow(() ->
                new IndexException("connection '%s' has no api_key".formatted(connection.name())));
    try (var post = new GuardedPost(connection, address())) {
      GuardedPost.Reply reply =
          post.post(
              Map.of("api-key", key, "Content-Type", "application/json"),
              Json.write(body(question)),
              LIMIT);
      if (reply.status() != 200) {
        throw new IndexException(
            "the search service of connection '%s' answers with status %d: %s"
                .formatted(connection.name(), reply.status(), shortened(reply.body())));
      }
      return entities(Json.read(reply.body()));
    } catch (IOException | JsonSyntaxException broken) {
      throw new IndexException(
          "the search service of connection '%s' can't be asked: %s"
              .formatted(connection.name(), broken.getMessage()),
          broken);
    }
  }

  private static String shortened(String body) {
    return body.length() <= 300 ? body : body.substring(0, 300) + "…";
  }

  private URI address() {
    String base =
        connection
            .setting("api_base")
            .orElseThrow(() ->
                new IndexException("connection '%s' has no api_base".formatted(connection.name())));
    String version = connection.setting("api_version").orElse("2023-11-01");
    return URI.create(
        "%s/indexes/%s/docs/search?api-version=%s"
            .formatted(base.replaceFirst("/+$", ""), encoded(index), encoded(version)));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private Value.Mapping body(Question question) {
    var body = new Fields().put("top", question.most());
    question.text().ifPresent(text -> body.put("search", text));
    question
        .vector()
        .ifPresent(vector ->
            body.put(
                "vectorQueries",
                List.of(
                    new Fields()
                        .put("kind", "vector")
                        .put("vector", numbers(vector))
                        .put("fields", vectorField)
                        .put("k", question.most())
                        .end())));
    question.more().forEach(more -> more.entries().forEach(body::put));
    return body.end();
  }

  private static List<Value> numbers(float[] vector) {
    var numbers = new ArrayList<Value>(vector.length);
    for (float number : vector) {
      numbers.add(Value.of((double) number));
    }
    return numbers;
  }

  private List<Value.Mapping> entities(Value answer) {
    var entities = new ArrayList<Value.Mapping>();
    if (answer instanceof Value.Mapping whole
        && whole.get("value") instanceof Value.Sequence(var found)) {
      for (Value one : found) {
        if (one instanceof Value.Mapping entity) {
          entities.add(entity(entity));
        }
      }
    }
    return entities;
  }

  private Value.Mapping entity(Value.Mapping found) {
    return new Fields()
        .put("text", textField.map(name -> found.entries().get(name)).orElse(Value.Null.NULL))
        .put("score", found.entries().getOrDefault("@search.score", Value.Null.NULL))
        .putNull("metadata")
        .put("vector", found.entries().getOrDefault(vectorField, Value.Null.NULL))
        .put("original_entity", found)
        .end();
  }
}
