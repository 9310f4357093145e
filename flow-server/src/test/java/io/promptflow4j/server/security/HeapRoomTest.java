package io.promptflow4j.server.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class HeapRoomTest {

  private static final long MEGABYTE = 1 << 20;

  private final AtomicLong alive = new AtomicLong();
  private final HeapRoom room = new HeapRoom(alive::get, 100 * MEGABYTE);

  private int letIn(long bytes) {
    int calls = 0;
    while (calls < 10_000 && room.reserve(bytes)) {
      calls++;
    }
    return calls;
  }

  @Test
  void beforeTheFirstCollectionTheEstimatesCount() {
    assertThat(letIn(MEGABYTE)).isEqualTo(92);
  }

  @Test
  void whatACollectionFoundAliveIsNotCountedTwice() {
    for (int i = 0; i < 80; i++) {
      assertThat(room.reserve(MEGABYTE)).isTrue();
    }
    alive.set(60 * MEGABYTE);

    assertThat(letIn(MEGABYTE)).isEqualTo(32);
  }

  @Test
  void callsThatHaveEndedMakeRoomBeforeTheNextCollection() {
    int calls = letIn(MEGABYTE);
    alive.set(92 * MEGABYTE);
    assertThat(room.reserve(MEGABYTE)).isFalse();

    for (int i = 0; i < calls / 2; i++) {
      room.release(MEGABYTE);
    }

    assertThat(letIn(MEGABYTE)).isBetween(calls / 2 - 1, calls / 2);
  }

  @Test
  void oneCallIsLetInHoweverFullTheHeapIs() {
    alive.set(99 * MEGABYTE);

    assertThat(letIn(MEGABYTE)).isOne();
  }

  @Test
  void aLargeBodyTakesMoreThanASmallOne() {
    assertThat(HeapRoom.of(MEGABYTE)).isGreaterThan(5 * MEGABYTE);
    assertThat(HeapRoom.of(-1)).isEqualTo(HeapRoom.of(0)).isLessThan(MEGABYTE);
  }

  @Test
  void thisProcessHasRoomAndBounds() {
    var own = HeapRoom.ofProcess();

    assertThat(own.reserve(1)).isTrue();
    assertThat(own.reserve(Long.MAX_VALUE / 4)).isFalse();
  }

  @Test
  void withoutMemoryNoPlaceIsTakenAndEveryPlaceGivesItsMemoryBack() {
    var admission = new Admission(2, Duration.ZERO, room);
    long half = 46 * MEGABYTE;

    assertThat(admission.enter(half)).isEqualTo(Admission.Entry.ENTERED);
    assertThat(admission.enter(2 * half)).isEqualTo(Admission.Entry.SHORT_OF_MEMORY);
    assertThat(admission.running()).isOne();
    assertThat(admission.enter(half)).isEqualTo(Admission.Entry.ENTERED);
    admission.leave(half);
    assertThat(admission.enter(1)).isEqualTo(Admission.Entry.ENTERED);
    assertThat(admission.enter(1)).isEqualTo(Admission.Entry.BUSY);
    admission.leave(1);
    assertThat(admission.enter(half)).isEqualTo(Admission.Entry.ENTERED);
  }
}
