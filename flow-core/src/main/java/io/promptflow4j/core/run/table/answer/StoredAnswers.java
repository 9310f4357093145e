package io.promptflow4j.core.run.table.answer;

import io.promptflow4j.core.execution.RecordedCall;
import io.promptflow4j.core.execution.cache.AnswerCache;
import io.promptflow4j.core.execution.cache.KeptAnswer;
import io.promptflow4j.core.run.database.Database;
import io.promptflow4j.core.run.table.CallTable;
import io.promptflow4j.core.run.table.Columns;
import io.promptflow4j.core.run.table.StoredEvent.StoredAnswer;
import io.promptflow4j.core.source.Digest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;

/// The answers in a database.
public record StoredAnswers(Database database) implements AnswerCache {

  @Override
  public Optional<RecordedCall> find(Digest key, Instant notBefore) {
    return database.read(handle ->
        handle
            .createQuery("SELECT * FROM answers WHERE digest = ? AND made >= ?")
            .bind(0, Columns.digest(key))
            .bind(1, Columns.time(notBefore))
            .map((row, _) -> Columns.call(row))
            .findFirst());
  }

  @Override
  public void keep(KeptAnswer answer) {
    var stored = List.of(StoredAnswer.of(answer));
    changed(handle -> CallTable.keep(handle, stored));
  }

  @Override
  public void used(Digest key, Instant when) {
    changed(handle -> CallTable.give(handle, List.of(key)));
  }

  @Override
  public Content content() {
    return database.read(handle ->
        handle
            .createQuery(
                "SELECT count(*), coalesce(sum(size), 0), coalesce(sum(given), 0),"
                    + " min(made) AS oldest"
                    + " FROM answers")
            .map((row, _) -> content(row))
            .one());
  }

  private static Content content(ResultSet row) throws SQLException {
    return new Content(row.getLong(1), row.getLong(2), row.getLong(3), Columns.time(row, "oldest"));
  }

  @Override
  public List<Entry> newest(int most) {
    return database.read(handle ->
        handle
            .createQuery("SELECT * FROM answers ORDER BY made DESC, digest LIMIT ?")
            .bind(0, most)
            .map((row, _) -> entry(row))
            .list());
  }

  private static Entry entry(ResultSet row) throws SQLException {
    var answer =
        new KeptAnswer(
            Columns.digest(row.getBytes("digest")), row.getString("node"), Columns.call(row));
    return new Entry(
        answer, Columns.time(row.getLong("used")), row.getLong("given"), row.getLong("size"));
  }

  @Override
  public long clear(Instant madeBefore, Optional<String> node) {
    long before = Columns.time(madeBefore);
    return database.writeRepeatable(handle ->
        node.map(name ->
                handle.execute(
                    "DELETE FROM answers WHERE made < ? AND node = ?", before, Columns.text(name)))
            .orElseGet(() -> handle.execute("DELETE FROM answers WHERE made < ?", before)));
  }

  @Override
  public long trim(long bytes) {
    return content().bytes() <= bytes
        ? 0
        : database.writeRepeatable(handle ->
            handle.execute(
                "DELETE FROM answers WHERE digest IN (SELECT digest FROM (SELECT digest,"
                    + " sum(size) OVER (ORDER BY used DESC, digest) AS kept FROM answers) ages"
                    + " WHERE kept > ?)",
                bytes));
  }

  private void changed(Consumer<Handle> work) {
    database.writeRepeatable(handle -> {
      work.accept(handle);
      return true;
    });
  }
}
