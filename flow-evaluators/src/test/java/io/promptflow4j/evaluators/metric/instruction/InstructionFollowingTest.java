package io.promptflow4j.evaluators.metric.instruction;

import static io.promptflow4j.evaluators.metric.ScoreAssert.assertNotScored;
import static io.promptflow4j.evaluators.metric.ScoreAssert.assertScored;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.evaluators.metric.ReferenceCase;
import io.promptflow4j.evaluators.metric.ReferenceFile;
import io.promptflow4j.evaluators.metric.Score;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Verdicts of google-research's instruction_following_eval; see `instruction_reference.py`.
class InstructionFollowingTest {

  static List<ReferenceCase> responses() {
    return ReferenceFile.cases("instruction", "response");
  }

  @ParameterizedTest
  @MethodSource("responses")
  void everyVerdictIsThatOfIfeval(ReferenceCase line) {
    List<Instruction> instructions = Instruction.list(line.value("instructions"));

    InstructionFollowing found = InstructionFollowing.of(line.text("response"), instructions);

    assertThat(found.lines()).hasSizeGreaterThan(40);
    for (int i = 0; i < found.lines().size(); i++) {
      InstructionFollowing.Line verdict = found.lines().get(i);
      String what = Json.write(line.items("instructions").get(i));
      assertThat(verdict.strict()).as(what).isEqualTo(followed(line.items("strict").get(i)));
      assertThat(verdict.loose()).as(what).isEqualTo(followed(line.items("loose").get(i)));
    }
  }

  private static Score followed(Value verdict) {
    return Score.of(verdict == Value.Bool.TRUE);
  }

  @Test
  void strictAndLooseAreCountedForAllAndAsAShare() {
    InstructionFollowing found =
        follow(
            "Sure, here it is:\nall in lower case",
            """
            [{"instruction_id": "punctuation:no_comma"},
             {"instruction_id": "change_case:english_lowercase", "kwargs": {}},
             {"instruction_id": "detectable_format:title", "kwargs": null}]
            """);

    assertScored(found.allStrict(), 0);
    assertScored(found.allLoose(), 0);
    assertScored(found.shareStrict(), 0);
    assertScored(found.shareLoose(), 2.0 / 3);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{\"instruction_id\": \"no:such\"} | is no known instruction",
        "{\"instruction_id\": \"keywords:existence\"} | list of texts 'keywords'",
        "{\"instruction_id\": \"detectable_format:number_bullet_lists\", \"kwargs\":"
            + " {\"num_bullets\": null}} | whole number 'num_bullets'",
        "{\"instruction_id\": \"length_constraints:number_words\", \"kwargs\":"
            + " {\"num_words\": 3, \"relation\": \"about\"}} | 'less than' or 'at least'",
        "{\"instruction_id\": \"keywords:letter_frequency\", \"kwargs\":"
            + " {\"letter\": \"ab\"}} | one character"
      })
  void whatCannotBeCheckedIsNotScoredAndSaysWhy(String instruction, String why) {
    InstructionFollowing found = follow("text", "[" + instruction + "]");

    assertThat(found.lines().getFirst().strict())
        .isInstanceOfSatisfying(
            Score.NotScored.class, none -> assertThat(none.why()).contains(why));
    assertNotScored(found.allStrict());
    assertNotScored(found.shareLoose());
  }

  @Test
  void oneFailureDecidesEvenIfAnotherCannotBeChecked() {
    InstructionFollowing found =
        follow(
            "a, b",
            "[{\"instruction_id\": \"no:such\"}, {\"instruction_id\": \"punctuation:no_comma\"}]");

    assertScored(found.allStrict(), 0);
    assertScored(found.shareStrict(), 0);
    assertNotScored(follow("text", "[]").allStrict());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "en | The house at the end of the road is old and it was built with stone.",
        "de | Das Haus am Ende der Straße ist alt und nicht mit Holz gebaut.",
        "fr | La maison au bout de la rue est vieille et elle est dans un parc avec des arbres.",
        "es | La casa al final de la calle es vieja y está en un parque con los árboles.",
        "pt | A casa no fim da rua é velha e não está em um parque com as árvores.",
        "it | La casa alla fine della strada è vecchia e non è in un parco con gli alberi.",
        "pl | Dom na końcu ulicy jest stary i nie ma go w parku, ale to się zmieni.",
        "ru | Дом в конце улицы старый, и он не в парке, что странно.",
        "uk | Будинок у кінці вулиці старий, і це не парк, що дивно.",
        "ja | 通りの端にある家は古いです。",
        "zh | 街道尽头的房子很旧。",
        "ko | 거리 끝에 있는 집은 오래되었습니다.",
        "hi | सड़क के अंत में घर पुराना है और यह पार्क में नहीं है।",
        "ar | البيت في نهاية الشارع قديم وهو على التل من جهة الغرب.",
        "th | บ้านที่ปลายถนนเก่า"
      })
  void aLanguageIsTold(String language, String text) {
    assertScored(language(language, text), 1);
    assertScored(language(language.equals("en") ? "de" : "en", text), 0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Ok!", "42", "Taxi Hotel Radio"})
  void anUnclearLanguageIsNotScored(String text) {
    assertNotScored(language("en", text));
  }

  private static Score language(String language, String text) {
    return follow(
            text,
            "[{\"instruction_id\": \"language:response_language\", \"kwargs\": {\"language\": \"%s\"}}]"
                .formatted(language))
        .lines()
        .getFirst()
        .strict();
  }

  @Test
  void aResponseCanBeHeldToItsBeginning() {
    String json =
        "[{\"instruction_id\": \"multi-turn:constrained_start\", \"kwargs\": {\"starter\": \"I"
            + " think\"}}]";

    assertScored(follow("  I think so.", json).allStrict(), 1);
    assertScored(follow("Well, I think so.", json).allStrict(), 0);
  }

  @Test
  void theColumnsOfTheDataSetAreReadTogether() {
    Value ids = Json.read("[\"punctuation:no_comma\", \"startend:end_checker\"]");
    Value kwargs = Json.read("[{}, {\"end_phrase\": \"Bye.\"}]");

    assertThat(Instruction.lists(ids, kwargs)).hasSize(2);
    assertThatThrownBy(() -> Instruction.lists(ids, Json.read("[{}]")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Instruction.list(Json.read("[{\"kwargs\": {}}]")))
        .hasMessageContaining("instruction_id");
  }

  private static InstructionFollowing follow(String response, String instructions) {
    return InstructionFollowing.of(response, Instruction.list(Json.read(instructions)));
  }
}
