package io.promptflow4j.core.run.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.core.run.access.AccessKeys.Made;
import io.promptflow4j.core.run.access.AuditLog.Damage;
import io.promptflow4j.core.run.access.AuditLog.Head;
import io.promptflow4j.core.run.access.KeptReplies.Claim;
import io.promptflow4j.core.run.access.KeptReplies.Reply;
import io.promptflow4j.core.run.access.KeptReplies.Slot;
import io.promptflow4j.core.source.Digest;
import io.promptflow4j.core.value.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// What keys, the audit log and kept answers do, whatever database they are in.
abstract class AccessStoreContract {

  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final Grant GRANT =
      new Grant(
          "shop",
          Role.RUNNER,
          List.of("chat"),
          Quota.read("100k tokens, 5 USD, 4 at once"),
          Optional.of(NOON.plus(Duration.ofDays(90))));

  private AccessStore store;

  /// An empty store, closed by the test of the database.
  abstract AccessStore emptyStore() throws Exception;

  /// The same store, as another process opens it.
  abstract AccessStore another();

  /// Changes something behind the store's back.
  abstract void tamper(String sql) throws Exception;

  @BeforeEach
  void open() throws Exception {
    store = emptyStore();
  }

  private List<Made> made(int number) {
    return IntStream.range(0, number)
        .mapToObj(i -> store.keys().create(GRANT, "ann", NOON.plusSeconds(i)))
        .toList();
  }

  @Nested
  class Keys {

    @Test
    void areFoundByIdAndByNameInAnotherProcess() {
      Made made = store.keys().create(GRANT, "ann", NOON);

      AccessKey byId = another().keys().find(made.text().id()).orElseThrow();

      assertThat(byId).isEqualTo(made.kept());
      assertThat(another().keys().find("shop")).contains(made.kept());
      assertThat(byId.grant()).isEqualTo(GRANT);
      assertThat(byId.digest()).isEqualTo(Digest.of(made.text().reveal()));
    }

    @Test
    void thatShareANameAreFoundByIdAlone() {
      List<Made> two = made(2);

      assertThat(store.keys().find("shop")).isEmpty();
      assertThat(store.keys().find(two.getFirst().text().id())).isPresent();
      assertThat(store.keys().list()).containsExactly(two.getLast().kept(), two.getFirst().kept());
    }

    @Test
    void endWhenTheyAreRevokedAndWhenTheyExpire() {
      Made made = store.keys().create(GRANT, "ann", NOON);
      Instant end = NOON.plus(Duration.ofDays(90));

      assertThat(made.kept().state(end.minusSeconds(1))).isEqualTo(AccessKey.State.ACTIVE);
      assertThat(made.kept().state(end)).isEqualTo(AccessKey.State.EXPIRED);
      assertThat(store.keys().revoke(made.text().id(), "bob", NOON.plusSeconds(5))).isTrue();
      assertThat(store.keys().revoke(made.text().id(), "bob", NOON.plusSeconds(6))).isFalse();
      assertThat(store.keys().revoke("nobody", "bob", NOON)).isFalse();
      AccessKey revoked = another().keys().find(made.text().id()).orElseThrow();
      assertThat(revoked.state(NOON.plusSeconds(5))).isEqualTo(AccessKey.State.REVOKED);
    }

    @Test
    void thatAreRotatedGoOnForAWhileBesideTheirSuccessor() {
      Made old = store.keys().create(GRANT, "ann", NOON);

      Made fresh = store.keys().rotate(old.kept(), NOON.plusSeconds(60), "bob", NOON);

      AccessKey before = store.keys().find(old.text().id()).orElseThrow();
      assertThat(before.state(NOON.plusSeconds(59))).isEqualTo(AccessKey.State.ACTIVE);
      assertThat(before.state(NOON.plusSeconds(60))).isEqualTo(AccessKey.State.REVOKED);
      assertThat(fresh.kept().grant()).isEqualTo(GRANT);
      assertThat(fresh.text().reveal()).isNotEqualTo(old.text().reveal());
      assertThat(store.keys().revoke(old.text().id(), "bob", NOON.plusSeconds(1))).isTrue();
    }

