package io.promptflow4j.core.model.catalog;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// What is known of what a model can do.
///
/// @param known those that are known; [Support#UNKNOWN] is not among the values
public record Capabilities(Map<Capability, Support> known) {

  public static final Capabilities NONE_KNOWN = new Capabilities(Map.of());

  public Capabilities {
    var copy = new EnumMap<Capability, Support>(Capability.class);
    known.forEach((capability, support) -> {
      if (support != Support.UNKNOWN) {
        copy.put(capability, support);
      }
    });
    known = Collections.unmodifiableMap(copy);
  }

  public Support of(Capability capability) {
    return known.getOrDefault(capability, Support.UNKNOWN);
  }

  /// Those for which the answer is `support`.
  public List<Capability> with(Support support) {
    return List.of(Capability.values()).stream().filter(one -> of(one) == support).toList();
  }
}
