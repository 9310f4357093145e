package io.promptflow4j.core.dataset.file;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.core.dataset.DataCheck;
import io.promptflow4j.core.dataset.DataLimits;
import io.promptflow4j.core.dataset.DataSet;
import io.promptflow4j.core.dataset.DataSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TablesTest {

  @TempDir private Path folder;

  private DataSet write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
    return DataFiles.open(DataSource.of(name).relativeTo(folder));
  }

  @Test
  void aColumnHasATypeOnlyIfAllItsCellsAreWrittenSo() throws IOException {
    var data =
        write(
            "data.csv",
            """
            int,dec,mixed,bool,zip,money,lower,big,neg,sci,date
            1,0.5,1,True,01234,1.50,true,12345678901234567890,-3,1e-05,2024-01-31
            20,2.0,2.5,False,99999,2.00,false,1,0,2.0,2024-02-01
            """);

    assertThat(Reading.lines(data))
        .containsExactly(
            "0 @ 2: {\"int\":1,\"dec\":0.5,\"mixed\":1,\"bool\":true,\"zip\":\"01234\","
                + "\"money\":\"1.50\",\"lower\":\"true\",\"big\":12345678901234567890,\"neg\":-3,"
                + "\"sci\":1.0E-5,\"date\":\"2024-01-31\"}",
            "1 @ 3: {\"int\":20,\"dec\":2.0,\"mixed\":2.5,\"bool\":false,\"zip\":\"99999\","
                + "\"money\":\"2.00\",\"lower\":\"false\",\"big\":1,\"neg\":0,\"sci\":2.0,"
                + "\"date\":\"2024-02-01\"}");
    assertThat(
            DataCheck.of(data).columns().values().stream()
                .map(column -> column.name() + " " + column.type())
                .collect(Collectors.joining(", ")))
        .isEqualTo(
            "int integer, dec decimal, mixed integer or decimal, bool boolean, zip text, money"
                + " text, lower text, big integer, neg integer, sci decimal, date text");
  }

  @Test
  void oneCellThatDiffersMakesTheWholeColumnText() throws IOException {
    assertThat(Reading.json(write("a.csv", "a,b,c\n1,-0,+1\n2,1,1\nx,2,2\n")))
        .containsExactly(
            "{\"a\":\"1\",\"b\":\"-0\",\"c\":\"+1\"}",
            "{\"a\":\"2\",\"b\":\"1\",\"c\":\"1\"}",
            "{\"a\":\"x\",\"b\":\"2\",\"c\":\"2\"}");
  }

  @Test
  void anEmptyCellIsAnEmptyTextOrNoValue() throws IOException {
    assertThat(Reading.json(write("a.csv", "n,b,t,e\n1,True,x,\n,,,\n\"\",,\"\",\n")))
        .containsExactly(
            "{\"n\":1,\"b\":true,\"t\":\"x\",\"e\":\"\"}",
            "{\"t\":\"\",\"e\":\"\"}",
            "{\"t\":\"\",\"e\":\"\"}");
  }

  @Test
  void quotesLineEndsAndBlankLinesKeepTheLineNumbersRight() throws IOException {
    var data =
        write("a.csv", "\uFEFFa,b\r\n\"x, \"\"y\"\"\",1\r\n\r\n\"two\r\nlines\",2\r\nlast,3");

    assertThat(Reading.lines(data))
        .containsExactly(
            "0 @ 2: {\"a\":\"x, \\\"y\\\"\",\"b\":1}",
            "1 @ 4: {\"a\":\"two\\r\\nlines\",\"b\":2}",
            "2 @ 6: {\"a\":\"last\",\"b\":3}");
  }

  @Test
  void formulasAreText() throws IOException {
    assertThat(Reading.json(write("a.csv", "a\n=1+1\n@SUM(A1)\n-cmd\n")))
        .containsExactly("{\"a\":\"=1+1\"}", "{\"a\":\"@SUM(A1)\"}", "{\"a\":\"-cmd\"}");
  }

  @Test
  void tabsSeparateTsvAndSemicolonsACsvWithoutCommas() throws IOException {
    assertThat(Reading.json(write("a.tsv", "a\tb\nx, y\t1\n")))
        .containsExactly("{\"a\":\"x, y\",\"b\":1}");
    assertThat(Reading.json(write("a.csv", "a;b\nx, y;1\n1,5;2\n")))
        .containsExactly("{\"a\":\"x, y\",\"b\":1}", "{\"a\":\"1,5\",\"b\":2}");
  }

  @Test
  void aColumnWithoutANameIsCalledAsPandasCallsIt() throws IOException {
    assertThat(Reading.json(write("a.csv", ",q\n0,x\n")))
        .containsExactly("{\"Unnamed: 0\":0,\"q\":\"x\"}");
  }

  @Test
  void noRowsUnderAHeaderAndNoHeaderAreNoRows() throws IOException {
    assertThat(Reading.all(write("a.csv", "a,b\n"))).isEmpty();
    assertThat(Reading.all(write("b.csv", ""))).isEmpty();
  }

  @Test
  void rowsOfAnotherWidthAreTold() throws IOException {
    assertThat(Reading.lines(write("a.csv", "a,b\n1,2\n3\n4,5,6\n7,8\n")))
        .containsExactly(
            "0 @ 2: {\"a\":1,\"b\":2}",
            "a.csv:3:1: error[row-shape]: this row has 1 cell, but the header has 2; put texts that"
                + " hold a ',' in quotes.",
            "a.csv:4:1: error[row-shape]: this row has 3 cells, but the header has 2; put texts"
                + " that hold a ',' in quotes.",
            "3 @ 5: {\"a\":7,\"b\":8}");
  }

  @Test
  void aHeaderWithTwoEqualNamesIsRefused() throws IOException {
    assertThat(Reading.lines(write("a.csv", "a,b,a,b\n1,2,3,4\n")))
        .containsExactly(
            "a.csv:1:1: error[duplicate-column]: the header names 'a', 'b' more than once; rename"
                + " the columns.");
  }

  @Test
  void aMisplacedQuoteEndsTheFile() throws IOException {
    assertThat(Reading.lines(write("a.csv", "a,b\n1,2\n\"x\"y,3\n5,6\n")))
        .containsExactly(
            "0 @ 2: {\"a\":\"1\",\"b\":\"2\"}".replace("\"1\"", "1").replace("\"2\"", "2"),
            "a.csv:3:1: error[row-syntax]: a quote is misplaced or never closed (in the row from"
                + " here on); the rest of the file was not read.");
    assertThat(Reading.problems(write("b.csv", "a,b\n1,2\n\"x,3\n5,6\n")).getFirst())
        .startsWith("b.csv:")
        .contains("error[row-syntax]: a quote is misplaced or never closed");
  }

  @Test
  void bytesThatAreNotUtf8SpoilTheirRowOnly() throws IOException {
    Files.write(folder.resolve("a.csv"), "name,n\nok,1\ncaf\u00e9,2\nok,3\n".getBytes(ISO_8859_1));

    assertThat(Reading.lines(DataFiles.open(DataSource.of("a.csv").relativeTo(folder))))
        .containsExactly(
            "0 @ 2: {\"name\":\"ok\",\"n\":1}",
            "a.csv:3:4: error[not-utf8]: byte 0xE9 is not UTF-8; save the file as UTF-8 (in Excel:"
                + " 'CSV UTF-8').",
            "2 @ 4: {\"name\":\"ok\",\"n\":3}");
  }

  @Test
  void aQuoteThatIsNeverClosedDoesNotEatTheMemory() throws IOException {
    Files.writeString(folder.resolve("a.csv"), "a\n1\n\"" + "x\n".repeat(200_000));

    assertThat(
            Reading.lines(
                    DataFiles.open(
                        DataSource.of("a.csv").relativeTo(folder),
                        InputStream.nullInputStream(),
                        DataLimits.DEFAULT.withMaxRowBytes(100_000)))
                .getLast())
        .endsWith(
            "error[row-too-long]: this row is longer than 100,000 characters; shorten it, or raise"
                + " the limit (in the row from here on); the rest of the file was not read.");
  }
}
