package io.promptflow4j.core.tool.http;

import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.PythonText;
import io.promptflow4j.core.value.Value;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;

/// A request as it is sent: a plan with its templates filled.
///
/// @param headers in any case of letters
record Outgoing(String method, Address address, SequencedMap<String, String> headers, String body) {

  private static final Set<String> ABOUT_CONTENT = Set.of("accept", "content-type", "user-agent");

  /// @throws IllegalArgumentException with what is wrong
  static Outgoing of(HttpPlan plan, Map<String, Value> variables) {
    var output = new UrlOutput();
    String url = plan.url().text(variables, output);
    boolean named = isNamed(plan.url().beginning()) || plan.url().isPlain();
    String query = query(plan, variables);
    Address address;
    try {
      address = Address.of(joined(url, query), named || output.beganWithConnection());
    } catch (IllegalArgumentException wrong) {
      throw new IllegalArgumentException("'url' " + wrong.getMessage(), wrong);
    }
    var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    headers.put("User-Agent", "promptflow4j");
    headers.put("Accept", plan.response() == HttpPlan.Form.JSON ? "application/json" : "*/*");
    String body = "";
    if (plan.body().isPresent()) {
      Value content = plan.body().get().fill(variables);
      boolean isText = content instanceof Value.Text;
      headers.put("Content-Type", isText ? "text/plain; charset=utf-8" : "application/json");
      body = content instanceof Value.Text(var text) ? text : Json.write(content);
    }
    plan.headers()
        .forEach((name, filling) -> headers.put(name, header(name, filling.fill(variables))));
    return new Outgoing(plan.method(), address, headers, body);
  }

  private static boolean isNamed(String beginning) {
    return beginning.matches("(?is)\\s*https?://[^/?#\\s]+[/?#].*");
  }

  private static String header(String name, Value value) {
    String text = text(value).strip();
    boolean good = text.chars().allMatch(c -> c == '\t' || (c >= ' ' && c != 0x7F && c <= 0xFF));
    if (!good) {
      throw new IllegalArgumentException(
          "header '%s' holds a line end or another sign that no header may hold".formatted(name));
    }
    return text;
  }

  private static String query(HttpPlan plan, Map<String, Value> variables) {
    var query = new StringBuilder();
    plan.query()
        .forEach((name, filling) -> {
          Value value = filling.fill(variables);
          List<Value> all = value instanceof Value.Sequence(var items) ? items : List.of(value);
          for (Value one : all) {
            if (!(one instanceof Value.Null)) {
              query
                  .append(query.isEmpty() ? "" : "&")
                  .append(UrlOutput.encoded(name))
                  .append('=')
                  .append(UrlOutput.encoded(text(one)));
            }
          }
        });
    return query.toString();
  }

  private static String joined(String url, String query) {
    if (query.isEmpty()) {
      return url;
    }
    int fragment = url.indexOf('#');
    String whole = fragment < 0 ? url : url.substring(0, fragment);
    return whole + (whole.contains("?") ? "&" : "?") + query;
  }

  /// As other programs write it: `true`, and JSON for what has parts.
  private static String text(Value value) {
    return switch (value) {
      case Value.Text(var text) -> text;
      case Value.Bool _, Value.Sequence _, Value.Mapping _, Value.Null _ -> Json.write(value);
      case Value.Whole _, Value.Decimal _, Value.Image _ -> PythonText.str(value);
    };
  }

  /// The request that a redirect asks for.
  ///
  /// @throws IllegalArgumentException if it leads to what is no address of a web service
  Outgoing redirected(int status, String location) {
    Address next;
    try {
      next = Address.of(address.uri().resolve(location.strip()).toString(), false);
    } catch (IllegalArgumentException wrong) {
      throw new IllegalArgumentException(
          "the address of the redirect " + wrong.getMessage(), wrong);
    }
    if ("https".equals(address.uri().getScheme()) && "http".equals(next.uri().getScheme())) {
      throw new IllegalArgumentException("the redirect leads from https to http");
    }
    boolean sameOrigin = next.isSameOrigin(address);
    var kept = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    headers.forEach((name, value) -> {
      if (sameOrigin || ABOUT_CONTENT.contains(name.toLowerCase(Locale.ROOT))) {
        kept.put(name, value);
      }
    });
    boolean again = status == 307 || status == 308 || method.equals("GET") || method.equals("HEAD");
    if (!again) {
      kept.remove("Content-Type");
    }
    return new Outgoing(
        again ? method : "GET",
        new Address(next.uri(), sameOrigin && address.named()),
        kept,
        again ? body : "");
  }
}
