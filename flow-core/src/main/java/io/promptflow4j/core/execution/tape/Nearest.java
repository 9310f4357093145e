package io.promptflow4j.core.execution.tape;

import io.promptflow4j.core.execution.tape.TapeFile.Numbered;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Finds what in a recording is nearest to a request that is not in it.
record Nearest(Collection<Numbered> entries) {

  private static final int MOST_TOLD = 3;
  private static final int BEFORE = 15;
  private static final int SHOWN = 60;

  /// Which request is missing, which one is nearest, in what they differ, and what to do.
  String message(Entry wanted, Path file) {
    String missing =
        "the recording '%s' has no answer to what node '%s' asks; "
            .formatted(file.getFileName(), wanted.node());
    return missing
        + nearest(wanted)
            .map(found ->
                "the nearest, on line %d%s, differs in %s"
                    .formatted(
                        found.line(),
                        found.entry().node().equals(wanted.node())
                            ? ""
                            : " (of node '%s')".formatted(found.entry().node()),
                        differences(found.entry(), wanted)))
            .orElse("it has none at all")
        + ". Record it with --record";
  }

  private Optional<Numbered> nearest(Entry wanted) {
    boolean sameNode =
        entries.stream().anyMatch(known -> known.entry().node().equals(wanted.node()));
    return entries.stream()
        .filter(known -> !sameNode || known.entry().node().equals(wanted.node()))
        .min(
            Comparator.<Numbered>comparingInt(known -> paths(known.entry(), wanted).size())
                .thenComparingInt(known -> -alike(known.entry(), wanted)));
  }

  /// The parts in which the two differ.
  private static List<String> paths(Entry known, Entry wanted) {
    Map<String, String> before = known.parts();
    Map<String, String> now = wanted.parts();
    var all = new LinkedHashSet<>(now.keySet());
    all.addAll(before.keySet());
    return all.stream()
        .filter(path -> !now.getOrDefault(path, "").equals(before.getOrDefault(path, "")))
        .toList();
  }

  /// How many letters at the beginnings and ends of differing texts are the same.
  private static int alike(Entry known, Entry wanted) {
    Map<String, String> before = known.parts();
    Map<String, String> now = wanted.parts();
    int letters = 0;
    for (String path : paths(known, wanted)) {
      String a = before.getOrDefault(path, "");
      String b = now.getOrDefault(path, "");
      int head = sameHead(a, b);
      int tail = 0;
      int most = Math.min(a.length(), b.length()) - head;
      while (tail < most && a.charAt(a.length() - 1 - tail) == b.charAt(b.length() - 1 - tail)) {
        tail++;
      }
      letters += head + tail;
    }
    return letters;
  }

  private static int sameHead(String a, String b) {
    int same = 0;
    while (same < Math.min(a.length(), b.length()) && a.charAt(same) == b.charAt(same)) {
      same++;
    }
    return same;
  }

  private static String differences(Entry known, Entry wanted) {
    Map<String, String> before = known.parts();
    Map<String, String> now = wanted.parts();
    if (paths(known, wanted).isEmpty()) {
      return "its node alone";
    }
    var told = new ArrayList<String>();
    List<String> paths = paths(known, wanted);
    for (String path : paths.subList(0, Math.min(MOST_TOLD, paths.size()))) {
      int from = Math.max(0, sameHead(now.getOrDefault(path, ""), before.getOrDefault(path, "")));
      told.add(
          "%s: asked %s, recorded %s"
              .formatted(path, shown(now.get(path), from), shown(before.get(path), from)));
    }
    if (paths.size() > told.size()) {
      told.add("%d more".formatted(paths.size() - told.size()));
    }
    return String.join("; ", told);
  }

  /// A piece of a text around where it begins to differ.
  private static String shown(@Nullable String text, int differs) {
    if (text == null) {
      return "nothing";
    }
    int from = differs <= BEFORE ? 0 : differs - BEFORE;
    int to = Math.min(text.length(), from + SHOWN);
    return "'%s%s%s'"
        .formatted(
            from > 0 ? "…" : "",
            text.substring(from, to).replace("\n", "\\n"),
            to < text.length() ? "…" : "");
  }
}
