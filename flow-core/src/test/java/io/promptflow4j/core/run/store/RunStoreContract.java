package io.promptflow4j.core.run.store;

import static io.promptflow4j.core.run.store.SampleRuns.NOON;
import static io.promptflow4j.core.run.store.SampleRuns.USAGE;
import static io.promptflow4j.core.run.store.SampleRuns.call;
import static io.promptflow4j.core.run.store.SampleRuns.claimed;
import static io.promptflow4j.core.run.store.SampleRuns.completed;
import static io.promptflow4j.core.run.store.SampleRuns.dead;
import static io.promptflow4j.core.run.store.SampleRuns.elsewhere;
import static io.promptflow4j.core.run.store.SampleRuns.ended;
import static io.promptflow4j.core.run.store.SampleRuns.failed;
import static io.promptflow4j.core.run.store.SampleRuns.mapping;
import static io.promptflow4j.core.run.store.SampleRuns.run;
import static io.promptflow4j.core.run.store.SampleRuns.self;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.promptflow4j.core.dataset.catalog.DataReference;
import io.promptflow4j.core.dataset.catalog.NamedData;
import io.promptflow4j.core.execution.RecordedCall;
import io.promptflow4j.core.execution.cache.AnswerCache;
import io.promptflow4j.core.execution.cache.KeptAnswer;
import io.promptflow4j.core.execution.cache.Origin;
import io.promptflow4j.core.execution.cache.Savings;
import io.promptflow4j.core.model.TokenUsage;
import io.promptflow4j.core.model.budget.Budget;
import io.promptflow4j.core.model.budget.Spending;
import io.promptflow4j.core.model.budget.SpendingLedger;
import io.promptflow4j.core.model.registry.ActiveUse;
import io.promptflow4j.core.model.registry.Labels;
import io.promptflow4j.core.model.registry.RegistryChange;
import io.promptflow4j.core.model.registry.RegistryChange.What;
import io.promptflow4j.core.model.registry.RegistryEntry;
import io.promptflow4j.core.model.registry.RegistryException;
import io.promptflow4j.core.model.registry.RegistryReference;
import io.promptflow4j.core.model.registry.Stage;
import io.promptflow4j.core.model.registry.Target;
import io.promptflow4j.core.run.CallId;
import io.promptflow4j.core.run.RowKey;
import io.promptflow4j.core.run.RowResult;
import io.promptflow4j.core.run.Run;
import io.promptflow4j.core.run.RunEvent;
import io.promptflow4j.core.run.RunLabels;
import io.promptflow4j.core.run.RunName;
import io.promptflow4j.core.run.RunOwner;
import io.promptflow4j.core.run.RunProgress;
import io.promptflow4j.core.run.RunStatus;
import io.promptflow4j.core.run.RunStore;
import io.promptflow4j.core.run.RunStore.RowFilter;
import io.promptflow4j.core.run.RunStore.RunFilter;
import io.promptflow4j.core.run.RunStore.SnapshotFile;
import io.promptflow4j.core.run.RunStoreException;
import io.promptflow4j.core.run.RunWriter;
import io.promptflow4j.core.source.Digest;
import io.promptflow4j.core.value.Value;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// What every store of runs does, whatever database it is in.
abstract class RunStoreContract {

  private static final Digest DIGEST = Digest.of("asked");

  private RunStore store;

  /// An empty store; the test of the database closes it.
  abstract RunStore emptyStore() throws Exception;

  @BeforeEach
  void open() throws Exception {
    store = emptyStore();
  }

  private RunName created(String name) {
    store.create(run(name));
    return new RunName(name);
  }

  private RunWriter owned(String name) {
    return store.own(created(name), self());
  }

  private RunProgress progress(String name) {
    return store.find(new RunName(name)).orElseThrow().progress();
  }

  @Nested
  class Members {

    private RunWriter joined(RunWriter owner, String name, RunOwner process) {
      return store.join(owner.share(), name, process);
    }

    @Test
    void writeWhatTheyBringForTheOwner() throws Exception {
      try (RunWriter owner = owned("first");
          RunWriter one = joined(owner, "one", self());
          RunWriter two = joined(owner, "two", self())) {
        one.write(List.of(new RunEvent.RowEnded(completed(0, "a"))));
        two.write(List.of(new RunEvent.RowEnded(completed(1, "b")), ended(call("s", 1), "x")));
        owner.write(List.of(new RunEvent.RowEnded(completed(2, "c"))));
        two.write(
            List.of(
                new RunEvent.RowEnded(completed(0, "again")), new RunEvent.RowEnded(failed(3))));

        assertThat(store.settled(owner.share(), 0, 3))
            .extracting(row -> row.key().line() + " " + row.status())
            .containsExactly("0 COMPLETED", "1 COMPLETED", "2 COMPLETED", "3 FAILED");
      }
      assertThat(progress("first").completed()).isEqualTo(3);
      assertThat(progress("first").failed()).isEqualTo(1);
      assertThat(progress("first").calls()).isEqualTo(1);
    }

    @Test
    void runARowThatFailedBeforeTheirTimeOnceMore() throws Exception {
      RunName name = created("first");
      try (RunWriter before = store.own(name, self())) {
        before.write(List.of(new RunEvent.RowEnded(failed(0))));
      }
      try (RunWriter owner = store.own(name, self())) {
        assertThat(store.settled(owner.share(), 0, 9)).isEmpty();
      }
    }

    @Test
    void makeACallOnceAmongThem() throws Exception {
      CallId id = call("shared", 1);
      try (RunWriter owner = owned("first");
          RunWriter one = joined(owner, "one", self());
          RunWriter two = joined(owner, "two", self())) {
        assertThat(one.claim(List.of(claimed(id))).get()).containsExactly(RunWriter.Claim.GRANTED);
        assertThat(two.claim(List.of(claimed(id))).get())
            .containsExactly(RunWriter.Claim.ELSEWHERE);

        one.write(List.of(ended(id, "paid")));

        assertThat(two.claim(List.of(claimed(id))).get())
            .containsExactly(RunWriter.Claim.ON_RECORD);
      }
    }

    @Test
    void writeNoMoreWhenAnotherHasTakenTheirCallOverButWhatTheyPaidIsCounted() throws Exception {
      CallId id = call("shared", 1);
      try (RunWriter owner = owned("first");
          RunWriter lost = joined(owner, "lost", dead());
          RunWriter other = joined(owner, "other", self())) {
        lost.claim(List.of(claimed(id))).get();

        assertThat(other.claim(List.of(claimed(id))).get())
            .containsExactly(RunWriter.Claim.GRANTED);
        assertThatThrownBy(() -> lost.write(List.of(ended(id, "late"))))
            .isInstanceOf(RunStoreException.LostOwnership.class);
        other.write(List.of(ended(id, "kept")));

        assertThat(store.call(id)).map(call -> call.output()).contains(Value.of("kept"));
      }
      assertThat(progress("first").calls()).isEqualTo(2);
      assertThat(progress("first").inDoubt()).isEqualTo(1);
      assertThat(store.log(new RunName("first"), 0, 10))
          .extracting(entry -> entry.line().text().replaceAll(":.*|;.*", ""))
          .containsExactly(
              "Line 0, node 'answer'",
              "1 calls came to their end in a process that had given no sign of life for too long");
    }

