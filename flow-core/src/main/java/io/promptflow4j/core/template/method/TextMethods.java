package io.promptflow4j.core.template.method;

import io.promptflow4j.core.template.function.Builtin;
import io.promptflow4j.core.template.function.Builtins;
import io.promptflow4j.core.template.function.Call;
import io.promptflow4j.core.template.operation.Iterating;
import io.promptflow4j.core.template.operation.Markup;
import io.promptflow4j.core.template.operation.TextCases;
import io.promptflow4j.core.template.operation.Texts;
import io.promptflow4j.core.template.python.Arguments;
import io.promptflow4j.core.template.python.PyDict;
import io.promptflow4j.core.template.python.PyError;
import io.promptflow4j.core.template.python.PyNumber;
import io.promptflow4j.core.template.python.PyObject;
import io.promptflow4j.core.template.python.PyText;
import io.promptflow4j.core.template.python.PyTuple;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/// Methods of texts.
final class TextMethods {

  static final Builtins TABLE =
      new Builtins()
          .add("upper", "", change(TextCases::upper))
          .add("lower", "", change(TextCases::lower))
          .add("casefold", "", change(TextCases::caseFold))
          .add("title", "", change(TextCases::title))
          .add("capitalize", "", change(TextCases::capitalize))
          .add("swapcase", "", change(TextCases::swapCase))
          .add("strip", "chars?", call -> strip(call, true, true))
          .add("lstrip", "chars?", call -> strip(call, true, false))
          .add("rstrip", "chars?", call -> strip(call, false, true))
          .add("center", "width fillchar?", call -> TextPadding.center(call))
          .add("ljust", "width fillchar?", call -> TextPadding.just(call, true))
          .add("rjust", "width fillchar?", call -> TextPadding.just(call, false))
          .add("zfill", "width", TextPadding::zeroFill)
          .add("expandtabs", "tabsize?", TextPadding::expandTabs)
          .add("split", "sep? maxsplit?", call -> TextSplitting.split(call, false))
          .add("rsplit", "sep? maxsplit?", call -> TextSplitting.split(call, true))
          .add("splitlines", "keepends?", TextSplitting::lines)
          .add("partition", "sep", call -> TextSplitting.partition(call, false))
          .add("rpartition", "sep", call -> TextSplitting.partition(call, true))
          .add("join", "iterable", TextMethods::join)
          .add("replace", "old new count?", TextMethods::replace)
          .add("removeprefix", "prefix", call -> removeEnd(call, true))
          .add("removesuffix", "suffix", call -> removeEnd(call, false))
          .add("startswith", "prefix start? end?", call -> TextSearch.ends(call, true))
          .add("endswith", "suffix start? end?", call -> TextSearch.ends(call, false))
          .add("find", "sub start? end?", call -> TextSearch.find(call, false, false))
          .add("rfind", "sub start? end?", call -> TextSearch.find(call, true, false))
          .add("index", "sub start? end?", call -> TextSearch.find(call, false, true))
          .add("rindex", "sub start? end?", call -> TextSearch.find(call, true, true))
          .add("count", "sub start? end?", TextSearch::count)
          .add("format", "*", call -> TextFormat.format(call.selfText(), call.arguments(), call))
          .add("format_map", "mapping", TextMethods::formatMap)
          .add("translate", "table", TextMethods::translate)
          .add("encode maketrans", "*", TextMethods::refuse)
          .add("isalnum", "", check(TextKinds::isAlphanumeric))
          .add("isalpha", "", check(TextKinds::isAlphabetic))
          .add("isascii", "", check(TextKinds::isAscii))
          .add("isdecimal", "", check(TextKinds::isDecimal))
          .add("isdigit", "", check(TextKinds::isDigit))
          .add("isidentifier", "", check(TextKinds::isIdentifier))
          .add("islower", "", check(TextKinds::isLower))
          .add("isnumeric", "", check(TextKinds::isNumeric))
          .add("isprintable", "", check(TextKinds::isPrintable))
          .add("isspace", "", check(TextKinds::isSpace))
          .add("istitle", "", check(TextKinds::isTitle))
          .add("isupper", "", check(TextKinds::isUpper));

