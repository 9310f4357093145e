package io.promptflow4j.core.run.table;

import io.promptflow4j.core.run.Run;
import io.promptflow4j.core.run.RunName;
import io.promptflow4j.core.run.RunPlan;
import io.promptflow4j.core.source.Digest;
import io.promptflow4j.core.value.Value;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a run was asked to do and made from, as JSON; secrets stay out.
final class PlanText {

  private PlanText() {}

  static String write(RunPlan plan) {
    var all = new LinkedHashMap<String, @Nullable Object>();
    all.put("flow", plan.flow());
    all.put("data", plan.data().orElse(null));
    all.put("over", plan.over().map(RunName::value).orElse(null));
    all.put("column_mapping", plan.columnMapping());
    all.put("variants", plan.variants());
    all.put("connections", plan.connections());
    all.put("environment", Hushed.environment(plan.environment()));
    all.put("model", plan.model().orElse(null));
    all.put("repeats", plan.repeats());
    all.put("concurrency", plan.concurrency());
    all.put("on_error", plan.onError().name());
    all.put("scope", plan.scope());
    all.put("settings", plan.settings());
    return Columns.json(Value.from(all));
  }

  /// The plan that `json` says, with another value of one setting.
  static String withSetting(String json, String name, Value value) {
    var all = new LinkedHashMap<>(Columns.mapping(json).entries());
    var settings = new LinkedHashMap<String, Value>();
    if (all.get("settings") instanceof Value.Mapping(var before)) {
      settings.putAll(before);
    }
    settings.put(name, value);
    all.put("settings", new Value.Mapping(settings));
    return Columns.json(new Value.Mapping(all));
  }

  static RunPlan readPlan(String json) {
    var all = new Fields(Columns.mapping(json));
    return new RunPlan(
        all.text("flow").orElse(""),
        all.text("data"),
        all.text("over").map(RunName::new),
        all.mapping("column_mapping"),
        texts(all.mapping("variants")),
        connections(all.mapping("connections")),
        texts(all.mapping("environment")),
        all.text("model"),
        all.number("repeats"),
        all.number("concurrency"),
        RunPlan.OnError.valueOf(all.text("on_error").orElse("SKIP")),
        all.text("scope").orElse(""),
        all.mapping("settings"));
  }

  static String write(Run.Pinned pinned) {
    var all = new LinkedHashMap<String, @Nullable Object>();
    all.put("flow", pinned.flow().hex());
    all.put("code", pinned.code().hex());
    all.put("data", pinned.data().map(Digest::hex).orElse(null));
    all.put("git_commit", pinned.gitCommit().orElse(null));
    all.put("git_dirty", pinned.gitDirty());
    all.put("engine", pinned.engine());
    all.put("machine", pinned.machine());
    return Columns.json(Value.from(all));
  }

  static Run.Pinned readPinned(String json) {
    var all = new Fields(Columns.mapping(json));
    return new Run.Pinned(
        new Digest(all.text("flow").orElse("")),
        new Digest(all.text("code").orElse("")),
        all.text("data").map(Digest::new),
        all.text("git_commit"),
        all.values().get("git_dirty") == Value.Bool.TRUE,
        all.text("engine").orElse(""),
        all.text("machine").orElse(""));
  }

  static String write(Map<String, String> texts) {
    return Columns.json(Value.from(texts));
  }

  static SequencedMap<String, String> readTexts(String json) {
    return texts(Columns.mapping(json));
  }

  private static Map<String, Map<String, String>> connections(Value.Mapping written) {
    var all = new LinkedHashMap<String, Map<String, String>>();
    written
        .entries()
        .forEach((node, fields) -> {
          if (fields instanceof Value.Mapping mapping) {
            all.put(node, texts(mapping));
          }
        });
    return all;
  }

  private static SequencedMap<String, String> texts(Value.Mapping written) {
    var all = new LinkedHashMap<String, String>();
    written
        .entries()
        .forEach((name, value) -> {
          if (value instanceof Value.Text(var text)) {
            all.put(name, text);
          }
        });
    return all;
  }

  /// The fields of a JSON object that this class wrote.
  private record Fields(Value.Mapping values) {

    Optional<String> text(String name) {
      return values.get(name) instanceof Value.Text(var text)
          ? Optional.of(text)
          : Optional.empty();
    }

    int number(String name) {
      return values.get(name) instanceof Value.Whole whole ? whole.clampedToInt() : 1;
    }

    Value.Mapping mapping(String name) {
      return values.get(name) instanceof Value.Mapping mapping ? mapping : Value.Mapping.EMPTY;
    }
  }

  /// Environment variables without secrets: where a name sounds like one, or a value is an address
  /// with a password in it, the value's digest stands instead. It still tells whether two are
  /// equal.
  private static final class Hushed {

    private static final String PREFIX = "sha256:";

    private static final Pattern SECRET_NAME =
        Pattern.compile("key|token|secret|passw|pwd|credential", Pattern.CASE_INSENSITIVE);

    private static final Pattern ADDRESS_WITH_PASSWORD = Pattern.compile("://[^/@\\s]*:[^/@\\s]+@");

    /// `${connection.field}` says where the secret is, not what it is.
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{[^{}]*}");

    private Hushed() {}

    static SequencedMap<String, String> environment(Map<String, String> environment) {
      var hushed = new LinkedHashMap<String, String>();
      environment.forEach((name, value) -> hushed.put(name, hush(name, value)));
      return hushed;
    }

    private static String hush(String name, String value) {
      boolean secret =
          SECRET_NAME.matcher(name).find() || ADDRESS_WITH_PASSWORD.matcher(value).find();
      if (!secret || value.isEmpty() || isHarmless(value)) {
        return value;
      }
      return PREFIX + Digest.of(value).hex();
    }

    private static boolean isHarmless(String value) {
      return REFERENCE.matcher(value).matches()
          || (value.startsWith(PREFIX) && value.length() == PREFIX.length() + 64);
    }
  }
}
