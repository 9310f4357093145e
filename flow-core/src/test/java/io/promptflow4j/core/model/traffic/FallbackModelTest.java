package io.promptflow4j.core.model.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.promptflow4j.core.model.CallAttempt;
import io.promptflow4j.core.model.Cost;
import io.promptflow4j.core.model.EmbeddingModel;
import io.promptflow4j.core.model.LanguageModel;
import io.promptflow4j.core.model.ModelApi;
import io.promptflow4j.core.model.ModelException;
import io.promptflow4j.core.model.ModelParameters;
import io.promptflow4j.core.model.ModelReply;
import io.promptflow4j.core.model.ModelRequest;
import io.promptflow4j.core.model.TokenUsage;
import io.promptflow4j.core.value.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FallbackModelTest {

  private final List<String> called = new ArrayList<>();
  private final List<Duration> limits = new ArrayList<>();

  /// A model that says its name, or fails.
  private final class Named implements LanguageModel {
    private final String name;
    private final Optional<String> failure;
    private final List<String> before;

    Named(String name, Optional<String> failure, String... before) {
      this.name = name;
      this.failure = failure;
      this.before = List.of(before);
    }

    @Override
    public String identity() {
      return name;
    }

    @Override
    public Optional<Cost> costAhead(Optional<String> model) {
      return Optional.of(new Cost.Unknown(name));
    }

    @Override
    public Optional<EmbeddingModel> embeddings() {
      return Optional.of(request -> {
        ModelReply reply = call(request().within(request.limit()));
        return new EmbeddingModel.Reply(List.of(new float[1]), reply.model(), TokenUsage.NONE);
      });
    }

    @Override
    public ModelReply call(ModelRequest request) {
      called.add(name);
      limits.add(request.limit());
      if (failure.isPresent()) {
        throw new ModelException(failure.get(), name + " failed", false);
      }
      return new ModelReply(Value.of(name), "stop", name, TokenUsage.NONE);
    }

    @Override
    public ModelReply stream(ModelRequest request, Consumer<String> chunks) {
      before.forEach(chunks);
      return call(request);
    }
  }

  private FallbackModel model(Named first, Named... others) {
    return new FallbackModel(
        first,
        List.of(others).stream()
            .map(other -> new FallbackModel.StandIn(other.name, other, Optional.empty()))
            .toList());
  }

  private static ModelRequest request() {
    return new ModelRequest(
        "n",
        ModelApi.COMPLETION,
        List.of(),
        "hello",
        new ModelParameters(Optional.of("m"), new LinkedHashMap<>()),
        Duration.ofSeconds(60));
  }

  @ParameterizedTest
  @ValueSource(strings = {"rate-limited", "quota", "unavailable", "timeout", "truncated"})
  void theOthersAnswerInOrderWhenTheServiceIsInTrouble(String code) throws Exception {
    var model =
        model(
            new Named("a", Optional.of(code)),
            new Named("b", Optional.of("unavailable")),
            new Named("c", Optional.empty()));

    ModelReply reply = model.call(request());

    assertThat(called).containsExactly("a", "b", "c");
    assertThat(reply.model()).isEqualTo("c");
    assertThat(reply.attempts()).extracting(CallAttempt::connection).containsExactly("c");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "unauthorized",
        "not-found",
        "bad-request",
        "content-filter",
        "bad-reply",
        "missing-model"
      })
  void whatTheRequestOrTheConnectionGotWrongIsSaid(String code) {
    var model = model(new Named("a", Optional.of(code)), new Named("b", Optional.empty()));

    assertThatThrownBy(() -> model.call(request())).hasMessage("a failed");
    assertThat(called).containsExactly("a");
  }

  @Test
  void whatACallCostsIsSaidAheadByTheFirst() {
    var model = model(new Named("a", Optional.empty()), new Named("b", Optional.empty()));

    assertThat(model.costAhead(Optional.of("m"))).contains(new Cost.Unknown("a"));
  }

  @Test
  void nobodyStandsInOnceAPieceWasHandedOn() {
    var model =
        model(new Named("a", Optional.of("truncated"), "half"), new Named("b", Optional.empty()));
    var chunks = new ArrayList<String>();

    var problem =
        catchThrowableOfType(ModelException.class, () -> model.stream(request(), chunks::add));

    assertThat(problem.code()).isEqualTo("truncated");
    assertThat(called).containsExactly("a");
    assertThat(chunks).containsExactly("half");
  }

  @Test
  void aStreamThatHasNotBegunMoves() throws Exception {
    var model =
        model(
            new Named("a", Optional.of("unavailable")), new Named("b", Optional.empty(), "whole"));
    var chunks = new ArrayList<String>();

    assertThat(model.stream(request(), chunks::add).model()).isEqualTo("b");
    assertThat(chunks).containsExactly("whole");
  }

  @Test
  void eachGetsItsShareOfTheTime() {
    var model =
        model(
            new Named("a", Optional.of("timeout")),
            new Named("b", Optional.of("timeout")),
            new Named("c", Optional.of("timeout")));

    assertThatThrownBy(() -> model.call(request())).hasMessage("c failed");

    assertThat(limits.get(0)).isBetween(Duration.ofSeconds(15), Duration.ofSeconds(20));
    assertThat(limits.get(1)).isBetween(Duration.ofSeconds(25), Duration.ofSeconds(30));
    assertThat(limits.get(2)).isBetween(Duration.ofSeconds(55), Duration.ofSeconds(60));
  }

  private EmbeddingModel.Request texts(String model) {
    return new EmbeddingModel.Request(
        "n", model, List.of("a"), OptionalInt.empty(), Duration.ofSeconds(30));
  }

  @Test
  void forVectorsWhoOffersTheSameModelStandsIn() throws Exception {
    var broken = new Named("a", Optional.of("unavailable"));
    var other = new FallbackModel.StandIn("b", new Named("b", Optional.empty()), Optional.of("x"));
    var same = new FallbackModel.StandIn("c", new Named("c", Optional.empty()), Optional.empty());
    var model = new FallbackModel(broken, List.of(other, same)).embeddings().orElseThrow();

    EmbeddingModel.Reply reply = model.embed(texts("ada"));

    assertThat(called).containsExactly("a", "c");
    assertThat(reply.model()).isEqualTo("c");
    assertThat(reply.attempts()).extracting(CallAttempt::connection).containsExactly("c");
    assertThat(model.embed(texts("x")).model()).isEqualTo("b");
  }

  @Test
  void nobodyStandsInForVectorsOfAModelThatTheyDoNotOffer() {
    var broken = new Named("a", Optional.of("unavailable"));
    var other = new FallbackModel.StandIn("b", new Named("b", Optional.empty()), Optional.of("x"));
    var model = new FallbackModel(broken, List.of(other)).embeddings().orElseThrow();

    assertThatThrownBy(() -> model.embed(texts("ada"))).hasMessageContaining("a failed");
  }

  @Test
  void theCallIsKnownUnderTheFirst() {
    assertThat(model(new Named("a", Optional.empty())).identity()).isEqualTo("a");
  }
}
