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
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A model that others stand in for when its service does not answer, in a fixed order.
///
/// They do so for what is the service's trouble and not the request's, and never once a piece of an
/// answer was handed on. Each gets its share of the time that is left. Embeddings stay where they
/// are, because vectors of two models can't be compared.
public final class FallbackModel implements LanguageModel {

  private static final Set<String> SERVICES_TROUBLE =
      Set.of("rate-limited", "quota", "unavailable", "timeout", "truncated");

  private final LanguageModel first;
  private final List<StandIn> others;

  /// Who answers instead.
  ///
  /// @param connection its name, for the trace
  public record StandIn(String connection, LanguageModel model) {}

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
    return first.embeddings();
  }

  @Override
  public Optional<Cost> costAhead(Optional<String> model) {
    return first.costAhead(model);
  }

  /// One way to call a model.
  @FunctionalInterface
  private interface Calling {
    ModelReply with(LanguageModel model, ModelRequest request) throws InterruptedException;
  }

  @Override
  public ModelReply call(ModelRequest request) throws InterruptedException {
    return inOrder(request, LanguageModel::call, () -> false);
  }

  @Override
  public ModelReply stream(ModelRequest request, Consumer<String> chunks)
      throws InterruptedException {
    var watched = new Watched(chunks);
    return inOrder(
        request, (model, asked) -> model.stream(asked, watched), () -> watched.delivered);
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

  private ModelReply inOrder(ModelRequest request, Calling calling, BooleanSupplier isTooLate)
      throws InterruptedException {
    long deadline = System.nanoTime() + request.limit().toNanos();
    var tries = new ArrayList<CallAttempt>();
    @Nullable ModelReply reply = null;
    for (int next = 0; reply == null; next++) {
      Instant start = Instant.now();
      Duration share =
          Duration.ofNanos((deadline - System.nanoTime()) / (others.size() - next + 1));
      LanguageModel model = next == 0 ? first : others.get(next - 1).model();
      try {
        reply = calling.with(model, request.within(share));
        tries.addAll(reply.attempts());
        if (next > 0 && reply.attempts().isEmpty()) {
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
    return tries.isEmpty() ? reply : reply.withAttempts(tries);
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
