package io.promptflow4j.core.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.promptflow4j.core.run.RowResult;
import io.promptflow4j.core.run.Run;
import io.promptflow4j.core.run.RunOwner;
import io.promptflow4j.core.run.RunStatus;
import io.promptflow4j.core.run.RunStore;
import io.promptflow4j.core.run.RunStore.RowFilter;
import io.promptflow4j.core.run.RunStoreException;
import io.promptflow4j.core.run.progress.RunListener;
import io.promptflow4j.core.value.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Runs in a process of their own that is killed: nothing is lost, nothing is twice, and nothing is
/// paid twice but what was under way.
///
/// `-Dkills=50` kills more often, `-Dkill.seed=N` at other moments.
@Timeout(900)
class KillTest {

  private static final int ROWS = 1_000;
  private static final int KILLS = Integer.getInteger("kills", 5);
  private static final long SEED = Long.getLong("kill.seed", 20_261_121L);

  @TempDir Path folder;
  private final CountingEndpoint endpoint = new CountingEndpoint(Integer.MAX_VALUE);

  @BeforeEach
  void write() throws IOException {
    RunProcess.prepare(folder, endpoint.address(), ROWS);
  }

  @AfterEach
  void close() {
    endpoint.close();
  }

  @Test
  void aKilledRunGoesOnWithoutLossAndPaysTwiceOnlyForWhatWasUnderWay() throws Exception {
    var random = new Random(SEED);
    for (int kill = 0; kill < KILLS; kill++) {
      killAfter(1 + random.nextInt(Math.max(2, 2 * ROWS / (KILLS + 1))));
    }

    try (RunStore store = RunProcess.store(folder)) {
      Run run = RunProcess.work(folder, store);

      assertThat(run.status()).isEqualTo(RunStatus.COMPLETED);
      assertEachRowIsThereOnce(store);
      int repeated = endpoint.answers() - ROWS;
      assertThat(endpoint.questions()).isEqualTo(ROWS);
      assertThat((long) repeated).isLessThanOrEqualTo(run.progress().inDoubt());
      assertThat(run.progress().inDoubt())
          .isLessThanOrEqualTo((long) KILLS * RunProcess.CONCURRENCY);
    }
  }

  /// Starts the run, or goes on with it, and kills the process in the middle of a request.
  private void killAfter(int requests) throws IOException, InterruptedException {
    Process process = startUntil(requests);
    process.destroyForcibly();
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as(said()).isIn(137, 0);
  }

  /// Returns in the middle of a request, or when the process ended before.
  private Process startUntil(int requests) throws IOException, InterruptedException {
    return startUntil(requests, () -> {});
  }

  /// @param then what that request waits for
  private Process startUntil(int requests, Runnable then) throws IOException, InterruptedException {
    var now = new CountDownLatch(1);
    endpoint.at(
        requests,
        () -> {
          now.countDown();
          then.run();
        });
    Process process = RunProcess.start(folder);
    var _ = process.onExit().thenRun(now::countDown);
    assertThat(now.await(2, TimeUnit.MINUTES)).as(said()).isTrue();
    return process;
  }

  private String said() throws IOException {
    return Files.readString(folder.resolve("process.log"));
  }

  private static void assertEachRowIsThereOnce(RunStore store) {
    try (var rows = store.rows(RunProcess.NAME, RowFilter.ALL)) {
      List<RowResult> all = rows.toList();
      assertThat(all)
          .extracting(row -> row.key().line())
          .containsExactlyElementsOf(LongStream.range(0, ROWS).boxed().toList());
      assertThat(all)
          .allSatisfy(row ->
              assertThat(row.outputs().get("answer"))
                  .isEqualTo(Value.of("answer " + row.key().line())));
    }
  }

  @Test
  void aProcessThatIsAskedToEndStopsCleanlyAndNothingIsPaidTwice() throws Exception {
    Process process = startUntil(200);
    process.destroy();
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();

    try (RunStore store = RunProcess.store(folder)) {
      Run stopped = store.find(RunProcess.NAME).orElseThrow();
      assertThat(stopped.status()).as(said()).isEqualTo(RunStatus.CANCELED);
      assertThat(stopped.progress().completed()).isBetween(1L, ROWS - 1L);

      Run run = RunProcess.work(folder, store);

      assertThat(run.status()).isEqualTo(RunStatus.COMPLETED);
      assertThat(run.progress().inDoubt()).isZero();
      assertThat(endpoint.answers()).isEqualTo(ROWS);
      assertEachRowIsThereOnce(store);
    }
  }

  @Test
  void twoProcessesCantOwnOneRun() throws Exception {
    var tried = new CompletableFuture<Void>();
    Process process = startUntil(100, tried::join);

    try (RunStore store = RunProcess.store(folder)) {
      FlowRuns runs = RunProcess.runs(folder, store);
      assertThatThrownBy(() -> runs.resume(RunProcess.NAME, RunListener.SILENT))
          .isInstanceOf(RunStoreException.RunOwned.class);
      assertThatThrownBy(() -> store.own(RunProcess.NAME, RunOwner.ofThisProcess()))
          .isInstanceOf(RunStoreException.RunOwned.class);
      tried.complete(null);
      assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();

      assertThat(store.find(RunProcess.NAME).orElseThrow().status())
          .as(said())
          .isEqualTo(RunStatus.COMPLETED);
      assertThat(endpoint.answers()).isEqualTo(ROWS);
    }
  }

  @Test
  void twoProcessesWhoseRunsShareTheirCallsMakeEachOnce() throws Exception {
    Process process = startUntil(20);

    try (RunStore store = RunProcess.store(folder)) {
      Run second = RunProcess.workBeside(folder, store);
      assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();

      Run first = store.find(RunProcess.NAME).orElseThrow();
      assertThat(List.of(first.status(), second.status()))
          .as(said())
          .containsOnly(RunStatus.COMPLETED);
      assertThat(endpoint.answers()).isEqualTo(ROWS);
      assertThat(first.progress().calls() + second.progress().calls()).isEqualTo(ROWS);
      assertThat(second.progress().completed()).isEqualTo(ROWS);
      assertThat(first.progress().inDoubt() + second.progress().inDoubt()).isZero();
    }
  }

  @Test
  void callsOfAProcessThatIsKilledAreTakenOverByTheOtherThatWaitsForThem() throws Exception {
    var process = new AtomicReference<Process>();
    var started = new CountDownLatch(1);
    endpoint.at(
        200,
        () -> {
          CompletableFuture<Void> _ =
              CompletableFuture.runAsync(() -> {
                awaitUnchecked(started);
                process.get().destroyForcibly();
              });
        });
    process.set(RunProcess.start(folder));
    started.countDown();

    try (RunStore store = RunProcess.store(folder)) {
      while (store.find(RunProcess.NAME).isEmpty() && process.get().isAlive()) {
        Thread.onSpinWait();
      }
      Run second = RunProcess.workBeside(folder, store);
      assertThat(process.get().waitFor(1, TimeUnit.MINUTES)).isTrue();

      assertThat(second.status()).as(said()).isEqualTo(RunStatus.COMPLETED);
      assertThat(second.progress().completed()).isEqualTo(ROWS);
      Run killed = RunProcess.work(folder, store);
      assertThat(endpoint.questions()).isEqualTo(ROWS);
      assertThat((long) endpoint.answers() - ROWS).isLessThanOrEqualTo(killed.progress().inDoubt());
      assertThat(killed.progress().inDoubt()).isLessThanOrEqualTo(RunProcess.CONCURRENCY);
    }
  }

  private static void awaitUnchecked(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
