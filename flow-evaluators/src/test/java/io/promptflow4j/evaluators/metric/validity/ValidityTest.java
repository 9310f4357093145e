package io.promptflow4j.evaluators.metric.validity;

import static io.promptflow4j.evaluators.metric.ScoreAssert.assertScored;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValidityTest {

  private static String why(Validity validity) {
    return validity instanceof Validity.Invalid(String why) ? why : "";
  }

  @Nested
  class OfHtml {

    @ParameterizedTest
    @ValueSource(
        strings = {
          "<p>Hello</p>",
          "<!DOCTYPE html><html><head><title>x < y</title></head><body>Hi</body></html>",
          "<ul><li>one<li>two</ul>",
          "<p>one<p>two",
          "<br><img src=a.png alt='x'/><hr />",
          "text around <b>bold</b> text",
          "<table><tr><td>1<td>2<tr><td>3</table>",
          "<input disabled value=\"a > b\">",
          "<script>if (a < b && c > d) { x('</p>'); }</script>",
          "<my-widget data-x='1'></my-widget>",
          "<svg viewBox='0 0 1 1'><circle r='1'/></svg>",
          "<!-- a <b> comment --><div></div>",
          "<DIV>case</div>",
          "<p>1 < 2 and 3 > 2</p>",
          "<a\n href='x'\n>y</a>"
        })
    void wellFormedPagesAndFragmentsPass(String text) {
      assertThat(HtmlValidity.check(text)).isEqualTo(Validity.Valid.VALID);
      assertThat(HtmlValidity.checkContained(text).isValid()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '~',
        value = {
          "plain text | holds no HTML",
          "a < b > c | holds no HTML",
          "<div><span></div></span> | line 1: </div> comes while <span> is open",
          "<div> | <div> is never closed",
          "</p> | closes nothing",
          "<nosuch>x</nosuch> | no HTML element",
          "<br></br> | <br> has no end tag",
          "<p class='x>unclosed</p> | malformed",
          "<!-- never closed | malformed",
          "<b>x</b | malformed"
        })
    void mistakesAreNamed(String text, String why) {
      assertThat(why(HtmlValidity.check(text))).contains(why);
    }

    @Test
    void anUnknownTagIsNoHtmlInAText() {
      assertThat(HtmlValidity.checkContained("use List<String> here").isValid()).isFalse();
      assertThat(HtmlValidity.checkContained("see <b>this").isValid()).isTrue();
    }

    @Test
    @Timeout(10)
    void longHostileTextsEndSoon() {
      assertThat(HtmlValidity.check("<a" + " b=c".repeat(50_000)).isValid()).isFalse();
      assertThat(HtmlValidity.check("<p>".repeat(100_000)).isValid()).isTrue();
    }
  }

  @Nested
  class OfJson {

    @ParameterizedTest
    @ValueSource(
        strings = {
          "Here you are:\n```json\n{\"a\": [1, 2]}\n```",
          "The set {x} is not it, but [1, 2] is.",
          "result: {\"text\": \"a } in a string\"} done"
        })
    void isFoundInsideAText(String text) {
      assertThat(JsonValidity.checkContained(text).isValid()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
        strings = {"no json", "42 and \"text\"", "{broken: 1}", "[see above]", "{\"a\": 1"})
    void whatIsNoObjectOrListIsNotFound(String text) {
      assertThat(JsonValidity.checkContained(text).isValid()).isFalse();
    }

    @Test
    void theFirstOneIsReturned() {
      assertThat(JsonValidity.firstIn("a [x] {\"b\": 1} {\"c\": 2}"))
          .contains(Json.read("{\"b\": 1}"));
    }

    @Test
    @Timeout(10)
    void deepNestingIsInvalidAndEndsSoon() {
      assertThat(JsonValidity.check("[".repeat(100_000)).isValid()).isFalse();
      assertThat(JsonValidity.checkContained("[".repeat(100_000)).isValid()).isFalse();
    }
  }

  @Nested
  class OfASchema {

    private final SchemaValidity schema =
        new SchemaValidity(
            Json.read(
                """
                {"type": "object", "required": ["score"], "additionalProperties": false,
                 "properties": {"score": {"type": "integer", "minimum": 1, "maximum": 5},
                                "reason": {"type": "string"}}}
                """));

    @Test
    void aFittingTextPasses() {
      assertScored(schema.check("{\"score\": 3, \"reason\": \"fine\"}").score(), 1);
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '~',
        value = {
          "{\"score\": 6} | maximum",
          "{\"score\": \"3\"} | integer",
          "{} | required",
          "{\"score\": 1, \"x\": 2} | additional",
          "[] | object",
          "{ | line 1"
        })
    void aTextThatDoesNotFitSaysWhy(String text, String why) {
      assertThat(why(schema.check(text)).toLowerCase(Locale.ROOT)).contains(why);
    }

    @Test
    void aSchemaElsewhereIsNotFetched() {
      var remote = new SchemaValidity(Json.read("{\"$ref\": \"http://127.0.0.1:1/schema.json\"}"));

      assertThat(why(remote.check("{}"))).isNotEmpty();
    }

    @Test
    void aListIsNoSchema() {
      assertThatThrownBy(() -> new SchemaValidity(Value.Sequence.EMPTY))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Nested
  class OfXml {

    @Test
    void entitiesAndDocumentTypesAreRefused() {
      String laughs =
          "<!DOCTYPE a [<!ENTITY b \"ha\"><!ENTITY c SYSTEM \"file:///etc/passwd\">]><a>&c;</a>";

      assertThat(why(XmlValidity.check(laughs))).contains("DOCTYPE");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "Result: <answer><b/></answer> as asked",
          "<a>1</a> and <a>2</a>",
          "a self-closing <x y='1'/> one"
        })
    void anElementIsFoundInsideAText(String text) {
      assertThat(XmlValidity.checkContained(text).isValid()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "1 < 2 > 0", "<a><b></a>", "<open> only"})
    void aTextWithoutAnElementHasNone(String text) {
      assertThat(XmlValidity.checkContained(text).isValid()).isFalse();
    }
  }

  @Nested
  class OfSql {

    @ParameterizedTest
    @ValueSource(
        strings = {
          "Use this:\n```sql\nSELECT a FROM t WHERE b > 1;\n```\nIt works.",
          "You can run SELECT name FROM users; and see.",
          "with `DELETE FROM t` you lose everything"
        })
    void aStatementIsFoundInsideAText(String text) {
      assertThat(SqlValidity.checkContained(text).isValid()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
        strings = {"Please select a good option from the menu card.", "nothing", "```\nhello\n```"})
    void proseHoldsNone(String text) {
      assertThat(SqlValidity.checkContained(text).isValid()).isFalse();
    }

    @Test
    void hostileNestingEndsInTime() {
      String nested = "SELECT " + "(".repeat(3_000) + "1" + ")".repeat(3_000);
      long start = System.nanoTime();

      assertThat(SqlValidity.check(nested).isValid()).isFalse();
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
    }
  }
}
