package io.promptflow4j.cli.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.cli.Called;
import io.promptflow4j.core.value.Value;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MigrateCheckCommandTest {

  @TempDir Path folder;

  private Called.Place place;

  @BeforeEach
  void aTree() throws IOException {
    place = new Called.Place(folder);
    place.write("flows/good/flow.dag.yaml", "outputs: {}\nnodes: []\n");
    place.write(
        "flows/bad/flow.dag.yaml",
        "outputs: {a: {type: string, reference: \"${gone.output}\"}}\nnodes: []\n");
  }

  @Test
  void eachFlowHasALineAndItsReasons() {
    Called called = place.pf("migrate", "check", "flows");

    assertThat(called.exit()).isEqualTo(1);
    assertThat(called.out())
        .startsWith("bad/flow.dag.yaml: broken\n    flow.dag.yaml:1:")
        .contains("error[unknown-node]: ")
        .contains("good/flow.dag.yaml: runs\n")
        .endsWith("2 flows: runs 1, broken 1\n");
  }

  @Test
  void programsGetTheSameAsOneDocument() {
    Called called = place.pf("migrate", "check", "flows", "--format", "json");

    assertThat(called.object("counts").get("broken")).isEqualTo(Value.of(1));
    assertThat(Called.list(called.json(), "flows"))
        .hasSize(2)
        .allSatisfy(
            flow -> assertThat(((Value.Mapping) flow).get("kind")).isEqualTo(Value.of("dag")));
  }

  @Test
  void aTreeOfFlowsThatRunIsASuccess() {
    assertThat(place.pf("migrate", "check", "flows/good").exit()).isZero();
    assertThat(place.pf("migrate", "check", "flows/good/flow.dag.yaml").exit()).isZero();
    assertThat(place.pf("migrate", "check", "nowhere").exit()).isEqualTo(1);
    assertThat(place.pf("migrate", "check").exit()).isEqualTo(2);
  }
}
