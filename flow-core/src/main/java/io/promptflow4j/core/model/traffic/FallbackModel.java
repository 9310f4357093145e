package io.promptflow4j.core.model.traffic;

import io.promptflow4j.core.model.CallAttempt;
import io.promptflow4j.core.model.Cost;
import io.promptflow4j.core.model.EmbeddingModel;
import io.promptflow4j.core.model.LanguageModel;
import io.promptflow4j.core.model.ModelException;
import io.promptflow4j.core.model.ModelReply;
import io.promptflow4j.core.model.ModelRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A model that others stand in for when its service does not answer, in a fixed order.
///
/// They do so for what is the service's trouble and not the request's, and never once a piece of an
/// answer was handed on. Each gets its share of the time that is left. For embeddings only those
/// stand in that offer the same model, because vectors of two models can't be compared.
public final class FallbackModel implements LanguageModel {

  private static final Set<String> SERVICES_TROUBLE =
      Set.of("rate-limited", "quota", "budget-used", "unavailable", "timeout", "truncated");

  private static final Replies<ModelReply> TEXTS =
      new Replies<>(ModelReply::attempts, ModelReply::withAttempts);

  private final LanguageModel first;
  private final List<StandIn> others;

  /// Who answers instead.
  ///
  /// @param connection its name, for the trace
  /// @param name the name of its model; empty if it is asked for the same one
  public record StandIn(String connection, LanguageModel model, Optional<String> name) {

    /// Whether it can be asked for vectors of the model called `wanted`.
    boolean hasVectors(String wanted) {
      return name.filter(other -> !other.equals(wanted)).isEmpty()
          && model.embeddings().isPresent();
    }
  }

  /// @param others who stands in, in this order
  public FallbackModel(LanguageModel first, List<StandIn> others) {
    this.first = first;
    this.others = List.copyOf(others);
  }

  @Override
  public boolean printsListsByLine() {
    return first.printsListsByLine();
  }

  @Override
  public String identity() {
    return first.identity();
  }

  @Override
  public Optional<EmbeddingModel> embeddings() {
    return first.embeddings().<EmbeddingModel>map(_ -> this::embed);
  }

  @Override
  public Optional<Cost> costAhead(Optional<String> asked) {
    return first.costAhead(asked);
  }

  private EmbeddingModel.Reply embed(EmbeddingModel.Request request) throws InterruptedException {
    var able = others.stream().filter(one -> one.hasVectors(request.model())).toList();
    var replies =
        new Replies<EmbeddingModel.Reply>(
            EmbeddingModel.Reply::attempts, EmbeddingModel.Reply::withAttempts);
    return inOrder(
        request.limit(),
        able,
        replies,
        (model, share) -> model.embeddings().orElseThrow().embed(request.within(share)),
        () -> false);
  }

  /// How the replies of one kind tell of their tries.
  private record Replies<R>(
      Function<R, List<CallAttempt>> tries, BiFunction<R, List<CallAttempt>, R> with) {}

  /// One way to call a model.
  @FunctionalInterface
  private interface Calling<R> {
    R with(LanguageModel model, Duration share) throws InterruptedException;
  }

  @Override
  public ModelReply call(ModelRequest request) throws InterruptedException {
    return inOrder(
        request.limit(),
        others,
        TEXTS,
        (model, share) -> model.call(request.within(share)),
        () -> false);
  }

  @Override
  public ModelReply stream(ModelRequest request, Consumer<String> chunks)
      throws InterruptedException {
    var watched = new Watched(chunks);
    return inOrder(
        request.limit(),
        others,
        TEXTS,
        (model, share) -> model.stream(request.within(share), watched),
        () -> watched.delivered);
  }

  /// Notices whether anything was handed on.
  private static final class Watched implements Consumer<String> {
    private final Consumer<String> chunks;
    private boolean delivered;

    Watched(Consumer<String> chunks) {
      this.chunks = chunks;
    }

    @Override
    public void accept(String chunk) {
      delivered = true;
      chunks.accept(chunk);
    }
  }

  private <R> R inOrder(
      Duration limit,
      List<StandIn> others,
      Replies<R> replies,
      Calling<R> calling,
      BooleanSupplier isTooLate)
      throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    var tries = new ArrayList<CallAttempt>();
    @Nullable R reply = null;
    for (int next = 0; reply == null; next++) {
      Instant start = Instant.now();
      Duration share =
          Duration.ofNanos((deadline - System.nanoTime()) / (others.size() - next + 1));
      LanguageModel model = next == 0 ? first : others.get(next - 1).model();
      try {
        reply = calling.with(model, share);
        List<CallAttempt> made = replies.tries().apply(reply);
        tries.addAll(made);
        if (next > 0 && made.isEmpty()) {
          tries.add(answered(others.get(next - 1).connection(), start));
        }
      } catch (ModelException problem) {
        tries.addAll(problem.attempts());
        if (next == others.size()
            || isTooLate.getAsBoolean()
            || !SERVICES_TROUBLE.contains(problem.code())) {
          throw problem.withAttempts(tries);
        }
      }
    }
    return tries.isEmpty() ? reply : replies.with().apply(reply, tries);
  }

  private static CallAttempt answered(String connection, Instant start) {
    return new CallAttempt(
        connection,
        start,
        Duration.ZERO,
        Duration.between(start, Instant.now()),
        "answered",
        OptionalInt.empty(),
        CallAttempt.Cost.PAID,
        "");
  }
}
