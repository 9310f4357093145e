package io.promptflow4j.cli.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.cli.Called;
import io.promptflow4j.core.value.Value;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `PF_LINE_TIMEOUT_SEC`.
class LineLimitTest {

  @TempDir Path folder;

  private Called.Place place;

  @BeforeEach
  void openPlace() throws IOException {
    place = new Called.Place(folder);
    place.withVariable("PF_LINE_TIMEOUT_SEC", "1");
    place.write(
        "waits/flow.dag.yaml",
        """
        inputs:
          wait: {type: bool}
        outputs:
          answer: {type: string, reference: "${waits.output}"}
        nodes:
        - name: waits
          type: java
          source: {type: code, path: Waits.java}
          inputs: {wait: "${inputs.wait}"}
        """);
    place.write(
        "waits/Waits.java",
        """
        public class Waits {
          public static String run(boolean wait) throws InterruptedException {
            if (wait) {
              new java.util.concurrent.CountDownLatch(1).await();
            }
            return "done";
          }
        }
        """);
  }

  @Test
  void oneLineIsStoppedAtIt() {
    Called called =
        place.pf("flow", "test", "--flow", "waits", "--format", "json", "--inputs", "wait=true");

    assertThat(called.exit()).isEqualTo(1);
    assertThat(called.object("error").get("code")).isEqualTo(Value.of("timeout"));
  }

  @Test
  void eachRowHasItForItself() throws IOException {
    place.write("rows.jsonl", "{\"wait\": false}\n{\"wait\": true}\n{\"wait\": false}\n");

    Called called = place.pf("flow", "test", "--flow", "waits", "--inputs", "rows.jsonl");

    assertThat(called.exit()).isEqualTo(1);
    assertThat(called.out().lines().filter(line -> line.contains("done"))).hasSize(2);
    assertThat(called.out() + called.err()).contains("[timeout]", "2 of 3 lines completed");
  }
}
