package io.promptflow4j.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.cli.Called;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class RunVerbsTest {

  @TempDir Path folder;

  private Called.Place place;

  @BeforeEach
  void makeTwoRuns() throws IOException {
    place = new Called.Place(folder);
    Rows.ask(place);
    place.write(
        "mixed.jsonl",
        "{\"question\": \"one\"}\n{\"question\": \"fails\"}\n{\"question\": \"three\"}\n");
    place.pf("run", "create", "--flow", "ask", "--data", "data.jsonl", "--name", "a");
    place.pf("run", "create", "--flow", "ask", "--data", "mixed.jsonl", "--name", "b");
  }

  private List<Value> listed(String... more) {
    String[] all = new String[more.length + 2];
    all[0] = "run";
    all[1] = "list";
    System.arraycopy(more, 0, all, 2, more.length);
    return ((Value.Sequence) Json.read(place.pf(all).out())).items();
  }

  private List<String> names(String... more) {
    return listed(more).stream()
        .map(run -> String.valueOf(((Value.Mapping) run).toPlain()))
        .map(run -> run.replaceAll("(?s)\\{name=([^,]*),.*", "$1"))
        .toList();
  }

  @Nested
  class Listing {

    @Test
    void theNewestComesFirst() {
      assertThat(names()).containsExactly("b", "a");
      assertThat(names("--max-results", "1")).containsExactly("b");
      assertThat(names("-r", "1", "--all-results")).containsExactly("b", "a");
    }

    @Test
    void archivedRunsAreOffTheListUntilTheyAreRestored() {
      Called archived = place.pf("run", "archive", "--name", "a");

      assertThat(archived.json().get("is_archived")).isEqualTo(Value.of(true));
      assertThat(names()).containsExactly("b");
      assertThat(names("--archived-only")).containsExactly("a");
      assertThat(names("--include-archived")).containsExactly("b", "a");
      place.pf("run", "restore", "--name", "a");
      assertThat(names()).containsExactly("b", "a");
    }

    @Test
    void peopleCanHaveATable() {
      Called called = place.pf("run", "list", "--output", "table");

      assertThat(called.out()).contains("| name | ", "| a    | ", "| 3/3  | ", "| 2/3  | ");
    }

    @Test
    void aPlaceWithoutRunsHasAnEmptyList() {
      Called.Place empty = new Called.Place(folder.resolve("elsewhere"));
      empty.withVariable("PF_WORKSPACE", folder.resolve("nowhere").toString());

      assertThat(empty.pf("run", "list").out()).isEqualTo("[ ]\n");
      assertThat(empty.pf("run", "list", "-o", "table").out()).contains("no runs");
      assertThat(folder.resolve("nowhere")).doesNotExist();
    }
  }

  @Nested
  class Details {

    @Test
    void aTableShowsInputsAndOutputs() {
      Called called = place.pf("run", "show-details", "--name", "b");

      assertThat(called.exit()).isZero();
      assertThat(called.out())
          .contains("inputs.question", "inputs.line_number", "outputs.answer", "error", "(Failed)");
    }

    @Test
    void theNumberOfRowsIsLimitedUnlessAllAreAsked() {
      Called two = place.pf("run", "show-details", "--name", "a", "--max-results", "2");
      Called all = place.pf("run", "show-details", "--name", "a", "-r", "2", "--all-results");

      assertThat(two.out()).doesNotContain("three");
      assertThat(two.err()).contains("2 of 3 rows; --all-results shows all.");
      assertThat(all.out()).contains("three");
    }

    @Test
    void onlyFailedRowsCanBeAsked() {
      Called called =
          place.pf("run", "show-details", "--name", "b", "--failed", "--format", "json");

      List<Value> rows = ((Value.Sequence) Json.read(called.out())).items();
      assertThat(rows).hasSize(1);
      assertThat(((Value.Mapping) rows.getFirst()).get("line_number")).isEqualTo(Value.of(1));
    }

    @Test
    void oneRowIsShownWithItsNodesAndItsTrace() {
      Called called = place.pf("run", "show-details", "--name", "b", "--line", "1");

      Value.Mapping detail = called.object("detail");
      assertThat(detail.entries().keySet()).contains("nodes", "trace");
      assertThat(called.object("error").get("node")).isEqualTo(Value.of("ask"));
      assertThat(place.pf("run", "show-details", "--name", "b", "--line", "9").exit()).isEqualTo(1);
    }

    @Test
    void followingARunThatIsOverShowsItsRowsAndEnds() {
      Called called = place.pf("run", "show-details", "--name", "b", "--follow");

      assertThat(called.exit()).isZero();
      assertThat(called.out())
          .contains("line 0: {\"answer\":\"answer to plain one\"}", "line 1: (Failed) ")
          .hasLineCount(3);
    }
  }

  @Test
  void streamingARunThatIsOverShowsItsLog() {
    Called called = place.pf("run", "stream", "--name", "b");

    assertThat(called.exit()).isZero();
    assertThat(called.err()).contains("Run 'b' begins: 3 rows", "Line 1 failed");
    assertThat(called.json().get("name")).isEqualTo(Value.of("b"));
  }

  @Test
  void updatingChangesWhatIsWrittenOnARun() {
    place.pf("run", "update", "--name", "a", "--set", "display_name=Best", "tags.team=blue");
    Called called = place.pf("run", "update", "-n", "a", "--description", "x", "--set", "tags.b=c");

    assertThat(called.json().get("display_name")).isEqualTo(Value.of("Best"));
    assertThat(called.json().get("description")).isEqualTo(Value.of("x"));
    assertThat(Json.write(called.object("tags"))).isEqualTo("{\"team\":\"blue\",\"b\":\"c\"}");
  }

  @Test
  void whatARunDidCanNotBeUpdated() {
    Called called = place.pf("run", "update", "--name", "a", "--set", "data=other.jsonl");

    assertThat(called.exit()).isEqualTo(2);
    assertThat(called.err()).contains("'data'", "display_name");
    assertThat(place.pf("run", "update", "--name", "a").exit()).isEqualTo(2);
  }

  @Test
  void aDeletedRunIsGone() {
    Called called = place.pf("run", "delete", "--name", "a", "--yes", "--format", "json");

    assertThat(called.json().get("deleted")).isEqualTo(Value.of("a"));
    assertThat(names()).containsExactly("b");
  }

  @Test
  void cancelingARunThatIsOverChangesNothing() {
    Called called = place.pf("run", "cancel", "--name", "a");

    assertThat(called.exit()).isZero();
    assertThat(called.err()).contains("Completed already");
    assertThat(called.json().get("status")).isEqualTo(Value.of("Completed"));
  }

  @Test
  void anUnknownNameIsToldWithTheOneThatMayBeMeant() {
    Called called = place.pf("run", "show", "--name", "aa", "--format", "json");

    assertThat(called.exit()).isEqualTo(1);
    assertThat(called.object("error").get("code")).isEqualTo(Value.of("no-such-run"));
    assertThat(called.err()).contains("there is no run 'aa'");
    assertThat(place.pf("run", "show").exit()).isEqualTo(2);
  }

  @Test
  void aStoreThatIsNoneIsToldInOneLine() {
    place.withVariable("PF_STORE", "mysql://somewhere/db");

    Called called = place.pf("run", "list");

    assertThat(called.exit()).isEqualTo(1);
    assertThat(called.err()).startsWith("pf: error: ").hasLineCount(1);
  }
}
