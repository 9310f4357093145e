package io.promptflow4j.core.run.compute.target;

import io.promptflow4j.core.definition.Written;
import io.promptflow4j.core.definition.yaml.FlowReader;
import io.promptflow4j.core.source.Diagnostic;
import io.promptflow4j.core.source.Diagnostics;
import io.promptflow4j.core.source.Place;
import io.promptflow4j.core.source.SourceText;
import io.promptflow4j.core.source.Suggestion;
import io.promptflow4j.core.value.PythonText;
import io.promptflow4j.core.value.Value;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SequencedMap;
import java.util.regex.Pattern;

/// Reads files of named computes.
public final class ComputeTargetFile {

  private static final int MAX_BYTES = 1 << 20;
  private static final List<String> KEYS =
      List.of(
          "name",
          "description",
          "type",
          "master",
          "concurrency",
          "rows_per_task",
          "python",
          "store",
          "start_timeout",
          "conf");
  private static final Pattern SECRET =
      Pattern.compile(
          "password|passwd|secret|token|credential|access\\.?key", Pattern.CASE_INSENSITIVE);
  private static final Pattern WITH_PASSWORD = Pattern.compile("://[^/@\\s]*:[^/@\\s]+@");

  private final Written.Fields root;
  private final Diagnostics diagnostics;

  private ComputeTargetFile(Written.Fields root, Diagnostics diagnostics) {
    this.root = root;
    this.diagnostics = diagnostics;
  }

  /// What reading one gave.
  ///
  /// @param target empty if there are errors
  /// @param text the file, to show the lines that diagnostics name
  public record Read(
      Optional<ComputeTarget> target, Optional<SourceText> text, List<Diagnostic> diagnostics) {}

  /// Reads the file at `path`; a file without a name has that of the file.
  public static Read read(Path path) {
    var diagnostics = new Diagnostics();
    Optional<byte[]> bytes = bytes(path, diagnostics);
    Optional<SourceText> text =
        bytes.map(content ->
            new SourceText(path.toString(), new String(content, StandardCharsets.UTF_8)));
    Optional<ComputeTarget> target =
        bytes
            .flatMap(content -> new FlowReader().data(path.toString(), content, diagnostics))
            .flatMap(root -> target(path, root, diagnostics));
    if (bytes.isPresent() && target.isEmpty() && !diagnostics.hasErrors()) {
      diagnostics.error(
          "wrong-shape", Place.startOf(path.toString()), "the compute file is empty.");
    }
    return new Read(target.filter(_ -> !diagnostics.hasErrors()), text, diagnostics.sorted());
  }

  private static Optional<byte[]> bytes(Path path, Diagnostics diagnostics) {
    Place start = Place.startOf(path.toString());
    try (InputStream in = Files.newInputStream(path)) {
      return Optional.of(in.readNBytes(MAX_BYTES + 1));
    } catch (NoSuchFileException _) {
      diagnostics.error("missing-file", start, "there is no such compute file.");
    } catch (IOException broken) {
      diagnostics.error(
          "unreadable-file", start, "the compute file can't be read: " + broken.getMessage());
    }
    return Optional.empty();
  }

  private static Optional<ComputeTarget> target(Path path, Written root, Diagnostics diagnostics) {
    if (!(root instanceof Written.Fields fields)) {
      diagnostics.error(
          "wrong-shape", root.place(), "a compute file is a mapping, such as 'master: spark://…'.");
      return Optional.empty();
    }
    return new ComputeTargetFile(fields, diagnostics).target(path);
  }

  private Optional<ComputeTarget> target(Path path) {
    checkKeys();
    String file = String.valueOf(path.getFileName()).replaceFirst("\\.ya?ml$", "");
    String name = text("name").orElse(file);
    if (!ComputeTargets.isName(name)) {
      error(
          "name",
          "'%s' is no name: a letter, then letters, digits, '-' and '_', 63 at most, and not 'local'."
              .formatted(name));
    }
    text("type")
        .filter(type -> !type.equals("spark"))
        .ifPresent(
            type -> error("type", "'%s' is no kind of compute; it is spark.".formatted(type)));
    Optional<String> master = master();
    Optional<String> store = text("store");
    store
        .filter(address -> WITH_PASSWORD.matcher(address).find())
        .ifPresent(_ ->
            error(
                "store",
                "an address with a password in it; workers take it from PGPASSWORD or ~/.pgpass."));
    OptionalInt timeout = count("start_timeout");
    var target =
        new ComputeTarget(
            name,
            text("description"),
            master.orElse(""),
            count("concurrency"),
            count("rows_per_task"),
            text("python"),
            store,
            timeout.orElse(ComputeTarget.START_TIMEOUT),
            conf());
    return diagnostics.hasErrors() ? Optional.empty() : Optional.of(target);
  }

