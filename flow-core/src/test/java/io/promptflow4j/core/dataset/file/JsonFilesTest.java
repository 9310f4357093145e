package io.promptflow4j.core.dataset.file;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.core.dataset.DataFormat;
import io.promptflow4j.core.dataset.DataLimits;
import io.promptflow4j.core.dataset.DataSet;
import io.promptflow4j.core.dataset.DataSource;
import io.promptflow4j.core.dataset.RowOrProblem.Row;
import io.promptflow4j.core.value.Value;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonFilesTest {

  @TempDir private Path folder;

  private DataSet write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
    return open(name);
  }

  private DataSet open(String name) {
    return DataFiles.open(DataSource.of(name).relativeTo(folder));
  }

  private DataSet openWithLimit(String name, int bytes) {
    return DataFiles.open(
        DataSource.of(name).relativeTo(folder),
        InputStream.nullInputStream(),
        DataLimits.DEFAULT.withMaxRowBytes(bytes));
  }

  @Nested
  class JsonLines {

    @Test
    void aLineIsARowAndKeepsItsTypes() throws IOException {
      var data =
          write(
              "data.jsonl",
              """
              {"q": "é", "n": 4, "x": 4.0, "b": true, "none": null, "l": [1, {"a": 2}]}
              {"n": 123456789012345678901234567890, "date": "2024-01-31"}
              """);

      assertThat(Reading.lines(data))
          .containsExactly(
              "0 @ 1: {\"q\":\"é\",\"n\":4,\"x\":4.0,\"b\":true,\"none\":null,\"l\":[1,{\"a\":2}]}",
              "1 @ 2: {\"n\":123456789012345678901234567890,\"date\":\"2024-01-31\"}");
    }

    @Test
    void marksCrlfBlankLinesAndAMissingLastLineEndDoNotMatter() throws IOException {
      var data = write("data.jsonl", "\uFEFF{\"a\":1}\r\n\r\n   \n{\"a\":2}\r\n\n{\"a\":3}");

      assertThat(Reading.lines(data))
          .containsExactly("0 @ 1: {\"a\":1}", "1 @ 4: {\"a\":2}", "2 @ 6: {\"a\":3}");
    }

    @Test
    void numbersThatPythonWritesAreRead() throws IOException {
      var data = write("data.jsonl", "{\"a\": NaN, \"b\": Infinity, \"c\": -Infinity}\n");

      var row = (Row) Reading.all(data).getFirst();
      assertThat(row.columns().entries().values())
          .containsExactly(
              Value.of(Double.NaN),
              Value.of(Double.POSITIVE_INFINITY),
              Value.of(Double.NEGATIVE_INFINITY));
    }

    @Test
    void allThatIsWrongIsToldWithItsPlace() throws IOException {
      var data =
          write(
              "data.jsonl",
              """
              {"a": 1}
              {"a": 1,}
              [1, 2]
              "text"
              {"a": 1, "b": {"x": 1, "x": 2}}
              {"a": 1} {"a": 2}
              {"a": "unfinished
              {"a": 2}
              """);

      assertThat(Reading.lines(data))
          .containsExactly(
              "0 @ 1: {\"a\":1}",
              "data.jsonl:2:9: error[row-syntax]: this is not JSON: a key in double quotes"
                  + " has to stand here, but '}' does.",
              "data.jsonl:3:1: error[row-shape]: a row is a JSON object such as {\"question\":"
                  + " \"…\"}, but this is a list.",
              "data.jsonl:4:1: error[row-shape]: a row is a JSON object such as {\"question\":"
                  + " \"…\"}, but this is a text.",
              "data.jsonl:5:24: error[row-syntax]: this is not JSON: the key 'x' occurs twice.",
              "data.jsonl:6:10: error[row-syntax]: this is not JSON: there is more text after the"
                  + " value.",
              "data.jsonl:7:18: error[row-syntax]: this is not JSON: the text ends too" + " early.",
              "7 @ 8: {\"a\":2}");
    }

    @Test
    void aJsonListUnderTheWrongNameIsRecognised() throws IOException {
      var data = write("data.jsonl", "[\n  {\"a\": 1}\n]\n");

      assertThat(Reading.problems(data).getFirst())
          .isEqualTo(
              "data.jsonl:1:2: error[row-syntax]: this is not one JSON object a line; if the file"
                  + " is a JSON list or one object, name it .json or say that its format is json.");
      assertThat(
              Reading.json(
                  DataFiles.open(
                      DataSource.of("data.jsonl").relativeTo(folder).withFormat(DataFormat.JSON))))
          .containsExactly("{\"a\":1}");
    }

    @Test
    void bytesThatAreNotUtf8AreLocated() throws IOException {
      byte[] latin =
          "{\"a\": \"ok\"}\n{\"a\": \"caf\u00e9\"}\n{\"a\": \"\uFFFD\"}\n".getBytes(ISO_8859_1);
      byte[] bytes = new String(latin, ISO_8859_1).replace("?", "").getBytes(ISO_8859_1);
      Files.write(folder.resolve("data.jsonl"), bytes);

      assertThat(Reading.lines(open("data.jsonl")))
          .containsExactly(
              "0 @ 1: {\"a\":\"ok\"}",
              "data.jsonl:2:11: error[not-utf8]: byte 0xE9 is not UTF-8; save the file as UTF-8 (in"
                  + " Excel: 'CSV UTF-8').",
              "2 @ 3: {\"a\":\"\"}");
    }

    @Test
    void aReplacementCharacterInTheFileIsText() throws IOException {
      assertThat(Reading.json(write("data.jsonl", "{\"a\": \"\uFFFD\"}")))
          .containsExactly("{\"a\":\"\uFFFD\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"})
    void otherEncodingsAreRecognised(String name) throws IOException {
      String text = "\uFEFF{\"a\": 1}\n";
      for (String file : List.of("data.jsonl", "data.json")) {
        Files.write(folder.resolve(file), text.getBytes(Charset.forName(name)));

        assertThat(Reading.problems(open(file)).getFirst())
            .contains(
                "the file is %s; save it as UTF-8 (in Excel: 'CSV UTF-8')"
                    .formatted(name.substring(0, 6)));
      }
    }

    @Test
    void aLineThatIsTooLongIsPassedOver() throws IOException {
      String huge = "{\"a\": \"" + "x".repeat(200_000) + "\"}\n";
      write("data.jsonl", "{\"a\": 1}\n" + huge + "{\"a\": 3}\n");

      assertThat(Reading.lines(openWithLimit("data.jsonl", 150_000)))
          .containsExactly(
              "0 @ 1: {\"a\":1}",
              "data.jsonl:2:1: error[row-too-long]: this row is longer than 150,000 bytes; shorten"
                  + " it, or raise the limit.",
              "2 @ 3: {\"a\":3}");
      assertThat(Reading.problems(openWithLimit("data.jsonl", 200_100))).isEmpty();
    }

    @Test
    void anUnknownSuffixIsReadAsJsonLines() throws IOException {
      assertThat(Reading.json(write("data.txt", "{\"a\":1}"))).containsExactly("{\"a\":1}");
      assertThat(Reading.json(write("data", "{\"a\":1}"))).containsExactly("{\"a\":1}");
    }

    @Test
    void anEmptyFileHasNoRows() throws IOException {
      assertThat(Reading.all(write("data.jsonl", ""))).isEmpty();
      assertThat(Reading.all(write("data.jsonl", "\n\n"))).isEmpty();
    }
  }

  @Nested
  class Packed {

    @Test
    void gzipIsUnpackedWhateverTheFileIsCalled() throws IOException {
      for (String name : new String[] {"a.jsonl.gz", "b.jsonl"}) {
        pack(name, "{\"a\":1}\n{\"a\":2}\n");

        assertThat(Reading.json(open(name))).containsExactly("{\"a\":1}", "{\"a\":2}");
      }
      pack("c.csv.gz", "a\n1\n");
      assertThat(Reading.json(open("c.csv.gz"))).containsExactly("{\"a\":1}");
    }

    @Test
    void aFileThatIsCutOffSaysSoAfterTheRowsThatAreThere() throws IOException {
      pack("a.jsonl.gz", "{\"a\":1}\n".repeat(10));
      byte[] whole = Files.readAllBytes(folder.resolve("a.jsonl.gz"));
      Files.write(folder.resolve("a.jsonl.gz"), java.util.Arrays.copyOf(whole, whole.length - 4));

      assertThat(Reading.lines(open("a.jsonl.gz")).getLast())
          .startsWith("a.jsonl.gz:")
          .endsWith(
              "error[broken-file]: the rest of the file can't be read: the file is cut off;"
                  + " repair or copy the file again.");
    }

    private void pack(String name, String text) throws IOException {
      try (var out = new GZIPOutputStream(Files.newOutputStream(folder.resolve(name)))) {
        out.write(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
      }
    }
  }

  @Nested
  class JsonDocuments {

    @Test
    void aListOfObjectsIsRowsOneObjectIsOneRow() throws IOException {
      assertThat(Reading.lines(write("a.json", "[\n  {\"a\": 1},\n  {\"a\": [2]}\n]\n")))
          .containsExactly("0 @ 2: {\"a\":1}", "1 @ 3: {\"a\":[2]}");
      assertThat(Reading.json(write("b.json", "{\"a\": [], \"b\": {}}")))
          .containsExactly("{\"a\":[],\"b\":{}}");
      assertThat(Reading.json(write("c.json", "\uFEFF{\"a\": 1}\n{\"a\": 2}")))
          .containsExactly("{\"a\":1}", "{\"a\":2}");
      assertThat(Reading.json(write("d.json", "[]"))).isEmpty();
      assertThat(Reading.json(write("e.json", ""))).isEmpty();
    }

    @Test
    void whatIsNoObjectIsToldAndTheRestIsRead() throws IOException {
      assertThat(Reading.lines(write("a.json", "[1, {\"a\": 1},\n [2], null]")))
          .containsExactly(
              "a.json:1:2: error[row-shape]: a row is a JSON object such as {\"question\": \"…\"},"
                  + " but this is a number.",
              "1 @ 1: {\"a\":1}",
              "a.json:2:2: error[row-shape]: a row is a JSON object such as {\"question\": \"…\"},"
                  + " but this is a list.",
              "a.json:2:7: error[row-shape]: a row is a JSON object such as {\"question\": \"…\"},"
                  + " but this is null.");
    }

    @Test
    void brokenJsonEndsTheFile() throws IOException {
      assertThat(Reading.lines(write("a.json", "[{\"a\": 1},\n {\"a\": tru},\n {\"a\": 3}]")))
          .containsExactly(
              "0 @ 1: {\"a\":1}",
              "a.json:2:8: error[row-syntax]: this is not JSON: 'tru' is no JSON value; texts"
                  + " stand in double quotes; the rest of the file was not read.");
    }

    @Test
    void aTableByColumnsIsRecognised() throws IOException {
      assertThat(
              Reading.problems(
                  write("a.json", "{\"a\": {\"0\": 1, \"1\": 2}, \"b\": {\"0\": 1, \"1\": 2}}")))
          .containsExactly(
              "a.json:1:1: error[row-shape]: this is a table written column by column; write it row"
                  + " by row (pandas: df.to_json(path, orient='records', lines=True)).");
    }

    @Test
    void wrongBytesSpoilTheirRowOnly() throws IOException {
      byte[] bytes = "[{\"a\": \"x\"},\n{\"a\": \"\u00e9\"},\n{\"a\": \"y\"}]".getBytes(ISO_8859_1);
      Files.write(folder.resolve("a.json"), bytes);

      assertThat(Reading.lines(open("a.json")))
          .containsExactly(
              "0 @ 1: {\"a\":\"x\"}",
              "a.json:2:8: error[not-utf8]: byte 0xE9 is not UTF-8; save the file as UTF-8 (in"
                  + " Excel: 'CSV UTF-8').",
              "2 @ 3: {\"a\":\"y\"}");
    }

    @Test
    void aRowWithoutEndIsStopped() throws IOException {
      write("a.json", "[{\"a\": 1},\n{\"a\": [" + "1,".repeat(200_000) + "1]}]");

      assertThat(Reading.lines(openWithLimit("a.json", 100_000)))
          .containsExactly(
              "0 @ 1: {\"a\":1}",
              "a.json:1:1: error[row-too-long]: the row after this place is too long, and the rest"
                  + " of the file was not read: this row is longer than 100,000 characters; shorten"
                  + " it, or raise the limit.");
    }
  }
}
