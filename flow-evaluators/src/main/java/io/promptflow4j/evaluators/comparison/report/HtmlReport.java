package io.promptflow4j.evaluators.comparison.report;

import io.promptflow4j.core.source.Digest;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.evaluators.comparison.Comparison;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/// A comparison as one HTML page that needs nothing else: data, charts and style are in it, and it
/// asks no other address for anything.
///
/// Whatever stands in the data is shown as text and never becomes part of the page: it travels as
/// JSON whose `<` and `>` are escaped, and a content security policy lets no script run but the two
/// libraries and the page's own.
public final class HtmlReport {

  private static final String CHARTS =
      "META-INF/resources/webjars/echarts/5.3.1/dist/echarts.min.js";
  private static final String TABLE =
      "META-INF/resources/webjars/tabulator-tables/6.3.1/dist/js/tabulator.min.js";
  private static final String TABLE_STYLE =
      "META-INF/resources/webjars/tabulator-tables/6.3.1/dist/css/tabulator_simple.min.css";

  private HtmlReport() {}

  /// The page.
  public static String of(Comparison comparison) {
    String page = resource("page.html");
    String charts = library(CHARTS);
    String table = withoutMap(library(TABLE));
    String own = resource("page.js");
    String policy =
        "default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src %s %s %s"
            .formatted(hash(charts), hash(table), hash(own));
    return new Filling(page)
        .put("policy", policy)
        .put("title", escaped(comparison.title()))
        .put("table-style", withoutMap(library(TABLE_STYLE)))
        .put("style", resource("page.css"))
        .put("data", safe(Json.write(ComparisonJson.of(comparison))))
        .put("charts", charts)
        .put("table", table)
        .put("script", own)
        .page();
  }

  /// Fills the places `{{name}}` of the page, each once and in order, without reading what it has
  /// put in.
  private static final class Filling {
    private final StringBuilder filled = new StringBuilder();
    private String rest;

    Filling(String page) {
      rest = page;
    }

    Filling put(String name, String content) {
      String place = "{{" + name + "}}";
      int at = rest.indexOf(place);
      if (at < 0) {
        throw new IllegalStateException("the page has no place '%s' left".formatted(name));
      }
      filled.append(rest, 0, at).append(content);
      rest = rest.substring(at + place.length());
      return this;
    }

    String page() {
      return filled + rest;
    }
  }

  private static String safe(String json) {
    return json.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026");
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  /// Without the address of a map that the page could only fetch from elsewhere.
  private static String withoutMap(String code) {
    return code.replaceAll("(?m)^(//|/\\*)# sourceMappingURL=.*$", "");
  }

  private static String hash(String script) {
    byte[] digest = Digest.newDigest().digest(script.getBytes(StandardCharsets.UTF_8));
    return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
  }

  /// A file of a library, which stands in another jar and so in another module.
  private static String library(String name) {
    return text(name, HtmlReport.class.getClassLoader().getResourceAsStream(name));
  }

  private static String resource(String name) {
    return text(name, HtmlReport.class.getResourceAsStream(name));
  }

  private static String text(String name, @Nullable InputStream opened) {
    try (InputStream in = opened) {
      if (in == null) {
        throw new IllegalStateException("the resource '%s' is missing".formatted(name));
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
