package io.promptflow4j.core.model.registry;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// What people write on a version; it may change.
///
/// @param tags to find it by
/// @param properties anything that should be known of it
/// @param archived whether lists leave it out; its name still works
public record Labels(
    Stage stage,
    String description,
    SortedMap<String, String> tags,
    SortedMap<String, String> properties,
    boolean archived) {

  /// Nothing is written on it.
  public static final Labels NONE =
      new Labels(Stage.DEVELOPMENT, "", new TreeMap<>(), new TreeMap<>(), false);

  public Labels {
    tags = Collections.unmodifiableSortedMap(new TreeMap<>(tags));
    properties = Collections.unmodifiableSortedMap(new TreeMap<>(properties));
  }

  public Labels withStage(Stage other) {
    return new Labels(other, description, tags, properties, archived);
  }

  public Labels withDescription(String other) {
    return new Labels(stage, other, tags, properties, archived);
  }

  /// With these tags besides or instead of its own; an empty value removes a tag.
  public Labels withTags(Map<String, String> changed) {
    return new Labels(stage, description, changed(tags, changed), properties, archived);
  }

  /// With these properties besides or instead of its own; an empty value removes one.
  public Labels withProperties(Map<String, String> changed) {
    return new Labels(stage, description, tags, changed(properties, changed), archived);
  }

  public Labels withArchived(boolean other) {
    return new Labels(stage, description, tags, properties, other);
  }

  private static SortedMap<String, String> changed(
      SortedMap<String, String> before, Map<String, String> changes) {
    var after = new TreeMap<>(before);
    changes.forEach((name, value) -> {
      if (value.isEmpty()) {
        after.remove(name);
      } else {
        after.put(name, value);
      }
    });
    return after;
  }
}
