package io.promptflow4j.core.model.provider.openai;

import io.promptflow4j.core.model.ModelException;
import io.promptflow4j.core.model.connection.Connection;
import io.promptflow4j.core.model.provider.Outcome.Failed;
import io.promptflow4j.core.model.provider.RetryAfter;
import io.promptflow4j.core.model.provider.SafeText;
import io.promptflow4j.core.model.provider.http.BrokenExchange;
import io.promptflow4j.core.model.provider.http.RefusedExchange;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.JsonSyntaxException;
import io.promptflow4j.core.value.Value;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Says what went wrong at one connection: which, what the service said, what to check; and whether
/// it is worth another try. No message holds a secret.
final class OpenAiFailures {

  private static final int RETRIES_OF_UNPROCESSABLE = 2;

  /// What services say when they have too much to do.
  private static final Set<Integer> OVERLOADED = Set.of(429, 503, 529);

  private final Connection connection;
  private final String address;
  private final SafeText safe;

  OpenAiFailures(Connection connection, URI address) {
    this.connection = connection;
    this.address = address.toString();
    this.safe = new SafeText(connection);
  }

  /// What the service says of itself, in its error object or in plain text.
  private record Complaint(String message, String code) {

    static Complaint in(String body) {
      try {
        if (Json.read(body) instanceof Value.Mapping whole) {
          Value.Mapping error = whole.get("error") instanceof Value.Mapping inner ? inner : whole;
          return new Complaint(
              text(error, "message").or(() -> text(whole, "error")).orElse(""),
              text(error, "code").orElse("") + " " + text(error, "type").orElse(""));
        }
      } catch (JsonSyntaxException _) { // not every service answers errors in JSON
      }
      return new Complaint(body.stripLeading().startsWith("<") ? "" : body, "");
    }

    private static Optional<String> text(Value.Mapping mapping, String key) {
      return mapping.get(key) instanceof Value.Text(var text) && !text.isBlank()
          ? Optional.of(text)
          : Optional.empty();
    }

    boolean mentions(String word) {
      return (code + " " + message).toLowerCase(Locale.ROOT).contains(word);
    }
  }

  <T> Failed<T> refused(RefusedExchange refused, String model) {
    int status = refused.statusCode();
    var complaint = Complaint.in(refused.body());
    ModelException problem = problem(status, complaint, model);
    if (!mayPass(status, problem) || saysNoRetry(refused)) {
      return Failed.forGood(problem);
    }
    Optional<Duration> wait = RetryAfter.read(refused::header, InstantSource.system());
    return new Failed<>(
        problem,
        status == 422 ? RETRIES_OF_UNPROCESSABLE : Integer.MAX_VALUE,
        wait,
        OVERLOADED.contains(status));
  }

  private static boolean saysNoRetry(RefusedExchange refused) {
    return refused.header("x-should-retry").filter("false"::equals).isPresent();
  }

  private static boolean mayPass(int status, ModelException problem) {
    return problem.isRetryable() || (status == 422 && problem.code().equals("bad-request"));
  }

  private ModelException problem(int status, Complaint complaint, String model) {
    String said = said(status, complaint);
    return switch (status) {
      case 401, 403 ->
          failure(
              "unauthorized",
              "did not accept the key %s; check the connection's api_key and %s"
                  .formatted(said, OpenAiEndpoint.addressField(connection.type())));
      case 404 ->
          failure(
              "not-found",
              ("knows no model or deployment '%s' at %s %s; check the node's deployment_name or"
                      + " model, and the connection's %s")
                  .formatted(model, address, said, OpenAiEndpoint.addressField(connection.type())));
      case 429 -> tooMany(complaint, said);
      case 408 -> passing("timeout", "gave up waiting for the request " + said);
      case 409 -> passing("unavailable", "was busy with something that conflicts " + said);
      default ->
          status >= 500
              ? passing("unavailable", "had a failure of its own " + said)
              : status >= 400 ? badRequest(complaint, said) : redirected(status);
    };
  }

  private ModelException tooMany(Complaint complaint, String said) {
    if (complaint.mentions("insufficient_quota") || complaint.mentions("billing_hard_limit")) {
      return failure("quota", "has no quota left " + said + "; check plan and billing");
    }
    return passing("rate-limited", "had too many requests or tokens " + said);
  }

  private ModelException badRequest(Complaint complaint, String said) {
    if (complaint.mentions("content_filter") || complaint.mentions("content management policy")) {
      return failure("content-filter", "refused the prompt by its content filter " + said);
    }
    if (complaint.mentions("context_length") || complaint.mentions("maximum context length")) {
      return failure(
          "bad-request",
          "found the prompt and max_tokens too long for the model "
              + said
              + "; shorten the prompt (chat history, context) or lower max_tokens");
    }
    return failure("bad-request", "did not accept the request " + said);
  }

  private ModelException redirected(int status) {
    return failure(
        "bad-reply",
        ("answered with a redirect (%d), which is never followed because the key would go"
                + " along; check the connection's %s")
            .formatted(status, OpenAiEndpoint.addressField(connection.type())));
  }

  private String said(int status, Complaint complaint) {
    String message = safe.of(complaint.message());
    return message.isEmpty() ? "(%d)".formatted(status) : "(%d: %s)".formatted(status, message);
  }

  <T> Failed<T> broken(BrokenExchange broken) {
    String what = String.valueOf(broken.getMessage());
    return switch (broken.kind()) {
      case NOT_CONNECTED, LOST -> Failed.forNow(passing("unavailable", what));
      case TIMEOUT -> Failed.forNow(passing("timeout", what));
      case NOT_TRUSTED -> Failed.forGood(failure("unavailable", what));
      case TOO_LARGE -> Failed.forGood(failure("bad-reply", what));
      case INTERRUPTED -> throw new IllegalStateException("an interrupted call is no failure");
    };
  }

  /// An error object in the middle of a stream, or in a reply with status 200.
  ModelException reported(String text) {
    var complaint = Complaint.in(text);
    String said = "(%s)".formatted(safe.of(complaint.message()));
    return complaint.mentions("content_filter")
        ? failure("content-filter", "broke off by its content filter " + said)
        : passing("unavailable", "broke off with an error " + said);
  }

  ModelException unreadable(String body) {
    String start = body.stripLeading();
    if (start.isEmpty()) {
      return failure("bad-reply", "answered with an empty text");
    }
    return start.startsWith("<")
        ? failure(
            "bad-reply",
            "answered with a web page instead of JSON; check the connection's "
                + OpenAiEndpoint.addressField(connection.type()))
        : failure(
            "bad-reply",
            "answered with something that is not a reply of OpenAI's protocol: "
                + safe.of(start.substring(0, Math.min(200, start.length()))));
  }

  ModelException noStream(String contentType) {
    return failure(
        "bad-reply",
        "answered a request for a stream with something else (content type '%s')"
            .formatted(safe.of(contentType)));
  }

  ModelException empty() {
    return failure("bad-reply", "answered without any choice");
  }

  ModelException truncated() {
    return passing("truncated", "ended its answer without saying that it was finished");
  }

  private ModelException failure(String code, String what) {
    return new ModelException(code, sentence(what), false);
  }

  private ModelException passing(String code, String what) {
    return new ModelException(code, sentence(what), true);
  }

  private String sentence(String what) {
    return "connection '%s' (%s): the service %s".formatted(connection.name(), address, what);
  }
}
