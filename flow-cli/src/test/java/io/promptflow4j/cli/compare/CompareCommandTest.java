package io.promptflow4j.cli.compare;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.cli.Called;
import io.promptflow4j.core.value.Value;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class CompareCommandTest {

  @TempDir Path folder;

  private Called.Place place;

  @BeforeEach
  void write() throws IOException {
    place = new Called.Place(folder);
    Experiment.write(place);
  }

  private Called compare(String... more) {
    var all =
        new ArrayList<>(
            List.of("compare", "--flow", "ask", "--data", "rows.jsonl", "--evaluator", "same"));
    all.addAll(List.of(more));
    return place.pf(all.toArray(String[]::new));
  }

  @Nested
  class WhenVariantsAreCompared {

    @Test
    void theVerdictIsTold() {
      Called called = compare();

      assertThat(called.err()).doesNotContain("error");
      assertThat(called.exit()).isZero();
      assertThat(called.out())
          .contains("brief", "long", "long is better than brief in same (+0.4)");
    }

    @Test
    void theDocumentForProgramsHasTheFigures() {
      Called called = compare("--format", "json");

      Value.Mapping difference =
          (Value.Mapping) Called.list(called.json(), "differences").getFirst();
      assertThat(difference.get("verdict")).isEqualTo(Value.of("better"));
      assertThat(difference.get("wins")).isEqualTo(Value.of(20));
      assertThat(difference.get("losses")).isEqualTo(Value.of(4));
      assertThat(called.json().get("baseline")).isEqualTo(Value.of("brief"));
    }

    @Test
    void whatVariantsShareIsAskedOnceForEachRow() {
      Called called = compare();

      assertThat(called.err())
          .contains(
              "brief: 40 rows, 80 calls made, 0 found on record",
              "long: 40 rows, 40 calls made, 40 found on record");
    }
  }
}
