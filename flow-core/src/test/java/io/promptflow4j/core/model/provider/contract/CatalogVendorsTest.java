package io.promptflow4j.core.model.provider.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.core.model.catalog.Provider;
import io.promptflow4j.core.model.catalog.file.Catalogs;
import io.promptflow4j.core.model.connection.ConnectionType;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The catalog and the connections speak of the same vendors, so that a name from `pf model list`
/// can be given as `--model`.
class CatalogVendorsTest {

  private static final List<Provider> PROVIDERS = Catalogs.builtIn().providers();

  @Test
  void eachConnectionOfTheCatalogIsAType() {
    for (Provider provider : PROVIDERS) {
      provider
          .connection()
          .ifPresent(type ->
              assertThat(ConnectionType.named(type).map(ConnectionType::yamlName))
                  .as(provider.id())
                  .hasValue(type));
    }
  }

  @Test
  void aProvidersNameInTheCatalogMeansItsVendor() {
    for (Provider provider : PROVIDERS) {
      Optional<ConnectionType> vendor =
          provider.connection().flatMap(ConnectionType::named).filter(ConnectionType::isVendor);
      if (vendor.isPresent() && !provider.id().equals("ollama-cloud")) {
        assertThat(ConnectionType.named(provider.id())).as(provider.id()).isEqualTo(vendor);
      }
    }
  }
}
