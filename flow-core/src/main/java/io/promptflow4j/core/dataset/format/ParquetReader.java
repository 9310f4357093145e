package io.promptflow4j.core.dataset.format;

import io.promptflow4j.core.dataset.DataException;
import io.promptflow4j.core.dataset.RowOrProblem;
import io.promptflow4j.core.dataset.RowReader;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.JsonSyntaxException;
import io.promptflow4j.core.value.Value;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/// Parquet, read by DuckDB if its driver is there. DuckDB writes each row as JSON, so that lists
/// and structures need nothing of their own here.
final class ParquetReader implements RowReader {

  private static final String ADDRESS = "jdbc:duckdb:";

  /// The file is named by a parameter; what is a pattern to DuckDB is put in brackets before.
  private static final String ROWS =
      "SELECT CAST(to_json(rows) AS VARCHAR) FROM read_parquet(?) AS rows";

  private final DataFile file;
  private final int maxRowBytes;
  private final Connection connection;
  private final PreparedStatement statement;
  private final ResultSet result;
  private long number;
  private boolean failed;

  ParquetReader(DataFile file, int maxRowBytes) {
    this.file = file;
    this.maxRowBytes = maxRowBytes;
    this.connection = connect(file);
    try {
      statement = prepare(file);
      result = statement.executeQuery();
    } catch (SQLException broken) {
      Closing.close(connection);
      throw new DataException("unreadable-data", sentence(file, broken), broken);
    }
  }

  private static Connection connect(DataFile file) {
    try {
      DriverManager.getDriver(ADDRESS);
    } catch (SQLException none) {
      throw new DataException(
          "no-parquet-driver",
          ("'%s' is a Parquet file; to read it, put the artifact org.duckdb:duckdb_jdbc on the"
                  + " class path, or convert the file to JSON Lines")
              .formatted(file.shown()),
          none);
    }
    try {
      var settings = new Properties();
      settings.setProperty("jdbc_stream_results", "true");
      return DriverManager.getConnection(ADDRESS, settings);
    } catch (SQLException broken) {
      throw new DataException("unreadable-data", sentence(file, broken), broken);
    }
  }

  private PreparedStatement prepare(DataFile data) throws SQLException {
    try (Statement settings = connection.createStatement()) {
      settings.execute("SET autoinstall_known_extensions = false");
      settings.execute("SET autoload_known_extensions = false");
      settings.execute("SET threads = 1");
      settings.execute("SET memory_limit = '512MB'");
      settings.execute("SET TimeZone = 'UTC'");
    }
    PreparedStatement rows = connection.prepareStatement(ROWS);
    rows.setString(1, data.path().toAbsolutePath().toString().replaceAll("([*?\\[])", "[$1]"));
    return rows;
  }

  private static String sentence(DataFile file, SQLException broken) {
    String message = String.valueOf(broken.getMessage()).lines().findFirst().orElse("");
    return "'%s' can't be read as Parquet: %s".formatted(file.shown(), message);
  }

  @Override
  public @Nullable RowOrProblem read() {
    if (failed) {
      return null;
    }
    try {
      return result.next() ? row(result.getString(1)) : null;
    } catch (SQLException broken) {
      failed = true;
      return file.broken(number, "broken-file", number + 1, 1, sentence(file, broken));
    }
  }

  private RowOrProblem row(String json) {
    long current = number++;
    if (json.length() > maxRowBytes) {
      return file.broken(
          current, "row-too-long", current + 1, 1, Messages.tooLong(maxRowBytes, "characters"));
    }
    try {
      Value value = Json.read(json);
      return value instanceof Value.Mapping columns
          ? new RowOrProblem.Row(current, file.place(current + 1, 1), columns)
          : file.broken(current, "row-shape", current + 1, 1, Messages.noObject(value));
    } catch (JsonSyntaxException broken) {
      return file.broken(current, "row-syntax", current + 1, 1, Messages.json(broken));
    }
  }

  @Override
  public void close() {
    Closing.close(result);
    Closing.close(statement);
    Closing.close(connection);
  }
}
