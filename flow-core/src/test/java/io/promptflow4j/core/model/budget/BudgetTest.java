package io.promptflow4j.core.model.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BudgetTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          5                   | 5 USD
          0.50 eur            | 0.5 EUR
          200calls            | 200 calls
          1 call              | 1 call
          1.5M tokens         | 1500000 tokens
          20k tokens, 3 USD   | 3 USD, 20000 tokens
          5 MXN               | 5 MXN
          5k MXN              | 5000 MXN
          7KES                | 7 KES
          0.5k calls          | 500 calls
          """)
  void isReadAsPeopleWriteIt(String written, String read) {
    assertThat(Budget.read(written)).hasToString(read);
    assertThat(Budget.read(read)).isEqualTo(Budget.read(written));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "much",
        "-5",
        "5 USD,",
        "5 rows",
        "1e9",
        "5 $",
        "1.5 calls",
        "9999999999999m tokens"
      })
  void whatIsNoneIsToldWithExamples(String written) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Budget.read(written))
        .withMessageContaining("such as '5 USD'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"5 USD, 7 EUR", "1 call, 20 calls", "5, 2 USD"})
  void whatIsSaidTwiceIsNotChosenFrom(String written) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Budget.read(written))
        .withMessageContaining("once")
        .withMessageContaining(written);
  }
}
