package io.promptflow4j.core.tool.http;

import io.promptflow4j.core.model.connection.Connection;
import io.promptflow4j.core.model.provider.http.BrokenExchange;
import io.promptflow4j.core.model.provider.http.Exchange.Reply;
import io.promptflow4j.core.tool.Argument;
import io.promptflow4j.core.tool.Tool;
import io.promptflow4j.core.tool.ToolCall;
import io.promptflow4j.core.tool.ToolException;
import io.promptflow4j.core.tool.ToolException.Details;
import io.promptflow4j.core.tool.ToolException.Kind;
import io.promptflow4j.core.tool.ToolParameter;
import io.promptflow4j.core.tool.ToolResult;
import io.promptflow4j.core.tool.ToolResult.InnerCall;
import io.promptflow4j.core.tool.ToolSignature;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.core.value.ValueType;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Sends one request and makes a value of the reply.
final class HttpTool implements Tool {

  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

  private final HttpPlan plan;
  private final HttpTools clients;
  private final ToolSignature signature;

  HttpTool(HttpPlan plan, HttpTools clients) {
    this.plan = plan;
    this.clients = clients;
    List<ToolParameter> parameters =
        plan.variables().values().stream()
            .map(variable -> new ToolParameter(variable.name(), List.of(), !variable.optional()))
            .toList();
    this.signature =
        new ToolSignature(
            "http " + plan.method(),
            plan.written(),
            parameters,
            false,
            false,
            plan.response() == HttpPlan.Form.TEXT
                ? Optional.of(ValueType.STRING)
                : Optional.empty());
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
    Optional<Connection> connection = connection(call);
    var variables = new LinkedHashMap<String, Value>();
    call.arguments()
        .forEach((name, argument) -> {
          if (argument instanceof Argument.Data(var value)) {
            variables.put(name, value);
          }
        });
    connection.ifPresent(one -> variables.put(HttpPlan.CONNECTION, HttpTools.fields(one)));
    long deadline = System.nanoTime() + call.limit().toNanos();
    var spans = new ArrayList<InnerCall>();
    try {
      Outgoing request = Outgoing.of(plan, variables);
      Reply reply = exchanged(request, connection, deadline, spans);
      for (int hop = 0; REDIRECTS.contains(reply.status()) && hop < plan.redirects(); hop++) {
        Optional<String> location = reply.headers().firstValue("location");
        if (location.isEmpty()) {
          break;
        }
        request = request.redirected(reply.status(), location.get());
        reply = exchanged(request, connection, deadline, spans);
      }
      Value value = Incoming.value(plan, request, reply);
      return new ToolResult(value, List.of(), new LinkedHashMap<>(), spans);
    } catch (IllegalArgumentException wrong) {
      throw new ToolException(
          String.valueOf(wrong.getMessage()), Details.of(Kind.NOT_CALLED, "HttpRequest"), wrong);
    }
  }

  private static Optional<Connection> connection(ToolCall call) {
    return call.arguments().get(HttpPlan.CONNECTION) instanceof Argument.Connected(var found, var _)
        ? Optional.of(found)
        : Optional.empty();
  }

  private Reply exchanged(
      Outgoing request, Optional<Connection> connection, long deadline, List<InnerCall> spans)
      throws InterruptedException {
    Instant start = Instant.now();
    boolean named = request.address().named();
    try (var client =
        clients.client(
            request.address().origin(),
            reach(named, connection),
            named ? connection.flatMap(one -> one.setting("ca_file")) : Optional.empty(),
            plan.maxBytes(),
            named)) {
      Reply reply =
          client
              .http()
              .exchange(deadline)
              .fetch(
                  request.method(),
                  request.address().uri(),
                  request.headers(),
                  request.body().getBytes(StandardCharsets.UTF_8));
      spans.add(span(request, start, reply));
      return reply;
    } catch (BrokenExchange broken) {
      throw failure(request, broken);
    }
  }

  /// Private addresses are for those whom the flow file or the connection names, if at all.
  private String reach(boolean named, Optional<Connection> connection) {
    if (!plan.reach().isEmpty()) {
      return plan.reach().equals("false") && !named ? "never" : plan.reach();
    }
    return named
        ? connection.flatMap(one -> one.setting("allow_private_address")).orElse("false")
        : "never";
  }

  private static ToolException failure(Outgoing request, BrokenExchange broken)
      throws InterruptedException {
    Kind kind =
        switch (broken.kind()) {
          case INTERRUPTED -> throw new InterruptedException();
          case TIMEOUT -> Kind.TIMEOUT;
          case TOO_LARGE -> Kind.TOO_LARGE;
          case NOT_CONNECTED, NOT_TRUSTED, CROWDED, LOST -> Kind.RAISED;
        };
    return new ToolException(
        "%s %s: the service %s"
            .formatted(request.method(), request.address().shown(), broken.getMessage()),
        Details.of(kind, "HttpRequest"),
        broken);
  }

  private static InnerCall span(Outgoing request, Instant start, Reply reply) {
    var told = new LinkedHashMap<String, Value>();
    told.put("status", Value.of(reply.status()));
    reply.headers().firstValue("content-type").ifPresent(type -> told.put("type", Value.of(type)));
    told.put("bytes", Value.of(reply.body().length));
    return new InnerCall(
        request.method(),
        "Function",
        start,
        Instant.now(),
        Map.of("url", Value.of(request.address().shown())),
        new Value.Mapping(told),
        "",
        List.of());
  }
}
