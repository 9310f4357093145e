package io.promptflow4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class EndingToolTest {

  private static StackTraceElement[] stack(String... frames) {
    StackTraceElement[] all = new StackTraceElement[frames.length];
    for (int i = 0; i < frames.length; i++) {
      int dot = frames[i].lastIndexOf('.');
      all[i] =
          new StackTraceElement(
              frames[i].substring(0, dot), frames[i].substring(dot + 1), "File.java", 1);
    }
    return all;
  }

  private static Thread thread(String name) {
    return Thread.ofPlatform().name(name).unstarted(() -> {});
  }

  @Test
  void theToolThatAskedForTheEndIsFound() {
    var stacks =
        Map.of(
            thread("java-tool acme.search"),
            stack("acme.Search.run"),
            thread("java-tool acme.quit"),
            stack("java.lang.Shutdown.exit", "java.lang.Runtime.exit", "java.lang.System.exit"),
            thread("main"),
            stack("java.lang.Thread.sleep"));

    assertThat(EndingTool.find(stacks)).contains("acme.quit");
  }

  @Test
  void anEndThatNoToolAskedForIsNotBlamedOnOne() {
    var stacks =
        Map.of(
            thread("java-tool acme.search"),
            stack("acme.Search.run"),
            thread("main"),
            stack("java.lang.Shutdown.exit", "java.lang.Runtime.exit", "java.lang.System.exit"));

    assertThat(EndingTool.find(stacks)).isEmpty();
  }
}
