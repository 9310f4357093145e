package io.promptflow4j.core.model.provider.wire;

import io.promptflow4j.core.model.CallAttempt.Cost;
import io.promptflow4j.core.model.ModelException;
import io.promptflow4j.core.model.connection.Connection;
import io.promptflow4j.core.model.connection.ConnectionResolver;
import io.promptflow4j.core.model.connection.ConnectionType;
import io.promptflow4j.core.model.provider.Outcome.Failed;
import io.promptflow4j.core.model.provider.RetryAfter;
import io.promptflow4j.core.model.provider.http.BrokenExchange;
import io.promptflow4j.core.model.provider.http.RefusedExchange;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

/// Says what went wrong at one connection: which, what the service said, what to check; and whether
/// it is worth another try. No message holds a secret.
public final class ServiceFailures {

  private static final int RETRIES_OF_UNPROCESSABLE = 2;

  /// A call that was sent and not answered may have been paid, so it is not repeated often.
  private static final int RETRIES_IN_DOUBT = 2;

  private static final Set<String> LASTING = Set.of("quota", "unauthorized", "content-filter");

  /// What services say when they have too much to do.
  private static final Set<Integer> OVERLOADED = Set.of(429, 503, 529);

  private final Connection connection;
  private final String address;
  private final String addressField;
  private final String protocol;
  private final SafeText safe;

  /// @param address where the service is
  /// @param addressField the field of the connection that says so
  /// @param protocol what the service is expected to speak, such as `OpenAI's protocol`
  public ServiceFailures(Connection connection, URI address, String addressField, String protocol) {
    this.connection = connection;
    this.address = address.toString();
    this.addressField = addressField;
    this.protocol = protocol;
    this.safe = new SafeText(connection);
  }

  /// The failure that a status other than 2xx means.
  public <T> Failed<T> refused(RefusedExchange refused, String model) {
    int status = refused.statusCode();
    var complaint = Complaint.in(refused.body());
    ModelException problem = problem(status, complaint, model);
    Optional<Duration> wait =
        RetryAfter.read(refused::header, InstantSource.system()).or(complaint::retryAfter);
    return new Failed<T>(
            problem,
            retries(status, problem, refused.header("x-should-retry").orElse("")),
            wait.filter(Duration::isPositive),
            OVERLOADED.contains(status))
        .withStatus(status)
        .withCost(mayHaveWorked(status) ? Cost.IN_DOUBT : Cost.REFUSED);
  }

  /// How often to try again. The service's own word counts, but not against an empty account or a
  /// wrong key.
  private static int retries(int status, ModelException problem, String word) {
    if (word.equals("false") || LASTING.contains(problem.code())) {
      return 0;
    }
    if (problem.isRetryable()) {
      return Integer.MAX_VALUE;
    }
    return word.equals("true") || (status == 422 && problem.code().equals("bad-request"))
        ? RETRIES_OF_UNPROCESSABLE
        : 0;
  }

  private static boolean mayHaveWorked(int status) {
    return status == 408 || (status >= 500 && !OVERLOADED.contains(status));
  }

  private ModelException problem(int status, Complaint complaint, String model) {
    String said = said(status, complaint);
    if (status == 400 && complaint.isAboutTheKey()) {
      return unauthorized(said);
    }
    return switch (status) {
      case 401 -> unauthorized(said);
      case 403 -> forbidden(complaint, said);
      case 402 -> failure("quota", "wants to be paid first " + said + "; check plan and billing");
      case 404 ->
          failure(
              "not-found",
              ("knows no model or deployment '%s' at %s %s; check the node's deployment_name or"
                      + " model, and the connection's %s")
                  .formatted(model, address, said, place()));
      case 429 -> tooMany(complaint, said);
      case 408 -> passing("timeout", "gave up waiting for the request " + said);
      case 425 -> passing("unavailable", "was not ready for the request yet " + said);
      case 409 -> passing("unavailable", "was busy with something that conflicts " + said);
      default ->
          status >= 500
              ? passing("unavailable", "had a failure of its own " + said)
              : status >= 400 ? badRequest(complaint, said) : redirected(status);
    };
  }

  private ModelException unauthorized(String said) {
    return failure(
        "unauthorized",
        ("did not accept the key %s; check the connection's api_key and %s: 'pf connection update"
                + " --name \"%s\" --set api_key=…', or the variable %s")
            .formatted(
                said,
                addressField,
                connection.name(),
                ConnectionResolver.variableName(connection.name(), "api_key")));
  }

  private ModelException forbidden(Complaint complaint, String said) {
    return complaint.mentions("region") || complaint.mentions("country")
        ? failure(
            "unauthorized",
            "does not serve this region %s; check the connection's %s".formatted(said, place()))
        : unauthorized(said);
  }

