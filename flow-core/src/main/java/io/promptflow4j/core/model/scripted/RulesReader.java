package io.promptflow4j.core.model.scripted;

import io.promptflow4j.core.definition.Located;
import io.promptflow4j.core.definition.Written;
import io.promptflow4j.core.definition.yaml.FlowReader;
import io.promptflow4j.core.model.ModelException;
import io.promptflow4j.core.source.Diagnostic;
import io.promptflow4j.core.source.Diagnostics;
import io.promptflow4j.core.source.Digest;
import io.promptflow4j.core.source.Place;
import io.promptflow4j.core.template.chat.ChatMessage.Role;
import io.promptflow4j.core.value.Value;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Reads rules files: YAML or JSON, a list of rules or a mapping with `rules`, `default` and
/// settings for all of them.
final class RulesReader {

  private static final int MAX_BYTES = 1024 * 1024;

  private static final List<String> FILE_KEYS =
      List.of("rules", "default", "latency", "jitter", "chunk_latency", "chunks", "seed");

  private static final List<String> CONDITION_KEYS =
      List.of(
          "node",
          "model",
          "pattern",
          "last",
          "role",
          "system",
          "user",
          "assistant",
          "function",
          "tool",
          "parameters",
          "times",
          "answers");

  private static final List<String> RULE_KEYS =
      Stream.concat(CONDITION_KEYS.stream(), AnswerReader.KEYS.stream()).toList();

  private final String file;
  private final Digest digest;
  private final Diagnostics diagnostics = new Diagnostics();

  private RulesReader(String file, Digest digest) {
    this.file = file;
    this.digest = digest;
  }

  /// @throws ModelException if the file can't be read or is wrong
  static Rules read(Path path) {
    byte[] bytes = bytes(path);
    var reader = new RulesReader(shownPath(path), Digest.of(bytes));
    Optional<Rules> rules = reader.read(bytes);
    List<Diagnostic> errors =
        reader.diagnostics.sorted().stream().filter(Diagnostic::isError).toList();
    if (rules.isEmpty() || !errors.isEmpty()) {
      throw bad(
          errors.stream()
              .limit(20)
              .map(found -> "%s: %s".formatted(found.place(), found.message()))
              .collect(Collectors.joining(" ")));
    }
    return rules.get();
  }

  private static ModelException bad(String message) {
    return new ModelException("bad-rules", message, false);
  }

  private static String shownPath(Path path) {
    Path name = path.getFileName();
    return name == null ? path.toString() : name.toString();
  }

