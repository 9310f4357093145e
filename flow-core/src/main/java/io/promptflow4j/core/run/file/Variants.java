package io.promptflow4j.core.run.file;

import io.promptflow4j.core.definition.Written;
import io.promptflow4j.core.source.Diagnostics;
import io.promptflow4j.core.source.Place;
import io.promptflow4j.core.value.PythonText;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The key `variant`: `${node.variant}` as in prompt flow, a list of such texts, or a mapping of
/// nodes to variants.
final class Variants {

  private static final Pattern ONE =
      Pattern.compile("\\s*(?:\\$\\{\\s*([^{}]+?)\\s*}|([^{}$]+?))\\s*");

  private final FileFields fields;
  private final Diagnostics diagnostics;
  private final Map<String, String> chosen = new LinkedHashMap<>();

  Variants(FileFields fields, Diagnostics diagnostics) {
    this.fields = fields;
    this.diagnostics = diagnostics;
  }

  Map<String, String> read() {
    switch (fields.content(RunFileKey.VARIANT).orElse(null)) {
      case null -> {}
      case Written.Fields nodes -> chosen.putAll(fields.texts("variant", nodes));
      case Written.Items(var items, _) -> items.forEach(this::one);
      case Written.Scalar scalar -> one(scalar);
    }
    return chosen;
  }

  private void one(Written written) {
    if (!(written instanceof Written.Scalar(var value, Place place, _))) {
      fields.misshapen(written.place(), "variant", "'${node.variant}'");
      return;
    }
    String text = PythonText.str(value);
    Matcher matcher = ONE.matcher(text);
    String inner =
        !matcher.matches() ? "" : matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
    int dot = inner.indexOf('.');
    if (dot <= 0 || dot == inner.length() - 1) {
      diagnostics.error(
          "bad-setting", place, "variant: '%s' is not '${node.variant}'.".formatted(text));
    } else {
      chosen.put(inner.substring(0, dot), inner.substring(dot + 1));
    }
  }
}
