package io.promptflow4j.core.tool.http;

import io.promptflow4j.core.model.provider.http.Exchange.Reply;
import io.promptflow4j.core.tool.ToolException;
import io.promptflow4j.core.tool.ToolException.Details;
import io.promptflow4j.core.tool.ToolException.Kind;
import io.promptflow4j.core.value.Images;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.JsonSyntaxException;
import io.promptflow4j.core.value.Value;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Makes a value of a reply, or says why there is none.
final class Incoming {

  private static final Pattern CHARSET =
      Pattern.compile("(?i)charset\\s*=\\s*\"?([A-Za-z0-9._:-]+)");
  private static final int MOST_SHOWN = 300;

  private Incoming() {}

  /// @throws ToolException if the status is not what was expected or the body not what was asked
  static Value value(HttpPlan plan, Outgoing request, Reply reply) {
    String asked = "%s %s".formatted(request.method(), request.address().shown());
    checkStatus(plan, asked, reply);
    return switch (plan.response()) {
      case JSON -> picture(reply).orElseGet(() -> json(asked, reply));
      case TEXT -> Value.of(text(asked, reply));
      case FULL -> full(asked, reply);
    };
  }

  private static void checkStatus(HttpPlan plan, String asked, Reply reply) {
    int status = reply.status();
    boolean good = plan.expected().isEmpty() ? status / 100 == 2 : plan.expected().contains(status);
    if (good) {
      return;
    }
    String where =
        status / 100 == 3 && reply.headers().firstValue("location").isPresent()
            ? plan.redirects() == 0
                ? "; redirects are not followed unless 'redirects' says how many"
                : "; that is more than the %d redirects that are followed"
                    .formatted(plan.redirects())
            : "";
    String said = new String(reply.body(), StandardCharsets.UTF_8).strip();
    throw failed(
        Kind.RAISED,
        "%s answered %d, but %s was expected%s%s"
            .formatted(
                asked,
                status,
                plan.expected().isEmpty() ? "200 to 299" : plan.expected(),
                where,
                said.isEmpty() ? "" : ": " + shortened(said)));
  }

  private static String shortened(String said) {
    String line = said.replaceAll("\\s+", " ");
    return line.length() <= MOST_SHOWN ? line : line.substring(0, MOST_SHOWN) + "…";
  }

  private static Value json(String asked, Reply reply) {
    String text = text(asked, reply);
    if (text.isBlank()) {
      return Value.Null.NULL;
    }
    try {
      return Json.read(text);
    } catch (JsonSyntaxException broken) {
      throw new ToolException(
          "%s gave no JSON (%s; its type is '%s'); write 'response: text' if it is none"
              .formatted(asked, broken.getMessage(), type(reply)),
          Details.of(Kind.NOT_DATA, "HttpRequest"),
          broken);
    }
  }

  private static Value full(String asked, Reply reply) {
    var headers = new LinkedHashMap<String, Value>();
    reply
        .headers()
        .map()
        .forEach((name, values) -> {
          if (!name.startsWith(":") && !name.equalsIgnoreCase("set-cookie")) {
            headers.put(name.toLowerCase(Locale.ROOT), Value.of(String.join(", ", values)));
          }
        });
    boolean isJson = type(reply).toLowerCase(Locale.ROOT).matches("[^;]*[/+]json\\b.*");
    var all = new LinkedHashMap<String, Value>();
    all.put("status", Value.of(reply.status()));
    all.put("headers", new Value.Mapping(headers));
    all.put(
        "body",
        picture(reply).orElseGet(() -> isJson ? json(asked, reply) : Value.of(text(asked, reply))));
    return new Value.Mapping(all);
  }

  /// A reply that says it is a picture and is one.
  private static Optional<Value> picture(Reply reply) {
    if (!type(reply).strip().toLowerCase(Locale.ROOT).startsWith("image/")) {
      return Optional.empty();
    }
    String mediaType = Images.sniff(reply.body());
    return mediaType.equals("image/*")
        ? Optional.empty()
        : Optional.of(
            Images.fromBytes(
                reply.body(), new Images.Reference(mediaType, Images.Form.BASE64, "")));
  }

  private static String type(Reply reply) {
    return reply.headers().firstValue("content-type").orElse("");
  }

  private static String text(String asked, Reply reply) {
    String coding = reply.headers().firstValue("content-encoding").orElse("identity");
    if (!coding.strip().equalsIgnoreCase("identity")) {
      throw failed(
          Kind.NOT_DATA,
          "%s answered compressed (%s), unasked".formatted(asked, shortened(coding)));
    }
    Matcher named = CHARSET.matcher(type(reply));
    try {
      Charset charset = named.find() ? Charset.forName(named.group(1)) : StandardCharsets.UTF_8;
      return charset.newDecoder().decode(ByteBuffer.wrap(reply.body())).toString();
    } catch (CharacterCodingException | IllegalArgumentException broken) {
      throw new ToolException(
          "%s gave no text (its type is '%s')".formatted(asked, type(reply)),
          Details.of(Kind.NOT_DATA, "HttpRequest"),
          broken);
    }
  }

  private static ToolException failed(Kind kind, String message) {
    return new ToolException(message, Details.of(kind, "HttpRequest"));
  }
}
