package io.promptflow4j.evaluators.metric.matching;

import io.promptflow4j.evaluators.metric.Score;
import java.util.List;
import java.util.Locale;

/// Whether a text is, holds, starts or ends with another. Each check is 1 or 0, higher is better.
///
/// White space around a text doesn't count for equality, start and end, because models add it and
/// nobody means it. [#IGNORING_CASE] `equal` is the accuracy of prompt flow's `eval-basic` and
/// `eval-classification-accuracy`, line by line (those compare without stripping).
public enum TextMatch {
  EXACT {
    @Override
    String cased(String text) {
      return text;
    }
  },
  IGNORING_CASE {
    @Override
    String cased(String text) {
      return text.toLowerCase(Locale.ROOT);
    }
  };

  abstract String cased(String text);

  public Score equal(String text, String expected) {
    return Score.of(cased(text.strip()).equals(cased(expected.strip())));
  }

  public Score startsWith(String text, String start) {
    return Score.of(cased(text.strip()).startsWith(cased(start.strip())));
  }

  public Score endsWith(String text, String end) {
    return Score.of(cased(text.strip()).endsWith(cased(end.strip())));
  }

  public Score contains(String text, String part) {
    return containsAll(text, List.of(part));
  }

  /// 1 if the text holds every part; not scored without parts.
  public Score containsAll(String text, List<String> parts) {
    String cased = cased(text);
    return parts.isEmpty()
        ? Score.notScored("there is nothing to look for")
        : Score.of(parts.stream().allMatch(part -> cased.contains(cased(part))));
  }

  /// 1 if the text holds at least one of the parts; not scored without parts.
  public Score containsAny(String text, List<String> parts) {
    String cased = cased(text);
    return parts.isEmpty()
        ? Score.notScored("there is nothing to look for")
        : Score.of(parts.stream().anyMatch(part -> cased.contains(cased(part))));
  }

  /// The share of the parts that the text holds, from 0 to 1.
  public Score shareContained(String text, List<String> parts) {
    String cased = cased(text);
    long held = parts.stream().filter(part -> cased.contains(cased(part))).count();
    return parts.isEmpty()
        ? Score.notScored("there is nothing to look for")
        : Score.of((double) held / parts.size());
  }
}
