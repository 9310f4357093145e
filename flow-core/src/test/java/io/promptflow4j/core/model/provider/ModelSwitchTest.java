package io.promptflow4j.core.model.provider;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.promptflow4j.core.model.ModelException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is said of a `PF_MODEL` that names no connection.
class ModelSwitchTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "openai/gpt-4o       | PF_MODEL=model:gpt-4o; for openai itself set OPENAI_API_KEY,",
        "azure/gpt-4o        | PF_MODEL=model:gpt-4o; for azure itself set AZURE_OPENAI_API",
        "anthropic/claude-x  | for anthropic itself set ANTHROPIC_API_KEY,",
        "meta-llama/Llama-3  | PF_MODEL=model:meta-llama/Llama-3",
        "my_conection/gpt-4o | It takes 'connection/model', 'connection', 'model:NAME'",
      })
  void aVendorInFrontOfTheModelIsExplained(String written, String remedy) {
    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(() -> ModelSwitch.read(written, _ -> false, _ -> " Did you mean 'mine'?"))
        .withMessageContaining(remedy)
        .withMessageContaining("no connection is called")
        .withMessageContaining("Did you mean 'mine'?");
  }
}
