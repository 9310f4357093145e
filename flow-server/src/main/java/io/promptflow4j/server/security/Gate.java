package io.promptflow4j.server.security;

import io.promptflow4j.server.api.Fault;
import io.promptflow4j.server.api.RequestId;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.http.HttpCookie;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/// Stands in front of all routes: names each request, and turns away what may not in, before
/// anything of its body is read.
public final class Gate extends Handler.Wrapper {

  /// Under this attribute a request carries its id.
  public static final String ID = "promptflow4j.request-id";

  /// Under this attribute a request carries its connection.
  public static final String END_POINT = "promptflow4j.end-point";

  /// Under this attribute a request carries its [Caller], once it is known who that is.
  public static final String CALLER = "promptflow4j.caller";

  /// The cookie of somebody who signed in on a page; it counts like a key if its content begins
  /// with [#SESSION_TOKEN].
  public static final String SESSION_COOKIE = "pf_session";

  /// How tokens of sessions begin, and nothing else.
  public static final String SESSION_TOKEN = "pfs_";

  private static final String CLAIM = "promptflow4j.claim";

  /// The refusals that are somebody's to know: not those of malformed requests.
  private static final Set<Integer> TOLD = Set.of(401, 403, 421, 429);

  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");
  private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");
  private static final int MOST_HEADERS = 64;
  private static final int LONGEST_ADDRESS = 4_096;

  /// What callers may see without a key: the page and its parts, and whether the server is well.
  private static final Set<String> OPEN =
      Set.of("/", "/health", "/version", "/favicon.ico", "/studio");

  private static final Set<String> OPEN_FOLDERS = Set.of("/assets/", "/studio/");

  /// What no flow runs for.
  private static final Set<String> CHEAP = Set.of("/", "/feedback");

  private final Whereabouts whereabouts;
  private final Optional<Callers> callers;
  private final Refusals refusals;
  private final WrongKeys wrongKeys;
  private final Admission admission;
  private final Shares shares;
  private final long largestBody;
  private final Finished finished;
  private final AtomicInteger inside = new AtomicInteger();
  private final AtomicBoolean closing = new AtomicBoolean();

  /// Is told of each request that got its answer.
  @FunctionalInterface
  public interface Finished {

    /// Nobody wants to know.
    Finished UNHEARD = (_, _, _, _) -> {};

    /// A request has ended.
    void request(String method, String path, int status, Duration took);
  }

  /// @param callers who may come in; anybody if empty
  public Gate(
      Whereabouts whereabouts,
      Optional<Callers> callers,
      Refusals refusals,
      WrongKeys wrongKeys,
      Admission admission,
      Shares shares,
      long largestBody,
      Finished finished) {
    this.whereabouts = whereabouts;
    this.callers = callers;
    this.refusals = refusals;
    this.wrongKeys = wrongKeys;
    this.admission = admission;
    this.shares = shares;
    this.largestBody = largestBody;
    this.finished = finished;
  }

  /// Lets no more calls in; those inside end.
  public void close() {
    closing.set(true);
  }

  /// Whether calls are still let in.
  public boolean isOpen() {
    return !closing.get();
  }

  /// How many requests are inside.
  public int inside() {
    return inside.get();
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    long begin = System.nanoTime();
    HttpFields headers = request.getHeaders();
    String id = RequestId.of(headers.get(RequestId.HEADER), headers.get(RequestId.CLIENT_HEADER));
    request.setAttribute(ID, id);
    request.setAttribute(END_POINT, request.getConnectionMetaData().getConnection().getEndPoint());
    greet(headers, response, id);
    String path = Request.getPathInContext(request);
    Callback counted =
        ending(
            callback,
            () ->
                finished.request(
                    request.getMethod(),
                    path,
                    response.getStatus(),
                    Duration.ofNanos(System.nanoTime() - begin)));
    if (request.getMethod().equals("OPTIONS")) {
      return preflight(headers, response, counted);
    }
    Optional<Fault> refusal = refusal(request, path);
    if (refusal.isPresent()) {
      note(request, path, refusal.get());
      return refuse(request, response, counted, refusal.get());
    }
    return isCall(request, path)
        ? call(request, response, counted)
        : super.handle(request, response, counted);
  }