  private Optional<String> master() {
    Optional<String> master = text("master");
    if (master.isEmpty()) {
      diagnostics.error(
          "missing-key", root.place(), "'master' is missing, such as 'master: spark://host:7077'.");
    }
    master
        .filter(address -> !ComputeTargets.isAddress(address))
        .ifPresent(address ->
            error(
                "master",
                "'%s' is no master; it is like spark://host:7077, local[*], yarn or k8s://https://host:443."
                    .formatted(address)));
    return master;
  }

  private void checkKeys() {
    for (Written.Field field : root.fields()) {
      String key = field.key().value();
      if (!KEYS.contains(key)) {
        diagnostics.hint(
            "unknown-key",
            field.key().place(),
            "a compute file has no key '%s'; it is ignored.%s"
                .formatted(key, Suggestion.didYouMean(key, KEYS)));
      }
    }
  }

  private Optional<Written> content(String key) {
    return root.fields().stream()
        .filter(field -> field.key().value().equals(key))
        .map(Written.Field::content)
        .filter(content -> content.value() != Value.Null.NULL)
        .findFirst();
  }

  private void error(String key, String problem) {
    Place place = content(key).map(Written::place).orElse(root.place());
    diagnostics.error("bad-setting", place, key + ": " + problem);
  }

  private Optional<String> text(String key) {
    return content(key)
        .flatMap(content -> {
          if (content instanceof Written.Scalar(var value, _, _)) {
            return Optional.of(PythonText.str(value));
          }
          diagnostics.error(
              "wrong-shape",
              content.place(),
              "'%s' holds something else than one text.".formatted(key));
          return Optional.empty();
        });
  }

  private OptionalInt count(String key) {
    Optional<String> written = text(key);
    if (written.isEmpty()) {
      return OptionalInt.empty();
    }
    if (!written.get().strip().matches("[1-9]\\d{0,6}")) {
      error(key, "'%s' is no whole number from 1 on.".formatted(written.get()));
      return OptionalInt.empty();
    }
    return OptionalInt.of(Integer.parseInt(written.get().strip()));
  }

  private SequencedMap<String, String> conf() {
    var all = new LinkedHashMap<String, String>();
    Optional<Written> written = content("conf");
    if (written.isEmpty()) {
      return all;
    }
    if (!(written.get() instanceof Written.Fields fields)) {
      diagnostics.error(
          "wrong-shape", written.get().place(), "'conf' holds something else than a mapping.");
      return all;
    }
    fields.fields().forEach(field -> conf(field, all));
    return all;
  }

  /// Truth is written as Spark reads it.
  private static String setting(Value value) {
    if (value instanceof Value.Bool) {
      return value == Value.Bool.TRUE ? "true" : "false";
    }
    return PythonText.str(value);
  }

  private void conf(Written.Field field, SequencedMap<String, String> all) {
    String key = field.key().value();
    if (!(field.content() instanceof Written.Scalar(var value, var place, _))) {
      diagnostics.error(
          "wrong-shape",
          field.content().place(),
          "'%s' holds something else than one text.".formatted(key));
      return;
    }
    if (!key.startsWith("spark.")) {
      diagnostics.error(
          "bad-setting",
          field.key().place(),
          "'%s' is no setting of Spark; those begin with 'spark.'.".formatted(key));
    } else if (SECRET.matcher(key).find() || WITH_PASSWORD.matcher(PythonText.str(value)).find()) {
      diagnostics.error(
          "secret-in-conf",
          place,
          "'%s' sounds like a secret, and whoever sees the cluster's page would read it; put it into the environment of the workers."
              .formatted(key));
    }
    all.put(key, setting(value));
  }
}
