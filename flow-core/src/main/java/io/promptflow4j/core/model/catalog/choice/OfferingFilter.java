package io.promptflow4j.core.model.catalog.choice;

import io.promptflow4j.core.model.catalog.Capability;
import io.promptflow4j.core.model.catalog.Catalog;
import io.promptflow4j.core.model.catalog.Kind;
import io.promptflow4j.core.model.catalog.Offering;
import io.promptflow4j.core.model.catalog.Status;
import io.promptflow4j.core.model.catalog.Support;
import io.promptflow4j.core.model.catalog.Task;
import io.promptflow4j.core.model.cost.Rate;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Which offerings are wanted. A list or option that is empty asks for nothing.
///
/// @param providers ids of providers, or other words for them
/// @param publishers who made the model
/// @param capabilities all of these
/// @param tasks one of these
/// @param inputs all of these kinds
/// @param context at least so many tokens
/// @param inputPrice at most this for a million tokens read, in US dollars
/// @param outputPrice at most this for a million tokens written, in US dollars
/// @param license part of the licence's name; `open` for any model whose weights can be had
/// @param statuses one of these on the day; if empty, any but retired
/// @param words each somewhere in the names
/// @param maybe whether what is unknown counts as fitting
/// @param day the day for prices and statuses
public record OfferingFilter(
    List<String> providers,
    List<String> publishers,
    Set<Capability> capabilities,
    Set<Task> tasks,
    Set<Kind> inputs,
    Optional<Long> context,
    Optional<BigDecimal> inputPrice,
    Optional<BigDecimal> outputPrice,
    Optional<String> license,
    Set<Status> statuses,
    List<String> words,
    boolean maybe,
    LocalDate day) {

  public OfferingFilter {
    providers = providers.stream().map(Catalog::providerId).toList();
    publishers = List.copyOf(publishers);
    capabilities = Set.copyOf(capabilities);
    tasks = Set.copyOf(tasks);
    inputs = Set.copyOf(inputs);
    statuses = Set.copyOf(statuses);
    words = words.stream().map(word -> word.toLowerCase(Locale.ROOT)).toList();
  }

  /// Everything that is not retired on `day`.
  public static OfferingFilter all(LocalDate day) {
    return new OfferingFilter(
        List.of(),
        List.of(),
        Set.of(),
        Set.of(),
        Set.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Set.of(),
        List.of(),
        false,
        day);
  }

  public boolean fits(Offering offering) {
    return fitsNames(offering)
        && fitsStatus(offering.statusOn(day))
        && capabilities.stream().allMatch(one -> isEnough(offering.can(one)))
        && (tasks.isEmpty() || fitsTasks(offering.model().tasks()))
        && (inputs.isEmpty() || fitsInputs(offering.inputs()))
        && context.filter(least -> !fitsContext(offering, least)).isEmpty()
        && fitsPrice(offering, Rate.INPUT, inputPrice)
        && fitsPrice(offering, Rate.OUTPUT, outputPrice)
        && license.filter(wanted -> !fitsLicense(offering, wanted)).isEmpty();
  }

  private boolean fitsNames(Offering offering) {
    String names =
        String.join(
                " ",
                offering.name(),
                offering.model().id(),
                offering.model().name(),
                offering.model().family().orElse(""),
                String.join(" ", offering.aliases()))
            .toLowerCase(Locale.ROOT);
    return (providers.isEmpty() || providers.contains(offering.provider().id()))
        && (publishers.isEmpty() || publishers.contains(offering.model().publisher()))
        && words.stream().allMatch(names::contains);
  }

  private boolean fitsStatus(Status status) {
    return statuses.isEmpty() ? status != Status.RETIRED : statuses.contains(status);
  }

  private boolean isEnough(Support support) {
    return support == Support.YES || (maybe && support == Support.UNKNOWN);
  }

  private boolean fitsTasks(Set<Task> known) {
    return known.isEmpty() ? maybe : known.stream().anyMatch(tasks::contains);
  }

  private boolean fitsInputs(Set<Kind> known) {
    return known.isEmpty() ? maybe : known.containsAll(inputs);
  }

  private boolean fitsContext(Offering offering, long least) {
    return offering.limits().context().map(known -> known >= least).orElse(maybe);
  }

  private boolean fitsPrice(Offering offering, Rate rate, Optional<BigDecimal> most) {
    return most.isEmpty()
        || offering
            .priceOn(day)
            .filter(price -> price.currency().equals("USD"))
            .flatMap(price -> price.rate(rate))
            .map(price -> price.compareTo(most.get()) <= 0)
            .orElse(maybe);
  }

  private boolean fitsLicense(Offering offering, String wanted) {
    if (wanted.equalsIgnoreCase("open")) {
      return isEnough(offering.model().openWeights());
    }
    return offering
        .model()
        .license()
        .map(known -> known.toLowerCase(Locale.ROOT).contains(wanted.toLowerCase(Locale.ROOT)))
        .orElse(maybe);
  }
}