  private void greet(HttpFields headers, Response response, String id) {
    HttpFields.Mutable answer = response.getHeaders();
    answer.put(RequestId.HEADER, id);
    String clientId = headers.get(RequestId.CLIENT_HEADER);
    if (clientId != null && RequestId.isHarmless(clientId)) {
      answer.put(RequestId.CLIENT_HEADER, clientId);
    }
    answer.put("X-Content-Type-Options", "nosniff");
    answer.put("Cross-Origin-Resource-Policy", "same-origin");
    answer.put("Referrer-Policy", "no-referrer");
    String origin = headers.get(HttpHeader.ORIGIN);
    if (origin != null && whereabouts.isListed(origin)) {
      answer.put("Access-Control-Allow-Origin", origin);
      answer.put("Access-Control-Expose-Headers", RequestId.HEADER);
      answer.put("Cross-Origin-Resource-Policy", "cross-origin");
      answer.put(HttpHeader.VARY, "Origin");
    }
  }

  private boolean preflight(HttpFields headers, Response response, Callback callback) {
    if (whereabouts.isListed(headers.get(HttpHeader.ORIGIN))) {
      response.getHeaders().put("Access-Control-Allow-Methods", "GET, POST");
      response
          .getHeaders()
          .put(
              "Access-Control-Allow-Headers",
              "authorization, content-type, x-request-id, x-session-id, azureml-model-deployment");
      response.getHeaders().put("Access-Control-Max-Age", "600");
    }
    response.getHeaders().put(HttpHeader.ALLOW, "GET, HEAD, POST, OPTIONS");
    response.setStatus(204);
    callback.succeeded();
    return true;
  }

  private Optional<Fault> refusal(Request request, String path) {
    HttpFields headers = request.getHeaders();
    String method = request.getMethod();
    if (!METHODS.contains(method)) {
      return fault(405, "method", "Method %s is not supported.".formatted(known(method)));
    }
    if (headers.size() > MOST_HEADERS) {
      return fault(431, "too-many-headers", "At most %d headers.".formatted(MOST_HEADERS));
    }
    if (request.getHttpURI().toString().length() > LONGEST_ADDRESS) {
      return fault(414, "long-address", "At most %d characters.".formatted(LONGEST_ADDRESS));
    }
    if (!whereabouts.isHost(request.getHttpURI().getHost())) {
      return fault(421, "wrong-host", "The server does not answer to this host name.");
    }
    if (!READING.contains(method)
        && !whereabouts.mayCall(
            headers.get(HttpHeader.ORIGIN),
            headers.get("Sec-Fetch-Site"),
            headers.get(HttpHeader.HOST))) {
      return fault(403, "foreign-origin", "Pages of other origins may not call the server.");
    }
    if (request.getLength() > largestBody) {
      return fault(413, "large-body", "The body may have at most %d bytes.".formatted(largestBody));
    }
    if (callers.isEmpty()) {
      request.setAttribute(CALLER, Caller.ANYBODY);
      return Optional.empty();
    }
    return isOpenTo(path) ? Optional.empty() : withoutKey(request, callers.get());
  }

  private static String known(String method) {
    return method.matches("[A-Z]{1,20}") ? method : "of that name";
  }

  /// Whether nobody asks who is there. What a route behind it needs is asked once more there.
  private static boolean isOpenTo(String path) {
    return OPEN.contains(path) || OPEN_FOLDERS.stream().anyMatch(path::startsWith);
  }

  private Optional<Fault> withoutKey(Request request, Callers known) {
    Optional<Caller> signedIn = signedIn(request, known);
    if (signedIn.isPresent()) {
      request.setAttribute(CALLER, signedIn.get());
      return Optional.empty();
    }
    String source = source(request);
    int wait = wrongKeys.waitSeconds(source);
    if (wait > 0) {
      return fault(429, "too-many-wrong-keys", "Too many wrong keys.")
          .map(fault -> fault.retryAfter(wait));
    }
    String said = request.getHeaders().get(HttpHeader.AUTHORIZATION);
    if (said == null || !said.regionMatches(true, 0, "Bearer ", 0, 7)) {
      return Optional.of(noKey());
    }
    return switch (known.of(said.substring(7).strip())) {
      case Callers.Answer.Known(Caller caller) -> {
        request.setAttribute(CALLER, caller);
        yield Optional.empty();
      }
      case Callers.Answer.Refused(String who, String reason) -> {
        wrongKeys.add(source);
        request.setAttribute(CLAIM, new Claim(who, reason));
        yield Optional.of(noKey());
      }
      case Callers.Answer.Unsure _ ->
          fault(503, "keys-out-of-reach", "Keys can't be looked up now.")
              .map(fault -> fault.retryAfter(5));
    };
  }

