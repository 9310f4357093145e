package io.promptflow4j.cli.request;

import io.promptflow4j.cli.terminal.Assignment;
import io.promptflow4j.core.run.RunLabels;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What people write on a run: display name, description, tags.
public final class LabelOptions {

  @Option(
      names = "--display-name",
      paramLabel = "TEXT",
      description = "What to call it; $${variant_id}, $${run} and $${timestamp} are filled in.")
  @Nullable String displayName;

  @Option(names = "--description", paramLabel = "TEXT", description = "What it is for.")
  @Nullable String description;

  @Option(
      names = "--tags",
      arity = "1..*",
      paramLabel = "KEY=VALUE",
      description = "Tags to find it by.")
  List<String> tags = new ArrayList<>();

  /// As if none of them was given.
  public LabelOptions() {}

  /// The labels with what was said in place of what they say.
  public RunLabels over(RunLabels labels) {
    SequencedMap<String, String> all = new LinkedHashMap<>(labels.tags());
    all.putAll(Assignment.readAll("--tags", tags));
    return new RunLabels(
        displayName == null ? labels.displayName() : displayName,
        description == null ? labels.description() : description,
        all,
        labels.properties(),
        labels.experiment());
  }

  /// The labels with the properties of `--set` that are about labels: `display_name`,
  /// `description`, `tags.KEY`, `properties.KEY`; the others are passed over.
  static RunLabels set(RunLabels labels, Map<String, String> told) {
    SequencedMap<String, String> tags = new LinkedHashMap<>(labels.tags());
    SequencedMap<String, String> properties = new LinkedHashMap<>(labels.properties());
    told.forEach((path, value) -> {
      after(path, "tags.").ifPresent(key -> tags.put(key, value));
      after(path, "properties.").ifPresent(key -> properties.put(key, value));
    });
    return new RunLabels(
        told.getOrDefault("display_name", labels.displayName()),
        told.getOrDefault("description", labels.description()),
        tags,
        properties,
        labels.experiment());
  }

  static boolean isLabel(String path) {
    return path.equals("display_name")
        || path.equals("description")
        || after(path, "tags.").isPresent()
        || after(path, "properties.").isPresent();
  }

  private static Optional<String> after(String path, String head) {
    return path.startsWith(head) && path.length() > head.length()
        ? Optional.of(path.substring(head.length()))
        : Optional.empty();
  }
}
