package io.promptflow4j.core.definition.compose;

import io.promptflow4j.core.definition.Written;
import io.promptflow4j.core.source.Place;
import io.promptflow4j.core.source.Suggestion;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The anchors of one file (`&name`) and what their aliases (`*name`) add up to.
///
/// Aliases share what they name, so they cost nothing here; whoever walks the tree pays for each of
/// them, so the nodes they stand for are counted and limited.
public final class YamlAnchors {

  /// How many nodes all aliases together may stand for.
  public static final int MAX_ALIASED_NODES = 10_000;

  /// What an anchor names.
  ///
  /// @param size the number of nodes in it, aliases counted in full
  /// @param height the levels it adds where it is used
  public record Anchored(Written node, int size, int height) {}

  /// A node that is being read.
  public record Open(@Nullable String anchor, int depth, int countBefore, int deepestBefore) {}

  private final Findings findings;
  private final Map<String, Anchored> anchored = new HashMap<>();
  private final Set<String> open = new HashSet<>();
  private int count;
  private int deepest;
  private int aliased;
  private boolean exhausted;

  public YamlAnchors(Findings findings) {
    this.findings = findings;
  }

  /// Says that a node begins at `depth`.
  public Open open(@Nullable String anchor, int depth) {
    var mark = new Open(anchor, depth, count, deepest);
    count++;
    deepest = depth;
    if (anchor != null) {
      open.add(anchor);
    }
    return mark;
  }

  /// Says that it has been read.
  public void close(Open mark, Written node) {
    if (mark.anchor() != null) {
      open.remove(mark.anchor());
      anchored.put(
          mark.anchor(), new Anchored(node, count - mark.countBefore(), deepest - mark.depth()));
    }
    deepest = Math.max(deepest, mark.deepestBefore());
  }

  /// What an alias at `depth` names; empty, and reported, if it names nothing that may be used.
  ///
  /// @param incomplete whether anchors may be missing because a part of the file is unreadable
  public Optional<Anchored> find(String name, Place place, int depth, boolean incomplete) {
    if (open.contains(name)) {
      findings.error(
          "recursive-alias",
          place,
          "'*%s' stands inside '&%s' itself, so the data would never end; write out the part that"
                  .formatted(name, name)
              + " is meant.");
      return Optional.empty();
    }
    Anchored target = anchored.get(name);
    if (target == null) {
      if (!incomplete) {
        unknown(name, place);
      }
      return Optional.empty();
    }
    count(target, place, depth);
    return Optional.of(target);
  }

  private void count(Anchored target, Place place, int depth) {
    count += target.size();
    deepest = Math.max(deepest, depth + target.height());
    aliased += target.size();
    if (aliased > MAX_ALIASED_NODES && !exhausted) {
      exhausted = true;
      findings.error(
          "alias-bomb",
          place,
          "the aliases up to here stand for more than %d pieces of data; write fewer of them, or"
                  .formatted(MAX_ALIASED_NODES)
              + " move the data into a file of its own.");
    }
  }

  private void unknown(String name, Place place) {
    findings.error(
        "yaml-syntax",
        place,
        "'*%s' names an anchor, but there is no '&%s' before it; a text that begins with '*' needs"
                .formatted(name, name)
            + " quotes."
            + Suggestion.didYouMean(name, anchored.keySet()));
  }

  /// Whether a limit was passed, so that reading has to end for good.
  public boolean isExhausted() {
    return exhausted;
  }

  public void exhaust() {
    exhausted = true;
  }
}