  /// Whoever a cookie says is there, unless a key says something else. A cookie that is worth
  /// nothing is no wrong key: browsers go on sending the one of before.
  private static Optional<Caller> signedIn(Request request, Callers known) {
    if (request.getHeaders().contains(HttpHeader.AUTHORIZATION)) {
      return Optional.empty();
    }
    return Request.getCookies(request).stream()
        .filter(cookie -> cookie.getName().equals(SESSION_COOKIE))
        .map(HttpCookie::getValue)
        .filter(token -> token != null && token.startsWith(SESSION_TOKEN))
        .findFirst()
        .flatMap(token ->
            known.of(token) instanceof Callers.Answer.Known(Caller caller)
                ? Optional.of(caller)
                : Optional.empty());
  }

  /// What is said to whoever has no key that counts, whyever it doesn't.
  static Fault noKey() {
    return Fault.of(401, "no-key", "Say a valid key: 'Authorization: Bearer KEY'.");
  }

  private String source(Request request) {
    return whereabouts.source(
        Request.getRemoteAddr(request), request.getHeaders().get(HttpHeader.X_FORWARDED_FOR));
  }

  /// What somebody claimed to be who was not let in.
  private record Claim(String who, String reason) {}

  private void note(Request request, String path, Fault fault) {
    if (!TOLD.contains(fault.status())) {
      return;
    }
    Claim claim =
        request.getAttribute(CLAIM) instanceof Claim said
            ? said
            : new Claim("unknown", fault.code());
    refusals.refused(
        new Refusals.Refusal(
            claim.who(),
            source(request),
            request.getMethod(),
            path,
            fault.status(),
            claim.reason(),
            String.valueOf(request.getAttribute(ID))));
  }

  private static Optional<Fault> fault(int status, String code, String message) {
    return Optional.of(Fault.of(status, code, message));
  }

  private static boolean isCall(Request request, String path) {
    return request.getMethod().equals("POST")
        && !CHEAP.contains(path)
        && !path.startsWith("/api/")
        && !(path.startsWith("/endpoints/") && path.endsWith("/feedback"));
  }

  private boolean call(Request request, Response response, Callback callback) throws Exception {
    inside.incrementAndGet();
    Callback leaving = ending(callback, inside::decrementAndGet);
    if (!isOpen()) {
      response.getHeaders().put(HttpHeader.CONNECTION, "close");
      Fault fault = Fault.of(503, "closing", "The server is shutting down.").retryAfter(1);
      return refuse(request, response, leaving, fault);
    }
    Caller known =
        request.getAttribute(CALLER) instanceof Caller somebody ? somebody : Caller.ANYBODY;
    String caller = known.name();
    if (!shares.enter(caller, known.quota().atOnce())) {
      Fault fault = Fault.of(429, "too-many-calls", "Your key has as many calls as it may.");
      return refuse(request, response, leaving, fault.retryAfter(1));
    }
    var share = new Share(shares, caller);
    Callback shared = ending(leaving, share::giveBack);
    long bytes = HeapRoom.of(request.getLength());
    return switch (admission.enter(bytes)) {
      case ENTERED -> admitted(request, share.endingWith(request, response), shared, share, bytes);
      case BUSY -> {
        Fault fault = Fault.of(503, "busy", "The server has as many calls as it takes.");
        yield refuse(request, response, shared, fault.retryAfter(1));
      }
      case SHORT_OF_MEMORY -> {
        Fault fault = Fault.of(503, "short-of-memory", "The server has no memory for more calls.");
        yield refuse(request, response, shared, fault.retryAfter(1));
      }
    };
  }

  private boolean admitted(
      Request request, Response response, Callback shared, Share share, long bytes)
      throws Exception {
    Callback callback = ending(shared, () -> admission.leave(bytes));
    boolean handled = false;
    try {
      handled = super.handle(request, response, callback);
    } finally {
      if (!handled) {
        admission.leave(bytes);
        share.giveBack();
        inside.decrementAndGet();
      }
    }
    return handled;
  }

  private static boolean refuse(
      Request request, Response response, Callback callback, Fault fault) {
    FaultWriter.write(request, response, callback, fault);
    return true;
  }

  private static Callback ending(Callback callback, Runnable end) {
    return new Callback.Nested(callback) {
      @Override
      public void succeeded() {
        end.run();
        super.succeeded();
      }

      @Override
      public void failed(@Nullable Throwable problem) {
        end.run();
        super.failed(problem);
      }
    };
  }
}
