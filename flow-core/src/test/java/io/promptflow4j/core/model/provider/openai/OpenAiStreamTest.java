package io.promptflow4j.core.model.provider.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.promptflow4j.core.model.ModelException;
import io.promptflow4j.core.model.ModelReply;
import io.promptflow4j.core.model.TokenUsage;
import io.promptflow4j.core.model.provider.http.HttpLimits;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class OpenAiStreamTest {

  private final List<String> chunks = new ArrayList<>();

  private ModelReply stream(RawService service, String settings) throws InterruptedException {
    try (var model = Calls.modelAt(service.address())) {
      return model.stream(Calls.chat(settings), chunks::add);
    }
  }

  private ModelException failure(RawService service) {
    return catchThrowableOfType(ModelException.class, () -> stream(service, "{}"));
  }

  @Test
  void eachPieceIsHandedOnWhenItComesOnTheCallingThread() throws Exception {
    var firstSeen = new CompletableFuture<Thread>();
    try (var service =
            new RawService(out -> {
              RawService.streamHead(out);
              RawService.event(
                  out, Calls.piece("{\"role\":\"assistant\",\"content\":\"\"}", "null"));
              RawService.event(out, Calls.piece("{\"content\":\"Hel\"}", "null"));
              firstSeen.join(); // the rest is sent only after the first piece was delivered
              RawService.event(out, Calls.piece("{\"content\":\"lo\"}", "null"));
              RawService.event(out, Calls.piece("{}", "\"stop\""));
              RawService.event(
                  out,
                  "{\"model\":\"gpt-4o\",\"choices\":[],\"usage\":{\"prompt_tokens\":5,"
                      + "\"completion_tokens\":2,\"total_tokens\":7}}");
              RawService.event(out, "[DONE]");
            });
        var model = Calls.modelAt(service.address())) {
      ModelReply reply =
          model.stream(
              Calls.chat("{}"),
              chunk -> {
                chunks.add(chunk);
                firstSeen.complete(Thread.currentThread());
              });

      assertThat(chunks).containsExactly("Hel", "lo");
      assertThat(firstSeen.join()).isSameAs(Thread.currentThread());
      assertThat(reply)
          .isEqualTo(
              new ModelReply(Value.of("Hello"), "stop", "gpt-4o", new TokenUsage(5, 2, 7, 0, 0)));
    }
  }

  @Test
  void toolCallsArePutTogether() throws Exception {
    try (var service =
        new RawService(out -> {
          RawService.streamHead(out);
          RawService.event(
              out,
              Calls.piece(
                  "{\"tool_calls\":[{\"index\":0,\"id\":\"t1\",\"type\":\"function\","
                      + "\"function\":{\"name\":\"f\",\"arguments\":\"\"}}]}",
                  "null"));
          RawService.event(
              out,
              Calls.piece(
                  "{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"{}\"}}]}",
                  "\"tool_calls\""));
          RawService.event(out, "[DONE]");
        })) {
      var message = (Value.Mapping) stream(service, "{\"tools\": [{}]}").output();

      assertThat(message.get("content")).isEqualTo(Value.Null.NULL);
      assertThat(message.get("tool_calls"))
          .isEqualTo(
              Json.read(
                  "[{\"id\":\"t1\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]"));
    }
  }

  @Test
  void anEndWithoutAFinishReasonIsAFailure() {
    try (var service =
        new RawService(out -> {
          RawService.streamHead(out);
          RawService.event(out, Calls.piece("{\"content\":\"partial\"}", "null"));
          RawService.event(out, "[DONE]");
        })) {
      assertThat(failure(service).code()).isEqualTo("truncated");
    }
  }

  @Test
  void anErrorInTheMiddleIsAFailureWithItsText() {
    try (var service =
        new RawService(out -> {
          RawService.streamHead(out);
          RawService.event(out, Calls.piece("{\"content\":\"partial\"}", "null"));
          RawService.event(out, "{\"error\":{\"message\":\"went away with " + Calls.KEY + "\"}}");
          RawService.event(out, Calls.piece("{}", "\"stop\""));
        })) {
      ModelException problem = failure(service);

      assertThat(problem.code()).isEqualTo("unavailable");
      assertThat(problem).hasMessageContaining("went away").hasMessageNotContaining("canary");
    }
  }

  @Test
  void aPieceThatIsNotJsonIsAFailure() {
    try (var service =
        new RawService(out -> {
          RawService.streamHead(out);
          RawService.event(out, "{garbage");
          RawService.event(out, Calls.piece("{}", "\"stop\""));
        })) {
      assertThat(failure(service).code()).isEqualTo("bad-reply");
    }
  }

  @Test
  void aReplyThatIsNoStreamIsAFailure() {
    try (var service = new RawService(out -> RawService.json(out, Calls.reply("hi")))) {
      ModelException problem = failure(service);

      assertThat(problem.code()).isEqualTo("bad-reply");
      assertThat(problem).hasMessageContaining("application/json");
    }
  }

  @Test
  void silenceInTheMiddleEndsTheCall() {
    RawService[] self = new RawService[1];
    try (var service =
        new RawService(out -> {
          RawService.streamHead(out);
          RawService.event(out, Calls.piece("{\"content\":\"a\"}", "null"));
          self[0].idle(20_000);
        })) {
      self[0] = service;

      ModelException problem;
      try (var model = Calls.modelAt(service.address(), 0, Calls.HASTY)) {
        problem =
            catchThrowableOfType(
                ModelException.class, () -> model.stream(Calls.chat("{}"), chunks::add));
      }

      assertThat(problem.code()).isEqualTo("timeout");
      assertThat(problem).hasMessageContaining("fell silent");
    }
  }

  @Test
  void afterTheFirstPieceNothingIsTriedAgain() {
    try (var service =
            new RawService(out -> {
              RawService.streamHead(out);
              RawService.event(out, Calls.piece("{\"content\":\"a\"}", "null"));
            });
        var model = Calls.modelAt(service.address(), 3, Calls.PATIENT)) {
      var problem =
          catchThrowableOfType(
              ModelException.class, () -> model.stream(Calls.chat("{}"), chunks::add));

      assertThat(problem.code()).isEqualTo("truncated");
      assertThat(service.requests()).isOne();
      assertThat(chunks).containsExactly("a");
    }
  }

  @Test
  void aReaderThatFailsEndsTheStreamWithItsOwnException() {
    RawService[] self = new RawService[1];
    try (var service =
            new RawService(out -> {
              RawService.streamHead(out);
              RawService.event(out, Calls.piece("{\"content\":\"a\"}", "null"));
              self[0].idle(20_000);
            });
        var model = Calls.modelAt(service.address())) {
      self[0] = service;

      assertThatThrownBy(() ->
              model.stream(
                  Calls.chat("{}"),
                  _ -> {
                    throw new IllegalStateException("client is gone");
                  }))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("client is gone");
    }
  }

  @Test
  void aLineWithoutEndIsNotKept() {
    try (var service =
        new RawService(out -> {
          RawService.streamHead(out);
          RawService.write(out, "data: ");
          String kilobyte = "x".repeat(1024);
          for (int i = 0; i < 512; i++) {
            RawService.write(out, kilobyte);
          }
        })) {
      var limits =
          new HttpLimits(
              Duration.ofSeconds(20),
              Duration.ofSeconds(20),
              Duration.ofSeconds(20),
              1 << 20,
              4096);
      try (var model = Calls.modelAt(service.address(), 0, limits)) {
        var problem =
            catchThrowableOfType(
                ModelException.class, () -> model.stream(Calls.chat("{}"), chunks::add));

        assertThat(problem.code()).isEqualTo("bad-reply");
        assertThat(problem).hasMessageContaining("a line of more than 4 KiB");
      }
    }
  }
}
