package io.promptflow4j.evaluators.evaluation.judging;

import io.promptflow4j.core.model.Cost;
import io.promptflow4j.core.model.ModelException;
import io.promptflow4j.core.model.TokenUsage;
import io.promptflow4j.core.model.connection.Connection;
import io.promptflow4j.core.model.connection.Secret;
import io.promptflow4j.core.model.provider.CallPolicy;
import io.promptflow4j.core.model.provider.Outcome;
import io.promptflow4j.core.model.provider.RetryAfter;
import io.promptflow4j.core.model.provider.RetryLoop;
import io.promptflow4j.core.model.provider.post.GuardedPost;
import io.promptflow4j.core.model.traffic.SharedTraffic;
import io.promptflow4j.core.tool.ToolContext;
import io.promptflow4j.core.tool.ToolContext.Answer;
import io.promptflow4j.core.tool.ToolContext.Question;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.JsonSyntaxException;
import io.promptflow4j.core.value.Value;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/// Azure AI Content Safety: the severity, from 0 to 7, of four kinds of harm in a text.
///
/// The service takes 10,000 characters at once; of a longer text each piece is asked for, and the
/// worst counts. A service that is busy or broken for a moment is asked again, as late as it says;
/// a run that is resumed asks for the rows that failed all the same.
///
/// @param retries tries again what failed for a moment, and learns what the service bears
record SafetyService(Connection connection, URI address, Secret key, RetryLoop retries) {

  private static final int MOST_CHARACTERS = 10_000;
  private static final String MODEL = "azure-content-safety";
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final int RETRIES = 3;
  private static final Duration LONGEST = Duration.ofMinutes(5);
  private static final Set<Integer> PASSING = Set.of(408, 429, 500, 502, 503, 504);
  private static final List<String> LABELS = List.of("Very low", "Low", "Medium", "High");

  private static final SequencedMap<String, String> NAMES = names();

  private static SequencedMap<String, String> names() {
    var names = new LinkedHashMap<String, String>();
    names.put("Violence", "violence");
    names.put("Sexual", "sexual");
    names.put("SelfHarm", "self_harm");
    names.put("Hate", "hate_unfairness");
    return names;
  }

  /// @param traffic what all calls of the connection share
  /// @throws IllegalArgumentException if the connection lacks an address or a key
  static SafetyService of(Connection connection, SharedTraffic traffic) {
    String endpoint =
        connection.setting("endpoint").orElseThrow(() -> lacks(connection, "endpoint"));
    String version = connection.setting("api_version").orElse("2023-10-01");
    return new SafetyService(
        connection,
        URI.create(
            "%s/contentsafety/text:analyze?api-version=%s"
                .formatted(endpoint.replaceAll("/+$", ""), version)),
        connection.secret("api_key").orElseThrow(() -> lacks(connection, "api_key")),
        new RetryLoop(new CallPolicy(RETRIES, LIMIT).of(connection, traffic)));
  }

  private static IllegalArgumentException lacks(Connection connection, String field) {
    return new IllegalArgumentException(
        "connection '%s' has no '%s'".formatted(connection.name(), field));
  }

  /// The severities by evaluator name; all null, with the reason, if the text is blank.
  ///
  /// @param context has each piece asked
  Value.Mapping severities(String text, ToolContext context)
      throws IOException, InterruptedException {
    if (text.isBlank()) {
      return result(Map.of(), "not asked: the text is empty");
    }
    var worst = new LinkedHashMap<String, Long>();
    try (var service = new GuardedPost(connection, address)) {
      for (String piece : pieces(text)) {
        Answer answer = context.ask(question(piece), () -> answer(service, piece));
        severitiesOf(answer.output()).forEach((name, level) -> worst.merge(name, level, Math::max));
      }
    }
    return result(worst, "severity by the service");
  }

  private Question question(String piece) {
    var asked = new LinkedHashMap<String, Value>();
    asked.put("address", Value.of(address.toString()));
    asked.put("text", Value.of(piece));
    return new Question("content safety", "Function", MODEL, new Value.Mapping(asked));
  }

  private Answer answer(GuardedPost service, String piece)
      throws IOException, InterruptedException {
    var severities = new LinkedHashMap<String, Value>();
    asked(service, piece).forEach((name, level) -> severities.put(name, Value.of(level)));
    return new Answer(
        new Value.Mapping(severities),
        MODEL,
        TokenUsage.NONE,
        Optional.of(new Cost.Unknown("the content safety service takes no tokens")));
  }

