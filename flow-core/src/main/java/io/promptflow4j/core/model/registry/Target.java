package io.promptflow4j.core.model.registry;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// What an entry stands for. It never changes within a version.
///
/// @param model the name that is sent to the service: a model's, a deployment's, or that of another
///   entry for an alias
/// @param connection the connection that reaches it; empty to leave that to whoever names the entry
/// @param base the model in the catalog that it is, or is made from: what it can do and costs is
///   looked up under this name
/// @param fromRun the run or job that made it
public record Target(
    Kind kind,
    String model,
    Optional<String> connection,
    Optional<String> base,
    Optional<String> fromRun) {

  /// What sort of entry it is.
  public enum Kind {
    /// Another name for a model or an entry.
    ALIAS,
    /// A deployment of one's own.
    DEPLOYMENT,
    /// A model that was trained further.
    FINE_TUNED;

    /// `fine-tuned`
    public String written() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Optional<Kind> named(String written) {
      return Stream.of(values()).filter(one -> one.written().equals(written)).findFirst();
    }

    /// All names, for messages.
    public static List<String> names() {
      return Stream.of(values()).map(Kind::written).toList();
    }
  }

  public Target {
    if (model.isBlank()) {
      throw new IllegalArgumentException("an entry stands for a model; its name can't be empty");
    }
  }

  /// Another name for a model.
  public static Target alias(String model) {
    return new Target(Kind.ALIAS, model, Optional.empty(), Optional.empty(), Optional.empty());
  }
}
