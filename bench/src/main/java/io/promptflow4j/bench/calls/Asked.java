package io.promptflow4j.bench.calls;

import io.promptflow4j.core.model.LanguageModel;
import io.promptflow4j.core.model.ModelApi;
import io.promptflow4j.core.model.ModelParameters;
import io.promptflow4j.core.model.ModelRequest;
import io.promptflow4j.core.model.connection.store.ConnectionStore;
import io.promptflow4j.core.model.provider.ConfiguredModels;
import io.promptflow4j.core.model.provider.ModelSettings;
import io.promptflow4j.core.template.chat.ChatMessage;
import io.promptflow4j.core.value.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Models and the question that all of them are asked.
final class Asked implements AutoCloseable {

  static final String QUESTION =
      "What is the largest lake in Europe, and how deep is it? ".repeat(20);

  private final Path folder;
  private final ConfiguredModels models;

  /// @param address of a service of OpenAI's protocol
  /// @param authority the certificate that vouches for it; none for `http`
  Asked(String address, Optional<Path> authority, Map<String, String> environment)
      throws IOException {
    this.folder = Files.createTempDirectory("bench");
    Path file = folder.resolve("mock.yaml");
    Files.writeString(
        file,
        "name: mock\ntype: open_ai\napi_key: sk-bench\nbase_url: %s\n%s"
            .formatted(address, authority.map(path -> "ca_file: " + path + "\n").orElse("")));
    this.models =
        ConfiguredModels.with(
            new ModelSettings(
                List.of(file),
                ConnectionStore.in(folder),
                environment,
                Optional.empty(),
                Optional.empty(),
                _ -> {}));
  }

  LanguageModel model() {
    return models.open(Optional.of("mock"));
  }

  static ModelRequest request(Duration limit) {
    var settings = new LinkedHashMap<String, Value>();
    settings.put("temperature", Value.of(0.0));
    settings.put("max_tokens", Value.of(256));
    return new ModelRequest(
        "bench",
        ModelApi.CHAT,
        List.of(ChatMessage.of(ChatMessage.Role.USER, QUESTION)),
        "",
        new ModelParameters(Optional.of("gpt-4o-mini"), settings),
        limit);
  }

  @Override
  public void close() throws IOException {
    models.close();
    Files.deleteIfExists(folder.resolve("mock.yaml"));
    Files.deleteIfExists(folder);
  }
}
