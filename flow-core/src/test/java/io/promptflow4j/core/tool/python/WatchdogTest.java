package io.promptflow4j.core.tool.python;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.core.value.Value;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class WatchdogTest {

  @TempDir Path folder;

  @Test
  void aCallThatBeginsWhileTheFlowIsClosedIsEnded() throws Exception {
    var watchdog = new Watchdog();
    Worker worker =
        Worker.start(List.of("sleep", "600"), folder, System.getenv(), Value.Mapping.EMPTY);
    try {
      watchdog.close();

      Watchdog.Watch watch = watchdog.watch(worker, Duration.ofMinutes(10));

      assertThat(watch.verdict()).isEqualTo(Watchdog.Verdict.CLOSED);
      assertThat(worker.end()).startsWith("was ended by signal");
    } finally {
      worker.kill();
    }
  }
}
