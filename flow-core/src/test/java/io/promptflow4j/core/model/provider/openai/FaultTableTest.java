package io.promptflow4j.core.model.provider.openai;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.core.model.CallAttempt;
import io.promptflow4j.core.model.CallAttempt.Cost;
import io.promptflow4j.core.model.EmbeddingModel;
import io.promptflow4j.core.model.ModelException;
import io.promptflow4j.core.model.provider.CallPolicy;
import io.promptflow4j.core.model.provider.ImpatientLoops;
import io.promptflow4j.core.model.provider.http.HttpLimits;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Every fault of `faults.txt`, for every kind of call: as many requests as predicted, the
/// predicted end, and nothing that should not be said.
@Timeout(240)
class FaultTableTest {

  private static final int RETRIES = 3;
  private static final Duration LONG = Duration.ofMinutes(2); // machines may stand still
  private static final HttpLimits PATIENT = new HttpLimits(LONG, LONG, LONG, 1024 * 1024);
  private static final HttpLimits HASTY =
      new HttpLimits(LONG, Duration.ofMillis(700), Duration.ofMillis(700), 1024 * 1024);
  private static final List<String> KINDS = List.of("chat", "stream", "embeddings");
  private static final String VECTORS =
      """
      {"object":"list","model":"e","data":[{"index":1,"embedding":[0.5,1]},\
      {"index":0,"embedding":[0.25,2]}],"usage":{"prompt_tokens":4,"total_tokens":4}}\
      """;

  private static List<String> table() {
    try (InputStream in = FaultTableTest.class.getResourceAsStream("faults.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .toList();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  static Stream<Arguments> faults() {
    return table().stream()
        .map(line -> line.split("\\s*\\|\\s*", -1))
        .flatMap(row ->
            KINDS.stream()
                .filter(kind -> !predicted(row, kind).equals("-"))
                .map(kind -> Arguments.of(row[0], kind, row[1], predicted(row, kind))));
  }

  private static String predicted(String[] row, String kind) {
    return row[2 + KINDS.indexOf(kind)].strip();
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("faults")
  void endsAsPredicted(String name, String kind, String steps, String predicted) throws Exception {
    boolean stalls = steps.matches("(hang|drip|sse\\*).*");
    HttpLimits limits = stalls ? HASTY : PATIENT;
    var policy = new CallPolicy(RETRIES, limits.firstByte());
    var waits = new ConcurrentLinkedQueue<Duration>();
    try (var service =
            new FaultyService(
                List.of(steps.split(" >> ", -1)), success(kind), kind.equals("stream"));
        var model =
            new OpenAiModel(
                Calls.openAi(service.address()), ImpatientLoops.noting(policy, waits), limits)) {
      List<CallAttempt> tries = List.of();
      String end = "ok";
      try {
        tries = call(model, kind);
      } catch (ModelException problem) {
        end = problem.code();
        tries = problem.attempts();
        assertThat(problem).hasMessageContaining("'my_conn'").hasMessageNotContaining("canary");
      }

      assertThat(service.requests() + " " + end).isEqualTo(predicted);
      assertThat(tries.size()).isIn(service.requests(), 0);
      assertThat(tries).extracting(CallAttempt::cost).doesNotContain(Cost.NOT_SENT);
    }
  }

  private static String success(String kind) {
    return switch (kind) {
      case "chat" -> Calls.reply("hi").replace("\n", "");
      case "stream" -> "piece\nfinish\ndone";
      default -> VECTORS;
    };
  }

  private static List<CallAttempt> call(OpenAiModel model, String kind)
      throws InterruptedException {
    return switch (kind) {
      case "chat" -> model.call(Calls.chat("{}").within(LONG)).attempts();
      case "stream" -> model.stream(Calls.chat("{}").within(LONG), _ -> {}).attempts();
      default -> model.embeddings().orElseThrow().embed(twoTexts()).attempts();
    };
  }

  private static EmbeddingModel.Request twoTexts() {
    return new EmbeddingModel.Request("n", "e", List.of("one", "two"), OptionalInt.empty(), LONG);
  }

  @Test
  void vectorsComeInTheOrderOfTheirTexts() throws Exception {
    try (var service = new FaultyService(List.of("ok"), VECTORS, false);
        var model = Calls.modelAt(service.address())) {
      EmbeddingModel.Reply reply = model.embeddings().orElseThrow().embed(twoTexts());

      assertThat(reply.vectors()).containsExactly(new float[] {0.25f, 2}, new float[] {0.5f, 1});
      assertThat(reply.usage().total()).isEqualTo(4);
    }
  }

  @Test
  void theTableHasWhatWasPromised() {
    assertThat(table()).hasSizeGreaterThan(90);
    for (String way : List.of("chat", "stream", "embeddings")) {
      assertThat(faults().filter(fault -> way.equals(fault.get()[1])).count())
          .as(way)
          .isGreaterThanOrEqualTo(45);
    }
  }
}
