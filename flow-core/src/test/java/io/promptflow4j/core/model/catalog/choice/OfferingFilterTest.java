package io.promptflow4j.core.model.catalog.choice;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.core.model.catalog.Capability;
import io.promptflow4j.core.model.catalog.Catalog;
import io.promptflow4j.core.model.catalog.Kind;
import io.promptflow4j.core.model.catalog.Lookup;
import io.promptflow4j.core.model.catalog.Status;
import io.promptflow4j.core.model.catalog.Task;
import io.promptflow4j.core.model.catalog.file.Catalogs;
import io.promptflow4j.core.source.SourceText;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OfferingFilterTest {

  private static final LocalDate DAY = LocalDate.of(2026, 11, 21);

  private static final Catalog CATALOG =
      Catalogs.read(
          new SourceText(
              "models.yaml",
              """
              models:
                - {id: acme/plain, tasks: chat, in: text, context: 8000, open_weights: no}
                - {id: acme/able, tasks: chat, in: [text, image], can: tools, context: 64000}
                - {id: acme/vectors, tasks: embedding, license: Apache-2.0, open_weights: yes}
              offerings:
                - {provider: one, id: plain, model: acme/plain, prices: [{input: 1, output: 4}]}
                - {provider: two, id: able, model: acme/able, prices: [{input: 3, output: 9}]}
                - {provider: two, id: plain, model: acme/plain, retires: 2026-11-20}
                - {provider: one, id: vectors, model: acme/vectors}
                - {provider: one, id: mystery}
              """),
          new Catalog(List.of(), List.of(), List.of()));

  private static List<String> names(OfferingFilter filter) {
    return CATALOG.offerings().stream().filter(filter::fits).map(one -> one.name()).toList();
  }

  private static OfferingFilter with(Set<Capability> can, boolean maybe) {
    return new OfferingFilter(
        List.of(),
        List.of(),
        can,
        Set.of(),
        Set.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Set.of(),
        List.of(),
        maybe,
        DAY);
  }

  @Test
  void whatIsRetiredIsLeftOutUnlessItIsAskedFor() {
    assertThat(names(OfferingFilter.all(DAY)))
        .containsExactly("one/plain", "two/able", "one/vectors", "one/mystery");
    assertThat(names(OfferingFilter.all(LocalDate.of(2026, 11, 19)))).contains("two/plain");
    OfferingFilter retired =
        new OfferingFilter(
            List.of(),
            List.of(),
            Set.of(),
            Set.of(),
            Set.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Set.of(Status.RETIRED),
            List.of(),
            false,
            DAY);
    assertThat(names(retired)).containsExactly("two/plain");
  }

  @Test
  void anUnknownCapabilityFitsOnlyIfMaybeIsEnough() {
    assertThat(names(with(Set.of(Capability.TOOLS), false))).containsExactly("two/able");
    assertThat(names(with(Set.of(Capability.TOOLS), true)))
        .containsExactly("one/plain", "two/able", "one/mystery");
    assertThat(names(with(Set.of(Capability.IMAGE_INPUT), true)))
        .containsExactly("two/able", "one/vectors", "one/mystery");
  }

  @Test
  void pricesContextsTasksKindsAndLicencesAreCompared() {
    var all =
        new OfferingFilter(
            List.of("two"),
            List.of("acme"),
            Set.of(),
            Set.of(Task.CHAT),
            Set.of(Kind.IMAGE),
            Optional.of(64_000L),
            Optional.of(new BigDecimal("3.00")),
            Optional.of(new BigDecimal("9")),
            Optional.empty(),
            Set.of(),
            List.of("ABLE"),
            false,
            DAY);
    var cheap =
        new OfferingFilter(
            List.of(),
            List.of(),
            Set.of(),
            Set.of(),
            Set.of(),
            Optional.empty(),
            Optional.of(BigDecimal.ONE),
            Optional.empty(),
            Optional.empty(),
            Set.of(),
            List.of(),
            false,
            DAY);
    var open =
        new OfferingFilter(
            List.of(),
            List.of(),
            Set.of(),
            Set.of(),
            Set.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of("open"),
            Set.of(),
            List.of(),
            false,
            DAY);

    assertThat(names(all)).containsExactly("two/able");
    assertThat(names(cheap)).containsExactly("one/plain");
    assertThat(names(open)).containsExactly("one/vectors");
  }

  @Test
  void theCatalogOfATestFindsByModel() {
    assertThat(((Lookup.Found) CATALOG.find("acme/plain")).offerings()).hasSize(2);
  }
}
