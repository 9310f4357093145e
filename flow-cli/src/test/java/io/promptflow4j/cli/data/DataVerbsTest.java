package io.promptflow4j.cli.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.cli.Called;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class DataVerbsTest {

  @TempDir Path folder;

  private Called.Place place;

  @BeforeEach
  void writeRows() throws IOException {
    place = new Called.Place(folder);
    place.write("films.jsonl", "{\"title\": \"Alien\", \"year\": 1979}\n{\"title\": \"Brazil\"}\n");
  }

  @Test
  void aNewNameIsVersionOne() {
    Called called =
        place.pf("data", "create", "--name", "films", "--data", "films.jsonl", "--tags", "a=b");

    assertThat(called.exit()).isZero();
    assertThat(called.json().get("version")).isEqualTo(Value.of(1));
    assertThat(called.json().get("rows")).isEqualTo(Value.of(2));
    assertThat(called.object("tags").get("a")).isEqualTo(Value.of("b"));
    assertThat(called.out()).contains("\"digest\": \"sha256:");
    assertThat(called.err()).contains("films:1 is made: 2 rows.");
  }

  @Test
  void theSameRowsMakeNoNewVersionAndOtherRowsDo() throws IOException {
    place.pf("data", "create", "--name", "films", "--data", "films.jsonl");

    Called same = place.pf("data", "create", "--name", "films", "--data", "films.jsonl");
    place.write("films.jsonl", "{\"title\": \"Clue\"}\n");
    Called changed = place.pf("data", "create", "--name", "films", "--data", "films.jsonl");

    assertThat(same.err()).contains("films:1 has the same rows");
    assertThat(changed.json().get("version")).isEqualTo(Value.of(2));
    String versions = place.pf("data", "list", "--name", "films").out();
    assertThat(((Value.Sequence) Json.read(versions)).items()).hasSize(2);
    assertThat(place.pf("data", "list", "-o", "table").out()).contains("| films | 2 ");
  }

  @Test
  void showingTellsColumnsAndWhetherTheRowsAreTheSame() throws IOException {
    place.pf("data", "create", "--name", "films", "--data", "films.jsonl");

    Called before = place.pf("data", "show", "--name", "films");
    place.write("films.jsonl", "{\"title\": \"Clue\"}\n");
    Called after = place.pf("data", "show", "films:1");

    assertThat(before.json().get("is_unchanged")).isEqualTo(Value.of(true));
    assertThat(Json.write(Value.of(Called.list(before.json(), "columns"))))
        .isEqualTo(
            """
            [{"name":"title","type":"text","missing":0},{"name":"year","type":"integer","missing":1}]\
            """);
    assertThat(after.json().get("is_unchanged")).isEqualTo(Value.of(false));
  }

  @Test
  void brokenRowsGetNoName() throws IOException {
    place.write("broken.jsonl", "{\"title\": \"Alien\"}\nnot json\n");

    Called called = place.pf("data", "create", "--name", "b", "--data", "broken.jsonl");

    assertThat(called.exit()).isEqualTo(1);
    assertThat(called.err()).contains("broken.jsonl:2:");
    assertThat(place.pf("data", "list").out()).isEqualTo("[ ]\n");
  }

  @Test
  void whatIsNotThereIsTold() {
    place.pf("data", "create", "--name", "films", "--data", "films.jsonl");

    assertThat(place.pf("data", "show", "--name", "film").err())
        .contains("there is no data set 'film@latest'", "films");
    assertThat(place.pf("data", "show", "films:9").err()).contains("pf data list --name films");
    assertThat(place.pf("data", "create", "--name", "x", "--data", "none.jsonl").exit())
        .isEqualTo(1);
    assertThat(place.pf("data", "create", "--name", "a b", "--data", "films.jsonl").err())
        .contains("'a b' can't name data");
    assertThat(place.pf("data", "create", "--name", "x", "--data", "-").exit()).isEqualTo(2);
    assertThat(place.pf("data", "show").exit()).isEqualTo(2);
  }
}
