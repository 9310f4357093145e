package io.promptflow4j.cli.model;

import io.promptflow4j.cli.terminal.Printable;
import io.promptflow4j.cli.terminal.UsageFailure;
import io.promptflow4j.core.model.catalog.Capability;
import io.promptflow4j.core.model.catalog.Kind;
import io.promptflow4j.core.model.catalog.Status;
import io.promptflow4j.core.model.catalog.Task;
import io.promptflow4j.core.model.catalog.choice.OfferingFilter;
import io.promptflow4j.core.source.Suggestion;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Which offerings are wanted, as options.
final class FilterOptions {

  @Option(
      names = {"--provider", "--vendor"},
      split = ",",
      paramLabel = "NAME",
      description = "Who offers it: openai, azure, mistral, ollama …; several with commas.")
  private List<String> providers = new ArrayList<>();

  @Option(
      names = "--publisher",
      split = ",",
      paramLabel = "NAME",
      description = "Who made it: openai, meta, mistral …")
  private List<String> publishers = new ArrayList<>();

  @Option(
      names = "--can",
      split = ",",
      paramLabel = "CAPABILITY",
      description = "What it must be able to do: tools, json_schema, image_input, reasoning …")
  private List<String> capabilities = new ArrayList<>();

  @Option(
      names = "--task",
      split = ",",
      paramLabel = "TASK",
      description = "What it is for: chat, completion, embedding, rerank …")
  private List<String> tasks = new ArrayList<>();

  @Option(
      names = {"--input", "--modality"},
      split = ",",
      paramLabel = "KIND",
      description = "What it must read: text, image, pdf, audio, video.")
  private List<String> inputs = new ArrayList<>();

  @Option(
      names = "--min-context",
      paramLabel = "TOKENS",
      description = "The least context, such as 128000, 128k or 1m.")
  private @Nullable String context;

  @Option(
      names = "--max-input-price",
      paramLabel = "USD",
      description = "At most so much for a million tokens read.")
  private @Nullable BigDecimal inputPrice;

  @Option(
      names = "--max-output-price",
      paramLabel = "USD",
      description = "At most so much for a million tokens written.")
  private @Nullable BigDecimal outputPrice;

  @Option(
      names = {"--license", "--licence"},
      paramLabel = "TEXT",
      description = "Part of the licence's name; 'open' for any with weights to be had.")
  private @Nullable String license;

  @Option(
      names = "--status",
      split = ",",
      paramLabel = "STATUS",
      description = "preview, ga, deprecated, retired or unknown; any but retired if not said.")
  private List<String> statuses = new ArrayList<>();

  @Option(names = "--maybe", description = "What is not known of an offering counts as fitting.")
  private boolean maybe;

  @Mixin private DayOption day = new DayOption();

  /// As if none of them was given.
  FilterOptions() {}

  /// @throws UsageFailure if one of them has a value that it can't have
  OfferingFilter filter(List<String> words) {
    return new OfferingFilter(
        providers,
        publishers,
        chosen("--can", capabilities, Capability.class, Capability::named, Capability.names()),
        chosen("--task", tasks, Task.class, Task::named, Task.names()),
        chosen("--input", inputs, Kind.class, Kind::named, Kind.names()),
        Optional.ofNullable(context).map(FilterOptions::tokens),
        Optional.ofNullable(inputPrice),
        Optional.ofNullable(outputPrice),
        Optional.ofNullable(license),
        chosen("--status", statuses, Status.class, Status::named, Status.names()),
        words,
        maybe,
        day.day());
  }

  private static long tokens(String written) {
    String text = written.strip().toLowerCase(Locale.ROOT).replaceAll("[_,]", "");
    if (!text.matches("\\d{1,12}[km]?")) {
      throw new UsageFailure(
          "--min-context takes a number of tokens such as 128000 or 128k, not '%s'"
              .formatted(Printable.line(written)));
    }
    if (text.endsWith("k")) {
      return Long.parseLong(text.substring(0, text.length() - 1)) * 1_000;
    }
    if (text.endsWith("m")) {
      return Long.parseLong(text.substring(0, text.length() - 1)) * 1_000_000;
    }
    return Long.parseLong(text);
  }

  private static <E extends Enum<E>> Set<E> chosen(
      String option,
      List<String> written,
      Class<E> type,
      Function<String, Optional<E>> named,
      List<String> names) {
    var chosen = EnumSet.noneOf(type);
    for (String one : written) {
      String name = one.strip().toLowerCase(Locale.ROOT);
      chosen.add(
          named
              .apply(name)
              .orElseThrow(() ->
                  new UsageFailure(
                      "%s can't be '%s'; it is one of %s.%s"
                          .formatted(
                              option,
                              Printable.line(one),
                              String.join(", ", names),
                              Suggestion.didYouMean(name, names)))));
    }
    return chosen;
  }
}
