package io.promptflow4j.cli.compute;

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
class ComputeVerbsTest {

  @TempDir Path folder;

  private Called.Place place;

  @BeforeEach
  void writeFile() throws IOException {
    place = new Called.Place(folder);
    place.write(
        "cluster.yaml",
        """
        master: spark://head:7077
        concurrency: 64
        conf:
          spark.executor.memory: 4g
          spark.shuffle.service.enabled: true
        """);
  }

  @Test
  void aComputeHasTheNameOfItsFileUnlessOneIsSaid() {
    Called made = place.pf("compute", "create", "--file", "cluster.yaml");
    place.pf("compute", "create", "--file", "cluster.yaml", "--name", "other");

    assertThat(made.exit()).isZero();
    assertThat(made.json().get("name")).isEqualTo(Value.of("cluster"));
    assertThat(made.object("conf").get("spark.shuffle.service.enabled"))
        .isEqualTo(Value.of("true"));
    assertThat(
            ((Value.Sequence) Json.read(place.pf("compute", "list", "--format", "json").out()))
                .items())
        .hasSize(2);
    assertThat(place.pf("compute", "list").out()).contains("other").contains("spark://head:7077");
    assertThat(place.pf("compute", "show", "--name", "other").json().get("concurrency"))
        .isEqualTo(Value.of(64));
  }

  @Test
  void oneThatIsForgottenIsNotFound() {
    place.pf("compute", "create", "--file", "cluster.yaml");

    assertThat(place.pf("compute", "delete", "--name", "cluster", "--yes").exit()).isZero();

    Called gone = place.pf("compute", "show", "--name", "cluster");
    assertThat(gone.exit()).isEqualTo(1);
    assertThat(gone.err()).contains("there is no compute 'cluster'");
  }

  @Test
  void mistakesOfTheFileAreToldWhereTheyAre() throws IOException {
    place.write(
        "bad.yaml",
        """
        name: local
        master: head:7077
        concurency: 64
        concurrency: none
        store: postgresql://me:hidden@db/flows
        conf:
          spark.hadoop.fs.s3a.secret.key: hidden
          executor.memory: 4g
        """);

    Called refused = place.pf("compute", "create", "--file", "bad.yaml", "--verbose");

    assertThat(refused.exit()).isEqualTo(1);
    assertThat(refused.err())
        .contains("bad.yaml:1:7: error[bad-setting]: name: 'local' is no name")
        .contains("bad.yaml:2:9: error[bad-setting]: master: 'head:7077' is no master")
        .contains("bad.yaml:3:1: hint[unknown-key]")
        .contains("Did you mean 'concurrency'?")
        .contains("bad.yaml:4:14: error[bad-setting]: concurrency: 'none' is no whole number")
        .contains("bad.yaml:5:8: error[bad-setting]: store: an address with a password in it")
        .contains("bad.yaml:7:35: error[secret-in-conf]")
        .contains("bad.yaml:8:3: error[bad-setting]: 'executor.memory' is no setting of Spark");
  }

  @Test
  void aRunOnAClusterSaysHowToGetSparkOrThatTheNameIsUnknown() throws IOException {
    place.write("flow/flow.dag.yaml", "inputs:\n  q:\n    type: string\noutputs: {}\nnodes: []\n");
    place.write("rows.jsonl", "{\"q\": \"a\"}\n");

    Called without = run("spark://head:7077");
    Called unknown = run("clutser");

    assertThat(without.exit()).isEqualTo(1);
    assertThat(without.err()).contains("missing-spark").contains("flow-spark/get.sh");
    assertThat(unknown.err()).contains("no compute is called 'clutser'");
    assertThat(place.pf("run", "list").out().strip()).isEqualTo("[ ]");
  }

  private Called run(String compute) {
    return place.pf(
        "run", "create", "--flow", "flow", "--data", "rows.jsonl", "--compute", compute);
  }
}
