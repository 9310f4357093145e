package io.promptflow4j.core.run.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class RowPlaceTest {

  private final Semaphore free = new Semaphore(1);
  private final CallGate gate = new CallGate();

  private final CallPlaces places =
      new CallPlaces() {
        @Override
        public boolean enter(Duration patience) throws InterruptedException {
          return free.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS);
        }

        @Override
        public void leave() {
          free.release();
        }
      };

  private RowPlace row() {
    return new RowPlace(places, gate);
  }

  @Test
  void callsOfOneRowShareItsPlace() throws Exception {
    RowPlace row = row();

    assertThat(row.enter()).isTrue();
    assertThat(row.enter()).isTrue();
    row.leave();
    assertThat(free.availablePermits()).as("while one call goes on").isZero();
    row.leave();

    assertThat(free.availablePermits()).isEqualTo(1);
  }

  @Test
  void anotherRowWaitsUntilThePlaceIsFree() throws Exception {
    RowPlace first = row();
    RowPlace second = row();
    var entered = new AtomicBoolean();
    assertThat(first.enter()).isTrue();

    Thread waiting =
        Thread.ofVirtual()
            .start(() -> {
              try {
                entered.set(second.enter());
              } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
              }
            });
    boolean early = waiting.join(Duration.ofMillis(120)); // more than two looks at the gate
    first.leave();
    waiting.join();

    assertThat(early).isFalse();
    assertThat(entered).isTrue();
    assertThat(free.availablePermits()).isZero();
  }

  @Test
  void whoeverComesWhenTheGateIsClosedGetsNoPlace() throws Exception {
    RowPlace first = row();
    assertThat(first.enter()).isTrue();

    gate.close(Duration.ZERO);

    assertThat(row().enter()).isFalse();
    first.leave();
    assertThat(row().enter()).as("nor when there is room").isFalse();
    assertThat(free.availablePermits()).isEqualTo(1);
  }

  @Test
  void whoOnlyWaitsIsNotWaitedFor() throws Exception {
    RowPlace turnedAway = row();
    RowPlace goesOn = row();
    turnedAway.away();
    turnedAway.away(); // as its other call, or its end
    goesOn.away();
    goesOn.back();

    Thread waiting = Thread.ofVirtual().start(this::awaitRows);
    boolean early = waiting.join(Duration.ofMillis(120));
    goesOn.away();

    assertThat(early).isFalse();
    assertThat(waiting.join(Duration.ofSeconds(20))).isTrue();
  }

  private void awaitRows() {
    try {
      gate.awaitRows(Duration.ofMinutes(1));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
