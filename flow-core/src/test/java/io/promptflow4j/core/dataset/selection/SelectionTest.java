package io.promptflow4j.core.dataset.selection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.promptflow4j.core.dataset.DataSet;
import io.promptflow4j.core.dataset.RowOrProblem;
import io.promptflow4j.core.dataset.file.Reading;
import io.promptflow4j.core.template.TemplateSyntaxException;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SelectionTest {

  private static DataSet rows(String... json) {
    return DataSet.of(
        "rows", Stream.of(json).map(text -> (Value.Mapping) Json.read(text)).toList());
  }

  private static DataSet numbers(int from, int to) {
    return DataSet.of(
        "numbers",
        IntStream.range(from, to)
            .mapToObj(i -> (Value.Mapping) Json.read("{\"n\":%d}".formatted(i)))
            .toList());
  }

  private static List<String> chosen(Selection selection, DataSet data) {
    return Reading.json(selection.of(data));
  }

  @Nested
  class Filters {

    private final DataSet movies =
        rows(
            "{\"label\":\"Movie\",\"score\":5,\"my column\":1}",
            "{\"label\":\"Movie\",\"score\":2}",
            "{\"label\":\"App\",\"score\":5}",
            "{\"label\":null,\"score\":4.5,\"tags\":[\"x\"]}");

    @ParameterizedTest
    @CsvSource(
        delimiter = ';',
        quoteCharacter = '"',
        value = {
          "label == 'Movie' and score > 3; 0",
          "label != 'Movie'; 2 3",
          "score >= 4.5; 0 2 3",
          "label is none; 3",
          "'x' in tags; 3",
          "tags; 3",
          "tags is defined and tags|length == 1; 3",
          "row['my column'] == 1; 0",
          "line_number < 2; 0 1",
          "label and label.startswith('A'); 2",
          "not (score > 3); 1",
          "true; 0 1 2 3",
        })
    void keepRowsTheConditionHoldsFor(String expression, String numbers) {
      DataSet data = Selection.ALL.withFilter(FilterExpression.parse(expression)).of(movies);

      assertThat(Reading.all(data))
          .extracting(RowOrProblem::number)
          .containsExactly(
              Stream.of(numbers.split(" ", -1)).map(Long::valueOf).toArray(Long[]::new));
    }

    @Test
    void aRowForWhichTheyCantBeAnsweredIsAProblem() {
      DataSet data =
          Selection.ALL
              .withFilter(FilterExpression.parse("n > 3"))
              .of(rows("{\"n\":4}", "{\"n\":\"5\"}", "{\"m\":1}"));

      assertThat(Reading.lines(data))
          .containsExactly(
              "0 @ 1: {\"n\":4}",
              "rows:2:1: error[filter-failed]: the filter 'n > 3' can't be answered here: '>'"
                  + " cannot compare a text with a whole number; convert one of them, with |int,"
                  + " |float or |string.",
              "rows:3:1: error[filter-failed]: the filter 'n > 3' can't be answered here: 'n' is"
                  + " undefined; give it a value, check with 'is defined', or use |default.");
    }

    @Test
    void aColumnThatNoRowHasIsAMistake() {
      DataSet data = Selection.ALL.withFilter(FilterExpression.parse("lable == 'x'")).of(movies);

      assertThat(Reading.lines(data))
          .containsExactly(
              "filter:1:1: error[filter-column]: the filter reads 'lable', but no row has such a"
                  + " column; there are label, score, my column, tags. Did you mean 'label'?");
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '"',
        value = {
          "score > | filter:1:9",
          "a b | filter:1:3",
          "a }} {{ b | filter:1:1",
          "a, b | filter:1:1",
          "{% if a %} | filter:1:2",
        })
    void whatIsNoExpressionIsRefusedWithItsPlace(String text, String place) {
      assertThatThrownBy(() -> FilterExpression.parse(text))
          .isInstanceOfSatisfying(
              TemplateSyntaxException.class,
              refused -> assertThat(refused.place()).hasToString(place));
    }
  }

  @Nested
  class Splits {

    private final Split train = Split.parse("train", "train=0.8,test=0.2", 7);
    private final Split test = Split.parse("test", "train=0.8,test=0.2", 7);

    @Test
    void partsAreDisjointCompleteAndOfAboutTheirSize() {
      List<String> trained = chosen(Selection.ALL.withSplit(train), numbers(0, 5_000));
      List<String> tested = chosen(Selection.ALL.withSplit(test), numbers(0, 5_000));

      assertThat(trained).doesNotContainAnyElementsOf(tested);
      assertThat(trained.size() + tested.size()).isEqualTo(5_000);
      assertThat(tested.size()).isCloseTo(1_000, within(100)); // sd 28
    }

    @Test
    void rowsThatAreAddedMoveNoOthers() {
      List<String> before = chosen(Selection.ALL.withSplit(test), numbers(100, 500));
      List<String> after = chosen(Selection.ALL.withSplit(test), numbers(0, 1_000));

      assertThat(after).containsAll(before);
    }

    @Test
    void anotherSeedSplitsOtherwise() {
      assertThat(chosen(Selection.ALL.withSplit(test), numbers(0, 500)))
          .isNotEqualTo(
              chosen(
                  Selection.ALL.withSplit(Split.parse("test", "train=0.8,test=0.2", 8)),
                  numbers(0, 500)));
    }

    @Test
    void equalRowsAreInTheSamePart() {
      var copies = new ArrayList<Value.Mapping>();
      for (int i = 0; i < 50; i++) {
        copies.add((Value.Mapping) Json.read("{\"a\":1,\"b\":2}"));
        copies.add((Value.Mapping) Json.read("{\"b\":2,\"a\":1}"));
      }

      assertThat(chosen(Selection.ALL.withSplit(test), DataSet.of("copies", copies)).size())
          .isIn(0, 100);
    }

    @Test
    void anIdDecidesIfThereIsOne() {
      DataSet before = rows("{\"id\":\"x\",\"text\":\"old\"}", "{\"id\":\"y\",\"text\":\"old\"}");
      DataSet after = rows("{\"id\":\"x\",\"text\":\"new\"}", "{\"id\":\"y\",\"text\":\"new\"}");
      Selection selection =
          Selection.ALL.withId("id").withSplit(Split.parse("a", "a=0.5,b=0.5", 3));

      assertThat(Reading.all(selection.of(before)))
          .extracting(RowOrProblem::number)
          .isEqualTo(Reading.all(selection.of(after)).stream().map(RowOrProblem::number).toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "train", "train=x", "train=0", "train=0.8,train=0.1", "train=1.1"})
    void whatIsNoSplitIsRefused(String text) {
      assertThatThrownBy(() -> Split.parse("train", text, 1))
          .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aPartThatIsNotThereIsRefused() {
      assertThatThrownBy(() -> Split.parse("dev", "train=0.8,test=0.2", 1))
          .hasMessage("the split has the parts [train, test], not 'dev'");
    }
  }

  @Nested
  class Samples {

    @Test
    void aSampleHasItsSizeAndTheOrderOfTheData() {
      var data = Selection.ALL.withSample(new Sample(10, 1)).of(numbers(0, 1_000));

      assertThat(Reading.all(data)).hasSize(10).extracting(RowOrProblem::number).isSorted();
      assertThat(Reading.json(data)).isEqualTo(Reading.json(data));
    }

    @Test
    void aLargerSampleHoldsTheSmallerOneAndAnotherSeedIsAnother() {
      List<String> ten = chosen(Selection.ALL.withSample(new Sample(10, 1)), numbers(0, 500));

      assertThat(chosen(Selection.ALL.withSample(new Sample(20, 1)), numbers(0, 500)))
          .containsAll(ten);
      assertThat(chosen(Selection.ALL.withSample(new Sample(10, 2)), numbers(0, 500)))
          .isNotEqualTo(ten);
    }

    @Test
    void aRowThatIsAddedTakesThePlaceOfAtMostOne() {
      List<String> before = chosen(Selection.ALL.withSample(new Sample(20, 1)), numbers(1, 500));
      List<String> after = chosen(Selection.ALL.withSample(new Sample(20, 1)), numbers(0, 500));

      var lost = new HashSet<>(before);
      after.forEach(lost::remove);
      assertThat(lost).hasSizeLessThanOrEqualTo(1);
    }

    @Test
    void everyRowHasTheSameChance() {
      var counts = new int[10];
      for (int seed = 0; seed < 2_000; seed++) {
        var data = Selection.ALL.withSample(new Sample(3, seed)).of(numbers(0, 10));
        Reading.all(data).forEach(row -> counts[(int) row.number()]++);
      }

      // expected 600 each, sd 20.5
      assertThat(IntStream.of(counts).boxed())
          .allSatisfy(count -> assertThat(count).isBetween(500, 700));
    }

    @Test
    void lessDataThanWantedIsAllOfIt() {
      assertThat(chosen(Selection.ALL.withSample(new Sample(10, 1)), numbers(0, 3))).hasSize(3);
    }
  }

  @Test
  void waysAreCombinedInTheirOrderAndRowsKeepTheirNumbers() {
    Selection selection =
        Selection.ALL
            .withFilter(FilterExpression.parse("n % 2 == 0"))
            .withSample(new Sample(5, 1))
            .withLimit(2);

    DataSet data = selection.of(numbers(0, 100));

    assertThat(data.keepsNumbers()).isTrue();
    assertThat(Reading.all(data)).hasSize(2);
    assertThat(Reading.all(data))
        .allSatisfy(found -> {
          var row = (RowOrProblem.Row) found;
          assertThat(row.columns().get("n")).isEqualTo(Value.of(row.number()));
          assertThat(row.number() % 2).isZero();
        });
    assertThat(Selection.ALL.of(data)).isSameAs(data);
  }

  @Test
  void idsThatAreMissingOrNotUniqueAreProblems() {
    var many = new ArrayList<Value.Mapping>();
    for (int i = 0; i < 5_000; i++) {
      many.add((Value.Mapping) Json.read("{\"id\":%d}".formatted(i)));
    }
    many.add((Value.Mapping) Json.read("{\"id\":17}"));
    many.add((Value.Mapping) Json.read("{\"id\":null}"));
    many.add((Value.Mapping) Json.read("{}"));

    assertThat(Reading.problems(Selection.ALL.withId("id").of(DataSet.of("rows", many))))
        .containsExactly(
            "rows:5001:1: error[duplicate-id]: the row in line 18 has the same id 17 in column"
                + " 'id'; give each row one of its own.",
            "rows:5002:1: error[missing-id]: the row has no id in column 'id'.",
            "rows:5003:1: error[missing-id]: the row has no id in column 'id'.");
  }

  @Test
  void sizesBelowOneAreRefused() {
    assertThatThrownBy(() -> new Sample(0, 1)).hasMessage("a sample has at least one row, not 0");
    assertThatThrownBy(() -> Selection.ALL.withLimit(0))
        .hasMessage("the limit is at least one row, not 0");
  }
}
