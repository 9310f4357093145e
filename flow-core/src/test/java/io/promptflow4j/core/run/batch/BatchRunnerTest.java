package io.promptflow4j.core.run.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.promptflow4j.core.model.Cost;
import io.promptflow4j.core.model.ModelException;
import io.promptflow4j.core.model.Money;
import io.promptflow4j.core.model.TokenUsage;
import io.promptflow4j.core.run.RowKey;
import io.promptflow4j.core.run.RowResult;
import io.promptflow4j.core.run.RunName;
import io.promptflow4j.core.run.RunStatus;
import io.promptflow4j.core.run.RunStore.RowFilter;
import io.promptflow4j.core.run.RunStore.SnapshotFile;
import io.promptflow4j.core.run.RunStoreException;
import io.promptflow4j.core.run.progress.BatchEnd;
import io.promptflow4j.core.run.progress.BatchProgress;
import io.promptflow4j.core.run.progress.RunListener;
import io.promptflow4j.core.value.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BatchRunnerTest {

  private static String failing(String question) {
    throw new ModelException("bad-request", "no answer to " + question, false);
  }

  private static List<RowResult> rows(RunLab lab) {
    try (var rows = lab.store.rows(RunLab.NAME, RowFilter.ALL)) {
      return rows.toList();
    }
  }

  private static Thread started(RunLab lab, AtomicReference<BatchEnd> end) {
    return Thread.ofVirtual().start(() -> end.set(lab.run()));
  }

  @Nested
  class WhenEveryRowSucceeds {

    @Test
    void eachRowIsKeptWithWhatItCameTo() {
      var lab = RunLab.withRows("one", "two");

      BatchEnd end = lab.run();

      assertThat(end.status()).isEqualTo(RunStatus.COMPLETED);
      assertThat(end.error()).isEmpty();
      assertThat(rows(lab))
          .extracting(row -> row.outputs().toPlain())
          .containsExactly(Map.of("answer", "about one"), Map.of("answer", "about two"));
      assertThat(rows(lab).getFirst().inputs().toPlain()).isEqualTo(Map.of("q", "one"));
      assertThat(rows(lab).getFirst().usage()).isEqualTo(new TokenUsage(3, 4, 7, 0, 0));
      assertThat(rows(lab).getFirst().detail().entries())
          .containsKeys("nodes", "warnings", "trace");
    }

    @Test
    void aggregationNodesSeeAllRowsAndTheirMetricsAreKept() {
      var lab = RunLab.withRows("one", "two", "three");

      BatchEnd end = lab.run();

      assertThat(end.metrics().get("total")).isEqualTo(Value.of(9 + 9 + 11));
      assertThat(end.metrics().get("ratio")).isEqualTo(Value.of(Double.NaN));
      assertThat(lab.found().progress().metrics()).isEqualTo(end.metrics());
      assertThat(lab.store.artefacts(RunLab.NAME))
          .extracting(SnapshotFile::path)
          .contains("aggregation.json");
    }

    @Test
    void noMoreRowsRunAtTheSameTimeThanAllowed() {
      var now = new AtomicInteger();
      var most = new AtomicInteger();
      var lab =
          RunLab.withRows(200)
              .concurrency(5)
              .answering(question -> {
                most.accumulateAndGet(now.incrementAndGet(), Math::max);
                boolean _ = new CountDownLatch(1).await(1, TimeUnit.MILLISECONDS);
                now.decrementAndGet();
                return question;
              });

      BatchEnd end = lab.run();

      assertThat(end.progress().completed()).isEqualTo(200);
      assertThat(most.get()).isBetween(2, 5);
    }

    @Test
    void whatWasMadeReadyWhenTheRunIsStoppedIsNotInDoubt() throws Exception {
      var underWay = new CountDownLatch(4);
      var goOn = new CountDownLatch(1);
      var lab =
          RunLab.withRows(50)
              .concurrency(4)
              .answering(question -> {
                underWay.countDown();
                goOn.await();
                return question;
              });
      var end = new AtomicReference<BatchEnd>();
      Thread running = started(lab, end);
      underWay.await();

      running.interrupt();
      goOn.countDown();
      running.join();
      lab.run();

      assertThat(end.get().status()).isEqualTo(RunStatus.CANCELED);
      assertThat(lab.found().progress().inDoubt()).isZero();
      assertThat(lab.asked).hasSize(50).doesNotHaveDuplicates();
    }

    @Test
    void repeatsOfARowAreAskedSeparately() {
      var lab = RunLab.withRows("one", "two").repeats(3);

      BatchEnd end = lab.run();

      assertThat(end.progress().rows()).isEqualTo(6);
      assertThat(lab.asked).hasSize(6);
      assertThat(rows(lab))
          .extracting(RowResult::key)
          .containsExactly(
              new RowKey(0, 0),
              new RowKey(0, 1),
              new RowKey(0, 2),
              new RowKey(1, 0),
              new RowKey(1, 1),
              new RowKey(1, 2));
    }

    @Test
    void rowsThatSayTheSameAreAskedSeparately() {
      var lab = RunLab.withRows("same", "same", "same");

      lab.run();

      assertThat(lab.asked).hasSize(3);
      assertThat(lab.store.callCount()).isEqualTo(3 + 3 + 1); // model, tool, aggregation
    }

    @Test
    void theListenerHearsTheEnd() {
      var lab = RunLab.withRows(10);
      var heard = new ArrayList<BatchProgress>();

      lab.run(RunLab.NAME, "lab", heard::add);

      BatchProgress last = heard.getLast();
      assertThat(last.done()).isEqualTo(10);
      assertThat(last.inFlight()).isZero();
      assertThat(last.calls()).isEqualTo(10);
      assertThat(last.usage()).containsEntry("lab-model", new TokenUsage(30, 40, 70, 0, 0));
    }
  }

  @Nested
  class WhenRowsFail {

    @Test
    void theOthersGoOnAndTheRunSaysHowManyFailed() {
      var lab =
          RunLab.withRows(20)
              .answering(question -> question.endsWith("7") ? failing(question) : question);

      BatchEnd end = lab.run();

      assertThat(end.status()).isEqualTo(RunStatus.COMPLETED);
      assertThat(end.error().orElseThrow())
          .isEqualTo(
              "2 of 20 rows failed; the first is line 7: node 'ask' failed: no answer to q7");
      RowResult failed = rows(lab).get(7);
      assertThat(failed.status()).isEqualTo(RowResult.Status.FAILED);
      assertThat(failed.error().orElseThrow().code()).isEqualTo("bad-request");
      assertThat(failed.error().orElseThrow().node()).contains("ask");
    }

    @Test
    void aggregationSaysThatItDoesNotSeeThem() {
      var lab =
          RunLab.withRows("one", "two")
              .answering(question -> question.equals("two") ? failing(question) : question);

      BatchEnd end = lab.run();

      assertThat(end.metrics().get("total")).isEqualTo(Value.of(3));
      assertThat(lab.store.log(RunLab.NAME, 0, 100))
          .anyMatch(entry -> entry.line().text().startsWith("Aggregation sees 1 of 2 rows"));
    }

    @Test
    void whatHasNotStartedIsNotStartedAnyMoreIfAFailureEndsTheRun() {
      var lab = RunLab.withRows(100).concurrency(1).stoppingAtFailures();
      lab.answering(question -> question.equals("q3") ? failing(question) : question);

      BatchEnd end = lab.run();

      assertThat(end.status()).isEqualTo(RunStatus.FAILED);
      assertThat(end.error().orElseThrow()).startsWith("1 of 100 rows failed; the first is line 3");
      assertThat(lab.asked).hasSizeLessThan(6);
    }

    @Test
    void aRefusedKeyEndsTheRunAfterThreeRows() {
      var lab =
          RunLab.withRows(100)
              .concurrency(1)
              .answering(_ -> {
                throw new ModelException("unauthorized", "the key is wrong", false);
              });

      BatchEnd end = lab.run();

      assertThat(end.status()).isEqualTo(RunStatus.FAILED);
      assertThat(end.error().orElseThrow()).contains("3 rows in a row", "the key is wrong");
      assertThat(lab.asked).hasSizeLessThan(6);
    }

    @Test
    void anEmptyAccountEndsTheRunWithOneFailureAndTheRestCanBeResumed() {
      var empty = new AtomicBoolean(true);
      var lab =
          RunLab.withRows(20)
              .concurrency(8)
              .answering(question -> {
                if (empty.get()) {
                  throw new ModelException("quota", "the account is empty", false);
                }
                return question;
              });

      BatchEnd end = lab.run();

      assertThat(end.status()).isEqualTo(RunStatus.FAILED);
      assertThat(end.error().orElseThrow())
          .isEqualTo("the rest was not tried: node 'ask' failed: the account is empty");
      assertThat(end.progress().failed()).isEqualTo(1);
      empty.set(false);
      assertThat(lab.run().progress().completed()).isEqualTo(20);
    }
  }

  @Nested
  class WhenItIsStoppedAndResumed {

    @Test
    void rowsAreNotReadIfAllOfThemAreDone() {
      var lab = RunLab.withRows("one", "two").repeats(2);
      lab.run();

      BatchEnd again = lab.run(); // as if it had been killed before the end was written

      assertThat(lab.opened).isEqualTo(1);
      assertThat(again.status()).isEqualTo(RunStatus.COMPLETED);
      assertThat(again.progress().completed()).isEqualTo(4);
      assertThat(again.metrics().entries()).containsKey("total");
    }

    @Test
    void onlyFailedRowsRunAgainAndAllAreAggregated() {
      var broken = new AtomicBoolean(true);
      var lab =
          RunLab.withRows(10)
              .answering(
                  question -> broken.get() && question.equals("q4") ? failing(question) : question);
      lab.run();
      broken.set(false);
      lab.asked.clear();

      BatchEnd end = lab.run();

      assertThat(lab.asked).containsExactly("q4");
      assertThat(end.error()).isEmpty();
      assertThat(end.progress().before()).isEqualTo(9);
      assertThat(end.metrics().get("total")).isEqualTo(Value.of(20));
    }

    @Test
    void callsUnderWayMayEndAndNothingIsPaidTwice() throws Exception {
      var underWay = new CountDownLatch(4);
      var goOn = new CountDownLatch(1);
      var lab =
          RunLab.withRows(50)
              .concurrency(4)
              .answering(question -> {
                underWay.countDown();
                goOn.await();
                return question;
              })
              .countingAfter(new CountDownLatch(1));
      var end = new AtomicReference<BatchEnd>();
      Thread running = started(lab, end);
      underWay.await();

      running.interrupt();
      goOn.countDown();
      running.join();
      lab.countingAfter(new CountDownLatch(0));
      BatchEnd rest = lab.run();

      assertThat(end.get().status()).isEqualTo(RunStatus.CANCELED);
      assertThat(rest.status()).isEqualTo(RunStatus.COMPLETED);
      assertThat(lab.asked).hasSize(50).doesNotHaveDuplicates();
      assertThat(rows(lab)).hasSize(50);
      assertThat(rest.progress().recalled())
          .as("the four under way, and of the two made ready those that came before the end")
          .isBetween(4L, 6L);
    }

    @Test
    void callsThatOutlastTheGraceAreInDoubtAndMadeAgain() throws Exception {
      var underWay = new CountDownLatch(2);
      var patient = new AtomicBoolean(true);
      var lab =
          RunLab.withRows(6)
              .concurrency(2)
              .graceOf(Duration.ofMillis(50))
              .answering(question -> {
                underWay.countDown();
                if (patient.get()) {
                  new CountDownLatch(1).await();
                }
                return question;
              });
      var end = new AtomicReference<BatchEnd>();
      Thread running = started(lab, end);
      underWay.await();

      lab.store.requestCancel(RunLab.NAME);
      running.join();
      patient.set(false);
      lab.run();

      assertThat(end.get().status()).isEqualTo(RunStatus.CANCELED);
      assertThat(lab.asked).hasSize(6 + 2);
      assertThat(lab.found().progress().inDoubt()).isEqualTo(2);
      assertThat(lab.found().status()).isEqualTo(RunStatus.COMPLETED);
    }

    @Test
    void aRunWhoseTimeIsOverFailsAndCanBeResumed() {
      var patient = new AtomicBoolean(true);
      var lab =
          RunLab.withRows(6)
              .concurrency(2)
              .within(Duration.ofMillis(100), Duration.ZERO)
              .answering(question -> {
                if (patient.get()) {
                  new CountDownLatch(1).await();
                }
                return question;
              });

      BatchEnd end = lab.run();
      patient.set(false);
      BatchEnd rest = lab.within(Duration.ofSeconds(30), Duration.ZERO).run();

      assertThat(end.status()).isEqualTo(RunStatus.FAILED);
      assertThat(end.error().orElseThrow()).contains("longer than 0.1 s");
      assertThat(rest.progress().completed()).isEqualTo(6);
    }

    @Test
    void aProcessThatLostTheRunKeepsNothingMore() throws Exception {
      var underWay = new CountDownLatch(3);
      var goOn = new CountDownLatch(1);
      var problem = new AtomicReference<Throwable>();
      var lab =
          RunLab.withRows(10)
              .concurrency(3)
              .answering(question -> {
                underWay.countDown();
                goOn.await();
                return question;
              });
      Thread running =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  lab.run();
                } catch (RunStoreException lost) {
                  problem.set(lost);
                }
              });
      underWay.await();

      lab.store.kill(RunLab.NAME);
      goOn.countDown();
      running.join();

      assertThat(problem.get()).isInstanceOf(RunStoreException.LostOwnership.class);
      assertThat(rows(lab)).isEmpty();
    }
  }

  @Nested
  class WhenRunsShareAScope {

    @Test
    void theSecondAsksForNothing() {
      var lab = RunLab.withRows(10);
      lab.run(new RunName("first"), "shared", RunListener.SILENT);

      BatchEnd end = lab.run(new RunName("second"), "shared", RunListener.SILENT);

      assertThat(lab.asked).hasSize(10);
      assertThat(end.progress().calls()).isZero();
      assertThat(end.progress().recalled()).as("model calls, not those of tools").isEqualTo(10);
      assertThat(lab.counted).hasSize(10);
    }

    @Test
    void runsSideBySideAskOnce() throws Exception {
      var lab =
          RunLab.withRows(40)
              .concurrency(40)
              .answering(question -> {
                boolean _ = new CountDownLatch(1).await(20, TimeUnit.MILLISECONDS);
                return question;
              });
      var threads = new ArrayList<Thread>();
      for (String name : List.of("a", "b", "c")) {
        threads.add(
            Thread.ofVirtual()
                .start(() -> lab.run(new RunName(name), "shared", RunListener.SILENT)));
      }
      for (Thread thread : threads) {
        thread.join();
      }

      assertThat(lab.asked).hasSize(40);
      for (String name : List.of("a", "b", "c")) {
        try (var rows = lab.store.rows(new RunName(name), RowFilter.ALL)) {
          assertThat(rows).hasSize(40);
        }
      }
    }

    @Test
    void aCallThatFailsForOneIsTriedByTheOther() throws Exception {
      var first = new AtomicBoolean(true);
      var lab =
          RunLab.withRows("one")
              .answering(question -> first.getAndSet(false) ? failing(question) : question);
      lab.run(new RunName("a"), "shared", RunListener.SILENT);

      BatchEnd end = lab.run(new RunName("b"), "shared", RunListener.SILENT);

      assertThat(end.error()).isEmpty();
      assertThat(lab.asked).hasSize(2);
    }
  }

  @Test
  void aRunIsOwnedByOneProcess() throws Exception {
    var underWay = new CountDownLatch(1);
    var goOn = new CountDownLatch(1);
    var lab =
        RunLab.withRows(1)
            .answering(question -> {
              underWay.countDown();
              goOn.await();
              return question;
            });
    Thread running = started(lab, new AtomicReference<>());
    underWay.await();

    assertThatThrownBy(lab::run).isInstanceOf(RunStoreException.RunOwned.class);

    goOn.countDown();
    running.join();
    assertThat(Optional.of(lab.found().status())).contains(RunStatus.COMPLETED);
  }

  @Nested
  class Budgets {

    private static final Cost CENT = new Cost.Known(Money.of("0.01", "USD"));

    @Test
    void noCallIsMadeBeyondTheBudgetAndARunGoesOnWithALargerOne() {
      var lab = RunLab.withRows(50).concurrency(8).budget("20 calls");

      BatchEnd end = lab.run();
      BatchEnd rest = lab.budget("50 calls").run();

      assertThat(end.status()).isEqualTo(RunStatus.CANCELED);
      assertThat(end.error().orElseThrow())
          .contains("the budget of 20 calls is used up", "after 20 of 50 rows", "larger one");
      assertThat(end.progress().completed()).isEqualTo(20);
      assertThat(rest.status()).isEqualTo(RunStatus.COMPLETED);
      assertThat(lab.asked).hasSize(50).doesNotHaveDuplicates();
      assertThat(lab.found().progress().inDoubt()).isZero();
    }

    @Test
    void moneyIsSetAsideBeforeItIsSpent() {
      var lab = RunLab.withRows(50).concurrency(8).costing(CENT).budget("0.125 USD");

      BatchEnd end = lab.run();

      assertThat(end.status()).isEqualTo(RunStatus.CANCELED);
      assertThat(lab.asked).hasSize(12);
      assertThat(end.progress().bill()).hasToString("0.12 USD");
    }

    @Test
    void tokensAreCountedOverAllProcesses() {
      var lab = RunLab.withRows(50).concurrency(8).budget("70 tokens"); // 7 a call

      lab.run();
      BatchEnd again = lab.run();

      assertThat(lab.asked).hasSize(10);
      assertThat(again.status()).isEqualTo(RunStatus.CANCELED);
    }

    @Test
    void aBudgetThatCanNotBeKeptStopsTheRunAtItsFirstCall() {
      var lab = RunLab.withRows(50).concurrency(8).budget("5 USD");

      BatchEnd end = lab.run();

      assertThat(lab.asked).hasSize(1);
      assertThat(end.error().orElseThrow())
          .contains("the cost of a call is unknown (the lab has no prices)", "catalog file");
    }

    @Test
    void aBudgetThatIsEnoughChangesNothing() {
      var lab = RunLab.withRows(50).concurrency(8).costing(CENT).budget("1 USD, 50 calls");

      assertThat(lab.run().status()).isEqualTo(RunStatus.COMPLETED);
    }
  }
}
