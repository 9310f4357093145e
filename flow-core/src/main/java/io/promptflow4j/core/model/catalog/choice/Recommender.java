package io.promptflow4j.core.model.catalog.choice;

import io.promptflow4j.core.model.Cost;
import io.promptflow4j.core.model.TokenUsage;
import io.promptflow4j.core.model.catalog.Catalog;
import io.promptflow4j.core.model.catalog.Offering;
import io.promptflow4j.core.model.catalog.Offering.Deployment;
import io.promptflow4j.core.model.catalog.Status;
import io.promptflow4j.core.model.catalog.Support;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Ranks offerings by how well they fit: those of which all is known before those with doubts, and
/// among these the cheaper call first. Nothing is said of how good the answers are; an evaluation
/// says that.
public final class Recommender {

  /// How long an answer is taken to be where nothing says so.
  private static final long USUAL_ANSWER = 500;

  private static final Comparator<Recommendation> BEST_FIRST =
      Comparator.comparingInt((Recommendation one) -> one.doubts().size())
          .thenComparing(Recommender::price)
          .thenComparing(one -> one.offering().name());

  private final Catalog catalog;
  private final LocalDate day;

  /// @param day the day for prices and statuses
  public Recommender(Catalog catalog, LocalDate day) {
    this.catalog = catalog;
    this.day = day;
  }

  /// The offerings that `filter` lets through and that can do what is needed, the best first.
  ///
  /// @param everyOffer whether all offerings of a model are wanted, not only its best
  public List<Recommendation> rank(Needs needs, OfferingFilter filter, boolean everyOffer) {
    var models = new HashSet<String>();
    return catalog.offerings().stream()
        .filter(filter::fits)
        .flatMap(offering -> judge(offering, needs).stream())
        .sorted(BEST_FIRST)
        .filter(one -> models.add(one.offering().model().id()) || everyOffer)
        .toList();
  }

  /// What speaks for and against an offering; empty if it can't do what is needed.
  public Optional<Recommendation> judge(Offering offering, Needs needs) {
    boolean hopeless =
        offering.statusOn(day) == Status.RETIRED
            || needs.capabilities().keySet().stream()
                .anyMatch(one -> offering.can(one) == Support.NO)
            || (!offering.model().tasks().isEmpty()
                && !offering.model().tasks().contains(needs.task()))
            || isTooSmall(offering, needs)
            || offering.deployment().filter(Deployment.IN_PROCESS::equals).isPresent();
    if (hopeless) {
      return Optional.empty();
    }
    var reasons = new ArrayList<String>();
    var doubts = new ArrayList<String>();
    weighCapabilities(offering, needs, reasons, doubts);
    weighLimits(offering, needs, reasons, doubts);
    weighLife(offering, doubts);
    if (offering.provider().connection().isEmpty()) {
      doubts.add("no type of connection reaches it yet");
    }
    Cost cost = cost(offering, needs);
    if (cost instanceof Cost.Known(var money)) {
      reasons.add("about %s a call".formatted(rounded(money.amount()) + " " + money.currency()));
    } else {
      doubts.add("its price is unknown");
    }
    return Optional.of(new Recommendation(offering, reasons, doubts, cost));
  }

  private static boolean isTooSmall(Offering offering, Needs needs) {
    return offering.limits().prompt().filter(limit -> limit < needs.prompt()).isPresent()
        || offering.limits().context().filter(limit -> limit < needs.total()).isPresent()
        || offering
            .limits()
            .output()
            .filter(limit -> limit < needs.output().orElse(0L))
            .isPresent();
  }

  private static void weighCapabilities(
      Offering offering, Needs needs, List<String> reasons, List<String> doubts) {
    needs
        .capabilities()
        .keySet()
        .forEach(capability -> {
          if (offering.can(capability) == Support.YES) {
            reasons.add(capability.meaning());
          } else {
            doubts.add("unknown whether it " + capability.meaning());
          }
        });
    if (offering.model().tasks().isEmpty()) {
      doubts.add("unknown what it is for");
    }
  }

  private static void weighLimits(
      Offering offering, Needs needs, List<String> reasons, List<String> doubts) {
    Optional<Long> context = offering.limits().context();
    if (context.isPresent()) {
      reasons.add(
          String.format(Locale.ROOT, "context of %,d tokens", context.get())
              + (needs.total() > 0
                  ? String.format(Locale.ROOT, " for about %,d", needs.total())
                  : ""));
    } else {
      doubts.add("its context is unknown");
    }
  }

  private void weighLife(Offering offering, List<String> doubts) {
    Optional<LocalDate> retires = offering.lifecycle().retires();
    if (retires.isPresent()) {
      doubts.add("it retires on " + retires.get());
    } else if (offering.statusOn(day) == Status.DEPRECATED) {
      doubts.add("it is deprecated");
    } else if (offering.statusOn(day) == Status.PREVIEW) {
      doubts.add("it is a preview");
    }
  }

  private Cost cost(Offering offering, Needs needs) {
    long answer = needs.output().orElse(USUAL_ANSWER);
    return offering.costOf(
        new TokenUsage(needs.prompt(), answer, needs.prompt() + answer, 0, 0), day);
  }

  private static BigDecimal price(Recommendation one) {
    return one.cost() instanceof Cost.Known(var money)
        ? money.amount()
        : BigDecimal.valueOf(Long.MAX_VALUE);
  }

  private static String rounded(BigDecimal amount) {
    int places = Math.max(2, amount.scale() - amount.precision() + 2);
    return amount
        .setScale(Math.min(amount.scale(), places), RoundingMode.HALF_UP)
        .stripTrailingZeros()
        .toPlainString();
  }
}
