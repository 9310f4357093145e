package io.promptflow4j.core.model.connection;

import io.promptflow4j.core.value.Value;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/// Takes secrets out of texts that people will see.
///
/// It is for texts that others wrote: what a tool printed or returned, the message of a library's
/// exception, a service's complaint. Besides the plain secret it knows the common ways of writing
/// one: quoted, base64, hexadecimal, percent-encoded.
///
/// A secret of four to seven characters counts only where no letter or digit stands beside it; a
/// shorter one only as a word of a text, or as all that a value says. Words that stand in every
/// file of settings (`true`, `none`, `test` …) and short numbers are no secrets.
public final class Redaction {

  /// What stands in place of a secret.
  public static final String MASK = "******";

  /// Nothing is secret.
  public static final Redaction NONE = new Redaction(0, List.of(), List.of());

  private static final int SHORTEST = 4;
  private static final int SHORTEST_INSIDE_WORDS = 8;
  private static final Set<String> EVERYDAY =
      Set.of(
          "true", "false", "yes", "no", "on", "off", "none", "null", "empty", "dummy", "fake",
          "test");

  private static final Comparator<String> LONGEST_FIRST =
      Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder());

  private final int count;

  /// Longest first, so that a secret within another one leaves nothing of it.
  private final List<String> forms;

  private final List<String> tiny;

  private Redaction(int count, List<String> forms, List<String> tiny) {
    this.count = count;
    this.forms = forms;
    this.tiny = tiny;
  }

  /// A redaction of all secrets of `connections`.
  public static Redaction of(Collection<Connection> connections) {
    return ofSecrets(
        connections.stream()
            .flatMap(connection -> connection.secrets().values().stream())
            .map(Secret::reveal)
            .toList());
  }

  /// A redaction of some secrets.
  public static Redaction ofSecrets(Collection<String> secrets) {
    var known = new LinkedHashSet<String>();
    var forms = new TreeSet<>(LONGEST_FIRST);
    var tiny = new LinkedHashSet<String>();
    for (String secret : secrets) {
      String bare = secret.strip();
      if (isSecret(bare) && known.add(secret)) {
        if (bare.length() < SHORTEST) {
          tiny.add(bare);
        } else {
          forms.addAll(SecretForms.of(secret));
        }
      }
    }
    return known.isEmpty()
        ? NONE
        : new Redaction(known.size(), List.copyOf(forms), List.copyOf(tiny));
  }

  /// A redaction of these secrets and those of `other`.
  public Redaction and(Redaction other) {
    if (isEmpty() || other.isEmpty()) {
      return isEmpty() ? other : this;
    }
    var allForms = new TreeSet<>(LONGEST_FIRST);
    allForms.addAll(forms);
    allForms.addAll(other.forms);
    var allTiny = new LinkedHashSet<>(tiny);
    allTiny.addAll(other.tiny);
    return new Redaction(count + other.count, List.copyOf(allForms), List.copyOf(allTiny));
  }

  private static boolean isSecret(String text) {
    boolean shortNumber = text.length() < SHORTEST && text.matches("[\\d.+-]*");
    return !text.isEmpty() && !shortNumber && !EVERYDAY.contains(text.toLowerCase(Locale.ROOT));
  }

  /// Whether there is nothing to take out of any text.
  public boolean isEmpty() {
    return count == 0;
  }

  /// `text` without the secrets; the same object if there are none in it.
  public String in(String text) {
    String clean = withoutForms(text);
    for (String secret : tiny) {
      clean = withoutWord(clean, secret);
    }
    return clean;
  }

  private String withoutForms(String text) {
    String clean = text;
    for (String form : forms) {
      clean =
          form.length() < SHORTEST_INSIDE_WORDS
              ? withoutWord(clean, form)
              : clean.replace(form, MASK);
    }
    return clean;
  }

  private static String withoutWord(String text, String word) {
    int found = text.indexOf(word);
    if (found < 0) {
      return text;
    }
    var clean = new StringBuilder();
    int done = 0;
    while (found >= 0) {
      int end = found + word.length();
      if (isEdge(text, found - 1) && isEdge(text, end)) {
        clean.append(text, done, found).append(MASK);
        done = end;
        found = text.indexOf(word, end);
      } else {
        found = text.indexOf(word, found + 1);
      }
    }
    return done == 0 ? text : clean.append(text, done, text.length()).toString();
  }

  private static boolean isEdge(String text, int at) {
    return at < 0 || at >= text.length() || !Character.isLetterOrDigit(text.charAt(at));
  }

  /// `value` without the secrets in its texts and keys; the same object if there are none in it.
  public Value in(Value value) {
    if (isEmpty()) {
      return value;
    }
    return switch (value) {
      case Value.Text(var text) -> {
        String clean = inValue(text);
        yield clean.equals(text) ? value : Value.of(clean);
      }
      case Value.Sequence(var items) -> {
        List<Value> clean = inAll(items);
        yield clean.equals(items) ? value : Value.of(clean);
      }
      case Value.Mapping(var entries) -> {
        var clean = new LinkedHashMap<String, Value>();
        entries.forEach((key, item) -> clean.put(inValue(key), in(item)));
        yield clean.equals(entries) ? value : new Value.Mapping(clean);
      }
      case Value.Whole _, Value.Decimal _, Value.Bool _, Value.Null _, Value.Image _ -> value;
    };
  }

  /// As [#in(Value)] with the keys left as they are, for names that the flow's author chose.
  public Value.Mapping inEntries(Value.Mapping named) {
    if (isEmpty()) {
      return named;
    }
    var clean = new LinkedHashMap<String, Value>();
    boolean changed = false;
    for (var entry : named.entries().entrySet()) {
      Value item = in(entry.getValue());
      changed |= !item.equals(entry.getValue());
      clean.put(entry.getKey(), item);
    }
    return changed ? new Value.Mapping(clean) : named;
  }

  private String inValue(String text) {
    return !tiny.isEmpty() && tiny.contains(text.strip()) ? MASK : withoutForms(text);
  }

  private List<Value> inAll(List<Value> items) {
    var clean = new ArrayList<Value>(items.size());
    boolean changed = false;
    for (Value item : items) {
      Value now = in(item);
      changed |= !now.equals(item);
      clean.add(now);
    }
    return changed ? clean : items;
  }

  /// How many characters at the end of `text` may be the beginning of a secret, so that nobody
  /// should see them before the rest is known.
  public int undecided(String text) {
    int longest = 0;
    for (String form : forms) {
      for (int length = Math.min(form.length(), text.length()); length > longest; length--) {
        if (text.regionMatches(text.length() - length, form, 0, length)) {
          longest = length;
        }
      }
    }
    return longest;
  }

  @Override
  public String toString() {
    return "Redaction of %d secrets".formatted(count);
  }
}
