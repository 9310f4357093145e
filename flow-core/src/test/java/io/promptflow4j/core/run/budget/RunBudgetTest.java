package io.promptflow4j.core.run.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RunBudgetTest {

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
          """)
  void isReadAsPeopleWriteIt(String written, String read) {
    assertThat(RunBudget.read(written)).hasToString(read);
    assertThat(RunBudget.read(read)).isEqualTo(RunBudget.read(written));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "much", "-5", "5 USD,", "5 rows", "1e9", "5 $"})
  void whatIsNoneIsToldWithExamples(String written) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RunBudget.read(written))
        .withMessageContaining("such as '5 USD'");
  }
}
