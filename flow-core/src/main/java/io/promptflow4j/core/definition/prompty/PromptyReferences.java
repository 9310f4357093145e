package io.promptflow4j.core.definition.prompty;

import io.promptflow4j.core.definition.Written;
import io.promptflow4j.core.definition.compose.CodePoints;
import io.promptflow4j.core.definition.compose.Findings;
import io.promptflow4j.core.definition.compose.Shown;
import io.promptflow4j.core.definition.compose.YamlComposer;
import io.promptflow4j.core.source.FileAccessException;
import io.promptflow4j.core.source.FlowFolder;
import io.promptflow4j.core.source.Place;
import io.promptflow4j.core.source.Severity;
import io.promptflow4j.core.source.SourceText;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.JsonSyntaxException;
import io.promptflow4j.core.value.Value;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Follows `${file:…}` and `${env:…}` in a front matter. A file's JSON or YAML becomes data, any
/// other file its text; files are read from the prompty's folder only. A variable that is not set
/// leaves its reference as it is.
public final class PromptyReferences {

  private static final Pattern REFERENCE = Pattern.compile("\\s*\\$\\{(file|env):([^}]*)}\\s*");

  private final Optional<FlowFolder> folder;
  private final Map<String, String> environment;
  private final Findings findings;

  /// @param folder where the files are; none are read if it is empty
  public PromptyReferences(
      Optional<FlowFolder> folder, Map<String, String> environment, Findings findings) {
    this.folder = folder;
    this.environment = environment;
    this.findings = findings;
  }

  /// `written` with what its files hold.
  public Written files(Written written) {
    return followed(written, false);
  }

  /// The flow file of a flex flow, whose sample may stand in files; any other as it is.
  public Written sampleFiles(Written root) {
    if (!(root instanceof Written.Fields(var fields, Place place))
        || fields.stream().noneMatch(field -> field.key().value().equals("entry"))) {
      return root;
    }
    return new Written.Fields(
        fields.stream()
            .map(field ->
                field.key().value().equals("sample")
                    ? new Written.Field(field.key(), files(field.content()))
                    : field)
            .toList(),
        place);
  }

  /// `written` with what its variables hold.
  Written variables(Written written) {
    return followed(written, true);
  }

  private Written followed(Written written, boolean variables) {
    return switch (written) {
      case Written.Fields(var fields, Place place) ->
          new Written.Fields(
              fields.stream()
                  .map(
                      field -> new Written.Field(field.key(), followed(field.content(), variables)))
                  .toList(),
              place);
      case Written.Items(var items, Place place) ->
          new Written.Items(items.stream().map(item -> followed(item, variables)).toList(), place);
      case Written.Scalar scalar -> followed(scalar, variables);
    };
  }

  private Written followed(Written.Scalar scalar, boolean variables) {
    if (!(scalar.value() instanceof Value.Text(var text))) {
      return scalar;
    }
    Matcher reference = REFERENCE.matcher(text);
    if (!reference.matches() || variables != reference.group(1).equals("env")) {
      return scalar;
    }
    return variables
        ? variable(scalar, reference.group(2))
        : file(reference.group(2).strip(), scalar.place(), Severity.ERROR)
            .orElseGet(() -> new Written.Scalar(Value.Null.NULL, scalar.place()));
  }

  private Written variable(Written.Scalar scalar, String name) {
    String value = environment.get(name);
    if (value == null) {
      findings.warning(
          "unset-variable",
          scalar.place(),
          "the environment variable '%s' is not set, so '${env:%s}' stays as it is; set it."
              .formatted(Shown.text(name), Shown.text(name)));
      return scalar;
    }
    return new Written.Scalar(Value.of(value), scalar.place());
  }

  /// What stands in a file; empty, and reported, if it can't be read.
  ///
  /// @param severity how bad it is if there is no such file
  Optional<Written> file(String path, Place place, Severity severity) {
    if (folder.isEmpty()) {
      return Optional.empty();
    }
    try {
      SourceText text = folder.get().readText(path);
      return isData(path)
          ? data(text, place)
          : Optional.of(new Written.Scalar(Value.of(text.text()), place));
    } catch (FileAccessException wrong) {
      String code =
          switch (wrong.reason()) {
            case MISSING -> "missing-file";
            case OUTSIDE -> "path-outside";
            case UNREADABLE -> "unreadable-file";
          };
      String message = wrong.getMessage() + ". Paths are relative to the prompty's folder.";
      if (severity == Severity.ERROR || wrong.reason() != FileAccessException.Reason.MISSING) {
        findings.error(code, place, message);
      } else {
        findings.warning(code, place, message);
      }
      return Optional.empty();
    }
  }

  static boolean isData(String path) {
    String lower = path.toLowerCase(Locale.ROOT);
    return lower.endsWith(".json") || lower.endsWith(".yaml") || lower.endsWith(".yml");
  }

  private Optional<Written> data(SourceText text, Place place) {
    if (text.file().toLowerCase(Locale.ROOT).endsWith(".json")) {
      try {
        return Optional.of(
            PromptyChange.written(Json.read(text.text()), new Place(text.file(), 1, 1)));
      } catch (JsonSyntaxException broken) {
        findings.error(
            "unreadable-file",
            place,
            "'%s' is no JSON: %s.".formatted(Shown.text(text.file()), broken.getMessage()));
        return Optional.empty();
      }
    }
    var composer = new YamlComposer(new CodePoints(text.file(), text.text()), findings);
    Optional<Written> root = composer.compose();
    return composer.isBroken() ? Optional.empty() : root;
  }
}
