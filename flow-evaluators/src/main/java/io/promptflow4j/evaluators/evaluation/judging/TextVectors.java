package io.promptflow4j.evaluators.evaluation.judging;

import io.promptflow4j.core.model.EmbeddingModel;
import io.promptflow4j.core.tool.ToolContext;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.evaluators.metric.Score;
import io.promptflow4j.evaluators.metric.vectors.VectorSimilarity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/// How close two texts are by the vectors that an embedding model gives them, both asked for in one
/// call.
record TextVectors(EmbeddingModel embeddings, String model) {

  private static final Duration LIMIT = Duration.ofMinutes(2);

  Value.Mapping similarity(String answer, String expected, ToolContext context)
      throws InterruptedException {
    if (answer.isBlank() || expected.isBlank()) {
      return Reading.notAsked(
              "the %s is empty".formatted(answer.isBlank() ? "answer" : "right answer"))
          .settled(0);
    }
    EmbeddingModel.Reply reply =
        embeddings.embed(
            new EmbeddingModel.Request(
                context.node(), model, List.of(answer, expected), OptionalInt.empty(), LIMIT));
    Score score =
        VectorSimilarity.cosine(
            numbers(reply.vectors().getFirst()), numbers(reply.vectors().getLast()));
    return switch (score) {
      case Score.Scored(double cosine) -> Reading.scored(cosine, "by " + reply.model()).settled(1);
      case Score.NotScored(String why) -> Reading.notScored(why).settled(1);
    };
  }

  private static List<Double> numbers(float[] vector) {
    var numbers = new ArrayList<Double>(vector.length);
    for (float number : vector) {
      numbers.add((double) number);
    }
    return numbers;
  }
}
