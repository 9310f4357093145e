package io.promptflow4j.core.model.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AdaptiveLimitTest {

  private static final Duration NOW = Duration.ZERO;

  private final AtomicLong clock = new AtomicLong();
  private final List<Integer> cuts = new ArrayList<>();
  private final AdaptiveLimit limit = new AdaptiveLimit(16, clock::get, cuts::add);

  private int fill() throws InterruptedException {
    int entered = 0;
    while (limit.enter(NOW)) {
      entered++;
    }
    return entered;
  }

  private void leave(int rows) {
    for (int i = 0; i < rows; i++) {
      limit.leave();
    }
  }

  private void answers(int number) {
    for (int i = 0; i < number; i++) {
      limit.answered();
    }
  }

  private void secondsLater() {
    clock.addAndGet(Duration.ofSeconds(2).toNanos());
  }

  @Test
  void itBeginsWithTheMost() throws InterruptedException {
    assertThat(fill()).isEqualTo(16);
  }

  @Test
  void oneComplaintHalvesItAndThoseThatCameWithItDoNot() throws InterruptedException {
    fill();
    limit.overloaded();
    limit.overloaded();
    leave(16);

    assertThat(fill()).isEqualTo(8);
    assertThat(cuts).containsExactly(8);
  }

  @Test
  void complaintsThatGoOnBringItDownToOneAndNoFurther() throws InterruptedException {
    fill();
    for (int i = 0; i < 9; i++) {
      limit.overloaded();
      secondsLater();
    }
    leave(16);

    assertThat(fill()).isEqualTo(1);
    assertThat(cuts).containsExactly(8, 4, 2, 1);
  }

  @Test
  void itHalvesWhatReallyRanNotWhatMight() throws InterruptedException {
    limit.enter(NOW);
    limit.enter(NOW);
    limit.enter(NOW);
    limit.enter(NOW);
    limit.overloaded();

    assertThat(cuts).containsExactly(2);
  }

  @Test
  void answersLetItGrowByOneARoundUpToTheMost() throws InterruptedException {
    fill();
    limit.overloaded();
    leave(16);
    answers(9);
    int after = fill();
    leave(after);
    answers(1_000);

    assertThat(after).isEqualTo(9);
    assertThat(fill()).isEqualTo(16);
  }

  @Test
  void itIsEmptyWhenAllHaveLeft() throws InterruptedException {
    int entered = fill();

    assertThat(limit.awaitEmpty(NOW)).isFalse();
    leave(entered);
    assertThat(limit.awaitEmpty(NOW)).isTrue();
  }
}
