package io.promptflow4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RehearsalTest {

  @Test
  void theWayOverHttpIsWalkedToItsEnd(@TempDir Path folder) {
    assertThat(Rehearsal.overHttp(folder)).isZero();
  }
}
