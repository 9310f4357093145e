package io.promptflow4j.core.model.billing;

import io.promptflow4j.core.model.catalog.Catalog;
import io.promptflow4j.core.model.catalog.Pricing;
import io.promptflow4j.core.model.catalog.file.CatalogException;
import io.promptflow4j.core.model.catalog.file.Catalogs;
import io.promptflow4j.core.model.connection.Connection;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// The prices that hold for a flow: those of the built-in catalog, changed by the catalog file of
/// its project. Read when first asked for, once. Thread-safe.
public final class ProjectPrices implements Supplier<Pricing> {

  private final Path folder;
  private final Map<String, String> environment;
  private final Consumer<String> notices;
  private final RegisteredBases bases;
  private final ReentrantLock lock = new ReentrantLock();
  private Optional<Pricing> read = Optional.empty();

  /// @param folder the flow's, or where somebody works
  /// @param environment where `PF_CATALOG` may be
  /// @param notices hears of a catalog file that can't be used
  public ProjectPrices(Path folder, Map<String, String> environment, Consumer<String> notices) {
    this.folder = folder;
    this.environment = Map.copyOf(environment);
    this.notices = notices;
    this.bases = new RegisteredBases(environment, notices);
  }

  /// What the calls of a connection cost, at today's prices.
  public ConnectionPrices of(Connection connection) {
    return new ConnectionPrices(connection, this, InstantSource.system(), bases);
  }

  @Override
  public Pricing get() {
    lock.lock();
    try {
      if (read.isEmpty()) {
        read = Optional.of(new Pricing(catalog()));
      }
      return read.get();
    } finally {
      lock.unlock();
    }
  }

  /// A file with mistakes changes no price; whoever loads the flow is told of them.
  private Catalog catalog() {
    try {
      return Catalogs.of(folder, environment);
    } catch (CatalogException _) {
      notices.accept(
          "the prices are those of the built-in catalog, since the catalog file has mistakes");
      return Catalogs.builtIn();
    }
  }
}
