package io.promptflow4j.core.tool.index;

import io.promptflow4j.core.tool.index.FolderIndex.Found;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.JsonSyntaxException;
import io.promptflow4j.core.value.Value;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.UUID;

/// An index in a table of PostgreSQL, whose extension `vector` (pgvector) compares the vectors. The
/// columns are those of langchain4j's `PgVectorEmbeddingStore`, so that its tables are searched
/// too; the comment of a table that was made here is its [IndexDescription].
///
/// @param server the database
/// @param table its name, perhaps behind that of a schema
record PgVector(PgServer server, String table) {

  private static final String NAME = "[A-Za-z_][A-Za-z0-9_]{0,62}";

  PgVector {
    if (!table.matches("(%s\\.)?%s".formatted(NAME, NAME))) {
      throw new IndexException(
          "'%s' can't name a table; use letters, digits and '_', with a schema before a dot"
              .formatted(table));
    }
  }

  private String quoted() {
    return "\"" + table.replace(".", "\".\"") + "\"";
  }

  /// What it was made with; empty for a table that somebody else made.
  Optional<IndexDescription> description() {
    return server.with(this::description);
  }

  private Optional<IndexDescription> description(Connection database) throws SQLException {
    try (PreparedStatement asking =
        database.prepareStatement("SELECT obj_description(to_regclass(?), 'pg_class')")) {
      asking.setString(1, quoted());
      try (ResultSet rows = asking.executeQuery()) {
        String comment = rows.next() ? rows.getString(1) : null;
        return comment != null && Json.read(comment) instanceof Value.Mapping written
            ? Optional.of(IndexDescription.of(written))
            : Optional.empty();
      } catch (JsonSyntaxException _) {
        return Optional.empty();
      }
    }
  }

  /// Puts an index in place of the one that is there.
  ///
  /// @throws IndexException if the table is there and no index that was made here
  void write(FolderIndex index) {
    boolean _ =
        server.with(database -> {
          database.setAutoCommit(false);
          prepare(database, index.description());
          insert(database, index);
          database.commit();
          return true;
        });
  }

  /// @throws IndexException if the table is there and no index that was made here
  void check() {
    boolean _ =
        server.with(database -> {
          mustBeOurs(database);
          return true;
        });
  }

  private void mustBeOurs(Connection database) throws SQLException {
    try (Statement statement = database.createStatement();
        ResultSet there = statement.executeQuery("SELECT to_regclass('%s')".formatted(quoted()))) {
      boolean exists = there.next() && there.getString(1) != null;
      if (exists && description(database).isEmpty()) {
        throw new IndexException(
            "the table '%s' is there and is no index that was made here; name another one"
                .formatted(table));
      }
    }
  }

  private void prepare(Connection database, IndexDescription description) throws SQLException {
    mustBeOurs(database);
    try (Statement statement = database.createStatement()) {
      statement.execute("DROP TABLE IF EXISTS " + quoted());
      statement.execute(
          "CREATE TABLE %s (embedding_id uuid PRIMARY KEY, embedding vector(%d), text text, metadata json)"
              .formatted(quoted(), description.dimensions()));
      statement.execute(
          "COMMENT ON TABLE %s IS '%s'"
              .formatted(quoted(), Json.write(description.toValue()).replace("'", "''")));
    }
  }

  private void insert(Connection database, FolderIndex index) throws SQLException {
    int length = index.description().dimensions();
    try (PreparedStatement row =
        database.prepareStatement(
            "INSERT INTO %s VALUES (?, ?::vector, ?, ?::json)".formatted(quoted()))) {
      for (int i = 0; i < index.chunks().size(); i++) {
        Chunk chunk = index.chunks().get(i);
        row.setObject(1, UUID.randomUUID());
        row.setString(2, literal(index.vectors(), i * length, length));
        row.setString(3, chunk.text());
        row.setString(4, Json.write(metadata(chunk)));
        row.addBatch();
      }
      int[] _ = row.executeBatch();
    }
  }

  private static Value.Mapping metadata(Chunk chunk) {
    var all = new LinkedHashMap<>(chunk.toValue().entries());
    all.remove("text");
    return new Value.Mapping(all);
  }

  private static String literal(float[] vector, int from, int length) {
    var parts = new StringJoiner(",", "[", "]");
    for (int i = from; i < from + length; i++) {
      parts.add(Float.toString(vector[i]));
    }
    return parts.toString();
  }

  /// The nearest pieces by the cosine of their vectors, best first.
  List<Found> nearest(float[] vector, int most) {
    return found(
        "SELECT text, metadata, 1 - (embedding <=> ?::vector) AS score FROM %s"
            + " ORDER BY embedding <=> ?::vector LIMIT ?",
        literal(vector, 0, vector.length), most);
  }

  /// The pieces with the words of a question, best first, as PostgreSQL ranks them.
  List<Found> byWords(String query, int most) {
    return found(
        "SELECT text, metadata, ts_rank(to_tsvector('simple', text), words) AS score"
            + " FROM %s, to_tsquery('simple', ?) AS words"
            + " WHERE to_tsvector('simple', text) @@ to_tsquery('simple', ?)"
            + " ORDER BY score DESC LIMIT ?",
        anyOf(query), most);
  }

  /// The pieces that are best by both, each counted by its ranks.
  List<Found> byBoth(String query, float[] vector, int most) {
    return FolderIndex.joined(List.of(nearest(vector, 4 * most), byWords(query, 4 * most)), most);
  }

  /// A query for texts with any of the words.
  private static String anyOf(String query) {
    var words = new StringJoiner(" | ");
    for (String word : query.split("[^\\p{L}\\p{N}]+", -1)) {
      if (!word.isEmpty()) {
        words.add("'" + word + "'");
      }
    }
    return words.toString();
  }

  private List<Found> found(String sql, String asked, int most) {
    return server.with(database -> {
      try (PreparedStatement asking = database.prepareStatement(sql.formatted(quoted()))) {
        asking.setString(1, asked);
        asking.setString(2, asked);
        asking.setInt(3, most);
        var found = new ArrayList<Found>();
        try (ResultSet rows = asking.executeQuery()) {
          while (rows.next()) {
            found.add(new Found(chunk(rows), rows.getDouble("score")));
          }
        }
        return found;
      }
    });
  }

  private static Chunk chunk(ResultSet row) throws SQLException {
    String metadata = row.getString("metadata");
    Value.Mapping told =
        metadata != null && Json.read(metadata) instanceof Value.Mapping fields
            ? fields
            : Value.Mapping.EMPTY;
    Chunk chunk = Chunk.of(told);
    String text = row.getString("text");
    return new Chunk(text == null ? "" : text, chunk.source(), chunk.line());
  }
}
