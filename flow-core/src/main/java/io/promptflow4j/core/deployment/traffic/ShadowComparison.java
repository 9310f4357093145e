package io.promptflow4j.core.deployment.traffic;

import io.promptflow4j.core.value.Fields;
import io.promptflow4j.core.value.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Answers of a mirror beside those that callers got for the same requests.
public final class ShadowComparison {

  /// How many answers wait for their shadows, which come soon after them.
  private static final int MOST_WAITING = 20_000;

  private static final class Waiting extends LinkedHashMap<String, ServedRequest> {
    private static final long serialVersionUID = 1L;

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, ServedRequest> eldest) {
      return size() > MOST_WAITING;
    }
  }

  /// Two answers to one request.
  public record Pair(ServedRequest answer, ServedRequest shadow) {

    /// Whether all outputs are the same, or both failed.
    public boolean isSame() {
      return answer.outputs().equals(shadow.outputs())
          && answer.code().isPresent() == shadow.code().isPresent();
    }
  }

  private final int mostShown;
  private final List<Pair> differing = new ArrayList<>();
  private int pairs;
  private int same;
  private int answersFailed;
  private int shadowsFailed;
  private Duration answersTook = Duration.ZERO;
  private Duration shadowsTook = Duration.ZERO;
  private long answerTokens;
  private long shadowTokens;

  private ShadowComparison(int mostShown) {
    this.mostShown = mostShown;
  }

  /// Compares all pairs among the requests, which come in the order in which they were kept.
  ///
  /// @param deployment the mirror
  /// @param mostShown how many pairs that differ are kept to be shown: the first ones
  public static ShadowComparison of(
      Stream<ServedRequest> requests, String deployment, int mostShown) {
    var comparison = new ShadowComparison(mostShown);
    var answers = new Waiting();
    var shadows = new Waiting(); // a shadow may be quicker than its answer is kept
    requests.forEach(one -> {
      boolean isShadow = one.role() == ServedRequest.Role.SHADOW;
      if (isShadow && !one.deployment().equals(deployment)) {
        return;
      }
      ServedRequest other = (isShadow ? answers : shadows).remove(one.id());
      if (other == null) {
        (isShadow ? shadows : answers).put(one.id(), one);
      } else {
        comparison.add(isShadow ? new Pair(other, one) : new Pair(one, other));
      }
    });
    return comparison;
  }

  private void add(Pair pair) {
    pairs++;
    answersFailed += pair.answer().code().isPresent() ? 1 : 0;
    shadowsFailed += pair.shadow().code().isPresent() ? 1 : 0;
    answersTook = answersTook.plus(pair.answer().took());
    shadowsTook = shadowsTook.plus(pair.shadow().took());
    answerTokens += pair.answer().tokens();
    shadowTokens += pair.shadow().tokens();
    if (pair.isSame()) {
      same++;
    } else if (differing.size() < mostShown) {
      differing.add(pair);
    }
  }

  /// How many requests have both answers.
  public int pairs() {
    return pairs;
  }

  /// How many of these have the same outputs.
  public int same() {
    return same;
  }

  /// The first pairs that differ.
  public List<Pair> differing() {
    return List.copyOf(differing);
  }

  /// All of it as a JSON object.
  public Value.Mapping json() {
    return new Fields()
        .put("pairs", pairs)
        .put("same", same)
        .put("answers", side(answersFailed, answersTook, answerTokens))
        .put("shadows", side(shadowsFailed, shadowsTook, shadowTokens))
        .put("differing", differing.stream().map(ShadowComparison::json).toList())
        .end();
  }

  private Fields side(int failed, Duration took, long tokens) {
    int number = Math.max(1, pairs);
    return new Fields()
        .put("failed", failed)
        .put("mean_took_ms", Value.of(took.toNanos() / 1e6 / number))
        .put("mean_tokens", Value.of((double) tokens / number));
  }

  private static Value.Mapping json(Pair pair) {
    return new Fields()
        .put("request_id", pair.answer().id())
        .put("inputs", pair.answer().inputs())
        .put("answer", side(pair.answer()))
        .put("shadow", side(pair.shadow()))
        .end();
  }

  private static Fields side(ServedRequest request) {
    return new Fields()
        .put("deployment", request.deployment())
        .put("outputs", request.outputs())
        .put("error", request.code());
  }
}
