package io.promptflow4j.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.core.run.Run;
import io.promptflow4j.core.run.RunStatus;
import io.promptflow4j.core.run.RunStore;
import io.promptflow4j.core.run.progress.RunListener;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class BusyServiceTest {

  private static final int ROWS = 300;

  @TempDir Path folder;

  @Test
  void aServiceThatBearsLittleIsAskedLessAndNoRowFails() throws Exception {
    try (var endpoint = new CountingEndpoint(4);
        RunStore store = RunProcess.store(folder)) {
      RunProcess.prepare(folder, endpoint.address(), ROWS);

      Run run =
          RunProcess.runs(folder, store)
              .run(RunProcess.spec(folder).withConcurrency(48), RunListener.SILENT);

      assertThat(run.status()).isEqualTo(RunStatus.COMPLETED);
      assertThat(run.progress().completed()).isEqualTo(ROWS);
      assertThat(endpoint.answers()).isEqualTo(ROWS);
      assertThat(endpoint.refused()).isBetween(1, ROWS);
      assertThat(store.log(run.name(), 0, 1_000))
          .anyMatch(entry -> entry.line().text().contains("rows run at a time now"));
    }
  }
}
