package io.promptflow4j.core.model.provider.contract;

import io.promptflow4j.core.model.connection.ConnectionType;

/// A vendor whose service speaks OpenAI's protocol (`https://console.groq.com/docs/openai`); the
/// others differ only in their address.
class GroqContractTest extends ProviderContract {

  GroqContractTest() {
    super(new OpenAiFormat(ConnectionType.GROQ));
  }
}
