package io.promptflow4j.core.model.catalog;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a model may be able to do.
public enum Capability {
  TOOLS("calls tools"),
  PARALLEL_TOOLS("calls several tools at once"),
  TOOL_CHOICE("can be told which tool to call"),
  JSON_MODE("answers in JSON"),
  JSON_SCHEMA("answers by a JSON schema"),
  REASONING("thinks before it answers"),
  TEMPERATURE("takes a temperature"),
  LOGPROBS("gives probabilities of tokens"),
  SEED("takes a seed"),
  SYSTEM_MESSAGE("takes a system message"),
  PREFILL("continues an answer that has been begun"),
  PROMPT_CACHING("reads repeated prompts cheaper"),
  STREAMING("answers piece by piece"),
  WEB_SEARCH("searches the web"),
  IMAGE_INPUT("sees images"),
  PDF_INPUT("reads PDF files"),
  AUDIO_INPUT("hears sound"),
  VIDEO_INPUT("sees videos"),
  IMAGE_OUTPUT("draws images"),
  AUDIO_OUTPUT("speaks");

  private static final Map<String, Capability> NAMED =
      Stream.of(values()).collect(Collectors.toUnmodifiableMap(Capability::written, one -> one));

  private final String meaning;
  private final String written = name().toLowerCase(Locale.ROOT);

  Capability(String meaning) {
    this.meaning = meaning;
  }

  /// What a model does that has it, for people: `calls tools`.
  public String meaning() {
    return meaning;
  }

  /// The name in files and on the command line: `json_schema`.
  public String written() {
    return written;
  }

  /// The one that is meant by `written`, with `-` or `_`.
  public static Optional<Capability> named(String written) {
    return Optional.ofNullable(NAMED.get(written.replace('-', '_')));
  }

  /// All names, for messages.
  public static List<String> names() {
    return Stream.of(values()).map(Capability::written).toList();
  }
}
