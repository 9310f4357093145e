package io.promptflow4j.cli.model;

import io.promptflow4j.cli.report.Grid;
import io.promptflow4j.core.model.catalog.Capability;
import io.promptflow4j.core.model.catalog.Kind;
import io.promptflow4j.core.model.catalog.Offering;
import io.promptflow4j.core.model.catalog.Offering.Deployment;
import io.promptflow4j.core.model.catalog.Status;
import io.promptflow4j.core.model.catalog.Support;
import io.promptflow4j.core.model.catalog.Task;
import io.promptflow4j.core.model.cost.Price;
import io.promptflow4j.core.model.cost.Rate;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Offerings for people. What is not known is a `?`.
final class OfferingText {

  private static final String UNKNOWN = "?";

  /// What a list has room to tell of; the rest is in the details.
  private static final SequencedMap<Capability, String> SHORT = new LinkedHashMap<>();

  static {
    SHORT.put(Capability.TOOLS, "tools");
    SHORT.put(Capability.JSON_SCHEMA, "json");
    SHORT.put(Capability.REASONING, "reasoning");
    SHORT.put(Capability.IMAGE_INPUT, "image");
    SHORT.put(Capability.PDF_INPUT, "pdf");
    SHORT.put(Capability.AUDIO_INPUT, "audio");
  }

  private final LocalDate day;

  /// @param day the day for prices and statuses
  OfferingText(LocalDate day) {
    this.day = day;
  }

  /// One line for each.
  String table(List<Offering> offerings, int width) {
    var grid = new Grid(List.of("name", "context", "in /M", "out /M", "can", "license", "status"));
    for (Offering offering : offerings) {
      grid.add(
          List.of(
              offering.name(),
              count(offering.limits().context()),
              rate(offering, Rate.INPUT),
              rate(offering, Rate.OUTPUT),
              abilities(offering),
              offering.model().license().orElse(UNKNOWN),
              status(offering)));
    }
    return grid.text(width);
  }

  /// All that is known of one.
  String details(Offering offering) {
    var lines = new ArrayList<String>();
    lines.add("%s: %s".formatted(offering.name(), offering.model().name()));
    facts(offering).forEach((name, text) -> lines.add("  %-14s %s".formatted(name, text)));
    return String.join("\n", lines);
  }

  /// Several side by side.
  String comparison(List<Offering> offerings, int width) {
    var header = new ArrayList<>(List.of(""));
    offerings.forEach(offering -> header.add(offering.name()));
    var grid = new Grid(header);
    List<SequencedMap<String, String>> facts = offerings.stream().map(this::facts).toList();
    for (String name : facts.getFirst().keySet()) {
      var cells = new ArrayList<>(List.of(name));
      facts.forEach(one -> cells.add(one.getOrDefault(name, "")));
      grid.add(cells);
    }
    return grid.text(width);
  }

  private SequencedMap<String, String> facts(Offering offering) {
    var facts = new LinkedHashMap<String, String>();
    facts.put("model", offering.model().id());
    facts.put("provider", offering.provider().name());
    facts.put("connection", offering.provider().connection().orElse("none yet"));
    facts.put(
        "aliases", offering.aliases().isEmpty() ? "none" : String.join(", ", offering.aliases()));
    facts.put("tasks", words(offering.model().tasks().stream().map(Task::written).toList()));
    facts.put("reads", words(offering.inputs().stream().map(Kind::written).toList()));
    facts.put("writes", words(offering.outputs().stream().map(Kind::written).toList()));
    facts.put("context", count(offering.limits().context()));
    facts.put("most written", count(offering.limits().output()));
    offering
        .limits()
        .dimensions()
        .ifPresent(_ -> facts.put("dimensions", count(offering.limits().dimensions())));
    facts.put("rate limits", rates(offering.rates()));
    facts.put("can", names(offering, Support.YES));
    facts.put("can't", names(offering, Support.NO));
    facts.put("unknown", names(offering, Support.UNKNOWN));
    facts.put("price", price(offering));
    facts.put("status", status(offering));
    facts.put("released", offering.model().released().orElse(UNKNOWN));
    facts.put("knows until", offering.model().knowledge().orElse(UNKNOWN));
    facts.put("license", offering.model().license().orElse(UNKNOWN));
    facts.put("open weights", offering.model().openWeights().written());
    facts.put(
        "source",
        offering.provenance().source()
            + offering.provenance().captured().map(" on %s"::formatted).orElse(""));
    offering.note().ifPresent(note -> facts.put("note", note));
    return facts;
  }

  private static String rates(Offering.RateLimits rates) {
    String known =
        Stream.of(
                rates.requestsPerMinute().map("%,d requests a minute"::formatted),
                rates.tokensPerMinute().map("%,d tokens a minute"::formatted),
                rates.requestsPerDay().map("%,d requests a day"::formatted))
            .flatMap(Optional::stream)
            .collect(Collectors.joining(", "));
    return known.isEmpty() ? UNKNOWN : known;
  }

  private static String names(Offering offering, Support support) {
    return offering.capabilities().with(support).stream()
        .map(Capability::written)
        .collect(Collectors.joining(", "));
  }

  private static String words(Collection<String> words) {
    return words.isEmpty() ? UNKNOWN : words.stream().sorted().collect(Collectors.joining(", "));
  }

  private static String abilities(Offering offering) {
    return SHORT.entrySet().stream()
        .filter(one -> offering.can(one.getKey()) != Support.NO)
        .map(one -> one.getValue() + (offering.can(one.getKey()) == Support.UNKNOWN ? UNKNOWN : ""))
        .collect(Collectors.joining(" "));
  }

  static String count(Optional<Long> tokens) {
    return tokens.map(number -> String.format(Locale.ROOT, "%,d", number)).orElse(UNKNOWN);
  }

  private String rate(Offering offering, Rate rate) {
    Optional<Price> price = offering.priceOn(day);
    return price
        .flatMap(one -> one.rate(rate).map(amount -> money(amount, one.currency())))
        .orElse(UNKNOWN);
  }

  private static String money(BigDecimal amount, String currency) {
    String text = amount.toPlainString();
    return currency.equals("USD") ? "$" + text : text + " " + currency;
  }

  private String price(Offering offering) {
    Optional<Price> price = offering.priceOn(day);
    if (price.isEmpty()) {
      boolean own = offering.deployment().filter(Deployment.SELF_HOSTED::equals).isPresent();
      return own ? "unknown: it runs on own hardware" : "unknown";
    }
    String tiers =
        price.get().tiers().stream()
            .map(tier ->
                "; over %s: %s"
                    .formatted(count(Optional.of(tier.over())), rates(tier.rates(), price.get())))
            .collect(Collectors.joining());
    return rates(price.get().rates(), price.get()) + tiers;
  }

  private static String rates(Map<Rate, BigDecimal> rates, Price price) {
    return rates.entrySet().stream()
        .map(one ->
            "%s %s"
                .formatted(
                    one.getKey().written().replace('_', ' '),
                    money(one.getValue(), price.currency())))
        .collect(Collectors.joining(", "));
  }

  private String status(Offering offering) {
    Status status = offering.statusOn(day);
    String word = status == Status.UNKNOWN ? "" : status.written();
    String when =
        offering
            .lifecycle()
            .retires()
            .map(date -> status == Status.RETIRED ? "since " + date : "retires " + date)
            .orElse("");
    return (word + " " + when).strip();
  }
}
