package io.promptflow4j.core.graph.needs;

import io.promptflow4j.core.model.catalog.Catalog;
import io.promptflow4j.core.model.catalog.Limits;
import io.promptflow4j.core.model.catalog.Lookup;
import io.promptflow4j.core.model.catalog.Offering;
import io.promptflow4j.core.model.catalog.Offering.Deployment;
import io.promptflow4j.core.model.catalog.Provider;
import io.promptflow4j.core.model.catalog.Status;
import io.promptflow4j.core.model.catalog.Support;
import io.promptflow4j.core.model.catalog.choice.Needs;
import io.promptflow4j.core.source.Diagnostic;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/// Says what a catalog knows against the models that nodes name.
///
/// A name can mean several offerings. Then only what is true of all of them is said. Of a model
/// that is not in the catalog, and of a capability that is unknown, nothing is said.
public final class CatalogAdvice {

  /// From so many days before its end on, a model's end is no mere hint.
  private static final int SOON = 180;

  private final Catalog catalog;
  private final LocalDate day;

  /// @param day the day for prices and statuses
  public CatalogAdvice(Catalog catalog, LocalDate day) {
    this.catalog = catalog;
    this.day = day;
  }

  /// What speaks against the model of a node.
  ///
  /// @param provider who serves it, if that is known
  public List<Diagnostic> on(NodeNeeds node, Optional<String> provider) {
    return node.model()
        .map(model -> offerings(model, provider))
        .filter(found -> !found.isEmpty())
        .map(found -> advice(node, found))
        .orElse(List.of());
  }

  private List<Offering> offerings(String model, Optional<String> provider) {
    Lookup found = provider.map(at -> catalog.find(at, model)).orElseGet(() -> catalog.find(model));
    return found instanceof Lookup.Found(var offerings) ? offerings : List.of();
  }

  private List<Diagnostic> advice(NodeNeeds node, List<Offering> offerings) {
    var found = new ArrayList<Diagnostic>();
    checkLife(node, offerings).ifPresent(found::add);
    checkCapabilities(node, offerings, found);
    checkLimits(node, offerings).ifPresent(found::add);
    checkRanges(node, offerings, found);
    checkPrice(node, offerings).ifPresent(found::add);
    return found;
  }

  private Optional<Diagnostic> checkLife(NodeNeeds node, List<Offering> offerings) {
    Offering first = offerings.getFirst();
    String instead =
        first
            .lifecycle()
            .replacement()
            .map(" Its vendor names '%s' instead."::formatted)
            .orElse("");
    if (all(offerings, one -> one.statusOn(day) == Status.RETIRED)) {
      String since = first.lifecycle().retires().map(" since %s"::formatted).orElse("");
      return Optional.of(
          Diagnostic.warning(
              "model-retired",
              node.place(),
              "node '%s' names %s, which the catalog has as retired%s.%s"
                  .formatted(node.node(), shown(offerings), since, instead)));
    }
    Optional<LocalDate> end = last(offerings, one -> one.lifecycle().retires());
    if (end.isEmpty()) {
      return Optional.empty();
    }
    String message =
        "node '%s' names %s, which retires on %s.%s"
            .formatted(node.node(), shown(offerings), end.get(), instead);
    return Optional.of(
        end.get().isAfter(day.plusDays(SOON))
            ? Diagnostic.hint("model-retiring", node.place(), message)
            : Diagnostic.warning("model-retiring", node.place(), message));
  }

  private static void checkCapabilities(
      NodeNeeds node, List<Offering> offerings, List<Diagnostic> found) {
    node.needs()
        .capabilities()
        .forEach((capability, reason) -> {
          if (all(offerings, one -> one.can(capability) == Support.NO)) {
            found.add(
                Diagnostic.warning(
                    "model-capability",
                    node.place(),
                    "%s, but %s can't do that ('%s' is 'no' in the catalog). The request is sent as it is."
                        .formatted(reason, shown(offerings), capability.written())));
          }
        });
    if (all(offerings, one -> isForSomethingElse(one, node.needs()))) {
      found.add(
          Diagnostic.warning(
              "model-capability",
              node.place(),
              "node '%s' asks for a %s, but %s is for something else (%s)."
                  .formatted(
                      node.node(),
                      node.needs().task().written(),
                      shown(offerings),
                      offerings.getFirst().model().tasks().iterator().next().written())));
    }
  }

