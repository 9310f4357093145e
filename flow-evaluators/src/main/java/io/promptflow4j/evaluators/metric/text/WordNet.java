package io.promptflow4j.evaluators.metric.text;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Which words share a meaning, by WordNet 3.0 (Princeton University; see `wordnet/NOTICE.txt`).
///
/// Words are found by their base forms, as NLTK's `morphy` finds them: exceptions first, then
/// endings cut off. Only single words in lower case are known; a word of several parts
/// (`attorney_general`) or a name has no synonyms here. The tables take two megabytes, which are
/// read when a word is first looked up.
public final class WordNet {

  /// What an ending is cut off from and what takes its place.
  private record Ending(String old, String other) {}

  /// A part of speech.
  @SuppressWarnings("ImmutableEnumChecker") // the lists are those of List.of
  private enum Part {
    NOUN(
        "noun",
        List.of(
            new Ending("s", ""),
            new Ending("ses", "s"),
            new Ending("ves", "f"),
            new Ending("xes", "x"),
            new Ending("zes", "z"),
            new Ending("ches", "ch"),
            new Ending("shes", "sh"),
            new Ending("men", "man"),
            new Ending("ies", "y"))),
    VERB(
        "verb",
        List.of(
            new Ending("s", ""),
            new Ending("ies", "y"),
            new Ending("es", "e"),
            new Ending("es", ""),
            new Ending("ed", "e"),
            new Ending("ed", ""),
            new Ending("ing", "e"),
            new Ending("ing", ""))),
    ADJECTIVE(
        "adj",
        List.of(
            new Ending("er", ""),
            new Ending("est", ""),
            new Ending("er", "e"),
            new Ending("est", "e"))),
    ADVERB("adv", List.of());

    private final String file;
    private final List<Ending> endings;

    Part(String file, List<Ending> endings) {
      this.file = file;
      this.endings = endings;
    }
  }

  /// Of a part of speech its words with their synonyms, and its irregular forms.
  private record Tables(Part part, Lines words, Lines exceptions) {

    static Tables of(Part part) {
      return new Tables(part, Lines.read(part.file + ".txt"), Lines.read(part.file + ".exc"));
    }

    Stream<String> synonyms(String word) {
      return bases(word).stream().flatMap(this::synonymsOfBase);
    }

    private Stream<String> synonymsOfBase(String base) {
      List<String> others = words.find(base).orElse(List.of());
      boolean isName = !others.isEmpty() && others.getFirst().equals(NO_WORD);
      return isName ? others.stream().skip(1) : Stream.concat(Stream.of(base), others.stream());
    }

    private List<String> bases(String word) {
      Optional<List<String>> irregular = exceptions.find(word);
      if (irregular.isPresent()) {
        return known(Stream.concat(Stream.of(word), irregular.get().stream()));
      }
      List<String> forms = shortened(List.of(word));
      List<String> found = known(Stream.concat(Stream.of(word), forms.stream()));
      while (found.isEmpty() && !forms.isEmpty()) {
        forms = shortened(forms);
        found = known(forms.stream());
      }
      return found;
    }

    private List<String> known(Stream<String> forms) {
      return forms.distinct().filter(form -> words.find(form).isPresent()).toList();
    }

    private List<String> shortened(List<String> forms) {
      var shorter = new ArrayList<String>();
      for (String form : forms) {
        for (Ending ending : part.endings) {
          if (form.endsWith(ending.old())) {
            shorter.add(form.substring(0, form.length() - ending.old().length()) + ending.other());
          }
        }
      }
      return shorter;
    }
  }

  /// Lines in the order of their first words' bytes.
  private static final class Lines {

    private final byte[] text;

    private Lines(byte[] text) {
      this.text = text;
    }

    static Lines read(String name) {
      try (InputStream in = WordNet.class.getResourceAsStream("wordnet/" + name)) {
        if (in == null) {
          throw new IllegalStateException("the table 'wordnet/%s' is missing".formatted(name));
        }
        return new Lines(in.readAllBytes());
      } catch (IOException broken) {
        throw new UncheckedIOException(broken);
      }
    }

    /// What stands behind `word` on its line; empty if it has none.
    Optional<List<String>> find(String word) {
      byte[] key = word.getBytes(UTF_8);
      int low = 0;
      int high = text.length;
      while (low < high) {
        int start = startOfLine((low + high) >>> 1);
        int end = endOf(start, (byte) '\n');
        int order = Arrays.compareUnsigned(key, 0, key.length, text, start, endOfWord(start, end));
        if (order == 0) {
          return Optional.of(List.of(new String(text, start, end - start, UTF_8).split(" ", -1)))
              .map(words -> words.subList(1, words.size()));
        }
        if (order < 0) {
          high = start;
        } else {
          low = end + 1;
        }
      }
      return Optional.empty();
    }

    private int startOfLine(int within) {
      int start = within;
      while (start > 0 && text[start - 1] != '\n') {
        start--;
      }
      return start;
    }

    private int endOf(int start, byte mark) {
      int end = start;
      while (end < text.length && text[end] != mark) {
        end++;
      }
      return end;
    }

    private int endOfWord(int start, int endOfLine) {
      return Math.min(endOf(start, (byte) ' '), endOfLine);
    }
  }

  /// Read when somebody first needs it.
  private static final class Whole {
    private static final List<Tables> TABLES = Stream.of(Part.values()).map(Tables::of).toList();
  }

  private static final String NO_WORD = "-";

  private WordNet() {}

  /// The words that share a meaning with `word`, itself included where it is one.
  ///
  /// @param word in lower case
  public static Set<String> synonyms(String word) {
    return Whole.TABLES.stream()
        .flatMap(tables -> tables.synonyms(word))
        .collect(Collectors.toUnmodifiableSet());
  }
}