  /// The fields that say where a model is.
  private String place() {
    return connection.type() == ConnectionType.AZURE_OPEN_AI
        ? addressField + " and api_version"
        : addressField;
  }

  private ModelException tooMany(Complaint complaint, String said) {
    if (complaint.isAboutMoney()) {
      return failure("quota", "has no quota left " + said + "; check plan and billing");
    }
    return passing("rate-limited", "had too many requests or tokens " + said);
  }

  private ModelException badRequest(Complaint complaint, String said) {
    if (complaint.isAboutMoney()) {
      return failure("quota", "has no quota left " + said + "; check plan and billing");
    }
    if (complaint.mentions("content_filter") || complaint.mentions("content management policy")) {
      return failure("content-filter", "refused the prompt by its content filter " + said);
    }
    if (complaint.isAboutLength()) {
      return failure(
          "bad-request",
          "found the prompt and max_tokens too long for the model "
              + said
              + "; shorten the prompt (chat history, context) or lower max_tokens");
    }
    if (complaint.mentions("api version") || complaint.mentions("api-version")) {
      return failure(
          "bad-request",
          "did not accept the request %s; check the connection's api_version".formatted(said));
    }
    return failure("bad-request", "did not accept the request " + said);
  }

  private ModelException redirected(int status) {
    return failure(
        "bad-reply",
        ("answered with a redirect (%d), which is never followed because the key would go"
                + " along; check the connection's %s")
            .formatted(status, addressField));
  }

  private String said(int status, Complaint complaint) {
    String message = safe.of(complaint.message());
    return message.isEmpty() ? "(%d)".formatted(status) : "(%d: %s)".formatted(status, message);
  }

  /// The failure that an exchange without a whole reply means.
  ///
  /// @throws IllegalStateException if the exchange was interrupted, which is no failure
  public <T> Failed<T> broken(BrokenExchange broken) {
    String what = String.valueOf(broken.getMessage());
    return switch (broken.kind()) {
      case NOT_CONNECTED ->
          Failed.<T>forNow(
                  passing("unavailable", what + "; check the connection's " + addressField))
              .withCost(Cost.NOT_SENT);
      case CROWDED -> Failed.<T>forNow(passing("unavailable", what)).withCost(Cost.NOT_SENT);
      case LOST -> inDoubt(passing("unavailable", what));
      case TIMEOUT ->
          broken.wasSent()
              ? inDoubt(passing("timeout", what))
              : Failed.<T>forGood(passing("timeout", what)).withCost(Cost.NOT_SENT);
      case NOT_TRUSTED -> Failed.<T>forGood(failure("unavailable", what)).withCost(Cost.NOT_SENT);
      case TOO_LARGE -> Failed.forGood(failure("bad-reply", what));
      case INTERRUPTED -> throw new IllegalStateException("an interrupted call is no failure");
    };
  }

  private static <T> Failed<T> inDoubt(ModelException problem) {
    return new Failed<T>(problem, RETRIES_IN_DOUBT, Optional.empty(), false)
        .withCost(Cost.IN_DOUBT);
  }

  /// As [#broken], when pieces of the reply were handed on already.
  public <T> Failed<T> brokenForGood(BrokenExchange broken) {
    ModelException problem = broken(broken).problem();
    return Failed.<T>forGood(problem).withCost(Cost.PAID);
  }

  /// An error object in the middle of a stream, or in a reply with status 200.
  public ModelException reported(String text) {
    var complaint = Complaint.in(text);
    String said = "(%s)".formatted(safe.of(complaint.message()));
    return complaint.mentions("content_filter")
        ? failure("content-filter", "broke off by its content filter " + said)
        : passing("unavailable", "broke off with an error " + said);
  }

  /// A prompt or an answer that the service's filter held back.
  public ModelException filtered(String reason) {
    return failure(
        "content-filter",
        "refused the prompt by its content filter (%s)".formatted(safe.of(reason)));
  }

  /// A reply, given by its body, that makes no sense.
  public ModelException unreadable(String body) {
    String start = body.stripLeading();
    if (start.isEmpty()) {
      return failure("bad-reply", "answered with an empty text");
    }
    return start.startsWith("<")
        ? failure(
            "bad-reply",
            "answered with a web page instead of JSON; check the connection's " + addressField)
        : failure(
            "bad-reply",
            "answered with something that is not a reply of %s: ".formatted(protocol)
                + safe.of(start.substring(0, Math.min(200, start.length()))));
  }

  /// A whole reply where a stream was asked for.
  public ModelException noStream(String contentType) {
    return failure(
        "bad-reply",
        "answered a request for a stream with something else (content type '%s')"
            .formatted(safe.of(contentType)));
  }

  /// A reply without an answer in it.
  public ModelException empty() {
    return failure("bad-reply", "answered without any choice");
  }

  /// An answer that does not say why it ended.
  public ModelException truncated() {
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