  private static Map<String, Long> severitiesOf(Value kept) {
    var severities = new LinkedHashMap<String, Long>();
    if (kept instanceof Value.Mapping(var entries)) {
      entries.forEach((name, level) -> {
        if (level instanceof Value.Whole(var number)) {
          severities.put(name, number.longValueExact());
        }
      });
    }
    return severities;
  }

  private Map<String, Long> asked(GuardedPost service, String piece)
      throws IOException, InterruptedException {
    try {
      long deadline = System.nanoTime() + LONGEST.toNanos();
      return severitiesIn(retries.run(deadline, () -> once(service, piece)));
    } catch (ModelException gaveUp) {
      throw new IOException(gaveUp.getMessage(), gaveUp);
    }
  }

  private Outcome<String> once(GuardedPost service, String piece) throws InterruptedException {
    GuardedPost.Reply reply;
    try {
      reply = service.post(Map.of("Ocp-Apim-Subscription-Key", key.reveal()), body(piece), LIMIT);
    } catch (IOException broken) {
      return Outcome.Failed.forGood(
          new ModelException("service-failed", String.valueOf(broken.getMessage()), false, broken));
    }
    if (reply.status() == 200) {
      return new Outcome.Answered<>(reply.body());
    }
    boolean busy = reply.status() == 429;
    var problem =
        new ModelException(
            busy ? "rate-limited" : "service-failed",
            "the content safety service answered with status %d".formatted(reply.status()),
            PASSING.contains(reply.status()));
    return PASSING.contains(reply.status())
        ? new Outcome.Failed<String>(problem, Integer.MAX_VALUE, wait(reply))
            .withStatus(reply.status())
        : Outcome.Failed.<String>forGood(problem).withStatus(reply.status());
  }

  private static Optional<Duration> wait(GuardedPost.Reply reply) {
    return RetryAfter.read(
        name -> name.equals("retry-after") ? reply.retryAfter() : Optional.empty(),
        InstantSource.system());
  }

  private static String body(String piece) {
    return Json.write(
        Value.from(
            Map.of(
                "text",
                piece,
                "categories",
                List.copyOf(NAMES.keySet()),
                "outputType",
                "EightSeverityLevels")));
  }

  private static Map<String, Long> severitiesIn(String reply) throws IOException {
    var found = new LinkedHashMap<String, Long>();
    try {
      if (Json.read(reply) instanceof Value.Mapping all
          && all.get("categoriesAnalysis") instanceof Value.Sequence(var items)) {
        for (Value item : items) {
          if (item instanceof Value.Mapping one
              && one.get("category") instanceof Value.Text(var category)
              && NAMES.containsKey(category)
              && one.get("severity") instanceof Value.Whole(var severity)) {
            found.put(NAMES.getOrDefault(category, category), severity.longValueExact());
          }
        }
      }
    } catch (JsonSyntaxException unreadable) {
      throw new IOException("the content safety service's reply is no JSON", unreadable);
    }
    if (found.size() < NAMES.size()) {
      throw new IOException("the content safety service's reply lacks severities");
    }
    return found;
  }

  private static Value.Mapping result(Map<String, Long> severities, String reason) {
    var fields = new LinkedHashMap<String, Value>();
    for (String name : NAMES.values()) {
      Long severity = severities.get(name);
      fields.put(name, severity == null ? Value.Null.NULL : Value.of(severity));
      fields.put(name + "_label", severity == null ? Value.Null.NULL : Value.of(label(severity)));
    }
    fields.put("reason", Value.of(reason));
    return new Value.Mapping(fields);
  }

  /// The four levels of prompt flow's evaluators: 0–1, 2–3, 4–5, 6–7.
  private static String label(long severity) {
    return LABELS.get(Math.clamp(severity / 2, 0, LABELS.size() - 1));
  }

  private static List<String> pieces(String text) {
    var pieces = new ArrayList<String>();
    int start = 0;
    while (start < text.length()) {
      int end = Math.min(start + MOST_CHARACTERS, text.length());
      if (end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))) {
        end--;
      }
      pieces.add(text.substring(start, end));
      start = end;
    }
    return pieces;
  }
}