  private static boolean isForSomethingElse(Offering offering, Needs needs) {
    return !offering.model().tasks().isEmpty() && !offering.model().tasks().contains(needs.task());
  }

  private static Optional<Diagnostic> checkLimits(NodeNeeds node, List<Offering> offerings) {
    Needs needs = node.needs();
    Optional<Long> room = largest(offerings, Limits::context);
    if (room.filter(most -> most < needs.total()).isPresent()) {
      return Optional.of(
          tooSmall(
              node,
              "its prompt and answer may have about %s tokens, but %s has room for %s"
                  .formatted(count(needs.total()), shown(offerings), count(room.get()))));
    }
    Optional<Long> output = largest(offerings, Limits::output);
    if (output.filter(most -> most < needs.output().orElse(0L)).isPresent()) {
      return Optional.of(
          tooSmall(
              node,
              "it asks for up to %s tokens, but %s writes %s at most"
                  .formatted(
                      count(needs.output().orElse(0L)), shown(offerings), count(output.get()))));
    }
    return Optional.empty();
  }

  private static void checkRanges(
      NodeNeeds node, List<Offering> offerings, List<Diagnostic> found) {
    node.numbers()
        .forEach((name, number) -> {
          Provider.Range range = offerings.getFirst().provider().parameters().get(name);
          if (range != null && all(offerings, one -> refuses(one, name, number))) {
            found.add(
                Diagnostic.warning(
                    "model-limit",
                    node.place(),
                    "node '%s' gives '%s' as %s, but %s takes %s to %s. The request is sent as it is."
                        .formatted(
                            node.node(),
                            name,
                            number.toPlainString(),
                            shown(offerings),
                            range.least().toPlainString(),
                            range.most().toPlainString())));
          }
        });
  }

  private static boolean refuses(Offering offering, String parameter, BigDecimal number) {
    Provider.Range range = offering.provider().parameters().get(parameter);
    return range != null && !range.has(number);
  }

  private static Diagnostic tooSmall(NodeNeeds node, String what) {
    return Diagnostic.warning(
        "model-limit", node.place(), "node '%s': %s.".formatted(node.node(), what));
  }

  private Optional<Diagnostic> checkPrice(NodeNeeds node, List<Offering> offerings) {
    boolean unpriced =
        all(
            offerings,
            one ->
                one.priceOn(day).isEmpty()
                    && one.statusOn(day) != Status.RETIRED
                    && one.deployment().filter(Deployment.SELF_HOSTED::equals).isEmpty());
    return unpriced
        ? Optional.of(
            Diagnostic.warning(
                "model-unpriced",
                node.place(),
                "node '%s' names %s, for which the catalog has no price, so costs are told without it. Write the price into .promptflow/models.yaml."
                    .formatted(node.node(), shown(offerings))))
        : Optional.empty();
  }

  private static boolean all(List<Offering> offerings, Predicate<Offering> is) {
    return offerings.stream().allMatch(is);
  }

  /// The last of the days, if all offerings have one.
  private static Optional<LocalDate> last(
      List<Offering> offerings, Function<Offering, Optional<LocalDate>> date) {
    List<LocalDate> dates = offerings.stream().flatMap(one -> date.apply(one).stream()).toList();
    return dates.size() < offerings.size()
        ? Optional.empty()
        : dates.stream().max(LocalDate::compareTo);
  }

  /// The largest limit, if all offerings have one.
  private static Optional<Long> largest(
      List<Offering> offerings, Function<Limits, Optional<Long>> limit) {
    List<Long> limits =
        offerings.stream().flatMap(one -> limit.apply(one.limits()).stream()).toList();
    return limits.size() < offerings.size() ? Optional.empty() : limits.stream().max(Long::compare);
  }

  private static String shown(List<Offering> offerings) {
    return "'" + offerings.getFirst().name() + "'";
  }

  private static String count(long tokens) {
    return String.format(Locale.ROOT, "%,d", tokens);
  }
}