    @Test
    void knowWhenTheyWereLastUsed() {
      Made made = store.keys().create(GRANT, "ann", NOON);

      store.keys().used(Map.of(made.text().id(), NOON.plusSeconds(9)));
      store.keys().used(Map.of(made.text().id(), NOON.plusSeconds(3), "nobody", NOON));

      assertThat(store.keys().find("shop").orElseThrow().lastUsed()).contains(NOON.plusSeconds(9));
    }

    @Test
    void leaveALineInTheAuditLogForEachChange() {
      Made made = store.keys().create(GRANT, "ann", NOON);
      Made fresh = store.keys().rotate(made.kept(), NOON.plusSeconds(60), "bob", NOON);
      boolean _ = store.keys().revoke(fresh.text().id(), "eve", NOON);

      assertThat(store.audit().list(Long.MAX_VALUE, 10))
          .extracting(line -> line.entry().entries().get("action"))
          .containsExactly(Value.of("key.revoke"), Value.of("key.rotate"), Value.of("key.create"));
      assertThat(store.audit().list(Long.MAX_VALUE, 10).toString())
          .doesNotContain(made.text().reveal())
          .doesNotContain(made.text().digest().hex());
    }
  }

  @Nested
  class TheAuditLog {

    @Test
    void isWholeAsItWasWritten() {
      made(5);

      var verdict = another().audit().verify(Optional.empty());

      assertThat(verdict.isWhole()).isTrue();
      assertThat(verdict.lines()).isEqualTo(5);
      assertThat(verdict.head()).isEqualTo(store.audit().head());
      assertThat(Head.read(verdict.head().toString())).isEqualTo(verdict.head());
    }

    @Test
    void staysOneChainHoweverManyWriteAtOnce() throws Exception {
      AccessStore other = another();
      try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        var done = new ArrayList<Future<?>>();
        for (int i = 0; i < 20; i++) {
          AccessStore one = i % 2 == 0 ? store : other;
          done.add(threads.submit(() -> one.keys().create(GRANT, "ann", NOON)));
        }
        for (Future<?> one : done) {
          one.get();
        }
      }

      assertThat(store.audit().verify(Optional.empty()).isWhole()).isTrue();
      assertThat(store.audit().head().position()).isEqualTo(20);
    }

    @Test
    void showsAChangedLine() throws Exception {
      made(5);

      tamper("UPDATE audit_lines SET entry = replace(entry, 'ann', 'bob') WHERE position = 3");

      assertThat(damages()).containsExactly(3L);
    }

    @Test
    void showsALineThatWasMadeToFitItsOwnChain() throws Exception {
      made(5);
      var lines = store.audit().list(4, 2);
      String forged = "{}";
      String chain = Digest.of(lines.getLast().chain() + "\n3\n" + forged).hex();

      tamper(
          "UPDATE audit_lines SET entry = '{}', chain = '%s' WHERE position = 3".formatted(chain));

      assertThat(damages()).containsExactly(4L);
    }

    @Test
    void showsARemovedLine() throws Exception {
      made(5);

      tamper("DELETE FROM audit_lines WHERE position = 2");

      assertThat(damages()).containsExactly(2L);
    }

    @Test
    void showsExchangedLines() throws Exception {
      made(5);

      tamper("UPDATE audit_lines SET position = 99 WHERE position = 2");
      tamper("UPDATE audit_lines SET position = 2 WHERE position = 3");
      tamper("UPDATE audit_lines SET position = 3 WHERE position = 99");

      assertThat(damages()).contains(2L, 3L);
    }

    @Test
    void showsACutTail() throws Exception {
      made(5);

      tamper("DELETE FROM audit_lines WHERE position > 3");

      assertThat(damages()).containsExactly(4L);
    }

