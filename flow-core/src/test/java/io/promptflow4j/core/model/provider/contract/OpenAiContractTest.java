package io.promptflow4j.core.model.provider.contract;

import io.promptflow4j.core.model.connection.ConnectionType;

/// OpenAI itself.
class OpenAiContractTest extends ProviderContract {

  OpenAiContractTest() {
    super(new OpenAiFormat(ConnectionType.OPEN_AI));
  }
}
