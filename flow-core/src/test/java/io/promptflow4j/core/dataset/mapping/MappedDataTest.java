package io.promptflow4j.core.dataset.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.core.dataset.DataSet;
import io.promptflow4j.core.dataset.DataSource;
import io.promptflow4j.core.dataset.RowOrProblem;
import io.promptflow4j.core.dataset.RowReader;
import io.promptflow4j.core.dataset.file.DataFiles;
import io.promptflow4j.core.dataset.file.Reading;
import io.promptflow4j.core.dataset.selection.FilterExpression;
import io.promptflow4j.core.dataset.selection.Selection;
import io.promptflow4j.core.graph.FlowInput;
import io.promptflow4j.core.source.Diagnostic;
import io.promptflow4j.core.source.Place;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.core.value.ValueType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MappedDataTest {

  private static final Place RUN_FILE = new Place("run.yaml", 4, 1);

  private final SequencedMap<String, DataSet> sources = new LinkedHashMap<>();
  private final List<FlowInput> inputs = new ArrayList<>();
  private String mapping = "{}";

  private static List<Value.Mapping> json(String... rows) {
    return Stream.of(rows).map(text -> (Value.Mapping) Json.read(text)).toList();
  }

  private void source(String name, String... rows) {
    sources.put(name, DataSet.of(name + ".jsonl", json(rows)));
  }

  private void input(String name, ValueType type) {
    inputs.add(new FlowInput(name, type, Optional.empty(), ""));
  }

  private void inputWithDefault(String name, ValueType type, Value value) {
    inputs.add(new FlowInput(name, type, Optional.of(value), ""));
  }

  private MappedData mapped() {
    return new MappedData(
        new InputNeeds(inputs, Set.of("chat_history")),
        ColumnMapping.of((Value.Mapping) Json.read(mapping), RUN_FILE),
        sources);
  }

  private List<String> rows() {
    return Reading.all(mapped()).stream()
        .map(found ->
            switch (found) {
              case RowOrProblem.Row row -> row.number() + " " + Json.write(row.columns());
              case RowOrProblem.BrokenRow broken -> broken.problem().toString();
            })
        .toList();
  }

  private List<String> problems() {
    return mapped().check().problems().stream().map(Diagnostic::toString).toList();
  }

  private List<String> remarks() {
    return mapped().check().remarks().stream().map(Diagnostic::toString).toList();
  }

  @Nested
  class References {

    @Test
    void columnsOfDataAndOfAnotherRunAndConstants() {
      input("question", ValueType.STRING);
      input("groundtruth", ValueType.STRING);
      input("prediction", ValueType.STRING);
      input("k", ValueType.INT);
      source(
          "data",
          "{\"question\":\"q0\",\"answer\":\"a0\"}",
          "{\"question\":\"q1\",\"answer\":\"a1\"}");
      source(
          "run.outputs",
          "{\"category\":\"c0\",\"line_number\":0}",
          "{\"category\":\"c1\",\"line_number\":1}");
      source(
          "run.inputs",
          "{\"question\":\"r0\",\"line_number\":0}",
          "{\"question\":\"r1\",\"line_number\":1}");
      mapping =
          """
          {"question": "${run.inputs.question}", "groundtruth": "${data.answer}",
           "prediction": "${run.outputs.category}", "k": 3, "line_number": "${data.question}"}
          """;

      assertThat(rows())
          .containsExactly(
              "0 {\"question\":\"r0\",\"groundtruth\":\"a0\",\"prediction\":\"c0\",\"k\":3}",
              "1 {\"question\":\"r1\",\"groundtruth\":\"a1\",\"prediction\":\"c1\",\"k\":3}");
      assertThat(mapped().check().isClean()).isTrue();
      assertThat(mapped().check().rows()).isEqualTo(2);
    }

    /// The cases of prompt flow's own `test_apply_inputs_mapping`.
    @Test
    void theShortestSourceComesFirst() {
      input("question", ValueType.STRING);
      mapping = "{\"question\": \"${data.test.question}\"}";

      source("data.test", "{\"question\":\"longer\"}");
      assertThat(rows()).containsExactly("0 {\"question\":\"longer\"}");

      source("data", "{\"test.question\":\"shorter\"}");
      assertThat(rows()).containsExactly("0 {\"question\":\"shorter\"}");
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = ';',
        quoteCharacter = '"',
        value = {
          "${data.a.b}; exact",
          "${data.c.d}; 1",
          "${data.c.l[1]}; y",
          "${data.c.l[0].z}; 7",
          "${data.c['x y']}; 5",
          "${data.c[\"x y\"]}; 5",
          "${data.p.q.r}; deep",
          "${data.list[0][1]}; 2",
          "${ data.c.d }; 1",
          "${data.my column}; 9",
        })
    void aColumnOfThatNameWinsElseTheReferenceLooksInside(String reference, String expected) {
      input("x", ValueType.ANY);
      source(
          "data",
          """
          {"a": {"b": "nested"}, "a.b": "exact", "list": [[1, 2]], "my column": 9,
           "c": {"d": 1, "l": [{"z": 7}, "y"], "x y": 5}, "p.q": {"r": "deep"}}
          """);
      mapping = Json.write(Value.of(Map.of("x", Value.of(reference))));

      assertThat(problems()).isEmpty();
      Value found = ((RowOrProblem.Row) Reading.all(mapped()).getFirst()).columns().get("x");
      assertThat(String.valueOf(found == null ? null : found.toPlain())).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = ';',
        quoteCharacter = '"',
        value = {"prefix ${data.a}", "${data.a} and ${data.b}", "${data.{a}}"})
    void aTextThatIsNotAReferenceAsAWholeIsAConstantAndSaysSo(String text) {
      input("x", ValueType.STRING);
      input("a", ValueType.STRING);
      source("data", "{\"a\":\"A\"}");
      mapping = Json.write(Value.of(Map.of("x", Value.of(text))));

      assertThat(rows())
          .containsExactly("0 {\"x\":%s,\"a\":\"A\"}".formatted(Json.write(Value.of(text))));
      assertThat(remarks())
          .containsExactly(
              "run.yaml:4:1: hint[literal-reference]: x: '%s' is taken as a text; only a value that is ${…} as a whole reads a column."
                  .formatted(text));
    }

    @Test
    void everyReferenceThatLeadsNowhereIsInOneError() {
      input("question", ValueType.STRING);
      input("answer", ValueType.STRING);
      inputWithDefault("k", ValueType.INT, Value.of(3));
      source("data", "{\"qestion\":\"q\",\"text\":\"t\"}", "{\"qestion\":\"q\",\"text\":\"t\"}");
      mapping = "{\"question\": \"${data.question}\", \"k\": \"${data.text.k}\"}";

      var check = mapped().check();

      assertThat(problems())
          .containsExactly(
              "run.yaml:4:1: error[unresolved-mapping]: no row has ${data.question} for input"
                  + " 'question'; 'data' has the columns qestion, text. Did you mean 'qestion'?; no"
                  + " row has ${data.text.k} for input 'k'; 'data' has the columns qestion, text."
                  + " Column 'text' holds text.; no row has ${data.answer} for input 'answer';"
                  + " 'data' has the columns qestion, text.");
      assertThat(check.problemCount()).isEqualTo(1);
      assertThat(check.rows()).isZero();
    }

    @Test
    void sourcesThatAreNotThereAndReferencesWithoutAColumnAreErrors() {
      input("a", ValueType.STRING);
      input("b", ValueType.STRING);
      source("data", "{\"a\":1}");
      mapping = "{\"a\": \"${dta.a}\", \"b\": \"${question}\"}";

      assertThat(problems())
          .containsExactly(
              "run.yaml:4:1: error[malformed-mapping]: b: ${question} names no column; write"
                  + " ${source.column}, such as ${data.question}.",
              "run.yaml:4:1: error[unknown-source]: a: ${dta.a} reads a source that is not there;"
                  + " there is data. Did you mean 'data'?");
      assertThat(Reading.all(mapped())).hasSize(2);
    }

    @Test
    void atLeastOneInputReadsAColumn() {
      input("a", ValueType.STRING);
      source("data", "{\"a\":1}");
      mapping = "{\"a\": \"fixed\"}";

      assertThat(problems())
          .containsExactly(
              "run.yaml:4:1: error[no-reference]: no input reads a column, so every row would give"
                  + " the same; map at least one, such as a: ${data.a}.");
    }

    @Test
    void aFlowWithoutInputsIsRefused() {
      source("data", "{\"a\":1}");

      assertThat(problems())
          .containsExactly(
              "run.yaml:4:1: error[no-inputs]: the flow has no inputs, so every row would give the"
                  + " same; run it once with pf flow test.");
    }

    @Test
    void aNameTheFlowDoesNotHaveIsPassedOnWithAWarning() {
      input("question", ValueType.STRING);
      source("data", "{\"question\":\"q\"}");
      mapping = "{\"question\": \"${data.question}\", \"qestion\": 1}";

      assertThat(rows()).containsExactly("0 {\"question\":\"q\",\"qestion\":1}");
      assertThat(remarks())
          .containsExactly(
              "run.yaml:4:1: warning[unknown-mapping]: the flow has no input 'qestion'; what is"
                  + " mapped to it is passed on but not read. Did you mean 'question'?");
    }
  }

  @Nested
  class Defaults {

    @Test
    void anInputTakesTheColumnOfItsNameAlsoIfItHasADefault() {
      input("question", ValueType.STRING);
      inputWithDefault("k", ValueType.INT, Value.of(3));
      inputWithDefault("unused", ValueType.INT, Value.of(3));
      input("chat_history", ValueType.LIST);
      source("data", "{\"question\":\"q0\",\"k\":5}", "{\"question\":\"q1\"}");

      assertThat(rows())
          .containsExactly("0 {\"question\":\"q0\",\"k\":5}", "1 {\"question\":\"q1\"}");
      assertThat(mapped().check().isClean()).isTrue();
      assertThat(mapped().effectiveMapping())
          .containsEntry("k", Value.of("${data.k}"))
          .containsKeys("question", "unused", "chat_history");
    }

    @Test
    void aRowWithoutAMappedValueTakesTheDefaultIfOtherRowsHaveIt() {
      input("question", ValueType.STRING);
      inputWithDefault("k", ValueType.INT, Value.of(3));
      source("data", "{\"question\":\"q0\",\"top\":5}", "{\"question\":\"q1\"}");
      mapping = "{\"k\": \"${data.top}\"}";

      assertThat(problems()).isEmpty();
      assertThat(rows())
          .containsExactly("0 {\"k\":5,\"question\":\"q0\"}", "1 {\"question\":\"q1\"}");
    }

    @Test
    void withoutDataTheMessageSaysWhereTheColumnIs() {
      input("question", ValueType.STRING);
      input("answer", ValueType.STRING);
      source("run.outputs", "{\"question\":\"q\",\"answer\":\"a\"}");
      mapping = "{\"answer\": \"${run.outputs.answer}\"}";

      assertThat(problems())
          .containsExactly(
              "run.yaml:4:1: error[unresolved-mapping]: input 'question' is not mapped, and there"
                  + " is no source 'data'; map it, such as question: ${run.outputs.question}.");
    }
  }

  @Nested
  class Types {

    @Test
    void everyWrongRowIsToldBeforeAnythingRuns() {
      input("score", ValueType.INT);
      input("flag", ValueType.BOOL);
      source(
          "data",
          "{\"score\":\"1\",\"flag\":\"TRUE\"}",
          "{\"score\":\"abc\",\"flag\":1}",
          "{\"score\":2.9,\"flag\":\"maybe\"}",
          "{\"score\":null,\"flag\":[]}",
          "{\"flag\":true}");

      assertThat(problems())
          .containsExactly(
              "data.jsonl:2:1: error[wrong-type]: column 'score' can't be input 'score' of type"
                  + " int: 'abc' is not a whole number.",
              "data.jsonl:3:1: error[wrong-type]: column 'flag' can't be input 'flag' of type bool:"
                  + " 'maybe' is neither true nor false.",
              "data.jsonl:4:1: error[wrong-type]: column 'flag' can't be input 'flag' of type bool:"
                  + " [] is neither true nor false.",
              "data.jsonl:4:1: error[wrong-type]: column 'score' can't be input 'score' of type"
                  + " int: None is not a whole number.",
              "data.jsonl:5:1: error[missing-value]: input 'score' gets nothing: the row has no"
                  + " value for ${data.score}.");
      assertThat(mapped().check().rows()).isEqualTo(1);
      assertThat(mapped().check().problemCount()).isEqualTo(5);
      assertThat(rows().get(3))
          .isEqualTo(
              "data.jsonl:4:1: error[wrong-type]: column 'score' can't be input 'score' of type"
                  + " int: None is not a whole number; column 'flag' can't be input 'flag' of type"
                  + " bool: [] is neither true nor false.");
    }

    @Test
    void aConstantOfTheWrongTypeIsOneError() {
      input("k", ValueType.INT);
      input("q", ValueType.STRING);
      source("data", "{\"q\":\"x\"}");
      mapping = "{\"k\": \"many\"}";

      assertThat(problems())
          .containsExactly(
              "run.yaml:4:1: error[wrong-type]: k: input of type int, but 'many' is not a whole"
                  + " number.");
    }

    @Test
    void aHundredProblemsAreShownAndAllAreCounted() {
      input("n", ValueType.INT);
      var rows = new ArrayList<String>();
      for (int i = 0; i < 500; i++) {
        rows.add(i % 2 == 0 ? "{\"n\":\"x\"}" : "{\"m\":1}");
      }
      source("data", rows.toArray(String[]::new));

      var check = mapped().check();

      assertThat(check.problems()).hasSize(100);
      assertThat(check.problemCount()).isEqualTo(500);
    }

    @Test
    void brokenRowsOfFilesAreAmongThem(@TempDir Path folder) throws IOException {
      Files.writeString(folder.resolve("d.jsonl"), "{\"n\":1}\n{oops\n{\"n\":\"x\"}\n");
      input("n", ValueType.INT);
      sources.put("data", DataFiles.open(DataSource.of("d.jsonl").relativeTo(folder)));

      assertThat(problems())
          .containsExactly(
              "d.jsonl:2:2: error[row-syntax]: this is not JSON: a key in double quotes has to"
                  + " stand here, but 'o' does.",
              "d.jsonl:3:1: error[wrong-type]: column 'n' can't be input 'n' of type int: 'x' is"
                  + " not a whole number.");
      assertThat(mapped().check().problemCount()).isEqualTo(2);
      assertThat(rows()).hasSize(3).first().isEqualTo("0 {\"n\":1}");
    }
  }

  @Nested
  class Joins {

    private void twoInputs() {
      input("a", ValueType.ANY);
      input("b", ValueType.ANY);
      mapping = "{\"a\": \"${data.a}\", \"b\": \"${other.b}\"}";
    }

    /// The cases of prompt flow's own `test_merge_input_dicts_by_line`.
    @Test
    void rowsGoByPositionOrByLineNumber() {
      twoInputs();
      source("data", "{\"a\":1}", "{\"a\":2}");
      source("other", "{\"b\":1}", "{\"b\":2}");
      assertThat(rows()).containsExactly("0 {\"a\":1,\"b\":1}", "1 {\"a\":2,\"b\":2}");

      source("other", "{\"b\":2,\"line_number\":1}");
      assertThat(rows()).containsExactly("1 {\"a\":2,\"b\":2}");
      assertThat(mapped().check().dropped()).isEqualTo(1);

      source("data", "{\"a\":5,\"line_number\":5}", "{\"a\":6,\"line_number\":6}");
      source("other", "{\"b\":5,\"line_number\":5}", "{\"b\":7,\"line_number\":7}");
      assertThat(rows()).containsExactly("5 {\"a\":5,\"b\":5}");
      assertThat(mapped().check().dropped()).isEqualTo(2);
    }

    @Test
    void rowsThatAreTheSameAsBeforeAreReadOnce() {
      var reads = new AtomicInteger();
      input("a", ValueType.ANY);
      mapping = "{\"a\": \"${data.a}\"}";
      DataSet rows = DataSet.of("data.jsonl", json("{\"a\":1}", "{\"a\":2}"));
      sources.put("data", counting(rows, reads));
      MappingCheck before = mapped().check();
      String digest = before.sources().sequencedValues().getFirst().digest();
      int twice = reads.getAndSet(0);

      MappingCheck again = mapped().check(digest, before.rows());
      int once = reads.getAndSet(0);
      MappingCheck changed = mapped().check("sha256:0", before.rows());

      assertThat(twice).isEqualTo(2);
      assertThat(once).isEqualTo(1);
      assertThat(again.rows()).isEqualTo(2);
      assertThat(again.isClean()).isTrue();
      assertThat(reads).hasValue(2);
      assertThat(changed.rows()).isEqualTo(2);
    }

    private static DataSet counting(DataSet rows, AtomicInteger reads) {
      return new DataSet() {
        @Override
        public String name() {
          return rows.name();
        }

        @Override
        public RowReader rows() {
          reads.incrementAndGet();
          return rows.rows();
        }
      };
    }

    @Test
    void lineNumbersOutOfOrderAreSorted() {
      twoInputs();
      source("data", "{\"a\":0}", "{\"a\":1}", "{\"a\":2}");
      source(
          "other",
          "{\"b\":2,\"line_number\":2}",
          "{\"b\":0,\"line_number\":0}",
          "{\"b\":1,\"line_number\":1}");

      assertThat(rows())
          .containsExactly("0 {\"a\":0,\"b\":0}", "1 {\"a\":1,\"b\":1}", "2 {\"a\":2,\"b\":2}");
    }

    @Test
    void selectedRowsKeepTheirPartners() {
      twoInputs();
      source("data", "{\"a\":0}", "{\"a\":1}", "{\"a\":2}");
      sources.replaceAll(
          (_, data) -> Selection.ALL.withFilter(FilterExpression.parse("a != 1")).of(data));
      source("other", "{\"b\":0}", "{\"b\":1}", "{\"b\":2}");

      assertThat(rows()).containsExactly("0 {\"a\":0,\"b\":0}", "2 {\"a\":2,\"b\":2}");
    }

    @Test
    void sourcesWithoutRowsAndOfUnequalLengthsAreErrors() {
      twoInputs();
      source("data", "{\"a\":0}", "{\"a\":1}");
      source("other");
      assertThat(problems())
          .containsExactly("other.jsonl:1:1: error[empty-source]: source 'other' has no rows.");

      source("other", "{\"b\":0}");
      assertThat(problems())
          .containsExactly(
              "data.jsonl:1:1: error[unequal-lengths]: rows are put together in order, but the"
                  + " sources differ in length: 'data' has 2, 'other' has 1; make them equally"
                  + " long, or give every row a line_number.");
      assertThat(rows()).hasSize(1);
    }

    @Test
    void lineNumbersMustBeNumbersInEveryRowAndOnce() {
      twoInputs();
      source("data", "{\"a\":0}", "{\"a\":1}", "{\"a\":2}", "{\"a\":3}", "{\"a\":4}");
      source(
          "other",
          "{\"b\":0,\"line_number\":0}",
          "{\"b\":1}",
          "{\"b\":2,\"line_number\":\"2\"}",
          "{\"b\":3,\"line_number\":-1}",
          "{\"b\":4,\"line_number\":0}");

      var check = mapped().check();

      assertThat(problems())
          .containsExactly(
              "other.jsonl:2:1: error[line-number]: this row has no line_number, but rows before it"
                  + " have one; give it to all or none.",
              "other.jsonl:3:1: error[line-number]: line_number is '2', but must be a whole number"
                  + " from 0.",
              "other.jsonl:4:1: error[line-number]: line_number is -1, but must be a whole number"
                  + " from 0.",
              "other.jsonl:5:1: error[duplicate-line-number]: line_number 0 occurs twice.");
      assertThat(check.problemCount()).isEqualTo(4);
      assertThat(check.rows()).isEqualTo(1);
    }

    @Test
    void nothingInAllSourcesIsAnError() {
      twoInputs();
      source("data", "{\"a\":0,\"line_number\":0}");
      source("other", "{\"b\":0,\"line_number\":1}");

      assertThat(problems())
          .containsExactly(
              "run.yaml:4:1: error[no-complete-row]: no row is left: no line number is in every"
                  + " source (data, other).");
    }

    @Test
    void whereAllRowsAreBrokenNothingElseIsTold() {
      twoInputs();
      source("data", "{\"a\":0,\"line_number\":-1}");
      source("other", "{\"b\":0,\"line_number\":1}");

      assertThat(problems())
          .containsExactly(
              "data.jsonl:1:1: error[line-number]: line_number is -1, but must be a whole number"
                  + " from 0.");
    }

    @Test
    void aHundredThousandRowsAreJoinedInStep(@TempDir Path folder) throws IOException {
      twoInputs();
      try (var data = Files.newBufferedWriter(folder.resolve("a.jsonl"));
          var other = Files.newBufferedWriter(folder.resolve("b.csv"))) {
        other.write("b,line_number\n");
        for (int i = 0; i < 100_000; i++) {
          data.write("{\"a\":%d}\n".formatted(i));
          if (i % 10 == 0) {
            other.write("x%d,%d\n".formatted(i, i));
          }
        }
      }
      sources.put("data", DataFiles.open(DataSource.of("a.jsonl").relativeTo(folder)));
      sources.put("other", DataFiles.open(DataSource.of("b.csv").relativeTo(folder)));

      var check = mapped().check();

      assertThat(check.rows()).isEqualTo(10_000);
      assertThat(check.dropped()).isEqualTo(90_000);
      assertThat(rows().getLast()).isEqualTo("99990 {\"a\":99990,\"b\":\"x99990\"}");
    }
  }
}
