package io.promptflow4j.core.model.scripted;

import io.promptflow4j.core.model.EmbeddingModel;
import io.promptflow4j.core.model.LanguageModel;
import io.promptflow4j.core.model.ModelException;
import io.promptflow4j.core.model.ModelReply;
import io.promptflow4j.core.model.ModelRequest;
import io.promptflow4j.core.model.TokenUsage;
import io.promptflow4j.core.model.provider.CallPolicy;
import io.promptflow4j.core.model.provider.Outcome;
import io.promptflow4j.core.model.provider.RetryLoop;
import io.promptflow4j.core.value.Value;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A model that answers from a rules file (`docs/reference/scripted-model.md`).
///
/// The first rule that fits a request answers it. Thread-safe; the only state is how often each
/// rule has answered. With rows in parallel, answers that depend on that number go to whichever row
/// asks next; everything else is the same in each run.
final class ScriptedModel implements LanguageModel {

  /// How long vectors are if nobody says.
  private static final int DIMENSIONS = 384;

  /// So many letters tell words apart: endings don't.
  private static final int STEM = 6;

  private final Rules rules;
  private final RetryLoop retries;

  private ScriptedModel(Rules rules, CallPolicy policy) {
    this.rules = rules;
    this.retries = new RetryLoop(policy);
  }

  /// Reads a rules file.
  ///
  /// @throws ModelException with code `bad-rules` if it can't be read; the message holds all that
  ///   is wrong, each with its place
  public static ScriptedModel load(Path file) {
    return load(file, CallPolicy.DEFAULT);
  }

  /// As [#load], with the number of tries after a fault that may pass.
  public static ScriptedModel load(Path file, CallPolicy policy) {
    return new ScriptedModel(RulesReader.read(file), policy);
  }

  @Override
  public String identity() {
    return "scripted " + rules.digest();
  }

  /// Vectors without a model: each word goes to a place of its own, so that texts with the same
  /// words are near.
  @Override
  public Optional<EmbeddingModel> embeddings() {
    return Optional.of(request -> {
      int dimensions = request.dimensions().orElse(DIMENSIONS);
      List<float[]> vectors =
          request.texts().stream().map(text -> vector(text, dimensions)).toList();
      long words = request.texts().stream().mapToLong(text -> text.split("\\s+", -1).length).sum();
      var usage = new TokenUsage(words, 0, words, 0, 0);
      return new EmbeddingModel.Reply(vectors, request.model(), usage);
    });
  }

  private static float[] vector(String text, int dimensions) {
    float[] vector = new float[dimensions];
    for (String word : text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+", -1)) {
      if (word.length() > 2) {
        int hash = word.substring(0, Math.min(word.length(), STEM)).hashCode() * 0x9E3779B9;
        vector[Math.floorMod(hash >>> 1, dimensions)] += (hash & 1) == 0 ? 1 : -1;
      }
    }
    return vector;
  }

  @Override
  public ModelReply call(ModelRequest request) throws InterruptedException {
    return answer(request, null);
  }

  @Override
  public ModelReply stream(ModelRequest request, Consumer<String> chunks)
      throws InterruptedException {
    return answer(request, chunks);
  }

  private ModelReply answer(ModelRequest request, @Nullable Consumer<String> chunks)
      throws InterruptedException {
    long deadline = System.nanoTime() + request.limit().toNanos();
    RetryLoop.Try<ModelReply> attempt = () -> once(request, deadline, chunks);
    return chunks == null ? retries.call(request, attempt) : retries.stream(request, attempt);
  }

  private Outcome<ModelReply> once(
      ModelRequest request, long deadline, @Nullable Consumer<String> chunks)
      throws InterruptedException {
    Rules.Chosen chosen = rules.choose(request);
    Answer answer = chosen.answer();
    await(latency(answer, chosen), deadline);
    Optional<Fault> fault = answer.fault();
    if (fault.isPresent() && !fault.get().comesLate()) {
      return fault.get().outcome(request, answer);
    }
    var spoken = new Spoken(request, answer, chosen.variables());
    if (chunks != null && spoken.words() instanceof Value.Text(var text)) {
      List<String> pieces = rules.chunks().split(text);
      int end = fault.isPresent() ? pieces.size() / 2 : pieces.size();
      deliver(pieces.subList(0, end), answer.chunkLatency(), deadline, chunks);
    }
    return fault.isPresent()
        ? fault.get().outcome(request, answer)
        : new Outcome.Answered<>(spoken.reply());
  }

  private Duration latency(Answer answer, Rules.Chosen chosen) {
    long jitter = answer.jitter().toNanos();
    if (jitter == 0) {
      return answer.latency();
    }
    long seed = rules.seed() * 31 + answer.place().line() * 1_000_003L + chosen.call();
    return answer.latency().plusNanos(new SplittableRandom(seed).nextLong(jitter + 1));
  }

  private static void deliver(
      List<String> pieces, Duration pause, long deadline, Consumer<String> chunks)
      throws InterruptedException {
    for (String piece : pieces) {
      chunks.accept(piece);
      await(pause, deadline);
    }
  }

  private static void await(Duration time, long deadline) throws InterruptedException {
    long left = deadline - System.nanoTime();
    long wanted = time.toNanos();
    if (wanted > 0) {
      boolean _ =
          new Semaphore(0)
              .tryAcquire(Math.clamp(wanted, 0, Math.max(0, left)), TimeUnit.NANOSECONDS);
    }
    if (wanted > left) {
      throw new ModelException("timeout", "the scripted model took longer than the call may", true);
    }
  }
}