  private TextMethods() {}

  private static Builtin.Body change(UnaryOperator<String> change) {
    return call -> {
      PyText text = call.selfText();
      call.rendering().chargeText(text.text().length());
      return text.with(change.apply(text.text()));
    };
  }

  private static Builtin.Body check(Predicate<String> check) {
    return call -> {
      call.rendering().charge(call.selfText().text().length() >> 3);
      return PyNumber.Bool.of(check.test(call.selfText().text()));
    };
  }

  private static PyObject strip(Call call, boolean left, boolean right) {
    PyText text = call.selfText();
    call.rendering().charge(text.text().length() >> 3);
    return text.with(
        call.has(0)
            ? Texts.strip(text.text(), call.text(0), left, right)
            : Texts.stripSpaces(text.text(), left, right));
  }

  private static PyObject join(Call call) {
    PyText separator = call.selfText();
    var out = new StringBuilder();
    int index = 0;
    for (PyObject item : Iterating.list(call.get(0), call.rendering())) {
      if (!(item instanceof PyText part)) {
        throw PyError.type(
            "'join' needs texts, but item %d is %s; use the filter |join, which converts",
            index, item.kind());
      }
      out.append(index == 0 ? "" : separator.text());
      out.append(Markup.argument(separator, part));
      call.rendering().limitText(out.length());
      index++;
    }
    return separator.with(out.toString());
  }

  private static PyObject replace(Call call) {
    PyText text = call.selfText();
    String old = Markup.argument(text, call.asText(call.get(0)));
    String with = Markup.argument(text, call.asText(call.get(1)));
    return text.with(Texts.replace(text.text(), old, with, call.whole(2, -1), call.rendering()));
  }

  private static PyObject removeEnd(Call call, boolean start) {
    PyText text = call.selfText();
    String end = call.text(0);
    if (start && text.text().startsWith(end)) {
      return text.with(text.text().substring(end.length()));
    }
    if (!start && !end.isEmpty() && text.text().endsWith(end)) {
      return text.with(text.text().substring(0, text.text().length() - end.length()));
    }
    return text;
  }

  private static PyObject formatMap(Call call) {
    var keywords = new LinkedHashMap<String, PyObject>();
    List<PyObject> keys = call.get(0) instanceof PyDict dict ? dict.keys() : List.of();
    for (PyObject key : keys) {
      if (key instanceof PyText name) {
        keywords.put(name.text(), Attributes.item(call.get(0), name, call.rendering()));
      }
    }
    return TextFormat.format(call.selfText(), new Arguments(List.of(), keywords), call);
  }

  private static PyObject translate(Call call) {
    if (!(call.get(0) instanceof PyDict table)) {
      throw PyError.type("'translate' needs a mapping of character numbers");
    }
    var out = new StringBuilder();
    call.selfText()
        .text()
        .codePoints()
        .forEach(point -> {
          PyObject mapped = table.get(PyNumber.Int.of(point));
          call.rendering().limitText(out.length());
          switch (mapped) {
            case null -> out.appendCodePoint(point);
            case PyText text -> out.append(text.text());
            case PyNumber.Int(var number) when number.bitLength() <= 20 ->
                out.appendCodePoint(number.intValue());
            case PyObject.None _ -> {}
            default -> throw PyError.type("'translate' maps to texts, numbers or None");
          }
        });
    return PyText.of(out.toString());
  }

  private static PyObject refuse(Call call) {
    throw new PyError(
        PyError.Kind.REFUSED,
        "'%s' makes bytes or tables that a prompt has no use for; use |replace or |urlencode"
            .formatted(call.name()));
  }

  /// Texts as a list.
  static List<PyObject> objects(PyText like, List<String> texts) {
    var objects = new ArrayList<PyObject>(texts.size());
    texts.forEach(text -> objects.add(like.with(text)));
    return objects;
  }

  static PyObject tuple(PyText like, String... texts) {
    return PyTuple.of(objects(like, List.of(texts)));
  }
}