    @Test
    void areNoneAnyMoreWhenTheRunHasAnotherOwner() throws Exception {
      RunName name = created("first");
      RunWriter.Share share;
      try (RunWriter owner = store.own(name, dead())) {
        share = owner.share();
        try (RunWriter member = store.join(share, "one", self());
            RunWriter next = store.own(name, self())) {
          assertThat(next.run().name()).isEqualTo(name);
          assertThatThrownBy(
                  () -> member.write(List.of(new RunEvent.RowEnded(completed(0, "late")))))
              .isInstanceOf(RunStoreException.LostOwnership.class);
        }
      }
      assertThatThrownBy(() -> store.join(share, "late", self()))
          .isInstanceOf(RunStoreException.LostOwnership.class);
    }
  }

  @Nested
  class Spendings {

    private static final LocalDate DAY = LocalDate.of(2026, 3, 1);
    private static final Spending CALL = new Spending(new BigDecimal("0.1"), 10, 1);

    private static SpendingLedger.Page page(String currency) {
      return new SpendingLedger.Page("shop", DAY, currency);
    }

    @Test
    void neverExceedTheirBudgetHoweverManyBookAtOnce() throws Exception {
      Budget most = Budget.read("1 USD");
      int booked = 0;
      try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        var bookings = new ArrayList<Future<Boolean>>();
        for (int i = 0; i < 25; i++) {
          bookings.add(threads.submit(() -> store.spending().book(page("USD"), CALL, most).done()));
        }
        for (Future<Boolean> booking : bookings) {
          booked += booking.get() ? 1 : 0;
        }
      }

      assertThat(booked).isEqualTo(10);
      assertThat(store.spending().on(DAY).values())
          .extracting(Spending::calls)
          .containsExactly(10L);
    }

