package io.promptflow4j.cli.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.cli.Called;
import io.promptflow4j.cli.CountingService;
import io.promptflow4j.cli.terminal.ExitCode;
import io.promptflow4j.core.value.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What `--cache`, `--record` and `--replay` ask a service for, counted there.
@Timeout(180)
class CacheTest {

  private static final String SECRET = "sk-canary-77aa01";

  @TempDir Path folder;

  private Called.Place place;
  private CountingService service;

  @BeforeEach
  void open() throws IOException {
    service = new CountingService(question -> "about " + question);
    place = new Called.Place(folder).withVariable("LAB_KEY", SECRET);
    place.write(
        "ask/flow.dag.yaml",
        """
        inputs: {question: {type: string}}
        outputs: {answer: {type: string, reference: '${ask.output}'}}
        nodes:
        - {name: ask, type: llm, source: {type: code, path: ask.jinja2}, api: chat, connection: lab,
           inputs: {model: m, question: '${inputs.question}'}}
        """);
    place.write("ask/ask.jinja2", "# user:\n{{question}}\n");
    place.write("rows.jsonl", "{\"question\": \"sun\"}\n{\"question\": \"rain\"}\n");
    place.write(
        "lab.yaml",
        "name: lab\ntype: open_ai\napi_key: env:LAB_KEY\nbase_url: %s\n".formatted(service.url()));
  }

  @AfterEach
  void close() {
    service.close();
  }

  private Called test(String... more) {
    var all = new ArrayList<>(List.of("flow", "test", "--flow", "ask"));
    all.addAll(List.of("--connections", "lab.yaml", "--inputs", "question=sun"));
    all.addAll(List.of(more));
    return place.pf(all.toArray(String[]::new));
  }

  private Called run(String... more) {
    var all = new ArrayList<>(List.of("run", "create", "--flow", "ask", "--data", "rows.jsonl"));
    all.addAll(List.of("--connections", "lab.yaml"));
    all.addAll(List.of(more));
    return place.pf(all.toArray(String[]::new));
  }

  private List<String> replayed(String... inputs) {
    var all = new ArrayList<>(List.of("flow", "test", "--flow", "ask", "--inputs"));
    all.addAll(List.of(inputs));
    all.addAll(List.of("--replay", "calls.jsonl"));
    return all;
  }

  @Nested
  class TryingAFlowOut {

    @Test
    void asksEachTimeUnlessItIsToldToShare() {
      test();
      test();
      assertThat(service.takeAsked()).hasSize(2);
      assertThat(folder.resolve(".promptflow")).as("no workspace is made").doesNotExist();
    }

    @Test
    void givesTheAnswerAgainAndSaysWhatThatSaved() {
      Called first = test("--cache", "shared");
      Called second = test("--cache", "shared", "--format", "json");

      assertThat(first.exit()).isZero();
      assertThat(service.takeAsked()).hasSize(1);
      assertThat(second.object("outputs").entries())
          .containsExactlyEntriesOf(Map.of("answer", Value.of("about sun")));
      assertThat(second.object("usage").get("total_tokens")).isEqualTo(Value.of(0));
      assertThat(second.object("saved").get("tokens")).isNotEqualTo(Value.of(0));
    }

    @Test
    void showsInTheTraceWhoHadAsked() {
      run("--cache", "shared", "--name", "monday");

      Called trial = test("--cache", "shared");

      assertThat(service.takeAsked()).containsExactlyInAnyOrder("sun", "rain");
      assertThat(trial.err()).contains("cached").contains("from run 'monday', line 0, 20");
    }

    @Test
    void sharesWithinItsRowsAlone() throws IOException {
      place.write("rows.jsonl", "{\"question\": \"sun\"}\n{\"question\": \"sun\"}\n");

      test("--inputs", "rows.jsonl", "--cache", "run");
      assertThat(service.takeAsked()).containsExactly("sun");

      test("--cache", "run");
      assertThat(service.takeAsked()).containsExactly("sun");
    }

    @Test
    void refusesWhatIsNoMode() {
      Called wrong = test("--cache", "always");

      assertThat(wrong.exit()).isEqualTo(ExitCode.USAGE);
      assertThat(wrong.err()).contains("--cache: 'always' is none of off, run, shared");
      assertThat(test("--cache-ttl", "1h").err()).contains("with --cache shared alone");
      assertThat(test("--cache", "shared", "--cache-ttl", "soon").err()).contains("no time");
      assertThat(service.takeAsked()).isEmpty();
    }
  }

  @Nested
  class Runs {

    @Test
    void tellWhatTheySaved() {
      run("--cache", "shared");
      service.takeAsked();

      Called again = run("--cache", "shared", "--name", "again");

      assertThat(service.takeAsked()).isEmpty();
      assertThat(again.err() + again.out()).contains("2 answers from the cache (saved");
      Called shown = place.pf("run", "show", "--name", "again");
      assertThat(shown.out()).contains("\"cached_calls\": 2");
    }

    @Test
    void takeTheirCacheFromARunFile() throws IOException {
      place.write("run.yaml", "flow: ask\ndata: rows.jsonl\ncache: shared\ncache_ttl: 2h\n");
      Called first = place.pf("run", "create", "-f", "run.yaml", "--connections", "lab.yaml");
      Called second = place.pf("run", "create", "-f", "run.yaml", "--connections", "lab.yaml");

      assertThat(first.exit()).isZero();
      assertThat(second.exit()).isZero();
      assertThat(service.takeAsked()).hasSize(2);
    }
  }

