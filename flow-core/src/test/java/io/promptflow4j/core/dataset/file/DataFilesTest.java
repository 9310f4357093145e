package io.promptflow4j.core.dataset.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.promptflow4j.core.dataset.ColumnSummary;
import io.promptflow4j.core.dataset.DataCheck;
import io.promptflow4j.core.dataset.DataException;
import io.promptflow4j.core.dataset.DataFormat;
import io.promptflow4j.core.dataset.DataLimits;
import io.promptflow4j.core.dataset.DataSet;
import io.promptflow4j.core.dataset.DataSource;
import io.promptflow4j.core.dataset.RowOrProblem;
import io.promptflow4j.core.dataset.RowOrProblem.Row;
import io.promptflow4j.core.dataset.RowReader;
import io.promptflow4j.core.value.Value;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DataFilesTest {

  @TempDir private Path folder;

  private void write(String name, String text) throws IOException {
    Files.createDirectories(folder.resolve(name).getParent());
    Files.writeString(folder.resolve(name), text);
  }

  private DataSet open(String written) {
    return DataFiles.open(DataSource.of(written).relativeTo(folder));
  }

  @Nested
  class FoldersAndPatterns {

    @Test
    void theFilesOfAFolderFollowEachOtherInTheOrderOfTheirNames() throws IOException {
      write("data/b.csv", "a\n2\n3\n");
      write("data/a.jsonl", "{\"a\":1}\nbroken\n");
      write("data/sub/c.json", "[{\"a\":4}]");
      write("data/readme.md", "no rows");
      write("data/.hidden.jsonl", "{\"a\":9}");
      write("data/.cache/x.jsonl", "{\"a\":9}");

      assertThat(
              Reading.all(open("data/")).stream()
                  .map(found ->
                      switch (found) {
                        case Row row ->
                            row.number() + " " + row.place() + " " + row.columns().get("a");
                        case RowOrProblem.BrokenRow broken ->
                            broken.number() + " " + broken.problem().place();
                      }))
          .containsExactly(
              "0 data/a.jsonl:1:1 Whole[number=1]",
              "1 data/a.jsonl:2:1",
              "2 data/b.csv:2:1 Whole[number=2]",
              "3 data/b.csv:3:1 Whole[number=3]",
              "4 data/sub/c.json:1:2 Whole[number=4]");
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "data/*.jsonl     | 1 2",
          "data/**.jsonl    | 1 2 3",
          "data/**/*.jsonl  | 3",
          "*/[ab].jsonl     | 1 2",
          "data/{b,c}.jsonl | 2",
          "data/?.jsonl     | 1 2",
        })
    void aPatternNamesFiles(String pattern, String values) throws IOException {
      write("data/a.jsonl", "{\"a\":1}");
      write("data/b.jsonl", "{\"a\":2}");
      write("data/sub/c.jsonl", "{\"a\":3}");
      write("other/x.csv", "a\n9\n");

      assertThat(Reading.json(open(pattern)))
          .containsExactly(
              Stream.of(values.split(" ", -1)).map("{\"a\":%s}"::formatted).toArray(String[]::new));
    }

    @Test
    void aFileThatIsCalledLikeAPatternIsThatFile() throws IOException {
      write("d[1].jsonl", "{\"a\":1}");

      assertThat(Reading.json(open("d[1].jsonl"))).containsExactly("{\"a\":1}");
    }

    @Test
    void theFormatThatIsSaidAppliesToEveryFile() throws IOException {
      write("data/a.txt", "x\n1\n");

      assertThat(
              Reading.json(
                  DataFiles.open(
                      DataSource.of("data").relativeTo(folder).withFormat(DataFormat.CSV))))
          .containsExactly("{\"x\":1}");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "dta.jsonl | missing-data | there is no file or folder 'dta.jsonl'. Did you mean"
            + " 'data.jsonl'?",
        "empty | missing-data | folder 'empty' holds no file that ends in .jsonl, .json, .csv, .tsv"
            + " or .parquet",
        "*.csv | missing-data | no file of rows fits the pattern '*.csv'",
        "none/*.csv | missing-data | no file of rows fits the pattern 'none/*.csv'",
        "[.csv | missing-data | '[.csv' is not a pattern: Missing ']",
        "'' | missing-data | no data is named; name a file, a folder or '-'",
        "https://example.org/a.csv | unsupported-data | 'https://example.org/a.csv' is not on this"
            + " machine; download it and name the file",
        "azureml:movies:1 | unsupported-data | 'azureml:movies:1' is not on this machine; download"
            + " it and name the file",
        "a.xlsx | unsupported-data | 'a.xlsx' can't be read; save it as CSV, JSON Lines or Parquet"
            + " (a .gz of these is fine)",
      },
      quoteCharacter = '"')
  void whatCantBeOpenedSaysWhy(String written, String code, String message) throws IOException {
    write("data.jsonl", "{}");
    write("a.xlsx", "PK");
    Files.createDirectories(folder.resolve("empty"));

    assertThatThrownBy(() -> open(written.equals("''") ? "" : written))
        .isInstanceOfSatisfying(
            DataException.class,
            refused -> {
              assertThat(refused.code()).isEqualTo(code);
              assertThat(refused.isRetryable()).isFalse();
            })
        .hasMessage(message);
  }

  @Nested
  class StandardInput {

    private DataSet piped(String text, DataSource source, long limit) {
      return DataFiles.open(
          source,
          new ByteArrayInputStream(text.getBytes(UTF_8)),
          new DataLimits(DataLimits.DEFAULT.maxRowBytes(), limit));
    }

    @Test
    void itCanBeReadTwiceAndLeavesNothingBehind() throws IOException {
      long before = kept();
      try (DataSet data = piped("{\"a\":1}\n{\"a\":2}", DataSource.of("-"), 1_000)) {
        assertThat(kept()).isEqualTo(before + 1);
        assertThat(Reading.json(data)).containsExactly("{\"a\":1}", "{\"a\":2}");
        assertThat(Reading.json(data)).hasSize(2);
        assertThat(((Row) Reading.all(data).getFirst()).place()).hasToString("standard input:1:1");
      }
      assertThat(kept()).isEqualTo(before);
    }

    @Test
    void itMayBeAnyFormat() {
      try (DataSet data =
          piped("a,b\n1,2\n", DataSource.of("-").withFormat(DataFormat.CSV), 1_000)) {
        assertThat(Reading.json(data)).containsExactly("{\"a\":1,\"b\":2}");
      }
    }

    @Test
    void itHasALimit() throws IOException {
      long before = kept();

      assertThatThrownBy(() -> piped("{\"a\":1}\n".repeat(100), DataSource.of("-"), 100))
          .isInstanceOf(DataException.class)
          .hasMessage("standard input is longer than 100 bytes; save it as a file");
      assertThat(kept()).isEqualTo(before);
    }

    private static long kept() throws IOException {
      try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
        return files
            .filter(file -> file.getFileName().toString().startsWith("promptflow4j-input-"))
            .count();
      }
    }
  }

  @Nested
  class Images {

    private static final byte[] PIXEL =
        Base64.getDecoder()
            .decode(
                "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5E"
                    + "rkJggg==");

    @Test
    void anImageIsLoadedFromBesideTheDataFile() throws IOException {
      write("data/rows.jsonl", "{\"q\": [\"what?\", {\"data:image/png;path\": \"img/p.png\"}]}\n");
      Files.createDirectories(folder.resolve("data/img"));
      Files.write(folder.resolve("data/img/p.png"), PIXEL);

      var row = (Row) Reading.all(open("data/rows.jsonl")).getFirst();

      assertThat(row.columns().get("q"))
          .isInstanceOfSatisfying(
              Value.Sequence.class,
              question ->
                  assertThat(question.items().getLast())
                      .isInstanceOfSatisfying(
                          Value.Image.class,
                          image -> assertThat(image.mediaType()).isEqualTo("image/png")));
    }

    @Test
    void anImageThatIsMissingOrElsewhereBreaksItsRow() throws IOException {
      write(
          "data/rows.jsonl",
          """
          {"q": {"data:image/png;path": "none.png"}}
          {"q": {"data:image/png;path": "../secret.png"}}
          {"q": {"data:image/png;url": "https://example.org/a.png"}}
          """);
      Files.write(folder.resolve("secret.png"), PIXEL);

      assertThat(Reading.problems(open("data/rows.jsonl")))
          .containsExactly(
              "data/rows.jsonl:1:1: error[row-image]: there is no file 'none.png'.",
              "data/rows.jsonl:2:1: error[row-image]: '../secret.png' leaves the flow folder; copy"
                  + " the file into it or list it under 'additional_includes'.");
    }
  }

  @Nested
  class Parquet {

    @Test
    void rowsOfEveryTypeAreRead() throws SQLException {
      copy(
          """
          SELECT 1::INTEGER AS i, 18446744073709551615::UBIGINT AS h, 'nan'::DOUBLE AS nan,
                 2.0::DOUBLE AS d, true AS b, 'é' AS t, NULL::INTEGER AS n,
                 [1, 2] AS l, {'a': 1, 'b': 'x'} AS s, DATE '2024-01-31' AS day,
                 TIMESTAMP '2024-01-31 12:00:00' AS at, 1.25::DECIMAL(10, 2) AS m
          """,
          "a.parquet");

      assertThat(Reading.lines(open("a.parquet")))
          .containsExactly(
              "0 @ 1: {\"i\":1,\"h\":18446744073709551615,\"nan\":NaN,\"d\":2.0,\"b\":true,"
                  + "\"t\":\"é\",\"n\":null,\"l\":[1,2],\"s\":{\"a\":1,\"b\":\"x\"},"
                  + "\"day\":\"2024-01-31\",\"at\":\"2024-01-31 12:00:00\",\"m\":1.25}");
    }

    @Test
    void aNameThatLooksLikeAPatternIsThatFile() throws SQLException {
      copy("SELECT 1 AS a", "x[1]*.parquet");
      copy("SELECT 2 AS a", "x1y.parquet");

      assertThat(Reading.json(open("x[1]*.parquet"))).containsExactly("{\"a\":1}");
    }

    @Test
    void whatIsNoParquetSaysSo() throws IOException {
      write("a.parquet", "no parquet at all");

      assertThatThrownBy(() -> Reading.all(open("a.parquet")))
          .isInstanceOf(DataException.class)
          .hasMessageStartingWith("'a.parquet' can't be read as Parquet: ");
    }

    private void copy(String query, String name) throws SQLException {
      try (var connection = DriverManager.getConnection("jdbc:duckdb:");
          var statement = connection.createStatement()) {
        statement.execute(
            "COPY (%s) TO '%s' (FORMAT parquet)".formatted(query, folder.resolve(name)));
      }
    }
  }

  @Nested
  class Checks {

    @Test
    void sameRowsHaveTheSameDigestInWhateverForm() throws IOException, SQLException {
      write("a.jsonl", "{\"n\":1,\"t\":\"x\",\"d\":0.5}\n{\"n\":2,\"t\":\"y\",\"d\":1.0}\n");
      write(
          "b.jsonl",
          "\uFEFF{\"t\": \"x\",  \"d\": 0.5, \"n\": 1}\r\n\r\n"
              + "{\"n\":2,\"d\":1.0,\"t\":\"\\u0079\"}");
      write("c.csv", "n,t,d\n1,x,0.5\n2,y,1.0\n");
      write("d.json", "[{\"n\":1,\"t\":\"x\",\"d\":0.5},{\"n\":2,\"t\":\"y\",\"d\":1.0}]");
      write("other.jsonl", "{\"n\":2,\"t\":\"y\",\"d\":1.0}\n{\"n\":1,\"t\":\"x\",\"d\":0.5}\n");

      assertThat(
              Stream.of("a.jsonl", "b.jsonl", "c.csv", "d.json")
                  .map(name -> DataCheck.of(open(name)).digest())
                  .distinct())
          .hasSize(1);
      assertThat(DataCheck.of(open("other.jsonl")).digest())
          .isNotEqualTo(DataCheck.of(open("a.jsonl")).digest());
      // python3 -c: sha256 over each row's length (4 bytes, big-endian) and
      // json.dumps(row, sort_keys=True, separators=(',', ':'))
      assertThat(DataCheck.of(open("a.jsonl")).digest())
          .isEqualTo("sha256:71107c79ac16971b36a31025af8f36948e471ab14e15b0c4da93ecce3e59f369");
    }

    @Test
    void problemsAreCountedAndTheFirstHundredKept() throws IOException {
      write("a.jsonl", "{\"a\":1}\n" + "{\n".repeat(250) + "{\"a\":null,\"b\":[]}\n");

      var check = DataCheck.of(open("a.jsonl"));

      assertThat(check.rows()).isEqualTo(2);
      assertThat(check.problemCount()).isEqualTo(250);
      assertThat(check.problems()).hasSize(100);
      assertThat(check.isClean()).isFalse();
      assertThat(check.columns().values())
          .extracting(ColumnSummary::name, ColumnSummary::type, ColumnSummary::rows)
          .containsExactly(tuple("a", "integer", 2L), tuple("b", "list", 1L));
    }

    @Test
    void rowsInMemoryAreADataSetToo() {
      DataSet data = DataSet.of("given", List.of(Value.of(Map.of("a", Value.of(1)))));

      assertThat(Reading.lines(data)).containsExactly("0 @ 1: {\"a\":1}");
      assertThat(data.keepsNumbers()).isFalse();
    }
  }

  /// A million rows go by while no more of the file than a few blocks is in memory: the reader asks
  /// the file for what it needs, when it needs it.
  @Test
  void aMillionRowsAreReadInFlatMemory() throws IOException {
    Path file = folder.resolve("million.jsonl");
    try (var out = Files.newBufferedWriter(file)) {
      for (int i = 0; i < 1_000_000; i++) {
        out.write("{\"id\":");
        out.write(Integer.toString(i));
        out.write(",\"q\":\"why?\"}\n");
      }
    }
    Runtime memory = Runtime.getRuntime();

    long most = 0;
    long count = 0;
    try (RowReader rows = open("million.jsonl").rows()) {
      for (RowOrProblem found = rows.read(); found != null; found = rows.read()) {
        count++;
        if (count % 250_000 == 1) {
          memory.gc();
          most = Math.max(most, memory.totalMemory() - memory.freeMemory());
        }
      }
    }

    assertThat(count).isEqualTo(1_000_000);
    memory.gc();
    long after = memory.totalMemory() - memory.freeMemory();
    assertThat(most - after).isLessThan(20L << 20);
  }
}
