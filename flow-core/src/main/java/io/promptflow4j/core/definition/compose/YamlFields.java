package io.promptflow4j.core.definition.compose;

import io.promptflow4j.core.definition.Written;
import io.promptflow4j.core.source.Place;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Collects the entries of one mapping: each key once, merged entries (`<<`) behind its own.
public final class YamlFields {

  /// More than these are not reported one by one.
  private static final int MAX_DUPLICATES = 20;

  private final Findings findings;
  private final Map<String, Written.Field> own = new LinkedHashMap<>();
  private final List<Written.Fields> merged = new ArrayList<>();
  private @Nullable Place mergedAt;
  private int duplicates;

  public YamlFields(Findings findings) {
    this.findings = findings;
  }

  /// Adds an entry; a key that is already there is reported, and its first content stays.
  public void add(Written.Field field) {
    Written.Field first = own.putIfAbsent(field.key().value(), field);
    if (first != null) {
      duplicate(field.key().value(), field.key().place(), first.key().place());
    }
  }

  /// Adds what `<<` names: a mapping or a list of mappings, of which earlier ones win.
  public void merge(Place place, Written content) {
    if (mergedAt != null) {
      duplicate("<<", place, mergedAt);
      return;
    }
    mergedAt = place;
    List<Written> sources = content instanceof Written.Items list ? list.items() : List.of(content);
    for (Written source : sources) {
      if (source instanceof Written.Fields mapping) {
        merged.add(mapping);
      } else {
        findings.error(
            "yaml-syntax",
            place,
            "'<<' merges mappings, but this names something else; write '<<: *name' with the"
                + " anchor of a mapping, or a list of such names.");
        return;
      }
    }
  }

  private void duplicate(String key, Place place, Place first) {
    if (++duplicates > MAX_DUPLICATES) {
      return;
    }
    findings.error(
        "duplicate-key",
        place,
        "'%s' stands in this mapping already, in line %d; remove or rename one of the two."
            .formatted(Shown.text(key), first.line()));
  }

  /// All entries, the mapping's own first.
  public List<Written.Field> all() {
    if (merged.isEmpty()) {
      return List.copyOf(own.values());
    }
    var all = new LinkedHashMap<>(own);
    merged.forEach(
        source -> source.fields().forEach(field -> all.putIfAbsent(field.key().value(), field)));
    return List.copyOf(all.values());
  }
}
