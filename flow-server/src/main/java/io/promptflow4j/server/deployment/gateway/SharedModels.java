package io.promptflow4j.server.deployment.gateway;

import io.promptflow4j.core.model.LanguageModel;
import io.promptflow4j.core.model.billing.ConnectionPrices;
import io.promptflow4j.core.model.budget.Budget;
import io.promptflow4j.core.model.budget.BudgetedModel;
import io.promptflow4j.core.model.budget.DayBudget;
import io.promptflow4j.core.model.budget.SpendingLedger;
import io.promptflow4j.core.model.catalog.Catalog;
import io.promptflow4j.core.model.catalog.Offering;
import io.promptflow4j.core.model.catalog.Pricing;
import io.promptflow4j.core.model.catalog.Provider;
import io.promptflow4j.core.model.catalog.Status;
import io.promptflow4j.core.model.connection.Connection;
import io.promptflow4j.core.model.connection.Redaction;
import io.promptflow4j.core.model.provider.Models;
import io.promptflow4j.core.model.registry.ModelNames;
import io.promptflow4j.core.model.registry.ModelRegistry;
import io.promptflow4j.core.model.registry.RegistryException;
import java.time.Clock;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// The models that callers reach through shared connections, by name. Thread-safe.
///
/// A name is, in this order, that of a registered model (`support`, `support@production`),
/// `CONNECTION/MODEL`, or the name that the catalog has for a model that a shared connection's
/// provider offers.
public final class SharedModels {

  private final Models models;
  private final List<String> shared;
  private final Catalog catalog;
  private final ModelRegistry registry;
  private final Supplier<Pricing> pricing;

  /// Where a name leads.
  ///
  /// @param connection the name of the connection
  /// @param model what the service calls it
  public record Way(String connection, String model) {

    /// `connection/model`
    @Override
    public String toString() {
      return connection + "/" + model;
    }
  }

  /// What one caller may spend.
  ///
  /// @param page under which the ledger has it
  public record Allowance(String page, Budget most, SpendingLedger ledger) {}

  /// @param shared the names of the connections, the preferred ones first
  public SharedModels(
      Models models,
      List<String> shared,
      Catalog catalog,
      ModelRegistry registry,
      Supplier<Pricing> pricing) {
    this.models = models;
    this.shared = List.copyOf(shared);
    this.catalog = catalog;
    this.registry = registry;
    this.pricing = pricing;
  }

  public Catalog catalog() {
    return catalog;
  }

  public ModelRegistry registry() {
    return registry;
  }

  /// What takes secrets out of texts that callers see.
  public Redaction redaction() {
    return models.redaction();
  }

  /// Where a name leads a caller; empty if nowhere.
  ///
  /// @param isOpen which connections the caller may use
  public Optional<Way> find(String name, Predicate<String> isOpen) {
    List<String> open = shared.stream().filter(isOpen).toList();
    ModelNames.Resolved resolved;
    try {
      resolved = new ModelNames(registry::find).resolve(name);
    } catch (RegistryException circle) {
      return Optional.empty();
    }
    if (resolved.connection().isPresent()) {
      return resolved.connection().filter(open::contains).map(to -> new Way(to, resolved.model()));
    }
    return named(resolved.model(), open).or(() -> offered(resolved.model(), open));
  }

  private static Optional<Way> named(String name, List<String> open) {
    return open.stream()
        .filter(connection -> name.startsWith(connection + "/"))
        .filter(connection -> name.length() > connection.length() + 1)
        .map(connection -> new Way(connection, name.substring(connection.length() + 1)))
        .findFirst();
  }

  private Optional<Way> offered(String name, List<String> open) {
    List<Offering> offerings = catalog.offered(name);
    return open.stream()
        .flatMap(connection ->
            offerings.stream()
                .filter(one -> provider(connection).filter(one.provider()::equals).isPresent())
                .map(one -> new Way(connection, one.id())))
        .findFirst();
  }

  private Optional<Provider> provider(String name) {
    Connection connection = models.connection(name);
    return catalog.providerBehind(
        connection.type().yamlName(),
        connection.setting("base_url").or(() -> connection.setting("api_base")));
  }

  /// The names of all models a caller reaches: registered ones, and those of the catalog as
  /// `CONNECTION/MODEL`.
  public List<String> names(Predicate<String> isOpen) {
    var all = new ArrayList<String>();
    registry.names().stream().filter(name -> find(name, isOpen).isPresent()).forEach(all::add);
    LocalDate today = LocalDate.now(Clock.systemUTC());
    for (String connection : shared.stream().filter(isOpen).toList()) {
      Optional<Provider> provider = provider(connection);
      var ids = new LinkedHashSet<String>();
      for (Offering one : catalog.offerings()) {
        if (provider.filter(one.provider()::equals).isPresent()
            && one.statusOn(today) != Status.RETIRED) {
          ids.add(connection + "/" + one.id());
        }
      }
      all.addAll(ids);
    }
    return all;
  }

  /// The model at the end of a way, held to what the caller may spend.
  public LanguageModel open(Way way, Optional<Allowance> allowance) {
    LanguageModel model = models.behind(way.connection());
    return allowance
        .<LanguageModel>map(own ->
            new BudgetedModel(
                model,
                new DayBudget(own.page(), own.most(), own::ledger, InstantSource.system()),
                prices(way)::of))
        .orElse(model);
  }

  /// What prices the calls of a connection.
  public ConnectionPrices prices(Way way) {
    return new ConnectionPrices(
        models.connection(way.connection()), pricing, InstantSource.system());
  }
}