  @Nested
  class TheCacheItself {

    @Test
    void canBeLookedAtAndCleared() {
      run("--cache", "shared", "--name", "monday");
      test("--cache", "shared");

      Called shown = place.pf("cache", "show", "--format", "json");
      assertThat(shown.json().get("answers")).isEqualTo(Value.of(2));
      assertThat(shown.json().get("given")).isEqualTo(Value.of(1));
      assertThat(shown.out()).contains("\"run\":\"monday\"").doesNotContain(SECRET);
      assertThat(place.pf("cache", "show").out()).contains("2 answers").contains("monday");

      assertThat(place.pf("cache", "clear", "--older-than", "1h", "--yes").out()).contains("0 ");
      assertThat(place.pf("cache", "clear", "--node", "other", "--yes").out()).contains("0 ");
      assertThat(place.pf("cache", "clear", "--yes").out()).contains("2 answers are removed");
      assertThat(place.pf("cache", "show", "--format", "json").json().get("answers"))
          .isEqualTo(Value.of(0));
    }

    @Test
    void staysWithinItsLimit() {
      place.withVariable("PF_CACHE_SIZE", "1");

      run("--cache", "shared");

      assertThat(place.pf("cache", "show", "--format", "json").json().get("answers"))
          .isEqualTo(Value.of(0));
    }

    @Test
    void isEmptyWhereThereIsNoWorkspace() {
      assertThat(place.pf("cache", "show").out()).contains("0 answers");
      assertThat(place.pf("cache", "clear", "--yes").out()).contains("0 answers are removed");
      assertThat(folder.resolve(".promptflow")).doesNotExist();
    }
  }

  @Nested
  class Recordings {

    @Test
    void answerWithoutConnectionKeyOrNetwork() throws IOException {
      Called recorded = test("--record", "calls.jsonl");
      assertThat(recorded.exit()).isZero();
      assertThat(recorded.err()).contains("1 request recorded");
      assertThat(service.takeAsked()).hasSize(1);
      assertThat(Files.readString(folder.resolve("calls.jsonl")))
          .contains("\"messages\":[{\"role\":\"user\",\"content\":\"sun\"}]")
          .contains("\"output\":\"about sun\"")
          .doesNotContain(SECRET)
          .doesNotContain("127.0.0.1");
      Files.delete(folder.resolve("lab.yaml"));

      Called replayed = place.pf(replayed("question=sun").toArray(String[]::new));

      assertThat(replayed.exit()).isZero();
      assertThat(replayed.out()).contains("about sun");
      assertThat(service.takeAsked()).isEmpty();
    }

    @Test
    void holdNoSecretEvenIfAPromptAndItsAnswerDo() throws IOException {
      test("--inputs", "question=my key is " + SECRET, "--record", "calls.jsonl");
      test("--inputs", "question=my key is " + SECRET, "--cache", "shared");

      assertThat(service.takeAsked()).hasSize(2).allMatch(asked -> asked.contains(SECRET));
      assertThat(Files.readString(folder.resolve("calls.jsonl")))
          .contains("my key is ******")
          .contains("about my key is ******")
          .doesNotContain(SECRET);
      assertThat(place.pf("cache", "show", "--format", "json").json().get("answers"))
          .as("a result with a secret in it is not kept")
          .isEqualTo(Value.of(0));
    }

    @Test
    void sayWhatIsMissingAndWhatIsNearest() {
      test("--record", "calls.jsonl");
      service.takeAsked();

      Called missed = place.pf(replayed("question=sunset").toArray(String[]::new));

      assertThat(missed.exit()).isEqualTo(ExitCode.FAILURE);
      assertThat(missed.err())
          .contains("[replay-miss]")
          .contains("no answer to what node 'ask' asks")
          .contains("on line 1, differs in messages[0].content: asked 'sunset', recorded 'sun'");
      assertThat(service.takeAsked()).isEmpty();
    }

    @Test
    void ofSeveralCallsGrowAndStayInOrder() throws IOException {
      test("--record", "calls.jsonl");
      String first = Files.readString(folder.resolve("calls.jsonl"));
      run("--record", "calls.jsonl");

      List<String> lines = Files.readAllLines(folder.resolve("calls.jsonl"));
      assertThat(lines).hasSize(2);
      assertThat(lines.getFirst()).contains("rain");
      assertThat(lines.getLast() + "\n").isEqualTo(first);

      Called run = run("--replay", "calls.jsonl", "--name", "offline");
      assertThat(run.exit()).isZero();
      assertThat(service.takeAsked()).hasSize(3);
    }

    @Test
    void thatAreNoneAreRefused() throws IOException {
      assertThat(place.pf(replayed("question=sun").toArray(String[]::new)).err())
          .contains("there is no recording");

      place.write("calls.jsonl", "{\"node\": 1}\n");
      Called broken = place.pf(replayed("question=sun").toArray(String[]::new));
      assertThat(broken.exit()).isEqualTo(ExitCode.FAILURE);
      assertThat(broken.err()).contains("calls.jsonl:1:").contains("'node', 'request'");
      assertThat(test("--record", "calls.jsonl").err()).contains("calls.jsonl:1:");
      assertThat(test("--record", "a", "--replay", "b").exit()).isEqualTo(ExitCode.USAGE);
      assertThat(test("--record", "a.jsonl", "--cache", "shared").exit()).isEqualTo(ExitCode.USAGE);
      assertThat(service.takeAsked()).isEmpty();
    }
  }
}
