package io.promptflow4j.core.template.filter;

import io.promptflow4j.core.template.function.Builtins;
import io.promptflow4j.core.template.function.Call;
import io.promptflow4j.core.template.operation.Iterating;
import io.promptflow4j.core.template.operation.Markup;
import io.promptflow4j.core.template.operation.Printing;
import io.promptflow4j.core.template.operation.Texts;
import io.promptflow4j.core.template.python.PyDict;
import io.promptflow4j.core.template.python.PyError;
import io.promptflow4j.core.template.python.PyObject;
import io.promptflow4j.core.template.python.PyText;
import io.promptflow4j.core.template.python.PyUndefined;
import io.promptflow4j.core.template.writing.Entities;
import io.promptflow4j.core.template.writing.Links;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.IntSupplier;

/// Filters that make or take apart HTML and addresses.
final class HtmlFilters {

  static final Builtins TABLE =
      new Builtins()
          .add("escape e", "", call -> Markup.escape(call.self(), call.rendering()))
          .add("forceescape", "", call -> PyText.markup(Markup.escape(call.text())))
          .add("safe", "", call -> PyText.markup(call.text()))
          .add("striptags", "", HtmlFilters::stripTags)
          .add("urlencode", "", HtmlFilters::urlEncode)
          .add(
              "urlize",
              "trim_url_limit? nofollow? target? rel? extra_schemes?",
              HtmlFilters::urlize)
          .add("xmlattr", "autospace?", HtmlFilters::attributes);

  private HtmlFilters() {}

  private static PyObject stripTags(Call call) {
    String text = call.text();
    call.rendering().chargeText(text.length() * 2L);
    String bare = withoutTags(withoutComments(text));
    return PyText.of(Entities.resolve(String.join(" ", Texts.splitSpaces(bare, -1))));
  }

  private static String withoutComments(String text) {
    return without(text, "<!--", "-->");
  }

  private static String withoutTags(String text) {
    return without(text, "<", ">");
  }

  private static String without(String text, String open, String close) {
    var out = new StringBuilder();
    int at = 0;
    while (true) {
      int start = text.indexOf(open, at);
      int end = start < 0 ? -1 : text.indexOf(close, start + open.length());
      if (end < 0) {
        return out.append(text, at, text.length()).toString();
      }
      out.append(text, at, start);
      at = end + close.length();
    }
  }

  private static PyObject urlEncode(Call call) {
    PyObject self = call.self();
    List<PyObject> pairs = new ArrayList<>();
    if (self instanceof PyText || !Iterating.isIterable(self)) {
      return PyText.of(quote(call.text(), false, call));
    }
    if (self instanceof PyDict dict) {
      pairs = dict.pairs();
    } else {
      pairs.addAll(Iterating.list(self, call.rendering()));
    }
    var out = new ArrayList<String>();
    for (PyObject pair : pairs) {
      List<PyObject> parts = Iterating.list(pair, call.rendering());
      if (parts.size() != 2) {
        throw PyError.value("'urlencode' needs a text, a mapping or pairs of name and value");
      }
      String name = quote(Printing.str(parts.get(0), call.rendering()), true, call);
      out.add(name + "=" + quote(Printing.str(parts.get(1), call.rendering()), true, call));
    }
    return PyText.of(String.join("&", out));
  }

  private static String quote(String text, boolean forQuery, Call call) {
    call.rendering().chargeText(text.length() * 3L);
    var out = new StringBuilder(text.length() + 16);
    for (byte one : text.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (one & 0xff);
      boolean plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      if (plain || "_.-~".indexOf(c) >= 0 || (c == '/' && !forQuery)) {
        out.append(c);
      } else if (c == ' ' && forQuery) {
        out.append('+');
      } else {
        out.append("%%%02X".formatted((int) c));
      }
    }
    return out.toString();
  }

  private static PyObject urlize(Call call) {
    var rel = new TreeSet<>(Texts.splitSpaces(call.text(3, ""), -1));
    rel.add("noopener");
    if (call.truth(1, false)) {
      rel.add("nofollow");
    }
    var schemes = new ArrayList<String>();
    if (call.has(4)) {
      Iterating.list(call.get(4), call.rendering())
          .forEach(scheme -> schemes.add(call.asText(scheme).text()));
    }
    IntSupplier limit = () -> call.has(0) ? call.whole(0, 0) : Integer.MAX_VALUE;
    String target = call.has(2) ? " target=\"" + Markup.escape(call.text(2)) + '"' : "";
    var links =
        new Links(
            limit,
            " rel=\"" + Markup.escape(String.join(" ", rel)) + '"',
            target,
            List.copyOf(schemes));
    String escaped = Markup.escape(call.self(), call.rendering()).text();
    call.rendering().chargeText(escaped.length() * 2L);
    String linked = links.in(escaped);
    call.rendering().chargeText(linked.length());
    return PyText.of(linked);
  }

  private static PyObject attributes(Call call) {
    if (!(call.self() instanceof PyDict dict)) {
      throw PyError.type("'xmlattr' needs a mapping, but got %s", call.self().kind());
    }
    var out = new StringBuilder();
    List<PyObject> keys = dict.keys();
    List<PyObject> values = dict.values();
    for (int i = 0; i < keys.size(); i++) {
      PyObject value = values.get(i);
      if (value instanceof PyObject.None || value instanceof PyUndefined) {
        continue;
      }
      String name = Markup.escape(keys.get(i), call.rendering()).text();
      String shown = Markup.escape(value, call.rendering()).text();
      out.append(out.isEmpty() ? "" : " ").append(name).append("=\"").append(shown).append('"');
      call.rendering().limitText(out.length());
    }
    boolean spaced = !out.isEmpty() && call.truth(0, true);
    return PyText.of(spaced ? " " + out : out.toString());
  }
}
