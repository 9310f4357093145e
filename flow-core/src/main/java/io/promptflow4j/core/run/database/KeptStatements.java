package io.promptflow4j.core.run.database;

import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import org.jdbi.v3.core.statement.DefaultStatementBuilder;
import org.jdbi.v3.core.statement.StatementBuilder;
import org.jdbi.v3.core.statement.StatementBuilderFactory;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConnection;

/// Statements that stay prepared on the one connection that writes a SQLite file.
///
/// A run writes the same dozen statements some hundred times a second, a few rows each; preparing
/// them cost more than carrying them out. SQLite prepares a kept statement anew by itself when the
/// tables have changed. Owned by the thread that writes.
final class KeptStatements implements StatementBuilderFactory {

  private static final int MOST = 64;

  private final Map<String, PreparedStatement> kept = new HashMap<>();
  private @Nullable SQLiteConnection prepared;

  KeptStatements() {}

  @Override
  public StatementBuilder createStatementBuilder(Connection connection) {
    return new Builder(DefaultStatementBuilder.FACTORY.createStatementBuilder(connection));
  }

  /// Takes the statement out, so that nobody gets it a second time meanwhile.
  private PreparedStatement take(Connection connection, String sql) throws SQLException {
    SQLiteConnection file = connection.unwrap(SQLiteConnection.class); // the pool would close it
    if (!file.equals(prepared)) {
      kept.clear(); // the connection that closed has closed them
      prepared = file;
    }
    PreparedStatement known = kept.remove(sql);
    return known == null ? file.prepareStatement(sql) : known;
  }

  private void giveBack(String sql, PreparedStatement statement) throws SQLException {
    if (kept.size() < MOST) {
      statement.clearParameters();
      if (kept.putIfAbsent(sql, statement) == null) {
        return;
      }
    }
    statement.close();
  }

  /// Statements as usual, but for those that are kept.
  private final class Builder implements StatementBuilder {

    private final StatementBuilder usual;

    Builder(StatementBuilder usual) {
      this.usual = usual;
    }

    @Override
    public Statement create(Connection connection, StatementContext context) throws SQLException {
      return usual.create(connection, context);
    }

    @Override
    public PreparedStatement create(Connection connection, String sql, StatementContext context)
        throws SQLException {
      return context.isReturningGeneratedKeys() || context.isConcurrentUpdatable()
          ? usual.create(connection, sql, context)
          : take(connection, sql);
    }

    @Override
    public CallableStatement createCall(Connection connection, String sql, StatementContext context)
        throws SQLException {
      return usual.createCall(connection, sql, context);
    }

    @Override
    public void close(Connection connection, String sql, Statement statement) throws SQLException {
      if (statement instanceof PreparedStatement one && one.getConnection().equals(prepared)) {
        giveBack(sql, one);
      } else {
        usual.close(connection, sql, statement);
      }
    }
  }
}
