package io.promptflow4j.cli.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.cli.Called;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `pf flow test --inputs rows.jsonl` on files that are large or wrong.
class RowRunsTest {

  @TempDir Path folder;

  private Called.Place place;

  @BeforeEach
  void openPlace() throws IOException {
    place = new Called.Place(folder);
    place.write(
        "same/flow.dag.yaml",
        """
        inputs:
          text: {type: string}
        outputs:
          text: {type: string, reference: "${same.output}"}
        nodes:
        - name: same
          type: prompt
          source: {type: code, path: same.jinja2}
          inputs: {text: "${inputs.text}"}
        """);
    place.write("same/same.jinja2", "{{ text }}");
  }

  private Called test(String... more) {
    String[] all =
        Stream.concat(
                Stream.of("flow", "test", "--flow", "same", "--inputs", "rows.jsonl"),
                Stream.of(more))
            .toArray(String[]::new);
    return place.pf(all);
  }

  private void writeRows(int count) throws IOException {
    place.write(
        "rows.jsonl",
        IntStream.range(0, count)
            .mapToObj("{\"text\": \"row %d\"}\n"::formatted)
            .collect(Collectors.joining()));
  }

  @Test
  void theFirstHundredMistakesAreToldAndTheRestCounted() throws IOException {
    place.write("rows.jsonl", "broken\n".repeat(250) + "{\"text\": \"good\"}\n");

    Called called = test();

    assertThat(called.exit()).isEqualTo(1);
    assertThat(called.out()).isEqualTo("{\"text\":\"good\"}\n");
    assertThat(called.err().lines().filter(line -> line.contains("not JSON"))).hasSize(100);
    assertThat(called.err())
        .contains("pf: ... and 150 more lines failed", "1 of 251 lines completed");
  }

  @Test
  void aProgramIsToldOfEachLineThatFails() throws IOException {
    place.write("rows.jsonl", "broken\n".repeat(101));

    assertThat(test("--format", "json").out()).hasLineCount(101);
  }

  @Test
  void aLineThatIsTooLongIsSaidAndStopsNoOther() throws IOException {
    Path rows = folder.resolve("rows.jsonl");
    try (var out = Files.newBufferedWriter(rows, StandardCharsets.UTF_8)) {
      out.write("{\"text\": \"");
      for (int i = 0; i < 17; i++) {
        out.write("a".repeat(1 << 20));
      }
      out.write("\"}\n{\"text\": \"good\"}\n");
    }

    Called called = test();

    assertThat(called.exit()).isEqualTo(1);
    assertThat(called.out()).isEqualTo("{\"text\":\"good\"}\n");
    assertThat(called.err()).contains("line 1: this row is longer than 16,777,216 bytes");
  }

  @Test
  void noControlCharacterOfARowReachesTheTerminal() throws IOException {
    place.write(
        "rows.jsonl", "\u001B[2Jclear\n{\"a\u009Bb\": 1, \"a\u009Bb\": 2}\n{\"\u202E\" 1}\n");

    Called called = test();

    assertThat(called.err().lines()).hasSizeGreaterThan(3);
    assertThat(called.err().replace("\n", "").codePoints())
        .noneMatch(one -> Character.isISOControl(one) || one == 0x202E);
  }

  @Test
  void theRecordAndTheOutputsOfManyRowsAreWhole() throws IOException {
    writeRows(500);
    String large = "x".repeat(10_000);
    place.write("same/same.jinja2", "{{ text }} " + large);

    Called called = test("--detail", "kept", "--output", "out.jsonl", "--format", "json");

    assertThat(called.exit()).isZero();
    assertThat(Files.readAllLines(folder.resolve("out.jsonl")))
        .hasSize(500)
        .last()
        .isEqualTo("{\"line_number\":499,\"text\":\"row 499 %s\"}".formatted(large));
    var detail =
        (Value.Mapping) Json.read(Files.readString(folder.resolve("kept/flow.detail.json")));
    assertThat(Called.list(detail, "flow_runs")).hasSize(500);
    assertThat(Called.list(detail, "node_runs")).hasSize(500);
    var outputs =
        (Value.Sequence) Json.read(Files.readString(folder.resolve("kept/flow.output.json")));
    assertThat(outputs.items()).hasSize(500);
    assertThat(outputs.items().get(7))
        .isEqualTo(Json.read("{\"text\": \"row 7 %s\"}".formatted(large)));
    assertThat(folder.resolve("kept/flow.log")).content().hasLineCount(1000);
  }

  @Test
  void anOutputThatCannotBeWrittenIsSaidBeforeARowRuns() throws IOException {
    writeRows(2);

    Called called = test("--output", "no/such/folder/out.jsonl");

    assertThat(called.exit()).isEqualTo(1);
    assertThat(called.out()).isEmpty();
    assertThat(called.err()).contains("the outputs can't be written to", "out.jsonl");
  }
}
