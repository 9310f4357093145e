package io.promptflow4j.core.model.catalog.choice;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.core.model.catalog.Capability;
import io.promptflow4j.core.model.catalog.Catalog;
import io.promptflow4j.core.model.catalog.Task;
import io.promptflow4j.core.model.catalog.file.Catalogs;
import io.promptflow4j.core.source.SourceText;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RecommenderTest {

  private static final LocalDate DAY = LocalDate.of(2026, 11, 21);

  private static final Catalog CATALOG =
      Catalogs.read(
          new SourceText(
              "models.yaml",
              """
              providers:
                - {id: dear, connection: open_ai}
                - {id: cheap, connection: open_ai}
                - {id: free, connection: ollama}
                - {id: late, connection: open_ai}
              models:
                - {id: acme/big, tasks: chat, can: tools, context: 64000}
                - {id: acme/small, tasks: chat, can: tools, context: 2000}
                - {id: acme/mute, tasks: chat, cannot: tools, context: 64000}
                - {id: acme/vectors, tasks: embedding, context: 64000}
              offerings:
                - {provider: dear, id: big, model: acme/big, prices: [{input: 10, output: 10}]}
                - {provider: cheap, id: big, model: acme/big, prices: [{input: 1, output: 1}]}
                - {provider: free, id: big, model: acme/big}
                - {provider: cheap, id: small, model: acme/small, prices: [{input: 0.1, output: 0.1}]}
                - {provider: cheap, id: mute, model: acme/mute, prices: [{input: 0.1, output: 0.1}]}
                - {provider: cheap, id: vectors, model: acme/vectors}
                - {provider: cheap, id: new, context: 64000, prices: [{input: 0.01, output: 0.01}]}
                - {provider: late, id: big, model: acme/big, retires: 2027-01-01, prices: [{input: 0.1, output: 0.1}]}
              """),
          new Catalog(List.of(), List.of(), List.of()));

  private static final Needs NEEDS =
      Needs.of(
          Task.CHAT,
          Map.of(Capability.TOOLS, "node 'a' gives 'tools'"),
          3_000,
          Optional.of(1_000L));

  private static List<Recommendation> rank(boolean everyOffer) {
    return new Recommender(CATALOG, DAY).rank(NEEDS, OfferingFilter.all(DAY), everyOffer);
  }

  @Test
  void whatFitsForSureComesFirstAndTheCheaperOfEquals() {
    assertThat(rank(true))
        .extracting(one -> one.offering().name())
        .containsExactly("cheap/big", "dear/big", "late/big", "free/big", "cheap/new");
  }

  @Test
  void aModelIsNamedOnceUnlessEveryOfferIsWanted() {
    assertThat(rank(false))
        .extracting(one -> one.offering().name())
        .containsExactly("cheap/big", "cheap/new");
  }

  @Test
  void whatNoConnectionReachesIsDoubted() {
    Catalog catalog =
        Catalogs.read(
            new SourceText(
                "models.yaml",
                "offerings: [{provider: far, id: x, model: acme/big, prices: [{input: 1, output:"
                    + " 1}]}]"),
            CATALOG);

    assertThat(
            new Recommender(catalog, DAY)
                .judge(catalog.offerings().getLast(), NEEDS)
                .orElseThrow()
                .doubts())
        .containsExactly("no type of connection reaches it yet");
  }

  @Test
  void reasonsAndDoubtsAreSaid() {
    Recommendation best = rank(true).getFirst();
    Recommendation last = rank(true).getLast();

    assertThat(best.reasons())
        .containsExactly(
            "calls tools", "context of 64,000 tokens for about 4,000", "about 0.004 USD a call");
    assertThat(best.doubts()).isEmpty();
    assertThat(last.doubts())
        .containsExactly("unknown whether it calls tools", "unknown what it is for");
    assertThat(rank(true).get(2).doubts()).containsExactly("it retires on 2027-01-01");
    assertThat(rank(true).get(3).doubts()).containsExactly("its price is unknown");
  }
}