    @Test
    void areCorrectedAndKeptDayByDay() {
      SpendingLedger ledger = store.spending();
      Budget most = Budget.read("15 tokens");
      assertThat(ledger.book(page("USD"), CALL, most).done()).isTrue();
      assertThat(ledger.book(page("EUR"), CALL, most).done()).isFalse(); // tokens are tokens

      ledger.correct(page("USD"), new Spending(new BigDecimal("-0.099"), -8, 0));

      assertThat(ledger.book(page("EUR"), CALL, most).spent().tokens()).isEqualTo(2);
      assertThat(ledger.on(DAY).get(page("USD")))
          .isEqualTo(new Spending(new BigDecimal("0.001000000"), 2, 1));
      assertThat(ledger.on(DAY.plusDays(1))).isEmpty();
    }
  }

  @Nested
  class Runs {

    @Test
    void aRunComesBackAsItWasCreated() {
      store.create(run("first"));

      assertThat(store.find(new RunName("first"))).contains(run("first"));
    }

    @Test
    void aNameIsGivenOnce() {
      store.create(run("first"));

      assertThatThrownBy(() -> store.create(run("first")))
          .isInstanceOf(RunStoreException.RunExists.class)
          .hasMessageContaining("'first'");
    }

    @Test
    void whatIsNotThereIsNotFound() {
      assertThat(store.find(new RunName("nobody"))).isEmpty();
      assertThat(store.list(RunFilter.NEWEST)).isEmpty();
      assertThatThrownBy(() -> store.own(new RunName("nobody"), self()))
          .isInstanceOf(RunStoreException.NoSuchRun.class);
      assertThatThrownBy(() -> store.rows(new RunName("nobody"), RowFilter.ALL))
          .isInstanceOf(RunStoreException.NoSuchRun.class);
    }

    @Test
    void runsAreListedNewestFirst() {
      store.create(run("old", "old", NOON.minusSeconds(60)));
      store.create(run("new", "new", NOON));
      store.create(run("older", "older", NOON.minusSeconds(120)));

      assertThat(store.list(RunFilter.NEWEST))
          .extracting(run -> run.name().value())
          .containsExactly("new", "old", "older");
    }

    @Test
    void aFilterChoosesRuns() {
      store.create(run("plain"));
      store.create(SampleRuns.withParent(run("child"), "plain", "trial"));
      store.create(run("put-away"));
      store.archive(new RunName("put-away"), true);

      assertThat(names(new RunFilter(false, false, Optional.empty(), Optional.empty(), 9)))
          .containsExactlyInAnyOrder("plain", "child");
      assertThat(names(new RunFilter(true, false, Optional.empty(), Optional.empty(), 9)))
          .containsExactly("put-away");
      assertThat(names(new RunFilter(false, true, Optional.empty(), Optional.empty(), 9)))
          .hasSize(3);
      assertThat(names(new RunFilter(false, true, Optional.of("trial"), Optional.empty(), 9)))
          .containsExactly("child");
      assertThat(
              names(
                  new RunFilter(
                      false, true, Optional.empty(), Optional.of(new RunName("plain")), 9)))
          .containsExactly("child");
      assertThat(names(new RunFilter(false, true, Optional.empty(), Optional.empty(), 2)))
          .hasSize(2);
    }

    private List<String> names(RunFilter filter) {
      return store.list(filter).stream().map(run -> run.name().value()).toList();
    }

    @Test
    void whatPeopleWroteOnARunCanBeReplaced() {
      RunName name = created("first");
      var tags = new LinkedHashMap<>(Map.of("z", "1"));
      tags.put("a", "2 \0 \ud83d");
      var labels =
          new RunLabels("Ünïcode 🙂", "why", tags, new LinkedHashMap<>(), Optional.of("trial"));

      store.relabel(name, labels);
      store.archive(name, true);

      Run found = store.find(name).orElseThrow();
      assertThat(found.labels()).isEqualTo(labels);
      assertThat(found.labels().tags().sequencedKeySet()).containsExactly("z", "a");
      assertThat(found.archived()).isTrue();
    }

    @Test
    void secretsOfTheEnvironmentAreKeptAsDigests() {
      var environment =
          Map.of(
              "OPENAI_API_KEY", "sk-canary-1",
              "github_Token", "canary-2",
              "DB_URL", "postgres://me:canary-3@host/db",
              "AZURE_KEY", "${azure.api_key}",
              "MODE", "fast");
      store.create(SampleRuns.with(run("first"), SampleRuns.plan("first", environment)));

      Map<String, String> kept =
          store.find(new RunName("first")).orElseThrow().plan().environment();

      assertThat(kept)
          .containsEntry("OPENAI_API_KEY", "sha256:" + Digest.of("sk-canary-1"))
          .containsEntry("github_Token", "sha256:" + Digest.of("canary-2"))
          .containsEntry("AZURE_KEY", "${azure.api_key}")
          .containsEntry("MODE", "fast");
      assertThat(kept.toString()).doesNotContain("canary");
    }
  }

  @Nested
  class Rows {

    @Test
    void aRowComesBackAsItEnded() throws Exception {
      try (RunWriter writer = owned("first")) {
        writer.write(List.of(new RunEvent.RowEnded(completed(3, "yes"))));
        writer.write(List.of(new RunEvent.RowEnded(failed(4))));
      }

      RunName name = new RunName("first");
      assertThat(store.row(name, new RowKey(3, 0))).contains(completed(3, "yes"));
      assertThat(store.row(name, new RowKey(4, 0))).contains(failed(4));
      assertThat(store.row(name, new RowKey(5, 0))).isEmpty();
    }

    @Test
    void anyTextComesBack() throws Exception {
      String odd = "NUL \0, half \ud83d, other half \udc00, whole 🙂, quote \" and \\ \u2028";
      RowResult row = completed(1, odd);
      try (RunWriter writer = owned("first")) {
        writer.write(List.of(new RunEvent.RowEnded(row)));
      }

      assertThat(store.row(new RunName("first"), row.key()).map(RowResult::outputs))
          .contains(row.outputs());
    }

    @Test
    void rowsAreListedInOrderWithoutDetails() throws Exception {
      try (RunWriter writer = owned("first")) {
        writer.write(
            List.of(
                new RunEvent.RowEnded(completed(2, "c")),
                new RunEvent.RowEnded(completed(0, "a")),
                new RunEvent.RowEnded(failed(1))));
      }

      assertThat(rows(RowFilter.ALL))
          .extracting(RowResult::key)
          .extracting(RowKey::line)
          .containsExactly(0L, 1L, 2L);
      assertThat(rows(RowFilter.ALL)).allMatch(row -> row.detail().equals(Value.Mapping.EMPTY));
      assertThat(rows(new RowFilter(Optional.of(RowResult.Status.FAILED), 0, 0)))
          .extracting(RowResult::key)
          .containsExactly(new RowKey(1, 0));
      assertThat(rows(new RowFilter(Optional.empty(), 1, 1)))
          .extracting(RowResult::key)
          .containsExactly(new RowKey(1, 0));
    }

    private List<RowResult> rows(RowFilter filter) {
      try (Stream<RowResult> rows = store.rows(new RunName("first"), filter)) {
        return rows.toList();
      }
    }

    @Test
    void aFailedRowIsReplacedAndACompletedOneStays() throws Exception {
      try (RunWriter writer = owned("first")) {
        writer.write(
            List.of(
                new RunEvent.RowEnded(failed(0)), new RunEvent.RowEnded(completed(1, "first"))));
        assertThat(progress("first").failed()).isEqualTo(1);

        writer.write(
            List.of(
                new RunEvent.RowEnded(completed(0, "now")),
                new RunEvent.RowEnded(completed(1, "second")),
                new RunEvent.RowEnded(failed(1))));
      }

      assertThat(store.row(new RunName("first"), new RowKey(0, 0))).contains(completed(0, "now"));
      assertThat(store.row(new RunName("first"), new RowKey(1, 0))).contains(completed(1, "first"));
      assertThat(progress("first").completed()).isEqualTo(2);
      assertThat(progress("first").failed()).isZero();
    }

    @Test
    void aRowThatFailsAgainIsCountedOnce() throws Exception {
      try (RunWriter writer = owned("first")) {
        writer.write(List.of(new RunEvent.RowEnded(failed(0))));
        writer.write(List.of(new RunEvent.RowEnded(failed(0))));
        writer.write(
            List.of(new RunEvent.RowEnded(failed(0)), new RunEvent.RowEnded(completed(0, "x"))));
      }

      assertThat(progress("first").completed()).isEqualTo(1);
      assertThat(progress("first").failed()).isZero();
    }

    @Test
    void rowsThatEndedAreToldByStatus() throws Exception {
      try (RunWriter writer = owned("first")) {
        writer.write(
            LongStream.range(0, 2_000)
                .mapToObj(line -> line % 10 == 0 ? failed(line) : completed(line, "x"))
                .map(RunEvent.RowEnded::new)
                .toList());
      }

      try (Stream<RowKey> done = store.ended(new RunName("first"), RowResult.Status.COMPLETED);
          Stream<RowKey> failed = store.ended(new RunName("first"), RowResult.Status.FAILED)) {
        assertThat(done.count()).isEqualTo(1_800);
        assertThat(failed.findFirst()).contains(new RowKey(0, 0));
      }
    }

    @Test
    void theCountersEqualTheRowsWhoeverWritesAtTheSameTime() throws Exception {
      try (RunWriter writer = owned("first");
          var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        var writes = new ArrayList<Future<?>>();
        for (int i = 0; i < 3_000; i++) {
          long line = i % 1_000; // each row three times: failed, completed, failed
          boolean fails = i / 1_000 != 1;
          writes.add(
              threads.submit(() -> {
                writer.write(
                    List.of(new RunEvent.RowEnded(fails ? failed(line) : completed(line, "x"))));
                return true;
              }));
        }
        for (var write : writes) {
          write.get();
        }
      }

      try (Stream<RowResult> rows = store.rows(new RunName("first"), RowFilter.ALL)) {
        assertThat(rows.filter(row -> row.status() == RowResult.Status.COMPLETED)).hasSize(1_000);
      }
      assertThat(progress("first").completed()).isEqualTo(1_000);
      assertThat(progress("first").failed()).isZero();
    }
  }

  @Nested
  class Calls {

    @Test
    void aCallIsFoundByRunsOfItsScope() throws Exception {
      try (RunWriter writer = owned("first")) {
        writer.write(List.of(claimed(call("shared", 1))));
        writer.write(List.of(ended(call("shared", 1), "paid")));
      }

      var found = store.call(call("shared", 1)).orElseThrow();
      assertThat(found.output()).isEqualTo(Value.of("paid"));
      assertThat(found.usage()).isEqualTo(USAGE);
      assertThat(found.facts()).isEqualTo(mapping("{\"finish_reason\":\"stop\"}"));
      assertThat(store.call(call("other", 1))).isEmpty();
      assertThat(store.call(call("shared", 2))).isEmpty();
    }

    @Test
    void theFirstResultOfACallCountsAndBothArePaid() throws Exception {
      try (RunWriter writer = owned("first")) {
        writer.write(List.of(ended(call("first", 1), "early")));
        writer.write(List.of(ended(call("first", 1), "late")));
      }

      assertThat(store.call(call("first", 1)).orElseThrow().output()).isEqualTo(Value.of("early"));
      assertThat(progress("first").calls()).isEqualTo(2);
      assertThat(progress("first").usage()).isEqualTo(USAGE.plus(USAGE));
    }

    @Test
    void whatCallsCostIsAddedUpExactlyAndUnknownIsNotNothing() throws Exception {
      try (RunWriter writer = owned("first")) {
        writer.write(List.of(costing(1, "{\"amount\": \"0.1\", \"currency\": \"USD\"}")));
        writer.write(
            List.of(
                costing(2, "{\"amount\": \"0.2\", \"currency\": \"USD\"}"),
                costing(3, "{\"unknown\": \"nobody knows\"}")));
      }

      assertThat(progress("first").bill()).hasToString("≥ 0.3 USD, 1 call unpriced");
    }

    private RunEvent costing(int number, String cost) {
      var facts = mapping("{\"model\": \"m\", \"cost\": %s}".formatted(cost));
      return new RunEvent.CallEnded(
          call("first", number),
          "ask",
          new RowKey(number, 0),
          true,
          new RecordedCall(Value.of("x"), USAGE, facts));
    }

    @Test
    void callsFoundOnRecordAreCountedAsSuch() throws Exception {
      try (RunWriter writer = owned("first")) {
        writer.write(List.of(ended(call("first", 1), "x")));
        writer.write(List.of(new RunEvent.CallRecalled(call("first", 1))));
      }

      assertThat(progress("first").recalled()).isEqualTo(1);
      assertThat(progress("first").calls()).isEqualTo(1);
      assertThat(progress("first").usage()).isEqualTo(USAGE);
    }

    @Test
    void callsUnderWayWhenTheirOwnerDiedAreInDoubtOnce() throws Exception {
      RunWriter dead = store.own(created("first"), SampleRuns.dead());
      dead.write(
          List.of(claimed(call("first", 1)), claimed(call("first", 2)), claimed(call("first", 3))));
      dead.write(List.of(ended(call("first", 1), "x"), new RunEvent.CallFailed(call("first", 2))));

      try (RunWriter next = store.own(new RunName("first"), self())) {
        assertThat(next.inDoubt()).isEqualTo(1);
      }
      try (RunWriter third = store.own(new RunName("first"), self())) {
        assertThat(third.inDoubt()).isZero();
      }
      assertThat(progress("first").inDoubt()).isEqualTo(1);
    }

    @Test
    void ofTwoRunsThatClaimACallOneMakesIt() throws Exception {
      CallId id = call("shared", 1);
      RunEvent.CallClaimed claim = claimed(id);
      try (RunWriter one = owned("one");
          RunWriter other = owned("other")) {
        assertThat(one.claim(List.of(claim)).get()).containsExactly(RunWriter.Claim.GRANTED);
        assertThat(other.claim(List.of(claim)).get()).containsExactly(RunWriter.Claim.ELSEWHERE);
        assertThat(store.isUnderWay(id)).isTrue();

        one.write(List.of(ended(id, "paid")));

        assertThat(store.isUnderWay(id)).isFalse();
        assertThat(other.claim(List.of(claim)).get()).containsExactly(RunWriter.Claim.ON_RECORD);
      }
    }

    @Test
    void aClaimThatWasGivenBackIsGrantedToTheNext() throws Exception {
      CallId id = call("shared", 1);
      try (RunWriter one = owned("one");
          RunWriter other = owned("other")) {
        one.claim(List.of(claimed(id))).get();
        one.write(List.of(new RunEvent.CallFailed(id)));

        assertThat(other.claim(List.of(claimed(id))).get())
            .containsExactly(RunWriter.Claim.GRANTED);
      }
    }

    @Test
    void aClaimOfARunThatNobodyWorksOnIsTakenOverAndTheCallIsInDoubt() throws Exception {
      CallId id = call("shared", 1);
      try (RunWriter other = owned("other")) {
        try (RunWriter one = owned("one")) {
          one.claim(List.of(claimed(id))).get();
        }

        assertThat(other.claim(List.of(claimed(id))).get())
            .containsExactly(RunWriter.Claim.GRANTED);
      }

      assertThat(progress("one").inDoubt()).isEqualTo(1);
      try (RunWriter again = store.own(new RunName("one"), self())) {
        assertThat(again.inDoubt()).isZero();
      }
    }

    @Test
    void aClaimDoesNotOutliveTheTimeOfItsRow() throws Exception {
      CallId id = call("shared", 1);
      var brief = new RunEvent.CallClaimed(id, "answer", new RowKey(0, 0), Duration.ZERO);
      try (RunWriter one = owned("one");
          RunWriter other = owned("other")) {
        one.claim(List.of(brief)).get();

        assertThat(store.isUnderWay(id)).isFalse();
        assertThat(other.claim(List.of(claimed(id))).get())
            .containsExactly(RunWriter.Claim.GRANTED);
      }
    }

    @Test
    void manyWhoClaimTheSameCallsInWhateverOrderGetEachOnce() throws Exception {
      List<RunEvent.CallClaimed> all =
          IntStream.range(0, 40).mapToObj(i -> claimed(call("shared", i))).toList();
      try (RunWriter one = owned("one");
          RunWriter other = owned("other");
          var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        Future<List<RunWriter.Claim>> first = threads.submit(() -> one.claim(all).get());
        Future<List<RunWriter.Claim>> second =
            threads.submit(() -> other.claim(all.reversed()).get());

        assertThat(first.get()).doesNotContain(RunWriter.Claim.ON_RECORD);
        for (int i = 0; i < all.size(); i++) {
          assertThat(List.of(first.get().get(i), second.get().get(all.size() - 1 - i)))
              .containsExactlyInAnyOrder(RunWriter.Claim.GRANTED, RunWriter.Claim.ELSEWHERE);
        }
      }
    }

    @Test
    void theCallsOfAScopeCanBeListed() throws Exception {
      try (RunWriter writer = owned("first")) {
        writer.write(List.of(ended(call("s", 1), "x"), ended(call("s", 2), "y")));
      }

      assertThat(digests("s"))
          .containsExactlyInAnyOrder(call("s", 1).digest(), call("s", 2).digest());
      assertThat(digests("t")).isEmpty();
    }

    private List<Digest> digests(String scope) {
      try (Stream<Digest> digests = store.calls(scope)) {
        return digests.toList();
      }
    }
  }

  @Nested
  class Ownership {

    @Test
    void isToldToWhoeverWatches() throws Exception {
      RunName name = created("first");
      assertThat(store.isOwned(name)).as("before it begins").isFalse();

      try (RunWriter _ = store.own(name, self())) {
        assertThat(store.isOwned(name)).as("while it is worked on").isTrue();
      }

      assertThat(store.isOwned(name)).as("when it was given up").isFalse();
    }

    @Test
    void endsWhenTheLeaseLapses() throws Exception {
      RunName name = created("first");
      try (RunWriter _ = silent(name, 300)) {
        assertThat(store.isOwned(name)).isTrue();

        long deadline = System.nanoTime() + 30_000_000_000L;
        while (store.isOwned(name)) {
          assertThat(System.nanoTime()).isLessThan(deadline);
        }
      }
    }

    @Test
    void endsWithTheProcess() throws Exception {
      RunName name = created("first");
      Process process = new ProcessBuilder("sleep", "1000").start();
      var owner =
          new RunOwner(
              self().host(), process.pid(), process.info().startInstant().orElse(Instant.EPOCH));
      try (RunWriter _ = store.own(name, owner)) {
        assertThat(store.isOwned(name)).isTrue();
        process.destroyForcibly().waitFor();

        assertThat(store.isOwned(name)).isFalse();
      }
    }

    @Test
    void canBeReadByAThreadThatWasInterrupted() throws Exception {
      RunName name = created("first");
      RunStore fresh = another(Duration.ofSeconds(30)); // has no connection at hand yet
      Thread.currentThread().interrupt();

      boolean owned = fresh.isOwned(name);

      assertThat(Thread.interrupted()).as("the interrupt is passed on").isTrue();
      assertThat(owned).isFalse();
    }

    @Test
    void aRunHasOneOwner() {
      try (RunWriter _ = owned("first")) {
        assertThatThrownBy(() -> store.own(new RunName("first"), elsewhere()))
            .isInstanceOf(RunStoreException.RunOwned.class)
            .hasMessageContaining("process " + ProcessHandle.current().pid());
      }
    }

    @Test
    void whoIsGivenUpCanBeTakenAtOnce() {
      owned("first").close();

      store.own(new RunName("first"), elsewhere()).close();
    }

    @Test
    void whoDiedOnThisMachineIsTakenOverAtOnceAndWritesNoMore() throws Exception {
      RunWriter dead = store.own(created("first"), SampleRuns.dead());
      dead.write(List.of(new RunEvent.RowEnded(completed(0, "mine"))));

      try (RunWriter next = store.own(new RunName("first"), self())) {
        assertThatThrownBy(() -> dead.write(List.of(new RunEvent.RowEnded(completed(1, "stale")))))
            .isInstanceOf(RunStoreException.LostOwnership.class);
        assertThatThrownBy(
                () -> dead.finish(RunStatus.FAILED, Value.Mapping.EMPTY, Optional.of("x")))
            .isInstanceOf(RunStoreException.LostOwnership.class);
        assertThatThrownBy(() -> dead.artefact("a", new byte[1]))
            .isInstanceOf(RunStoreException.LostOwnership.class);
        assertThatThrownBy(dead::cancelRequested)
            .isInstanceOf(RunStoreException.LostOwnership.class);
        dead.close();

        next.write(List.of(new RunEvent.RowEnded(completed(1, "fresh"))));
      }

      assertThat(store.row(new RunName("first"), new RowKey(1, 0))).contains(completed(1, "fresh"));
      assertThat(progress("first").completed()).isEqualTo(2);
    }

    @Test
    void anOwnerElsewhereKeepsItsRunUntilItsLeaseLapses() throws Exception {
      RunName name = created("first");
      RunWriter silent = silent(name, 300);
      assertThatThrownBy(() -> store.own(name, self()))
          .isInstanceOf(RunStoreException.RunOwned.class);

      RunWriter next = sooner(name);

      next.close();
      assertThatThrownBy(() -> silent.write(List.of(new RunEvent.RowEnded(failed(0)))))
          .isInstanceOf(RunStoreException.LostOwnership.class);
    }

    /// Tries until the lease has lapsed.
    private RunWriter sooner(RunName name) {
      long deadline = System.nanoTime() + 30_000_000_000L;
      while (true) {
        try {
          return store.own(name, self());
        } catch (RunStoreException.RunOwned owned) {
          if (System.nanoTime() > deadline) {
            throw owned;
          }
        }
      }
    }

    @Test
    void aLeaseIsRenewedWhileTheWriterIsOpen() throws Exception {
      RunName name = created("first");
      try (RunStore other = another(Duration.ofMillis(1500));
          RunWriter _ = other.own(name, elsewhere())) {
        long end = System.nanoTime() + 3_000_000_000L;
        while (System.nanoTime() < end) {
          assertThatThrownBy(() -> store.own(name, self()))
              .isInstanceOf(RunStoreException.RunOwned.class);
        }
      }
    }

    @Test
    void whoIsAskedToStopHearsOfIt() throws Exception {
      try (RunWriter writer = owned("first")) {
        assertThat(writer.cancelRequested()).isFalse();

        store.requestCancel(new RunName("first"));

        long deadline = System.nanoTime() + 30_000_000_000L;
        while (!writer.cancelRequested()) {
          assertThat(System.nanoTime()).isLessThan(deadline);
        }
        writer.finish(RunStatus.CANCELED, Value.Mapping.EMPTY, Optional.empty());
      }

      try (RunWriter again = store.own(new RunName("first"), self())) {
        assertThat(again.cancelRequested()).isFalse();
        assertThat(again.run().status()).isEqualTo(RunStatus.CANCELED);
      }
    }

    @Test
    void aRunNobodyWorksOnIsCanceledAtOnce() {
      RunName name = created("first");

      store.requestCancel(name);

      assertThat(store.find(name).orElseThrow().status()).isEqualTo(RunStatus.CANCELED);
    }
  }

  /// An owner whose process is stopped: its lease is not renewed any more.
  private RunWriter silent(RunName name, int leaseMillis) throws Exception {
    RunStore other = another(Duration.ofMillis(leaseMillis));
    RunWriter writer = other.own(name, elsewhere());
    ((JdbcRunStore) other).stopRenewing();
    return writer;
  }

  /// The same store opened once more, with shorter leases.
  abstract RunStore another(Duration lease) throws Exception;

  @Nested
  class TheEnd {

    @Test
    void aRunThatIsBegunAndFinishedSaysSo() {
      try (RunWriter writer = owned("first")) {
        Run begun = store.find(new RunName("first")).orElseThrow();
        assertThat(begun.status()).isEqualTo(RunStatus.RUNNING);
        assertThat(begun.started()).isPresent();
        assertThat(writer.run().status()).isEqualTo(RunStatus.NOT_STARTED);

        writer.counted(12);
        writer.finish(
            RunStatus.COMPLETED, mapping("{\"accuracy\":NaN}"), Optional.of("1 of 12 failed"));
      }

      Run done = store.find(new RunName("first")).orElseThrow();
      assertThat(done.status()).isEqualTo(RunStatus.COMPLETED);
      assertThat(done.ended()).isPresent();
      assertThat(done.progress().rows()).contains(12L);
      assertThat(done.progress().metrics()).isEqualTo(mapping("{\"accuracy\":NaN}"));
      assertThat(done.progress().error()).contains("1 of 12 failed");
    }

    @Test
    void whatIsSettledWhileItRunsStaysInItsPlan() {
      try (RunWriter writer = owned("first")) {
        writer.setting("budget", Value.of("2 calls"));
      }

      assertThat(store.find(new RunName("first")).orElseThrow().plan())
          .isEqualTo(run("first").plan().withSetting("budget", Value.of("2 calls")));
    }

    @Test
    void theTimeBetweenItsProcessesIsNoWork() throws Exception {
      var name = new RunName("first");
      try (RunWriter writer = owned("first")) {
        writer.finish(RunStatus.CANCELED, Value.Mapping.EMPTY, Optional.empty());
      }
      Duration first = store.find(name).orElseThrow().worked();
      boolean _ = new CountDownLatch(1).await(100, TimeUnit.MILLISECONDS);
      long start = System.nanoTime();
      try (RunWriter writer = store.own(name, self())) {
        writer.finish(RunStatus.COMPLETED, Value.Mapping.EMPTY, Optional.empty());
      }

      Duration second = Duration.ofNanos(System.nanoTime() - start);
      assertThat(store.find(name).orElseThrow().worked())
          .isBetween(first, first.plus(second).plusMillis(2)); // clocks of milliseconds
    }

    @Test
    void aCompletedRunThatIsOwnedAgainStaysCompleted() {
      try (RunWriter writer = owned("first")) {
        writer.finish(RunStatus.COMPLETED, mapping("{\"m\":1}"), Optional.empty());
      }

      store.own(new RunName("first"), self()).close();

      Run run = store.find(new RunName("first")).orElseThrow();
      assertThat(run.status()).isEqualTo(RunStatus.COMPLETED);
      assertThat(run.ended()).isPresent();
    }

    @Test
    void whatWasGivenUpUnfinishedIsStillRunning() {
      owned("first").close();

      assertThat(store.find(new RunName("first")).orElseThrow().status())
          .isEqualTo(RunStatus.RUNNING);
    }
  }

  @Nested
  class LogsAndFiles {

    @Test
    void linesOfTheLogCarryTheirPositions() throws Exception {
      try (RunWriter writer = owned("first")) {
        writer.write(List.of(line("one"), line("two")));
        writer.write(List.of(line("three \0")));
      }

      assertThat(store.log(new RunName("first"), 0, 10))
          .extracting(RunStore.LogEntry::position)
          .containsExactly(1L, 2L, 3L);
      assertThat(store.log(new RunName("first"), 1, 1))
          .containsExactly(new RunStore.LogEntry(2, line("two")));
    }

    private RunEvent.Logged line(String text) {
      return new RunEvent.Logged(NOON, "INFO", text);
    }

    @Test
    void contentIsKeptOnceUnderItsDigest() {
      byte[] bytes = {0, 1, (byte) 0xff};

      Digest digest = store.keep(bytes);

      assertThat(store.keep(bytes)).isEqualTo(digest).isEqualTo(Digest.of(bytes));
      assertThat(store.content(digest))
          .hasValueSatisfying(kept -> assertThat(kept).isEqualTo(bytes));
      assertThat(store.content(Digest.of("else"))).isEmpty();
    }

    @Test
    void aSnapshotIsListedByPath() {
      Digest digest = store.keep("x".getBytes(StandardCharsets.UTF_8));
      var later = new SnapshotFile("b/run.sh", digest, 1, true);
      var sooner = new SnapshotFile("a.yaml", digest, 1, false);
      try (RunWriter writer = owned("first")) {
        writer.snapshot(List.of(later, sooner));
      }

      assertThat(store.snapshot(new RunName("first"))).containsExactly(sooner, later);
    }

    @Test
    void aSnapshotOfWhatIsNotKeptIsRefused() {
      try (RunWriter writer = owned("first")) {
        assertThatThrownBy(() ->
                writer.snapshot(List.of(new SnapshotFile("a", Digest.of("nowhere"), 1, false))))
            .isInstanceOf(RunStoreException.class)
            .hasMessageContaining("'a'");
      }
    }

    @Test
    void anArtefactIsReplacedByOneOfItsName() {
      try (RunWriter writer = owned("first")) {
        writer.artefact("metrics.json", "old".getBytes(StandardCharsets.UTF_8));
        writer.artefact("metrics.json", "newer".getBytes(StandardCharsets.UTF_8));
      }

      assertThat(store.artefacts(new RunName("first")))
          .containsExactly(new SnapshotFile("metrics.json", Digest.of("newer"), 5, false));
    }
  }

  @Nested
  class Deleting {

    @Test
    void aDeletedRunLeavesNothingBehind() throws Exception {
      Digest content = store.keep("flow".getBytes(StandardCharsets.UTF_8));
      try (RunWriter writer = owned("first")) {
        writer.snapshot(List.of(new SnapshotFile("flow.dag.yaml", content, 4, false)));
        writer.artefact("made", "made".getBytes(StandardCharsets.UTF_8));
        writer.write(
            List.of(
                new RunEvent.RowEnded(completed(0, "x")),
                new RunEvent.RowEnded(completed(5_000, "y")),
                ended(call("first", 1), "x"),
                new RunEvent.Logged(NOON, "INFO", "hello")));
      }

      store.delete(new RunName("first"));

      assertThat(store.find(new RunName("first"))).isEmpty();
      assertThat(store.call(call("first", 1))).isEmpty();
      assertThat(store.content(content)).isEmpty();
      assertThat(store.content(Digest.of("made"))).isEmpty();
      store.create(run("first"));
      assertThat(store.log(new RunName("first"), 0, 1)).isEmpty();
      assertThat(store.row(new RunName("first"), new RowKey(0, 0))).isEmpty();
    }

    @Test
    void whatOthersNeedStays() throws Exception {
      Digest content = store.keep("flow".getBytes(StandardCharsets.UTF_8));
      var file = new SnapshotFile("flow.dag.yaml", content, 4, false);
      for (String name : List.of("first", "second")) {
        store.create(run(name, "shared", NOON));
        try (RunWriter writer = store.own(new RunName(name), self())) {
          writer.snapshot(List.of(file));
          writer.write(List.of(ended(call("shared", 1), "x")));
        }
      }

      store.delete(new RunName("first"));

      assertThat(store.content(content)).isPresent();
      assertThat(store.call(call("shared", 1))).isPresent();
      store.delete(new RunName("second"));
      assertThat(store.content(content)).isEmpty();
      assertThat(store.call(call("shared", 1))).isEmpty();
    }

    @Test
    void aRunThatIsWorkedOnIsNotDeleted() {
      try (RunWriter _ = owned("first")) {
        assertThatThrownBy(() -> store.delete(new RunName("first")))
            .isInstanceOf(RunStoreException.RunOwned.class);
      }
      assertThat(store.find(new RunName("first"))).isPresent();
    }
  }

  @Nested
  class NamedDataSets {

    private final NamedData first = data("movies", 1, "sha256:a");

    @Test
    void aVersionComesBackAsItWasKept() {
      var tags = new LinkedHashMap<>(Map.of("z", "1"));
      tags.put("a", "odd \0 \ud83d");
      var kept =
          new NamedData("m.v-1_x", 7, "/d/ü.csv", "sha256:x", 3_000_000_000L, tags, "w", NOON);

      assertThat(store.data().add(kept)).isTrue();

      assertThat(store.data().find(DataReference.to("m.v-1_x", 7))).contains(kept);
      assertThat(store.data().find(DataReference.latest("m.v-1_x")).orElseThrow().tags())
          .isEqualTo(tags)
          .extracting(Map::keySet)
          .asInstanceOf(InstanceOfAssertFactories.collection(String.class))
          .containsExactly("z", "a");
    }

    @Test
    void whatWasNeverNamedIsNotFound() {
      assertThat(store.data().find(DataReference.latest("movies"))).isEmpty();
      assertThat(store.data().list()).isEmpty();
      assertThat(store.data().versions("movies")).isEmpty();
    }

    @Test
    void aVersionIsKeptOnce() {
      assertThat(store.data().add(first)).isTrue();

      assertThat(store.data().add(data("movies", 1, "sha256:b"))).isFalse();

      assertThat(store.data().versions("movies")).containsExactly(first);
    }

    @Test
    void theNewestOfEachIsListedByName() {
      for (int version = 1; version <= 11; version++) {
        store.data().add(data("movies", version, "sha256:" + version));
      }
      store.data().add(data("Books", 2, "sha256:b"));
      store.data().add(data("albums", 1, "sha256:c"));

      assertThat(store.data().list())
          .extracting(data -> data.reference().toString())
          .containsExactly("Books:2", "albums:1", "movies:11");
      assertThat(store.data().versions("movies"))
          .extracting(NamedData::version)
          .startsWith(11, 10, 9)
          .hasSize(11);
    }

    @Test
    void manyWhoNameRowsAtOnceGetVersionsOfTheirOwn() throws Exception {
      try (RunStore other = another(Duration.ofSeconds(15));
          var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        var made = new ArrayList<Future<NamedData>>();
        for (int i = 0; i < 20; i++) {
          RunStore one = i % 2 == 0 ? store : other;
          NamedData draft = data("movies", 1, "sha256:" + i);
          made.add(threads.submit(() -> one.data().register(draft)));
        }
        for (var data : made) {
          data.get();
        }
      }

      assertThat(store.data().versions("movies"))
          .extracting(NamedData::version)
          .containsExactlyElementsOf(
              IntStream.rangeClosed(1, 20).map(i -> 21 - i).boxed().toList());
    }

    private NamedData data(String name, int version, String digest) {
      return new NamedData(
          name, version, "/data/rows.csv", digest, 10, new LinkedHashMap<>(), "", NOON);
    }
  }

  @Nested
  class RegisteredModels {

    private final Target target =
        new Target(
            Target.Kind.FINE_TUNED,
            "ft:gpt-4o:acme::1",
            Optional.of("openai"),
            Optional.of("openai/gpt-4o"),
            Optional.of("run_1"));

    private RegistryEntry register(String name) {
      return store.models().register(name, target, Labels.NONE, "ada", NOON);
    }

    @Test
    void anEntryComesBackAsItWasRegistered() {
      Labels labels =
          Labels.NONE
              .withStage(Stage.STAGING)
              .withDescription("für Fälle \uD83D\uDE00")
              .withTags(Map.of("team", "legal"))
              .withProperties(Map.of("epochs", "3"));

      RegistryEntry entry = store.models().register("lawyer", target, labels, "ada", NOON);

      assertThat(entry).isEqualTo(new RegistryEntry("lawyer", 1, target, labels, "ada", NOON));
      assertThat(store.models().find(RegistryReference.to("lawyer", 1))).contains(entry);
      assertThat(store.models().find(RegistryReference.latest("lawyer"))).contains(entry);
      assertThat(store.models().list()).containsExactly(entry);
    }

    @Test
    void theSameNameAgainIsTheNextVersion() {
      register("lawyer");

      assertThat(register("lawyer").version()).isEqualTo(2);
      assertThat(store.models().versions("lawyer"))
          .extracting(RegistryEntry::version)
          .containsExactly(2, 1);
      assertThat(register("other").version()).isEqualTo(1);
    }

    @Test
    void aStageNamesItsNewestVersion() {
      register("lawyer");
      register("lawyer");
      store
          .models()
          .relabel(
              RegistryReference.to("lawyer", 1),
              labels -> labels.withStage(Stage.PRODUCTION),
              "bob",
              NOON);

      assertThat(store.models().find(RegistryReference.parse("lawyer@production").orElseThrow()))
          .get()
          .extracting(RegistryEntry::version)
          .isEqualTo(1);
      assertThat(store.models().find(RegistryReference.parse("lawyer@staging").orElseThrow()))
          .isEmpty();
    }

    @Test
    void whatIsArchivedIsFoundOnlyByItsVersion() {
      register("lawyer");
      var one = RegistryReference.to("lawyer", 1);
      store.models().relabel(one, labels -> labels.withArchived(true), "bob", NOON);

      assertThat(store.models().list()).isEmpty();
      assertThat(store.models().find(RegistryReference.latest("lawyer"))).isEmpty();
      assertThat(store.models().find(one)).isPresent();
      assertThat(store.models().names()).containsExactly("lawyer");
    }

    @Test
    void everyChangeIsOnRecordEvenAfterTheEntryIsGone() {
      RegistryEntry first = register("lawyer");
      var one = first.reference();
      Instant later = NOON.plusSeconds(1);
      RegistryEntry tagged =
          store.models().relabel(one, labels -> labels.withTags(Map.of("a", "b")), "bob", later);
      store.models().relabel(one, labels -> labels, "eve", NOON.plusSeconds(2));
      store.models().delete(one, ActiveUse.NONE, "cy", NOON.plusSeconds(3));

      assertThat(store.models().find(one)).isEmpty();
      assertThat(store.models().history("lawyer"))
          .containsExactly(
              new RegistryChange(
                  NOON.plusSeconds(3),
                  "cy",
                  What.DELETED,
                  "lawyer",
                  1,
                  Optional.of(tagged),
                  Optional.empty()),
              new RegistryChange(
                  NOON.plusSeconds(1),
                  "bob",
                  What.UPDATED,
                  "lawyer",
                  1,
                  Optional.of(first),
                  Optional.of(tagged)),
              new RegistryChange(
                  NOON, "ada", What.REGISTERED, "lawyer", 1, Optional.empty(), Optional.of(first)));
    }

    @Test
    void theNumberOfADeletedVersionIsNotGivenAgain() {
      store.models().delete(register("lawyer").reference(), ActiveUse.NONE, "ada", NOON);

      assertThat(register("lawyer").version()).isEqualTo(2);
    }

    @Test
    void whatADeploymentUsesIsNotDeleted() {
      RegistryEntry entry = register("lawyer");

      assertThatThrownBy(() ->
              store
                  .models()
                  .delete(entry.reference(), _ -> List.of("deployment 'desk'"), "ada", NOON))
          .isInstanceOf(RegistryException.class)
          .hasMessageContaining("'lawyer:1' is used by deployment 'desk'");
      assertThat(store.models().find(entry.reference())).contains(entry);
    }

    @Test
    void whatIsNotThereCantBeChanged() {
      var nobody = RegistryReference.to("nobody", 1);

      assertThatThrownBy(() -> store.models().delete(nobody, ActiveUse.NONE, "ada", NOON))
          .isInstanceOf(RegistryException.class)
          .hasMessageContaining("'nobody:1'");
      assertThatThrownBy(() -> store.models().relabel(nobody, labels -> labels, "ada", NOON))
          .isInstanceOf(RegistryException.class);
      assertThat(store.models().history("nobody")).isEmpty();
    }

    @Test
    void twoWhoRegisterAtOnceGetTwoVersions() throws Exception {
      register("lawyer");
      try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        var made = new ArrayList<Future<RegistryEntry>>();
        for (int i = 0; i < 8; i++) {
          made.add(threads.submit(() -> register("lawyer")));
        }
        for (Future<RegistryEntry> one : made) {
          one.get();
        }
      }

      assertThat(store.models().versions("lawyer"))
          .extracting(RegistryEntry::version)
          .containsExactly(9, 8, 7, 6, 5, 4, 3, 2, 1);
      assertThat(store.models().history("lawyer")).hasSize(9);
    }
  }

  @Nested
  class AnswersForOthers {

    private KeptAnswer answer(int number, String node, Instant made) {
      RecordedCall call =
          new RecordedCall(Value.of("answer " + number), USAGE, mapping("{\"model\": \"m\"}"));
      var origin = new Origin(Optional.of("first"), 7, 1, made, Duration.ofMillis(120));
      return new KeptAnswer(Digest.of("asked " + number), node, origin.onto(call));
    }

    @Test
    void areThereWithWhoAskedForThem() {
      store.answers().keep(answer(1, "ask", NOON));

      RecordedCall found = store.answers().find(Digest.of("asked 1"), Instant.EPOCH).orElseThrow();
      assertThat(found.output()).isEqualTo(Value.of("answer 1"));
      assertThat(found.usage()).isEqualTo(USAGE);
      assertThat(Origin.maker(found))
          .contains(new Origin(Optional.of("first"), 7, 1, NOON, Duration.ofMillis(120)));
      assertThat(store.answers().find(Digest.of("asked 2"), Instant.EPOCH)).isEmpty();
    }

    @Test
    void areNotGivenWhenTheyAreTooOldAndThenTheNewerCounts() {
      store.answers().keep(answer(1, "ask", NOON));

      assertThat(store.answers().find(Digest.of("asked 1"), NOON)).isPresent();
      assertThat(store.answers().find(Digest.of("asked 1"), NOON.plusMillis(1))).isEmpty();

      store.answers().keep(answer(1, "ask", NOON.plusSeconds(60)));
      assertThat(store.answers().find(Digest.of("asked 1"), NOON.plusMillis(1))).isPresent();
      assertThat(store.answers().content().answers()).isEqualTo(1);
    }

    @Test
    void areWrittenWithTheCallAndWhatTheySaveIsAddedUp() throws Exception {
      var cost = mapping("{\"cost\": {\"amount\": \"0.1\", \"currency\": \"USD\"}}");
      var call = new RecordedCall(Value.of("x"), USAGE, cost);
      var signed = new Origin(Optional.of("before"), 3, 0, NOON, Duration.ofSeconds(2)).onto(call);
      try (RunWriter writer = owned("first")) {
        writer.write(List.of(new RunEvent.AnswerKept(new KeptAnswer(DIGEST, "ask", signed))));
        writer.write(
            List.of(
                new RunEvent.CallCached(
                    call("first", 1),
                    "ask",
                    new RowKey(0, 0),
                    true,
                    Origin.given(signed),
                    DIGEST)));
        writer.write(
            List.of(new RunEvent.CallRecalled(call("first", 1), Savings.of(Origin.given(signed)))));
      }

      assertThat(progress("first").calls()).isZero();
      assertThat(progress("first").bill().calls()).isZero();
      assertThat(progress("first").usage()).isEqualTo(TokenUsage.NONE);
      assertThat(progress("first").recalled()).isEqualTo(2);
      assertThat(progress("first").saved().bill()).hasToString("0.2 USD");
      assertThat(progress("first").saved().tokens()).isEqualTo(2 * USAGE.total());
      assertThat(progress("first").saved().time()).isEqualTo(Duration.ofSeconds(4));
      assertThat(Origin.source(store.call(call("first", 1)).orElseThrow()).orElseThrow().run())
          .contains("before");
      assertThat(store.answers().newest(5))
          .singleElement()
          .satisfies(entry -> {
            assertThat(entry.given()).isEqualTo(1);
            assertThat(entry.used()).isAfter(NOON);
          });
    }

    @Test
    void goWhenTheyWereNotUsedForTheLongestTime() {
      for (int i = 0; i < 4; i++) {
        store.answers().keep(answer(i, "ask", NOON.plusSeconds(i)));
      }
      store.answers().used(Digest.of("asked 0"), Instant.now());
      long each = store.answers().content().bytes() / 4;

      assertThat(store.answers().trim(2 * each)).isEqualTo(2);

      assertThat(store.answers().newest(9))
          .extracting(entry -> entry.answer().key())
          .containsExactly(Digest.of("asked 3"), Digest.of("asked 0"));
      assertThat(store.answers().trim(2 * each)).isZero();
    }

    @Test
    void canBeRemovedByAgeAndNode() {
      store.answers().keep(answer(1, "ask", NOON));
      store.answers().keep(answer(2, "ask", NOON.plusSeconds(9)));
      store.answers().keep(answer(3, "judge", NOON));

      assertThat(store.answers().clear(NOON.plusSeconds(1), Optional.of("ask"))).isEqualTo(1);
      assertThat(store.answers().content().answers()).isEqualTo(2);
      assertThat(store.answers().content().oldest()).contains(NOON);
      assertThat(store.answers().clear(NOON.plusSeconds(99), Optional.empty())).isEqualTo(2);
      assertThat(store.answers().content()).isEqualTo(AnswerCache.Content.NOTHING);
    }
  }

  @Test
  void aWriteIsAllOrNothing() throws Exception {
    try (RunWriter writer = owned("first")) {
      RowResult tooOld =
          new RowResult(
              new RowKey(1, 0),
              RowResult.Status.COMPLETED,
              Value.Mapping.EMPTY,
              Value.Mapping.EMPTY,
              Value.Mapping.EMPTY,
              Optional.empty(),
              TokenUsage.NONE,
              Instant.MIN,
              NOON,
              Value.Mapping.EMPTY,
              Value.Mapping.EMPTY);

      assertThatThrownBy(() ->
              writer.write(
                  List.of(new RunEvent.RowEnded(completed(0, "x")), new RunEvent.RowEnded(tooOld))))
          .isInstanceOf(RuntimeException.class);

      assertThat(progress("first").completed()).isZero();
      assertThat(store.row(new RunName("first"), new RowKey(0, 0))).isEmpty();
    }
  }
}