  private static byte[] bytes(Path path) {
    if (!Files.isRegularFile(path)) {
      String why = Files.exists(path) ? "is no regular file" : "does not exist";
      throw bad("the rules file '%s' of the scripted model %s".formatted(path, why));
    }
    try (InputStream in = Files.newInputStream(path)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw bad("the rules file '%s' is larger than 1 MiB".formatted(path));
      }
      return bytes;
    } catch (IOException broken) {
      throw new ModelException(
          "bad-rules", "the rules file '%s' can't be read".formatted(path), false, broken);
    }
  }

  private Optional<Rules> read(byte[] bytes) {
    Optional<Written> root = new FlowReader().data(file, bytes, diagnostics);
    if (root.isEmpty()) {
      if (!diagnostics.hasErrors()) {
        diagnostics.error("bad-rules", Place.startOf(file), "the file holds no rules");
      }
      return Optional.empty();
    }
    return Optional.of(
        switch (root.get()) {
          case Written.Fields fields -> rules(new Entries(fields, diagnostics));
          case Written.Items _, Written.Scalar _ -> rules(asRules(root.get()));
        });
  }

  private Entries asRules(Written root) {
    var field = new Written.Field(new Located<>("rules", root.place()), root);
    return new Entries(new Written.Fields(List.of(field), root.place()), diagnostics);
  }

  private Rules rules(Entries entries) {
    entries.allow(FILE_KEYS);
    var answers = new AnswerReader(entries);
    var rules = new ArrayList<Rules.Rule>();
    entries.content("rules").ifPresent(list -> readRules(list, answers, rules));
    entries
        .content("default")
        .flatMap(written -> answers.read(written))
        .ifPresent(answer -> rules.add(rule(Conditions.NONE, List.of(answer), Integer.MAX_VALUE)));
    if (!entries.has("rules") && !entries.has("default")) {
      diagnostics.error(
          "bad-rules", entries.fields().place(), "the file has neither 'rules' nor 'default'");
    }
    return new Rules(file, digest, rules, chunks(entries), entries.count("seed").orElse(0L));
  }

  private Rules.Chunks chunks(Entries entries) {
    Optional<String> wanted = entries.text("chunks").map(text -> text.toUpperCase(Locale.ROOT));
    Optional<Rules.Chunks> known =
        Arrays.stream(Rules.Chunks.values())
            .filter(chunks -> wanted.filter(chunks.name()::equals).isPresent())
            .findFirst();
    if (wanted.isPresent() && known.isEmpty()) {
      diagnostics.error(
          "bad-rules",
          entries.placeOf("chunks"),
          "'chunks' has to be words, lines, characters or whole");
    }
    return known.orElse(Rules.Chunks.WORDS);
  }

  private void readRules(Written list, AnswerReader answers, List<Rules.Rule> rules) {
    if (!(list instanceof Written.Items(var items, _))) {
      diagnostics.error("bad-rules", list.place(), "'rules' has to be a list");
      return;
    }
    for (Written item : items) {
      if (item instanceof Written.Fields fields) {
        rule(new Entries(fields, diagnostics), answers).ifPresent(rules::add);
      } else {
        diagnostics.error(
            "bad-rules", item.place(), "a rule has to be a mapping, such as {node: n, answer: a}");
      }
    }
  }

  private Optional<Rules.Rule> rule(Entries entries, AnswerReader answers) {
    entries.allow(RULE_KEYS);
    Conditions conditions = conditions(entries);
    List<Answer> given = answers(entries, answers);
    int times =
        entries
            .count("times")
            .map(count -> (int) Math.min(count, Integer.MAX_VALUE))
            .orElse(Integer.MAX_VALUE);
    return given.isEmpty() ? Optional.empty() : Optional.of(rule(conditions, given, times));
  }

  private static Rules.Rule rule(Conditions conditions, List<Answer> answers, int times) {
    return new Rules.Rule(conditions, answers, times, new AtomicInteger());
  }

  private List<Answer> answers(Entries entries, AnswerReader answers) {
    Optional<Written> list = entries.content("answers");
    if (list.isEmpty()) {
      return answers.read(entries).stream().toList();
    }
    if (AnswerReader.saysSomething(entries)
        || !(list.get() instanceof Written.Items(var items, _))
        || items.isEmpty()) {
      diagnostics.error(
          "bad-rules",
          list.get().place(),
          "'answers' has to be a list of texts or mappings, and stands instead of 'answer' and its"
              + " like");
      return List.of();
    }
    return items.stream().flatMap(item -> answers.read(item).stream()).toList();
  }

  private Conditions conditions(Entries entries) {
    var texts = new ArrayList<TextCondition>();
    for (Written.Field field : entries.fields().fields()) {
      String key = field.key().value();
      where(key)
          .flatMap(where ->
              entries
                  .pattern(key)
                  .map(pattern -> new TextCondition(where, pattern, field.content().place())))
          .ifPresent(texts::add);
    }
    return new Conditions(
        names(entries.texts("node")),
        names(entries.texts("model")),
        role(entries),
        texts,
        entries.mapping("parameters").orElse(Value.Mapping.EMPTY).entries());
  }

  private static Optional<TextCondition.Where> where(String key) {
    return switch (key) {
      case "pattern" -> Optional.of(TextCondition.Where.Whole.ALL);
      case "last" -> Optional.of(TextCondition.Where.Whole.LAST);
      default -> Role.named(key).map(TextCondition.Where.OfRole::new);
    };
  }

  private Optional<Role> role(Entries entries) {
    Optional<String> name = entries.text("role");
    Optional<Role> role = name.flatMap(Role::named);
    if (name.isPresent() && role.isEmpty()) {
      diagnostics.error(
          "bad-rules",
          entries.placeOf("role"),
          "'role' has to be system, user, assistant, function or tool");
    }
    return role;
  }

  /// Names in which `*` stands for any piece.
  private static List<Pattern> names(List<String> names) {
    return names.stream()
        .map(name ->
            Arrays.stream(name.split("\\*+", -1))
                .map(Pattern::quote)
                .collect(Collectors.joining(".*")))
        .map(Pattern::compile)
        .toList();
  }
}
