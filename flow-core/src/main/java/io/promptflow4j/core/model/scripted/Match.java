package io.promptflow4j.core.model.scripted;

import io.promptflow4j.core.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;

/// What the first pattern of a rule found.
///
/// @param groups the whole match and its groups; a group that took no part is empty text
/// @param named those that have a name
record Match(List<Value> groups, Map<String, Value> named) {

  static final Match NOTHING = new Match(List.of(), Map.of());

  static Match of(Matcher found) {
    var groups = new ArrayList<Value>();
    for (int i = 0; i <= found.groupCount(); i++) {
      groups.add(text(found.group(i)));
    }
    var named = new LinkedHashMap<String, Value>();
    found.namedGroups().forEach((name, index) -> named.put(name, groups.get(index)));
    return new Match(groups, named);
  }

  private static Value text(@Nullable String group) {
    return Value.of(group == null ? "" : group);
  }
}
