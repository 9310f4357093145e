package io.promptflow4j.core.tool.builtin;

import io.promptflow4j.core.model.connection.Connection;
import io.promptflow4j.core.model.provider.http.BrokenExchange;
import io.promptflow4j.core.model.provider.http.Exchange.Reply;
import io.promptflow4j.core.tool.ToolCall;
import io.promptflow4j.core.tool.ToolException;
import io.promptflow4j.core.tool.ToolException.Details;
import io.promptflow4j.core.tool.ToolException.Kind;
import io.promptflow4j.core.tool.http.HttpTools;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.JsonSyntaxException;
import io.promptflow4j.core.value.Value;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// One question to a service that answers with JSON.
///
/// @param what how messages call the service
record ServiceAsked(String what, HttpTools http, Connection connection, ToolCall call) {

  private static final long MOST_BYTES = 16L * 1024 * 1024;
  private static final int MOST_SHOWN = 300;

  Value answer(String method, URI address, Map<String, String> headers, String body)
      throws InterruptedException {
    URI origin = URI.create(address.getScheme() + "://" + address.getRawAuthority());
    try (var client =
        http.client(
            origin,
            connection.setting("allow_private_address").orElse("false"),
            connection.setting("ca_file"),
            MOST_BYTES,
            true)) {
      Reply reply =
          client
              .http()
              .exchange(System.nanoTime() + call.limit().toNanos())
              .fetch(method, address, headers, body.getBytes(StandardCharsets.UTF_8));
      String text = new String(reply.body(), StandardCharsets.UTF_8);
      if (reply.status() / 100 != 2) {
        String said = text.strip().replaceAll("\\s+", " ");
        throw failed(
            Kind.RAISED,
            "answered %d: %s"
                .formatted(reply.status(), said.substring(0, Math.min(said.length(), MOST_SHOWN))));
      }
      return Json.read(text);
    } catch (JsonSyntaxException _) {
      throw failed(Kind.NOT_DATA, "answered what is no JSON");
    } catch (BrokenExchange broken) {
      throw switch (broken.kind()) {
        case INTERRUPTED -> throw new InterruptedException();
        case TIMEOUT -> failed(Kind.TIMEOUT, String.valueOf(broken.getMessage()));
        case TOO_LARGE -> failed(Kind.TOO_LARGE, String.valueOf(broken.getMessage()));
        case NOT_CONNECTED, NOT_TRUSTED, CROWDED, LOST ->
            failed(Kind.RAISED, String.valueOf(broken.getMessage()));
      };
    }
  }

  private ToolException failed(Kind kind, String message) {
    return new ToolException("%s %s".formatted(what, message), Details.of(kind, "Service"));
  }
}
