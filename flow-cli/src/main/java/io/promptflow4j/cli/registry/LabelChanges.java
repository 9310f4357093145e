package io.promptflow4j.cli.registry;

import io.promptflow4j.cli.terminal.Assignment;
import io.promptflow4j.cli.terminal.Printable;
import io.promptflow4j.cli.terminal.UsageFailure;
import io.promptflow4j.core.model.registry.Labels;
import io.promptflow4j.core.model.registry.Stage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What is to be written on a version.
final class LabelChanges {

  @Option(
      names = "--tags",
      arity = "1..*",
      paramLabel = "KEY=VALUE",
      description = "Tags to find it by; KEY= removes one.")
  private List<String> tags = new ArrayList<>();

  @Option(
      names = "--properties",
      arity = "1..*",
      paramLabel = "KEY=VALUE",
      description = "What else should be known of it; KEY= removes one.")
  private List<String> properties = new ArrayList<>();

  @Option(
      names = "--stage",
      paramLabel = "STAGE",
      description = "development, staging or production.")
  private @Nullable String stage;

  @Option(names = "--description", paramLabel = "TEXT", description = "What it is.")
  private @Nullable String description;

  /// As if nothing is to change.
  LabelChanges() {}

  boolean isEmpty() {
    return tags.isEmpty() && properties.isEmpty() && stage == null && description == null;
  }

  /// @throws UsageFailure if one of them is malformed
  Labels apply(Labels before) {
    Labels after =
        before
            .withTags(Assignment.readAll("--tags", tags))
            .withProperties(Assignment.readAll("--properties", properties));
    if (stage != null) {
      after = after.withStage(stage(stage));
    }
    return description == null ? after : after.withDescription(description);
  }

  static Stage stage(String written) {
    return Stage.named(written)
        .orElseThrow(() ->
            new UsageFailure(
                "--stage is one of %s, not '%s'"
                    .formatted(String.join(", ", Stage.names()), Printable.line(written))));
  }
}
