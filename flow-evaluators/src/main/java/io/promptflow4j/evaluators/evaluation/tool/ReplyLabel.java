package io.promptflow4j.evaluators.evaluation.tool;

import io.promptflow4j.core.value.Value;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The label that a judge's reply states, of those that there are.
///
/// A reply is JSON with the label under a key, or prose: a label alone, alone on its last line,
/// after `verdict:` and the like, or the only one that occurs. Case and marks around it don't
/// count.
record ReplyLabel(List<String> labels, String key) {

  private static final List<String> KEYS = List.of("label", "verdict", "answer", "result");

  private static final Pattern STATED =
      Pattern.compile(
          "(?i)\\b(?:label|verdict|answer|result|decision)\\b[\\s*_`\"']{0,4}(?::|=|\\bis\\b)(?<rest>[^\\n]{1,200})");

  ReplyLabel {
    labels = List.copyOf(labels);
  }

  Optional<String> of(JudgeTools.Judgement judgement) {
    if (judgement.object().isPresent()) {
      return judgement
          .field(key)
          .or(() -> KEYS.stream().flatMap(other -> judgement.field(other).stream()).findFirst())
          .flatMap(value -> alone(written(value)));
    }
    String text = judgement.text();
    return alone(text)
        .or(() -> alone(text.substring(text.lastIndexOf('\n') + 1)))
        .or(() -> stated(text))
        .or(() -> onlyOneIn(text));
  }

  private static String written(Value value) {
    return value instanceof Value.Bool truth ? String.valueOf(truth.isTrue()) : Given.textOf(value);
  }

  private Optional<String> stated(String text) {
    Optional<String> found = Optional.empty();
    Matcher matcher = STATED.matcher(text);
    while (matcher.find()) {
      String rest = matcher.group("rest");
      Optional<String> last = alone(rest).or(() -> startOf(rest)).or(() -> onlyOneIn(rest));
      found = last.isPresent() ? last : found;
    }
    return found;
  }

  private Optional<String> alone(String text) {
    String bare = text.replaceAll("^[\\s\\p{Punct}]+|[\\s\\p{Punct}]+$", "");
    return labels.stream()
        .filter(label -> label.equalsIgnoreCase(bare) || label.equalsIgnoreCase(text.strip()))
        .findFirst();
  }

  private Optional<String> startOf(String text) {
    String bare = text.replaceAll("^[\\s\\p{Punct}]+", "");
    return labels.stream().filter(label -> word("^", label).matcher(bare).find()).findFirst();
  }

  private Optional<String> onlyOneIn(String text) {
    Set<String> found = new LinkedHashSet<>();
    for (String label : labels) {
      if (word("(?<![\\p{L}\\p{N}])", label).matcher(text).find()) {
        found.add(label);
      }
    }
    return found.size() == 1 ? found.stream().findFirst() : Optional.empty();
  }

  private static Pattern word(String before, String label) {
    return Pattern.compile("(?iu)" + before + Pattern.quote(label) + "(?![\\p{L}\\p{N}])");
  }
}
