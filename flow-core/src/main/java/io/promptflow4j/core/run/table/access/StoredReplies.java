package io.promptflow4j.core.run.table.access;

import io.promptflow4j.core.run.access.KeptReplies;
import io.promptflow4j.core.run.database.Database;
import io.promptflow4j.core.run.table.Columns;
import io.promptflow4j.core.source.Digest;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// Answers in a database.
record StoredReplies(Database database) implements KeptReplies {

  private static final String SLOT = " WHERE caller = ? AND endpoint = ? AND request_key = ?";

  private record Row(String body, long ends, @Nullable Reply reply) {}

  @Override
  public Claim claim(Slot slot, Digest body, Instant now, Duration lease) {
    String token = UUID.randomUUID().toString();
    return database.write(handle -> {
      handle
          .createUpdate("DELETE FROM kept_replies" + SLOT + " AND ends <= ?")
          .bind(0, slot.caller())
          .bind(1, slot.endpoint())
          .bind(2, slot.key())
          .bind(3, Columns.time(now))
          .execute();
      int added =
          handle.execute(
              "INSERT INTO kept_replies (caller, endpoint, request_key, body, token, ends)"
                  + " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
              slot.caller(),
              slot.endpoint(),
              slot.key(),
              body.hex(),
              token,
              Columns.time(now.plus(lease)));
      return added > 0 ? new Claim.Yours(token) : known(row(handle, slot), body);
    });
  }

  private static Claim known(Optional<Row> found, Digest body) {
    if (found.isEmpty()) {
      return Claim.Busy.BUSY; // it was given up at this very moment
    }
    Row row = found.get();
    if (!row.body().equals(body.hex())) {
      return Claim.Other.OTHER;
    }
    Reply reply = row.reply();
    return reply == null ? Claim.Busy.BUSY : new Claim.Answered(reply);
  }

  private static Optional<Row> row(Handle handle, Slot slot) {
    return handle
        .createQuery("SELECT body, ends, status, content_type, reply FROM kept_replies" + SLOT)
        .bind(0, slot.caller())
        .bind(1, slot.endpoint())
        .bind(2, slot.key())
        .map((row, _) -> {
          String text = row.getString("reply");
          return new Row(
              row.getString("body"),
              row.getLong("ends"),
              text == null
                  ? null
                  : new Reply(row.getInt("status"), row.getString("content_type"), text));
        })
        .findFirst();
  }

  @Override
  public void keep(Slot slot, String token, Reply reply, Instant end) {
    boolean _ =
        database.writeRepeatable(handle ->
            handle.execute(
                    "UPDATE kept_replies SET status = ?, content_type = ?, reply = ?, ends = ?"
                        + SLOT
                        + " AND token = ?",
                    reply.status(),
                    reply.contentType(),
                    reply.body(),
                    Columns.time(end),
                    slot.caller(),
                    slot.endpoint(),
                    slot.key(),
                    token)
                > 0);
  }

  @Override
  public void giveUp(Slot slot, String token) {
    boolean _ =
        database.writeRepeatable(handle ->
            handle.execute(
                    "DELETE FROM kept_replies" + SLOT + " AND token = ?",
                    slot.caller(),
                    slot.endpoint(),
                    slot.key(),
                    token)
                > 0);
  }

  @Override
  public int sweep(Instant now) {
    return database.writeRepeatable(
        handle -> handle.execute("DELETE FROM kept_replies WHERE ends <= ?", Columns.time(now)));
  }
}