    @Test
    void showsACutTailWithAForgedHeadToWhoeverKeptTheHead() throws Exception {
      made(5);
      Head kept = store.audit().head();
      var third = store.audit().list(4, 1).getFirst();

      tamper("DELETE FROM audit_lines WHERE position > 3");
      tamper("UPDATE audit_head SET position = 3, chain = '%s'".formatted(third.chain()));

      assertThat(store.audit().verify(Optional.empty()).isWhole()).isTrue();
      assertThat(store.audit().verify(Optional.of(kept)).damages())
          .extracting(Damage::position)
          .containsExactly(4L);
    }

    @Test
    void showsALogThatWasWrittenAnewToWhoeverKeptTheHead() throws Exception {
      made(2);
      Head kept = store.audit().head();

      tamper("DELETE FROM audit_lines");
      tamper("UPDATE audit_head SET position = 0, chain = '%s'".formatted("0".repeat(64)));
      made(3);

      assertThat(store.audit().verify(Optional.empty()).isWhole()).isTrue();
      assertThat(store.audit().verify(Optional.of(kept)).isWhole()).isFalse();
    }

    private List<Long> damages() {
      return store.audit().verify(Optional.empty()).damages().stream()
          .map(Damage::position)
          .toList();
    }
  }

  @Nested
  class KeptAnswers {

    private static final Slot SLOT = new Slot("key a", "/score", "order-1");
    private static final Digest BODY = Digest.of("body");
    private static final Duration LEASE = Duration.ofMinutes(10);

    private Claim claim(Instant now) {
      return another().replies().claim(SLOT, BODY, now, LEASE);
    }

    @Test
    void areTheSameForWhoeverAsksAgain() {
      var reply = new Reply(200, "application/json", "{\"a\": \"ü\"}");
      var first = (Claim.Yours) claim(NOON);

      assertThat(claim(NOON)).isEqualTo(Claim.Busy.BUSY);
      store.replies().keep(SLOT, first.token(), reply, NOON.plus(Duration.ofDays(1)));

      assertThat(claim(NOON)).isEqualTo(new Claim.Answered(reply));
      assertThat(store.replies().claim(SLOT, Digest.of("other"), NOON, LEASE))
          .isEqualTo(Claim.Other.OTHER);
      assertThat(store.replies().claim(new Slot("key b", "/score", "order-1"), BODY, NOON, LEASE))
          .isInstanceOf(Claim.Yours.class);
    }

    @Test
    void endAfterTheirTime() {
      var first = (Claim.Yours) claim(NOON);
      store.replies().keep(SLOT, first.token(), new Reply(200, "a/b", "x"), NOON.plusSeconds(60));

      assertThat(claim(NOON.plusSeconds(60))).isInstanceOf(Claim.Yours.class);
      assertThat(store.replies().sweep(NOON.plus(Duration.ofDays(1)))).isEqualTo(1);
    }

    @Test
    void ofAProcessThatDiedAreSomebodyElsesAfterALease() {
      var dead = (Claim.Yours) claim(NOON);
      var next = (Claim.Yours) claim(NOON.plus(LEASE));

      store.replies().keep(SLOT, dead.token(), new Reply(200, "a/b", "late"), NOON.plusSeconds(9));
      store.replies().giveUp(SLOT, dead.token());

      assertThat(claim(NOON.plus(LEASE))).isEqualTo(Claim.Busy.BUSY);
      store.replies().giveUp(SLOT, next.token());
      assertThat(claim(NOON.plus(LEASE))).isInstanceOf(Claim.Yours.class);
    }

    @Test
    void areClaimedByOneOfManyWhoAskAtOnce() throws Exception {
      AccessStore other = another();
      int mine = 0;
      try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        var done = new ArrayList<Future<Claim>>();
        for (int i = 0; i < 20; i++) {
          AccessStore one = i % 2 == 0 ? store : other;
          done.add(threads.submit(() -> one.replies().claim(SLOT, BODY, NOON, LEASE)));
        }
        for (Future<Claim> one : done) {
          mine += one.get() instanceof Claim.Yours ? 1 : 0;
        }
      }

      assertThat(mine).isEqualTo(1);
    }
  }
}
