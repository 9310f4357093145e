package io.promptflow4j.core.model.provider;

import io.promptflow4j.core.model.catalog.Catalog;
import io.promptflow4j.core.model.catalog.CatalogException;
import io.promptflow4j.core.model.catalog.Pricing;
import io.promptflow4j.core.model.catalog.file.Catalogs;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// The prices that hold for a flow: those of the built-in catalog, changed by the catalog file of
/// its project. Read when first asked for, once. Thread-safe.
final class ProjectPrices implements Supplier<Pricing> {

  private final ModelSettings settings;
  private final ReentrantLock lock = new ReentrantLock();
  private Optional<Pricing> read = Optional.empty();

  ProjectPrices(ModelSettings settings) {
    this.settings = settings;
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
      return Catalogs.of(settings.flowFolder().orElse(Path.of("")), settings.environment());
    } catch (CatalogException _) {
      settings
          .notices()
          .accept(
              "the prices are those of the built-in catalog, since the catalog"
                  + " file has mistakes");
      return Catalogs.builtIn();
    }
  }
}
