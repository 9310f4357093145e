package io.promptflow4j.core.model.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.promptflow4j.core.model.LanguageModel;
import io.promptflow4j.core.model.ModelApi;
import io.promptflow4j.core.model.ModelException;
import io.promptflow4j.core.model.ModelParameters;
import io.promptflow4j.core.model.ModelReply;
import io.promptflow4j.core.model.ModelRequest;
import io.promptflow4j.core.model.TokenUsage;
import io.promptflow4j.core.model.connection.Connection;
import io.promptflow4j.core.model.connection.ConnectionDraft;
import io.promptflow4j.core.model.connection.ConnectionType;
import io.promptflow4j.core.model.connection.Secret;
import io.promptflow4j.core.model.connection.store.ConnectionStore;
import io.promptflow4j.core.value.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfiguredModelsTest {

  /// Opens whatever is a language model and answers with what it was given.
  private final ModelProvider provider =
      (connection, _) ->
          switch (connection.type()) {
            case OPEN_AI, AZURE_OPEN_AI, SCRIPTED -> Optional.of(new Telling(connection));
            default ->
                connection.type().isVendor()
                    ? Optional.of(new Telling(connection))
                    : Optional.empty();
          };

  private final class Telling implements LanguageModel {
    private final Connection connection;

    Telling(Connection connection) {
      this.connection = connection;
      openings.add(connection.name());
    }

    @Override
    public ModelReply call(ModelRequest request) {
      String told =
          "%s %s %s %s %s"
              .formatted(
                  connection.name(),
                  connection.type().yamlName(),
                  connection.secret("api_key").map(Secret::reveal).orElse("-"),
                  connection.settings().values(),
                  request.parameters().model().orElse("-"));
      return new ModelReply(Value.of(told), "stop", "", TokenUsage.NONE);
    }

    @Override
    public ModelReply stream(ModelRequest request, Consumer<String> chunks) {
      return call(request);
    }
  }

  @TempDir Path home;
  @TempDir Path flow;
  private final List<String> openings = new ArrayList<>();
  private final List<String> notices = new ArrayList<>();
  private final List<Path> files = new ArrayList<>();
  private ConnectionStore store;

  @BeforeEach
  void open() {
    store = ConnectionStore.in(home);
  }

  private ConfiguredModels models(Map<String, String> environment) {
    return new ConfiguredModels(
        new ModelSettings(
            files, store, environment, Optional.of(flow), Optional.empty(), notices::add),
        List.of(provider));
  }

  private String told(Map<String, String> environment, String name) throws InterruptedException {
    var request =
        new ModelRequest(
            "n",
            ModelApi.CHAT,
            List.of(),
            "",
            new ModelParameters(Optional.of("own"), new LinkedHashMap<>()),
            Duration.ofSeconds(1));
    try (var models = models(environment)) {
      Value output = models.open(Optional.of(name)).call(request).output();
      return ((Value.Text) output).text();
    }
  }

  private ModelException failure(Map<String, String> environment, String name) {
    return catchThrowableOfType(ModelException.class, () -> told(environment, name));
  }

  private void stored(String name, String key) {
    var secrets = new LinkedHashMap<String, Secret>();
    secrets.put("api_key", new Secret(key));
    store.save(
        new ConnectionDraft(
            name, ConnectionType.OPEN_AI, new LinkedHashMap<>(), secrets, Optional.empty()));
  }

  private void scriptedRules() throws IOException {
    Files.writeString(flow.resolve("scripted.yaml"), "rules: []\n");
  }

  @Nested
  class TheConnectionOfAName {

    @Test
    void comesFromTheStore() throws Exception {
      stored("a", "stored-key");

      assertThat(told(Map.of(), "a")).isEqualTo("a open_ai stored-key [] own");
      assertThat(notices).isEmpty();
    }

    @Test
    void comesFromAFileBeforeTheStore() throws Exception {
      stored("a", "stored-key");
      files.add(
          Files.writeString(flow.resolve("a.yaml"), "name: a\ntype: open_ai\napi_key: file-key\n"));

      assertThat(told(Map.of(), "a")).contains("file-key");
    }

    @Test
    void comesFromItsOwnVariables() throws Exception {
      assertThat(told(Map.of("MY_CONN_API_KEY", "k"), "my-conn"))
          .isEqualTo("my-conn open_ai k [] own");
      assertThat(told(Map.of("MY_CONN_API_KEY", "k", "MY_CONN_API_BASE", "https://x"), "my-conn"))
          .isEqualTo("my-conn azure_open_ai k [https://x] own");
    }

    @Test
    void thatIsConfiguredNowhereIsTheAccountOfTheEnvironmentWithANotice() throws Exception {
      var both =
          Map.of(
              "OPENAI_API_KEY", "ok",
              "AZURE_OPENAI_API_KEY", "ak",
              "AZURE_OPENAI_ENDPOINT", "https://az");

      assertThat(told(both, "open_ai_connection")).contains("open_ai ok");
      assertThat(told(both, "my_azure_conn")).contains("azure_open_ai ak [https://az]");
      assertThat(notices.getFirst())
          .isEqualTo(
              "connection 'open_ai_connection' is configured nowhere; the OPENAI_API_KEY account"
                  + " of the environment is used instead");
    }

    @Test
    void thatIsConfiguredNowhereIsTheScriptBesideTheFlowBeforeTheEnvironment() throws Exception {
      scriptedRules();

      assertThat(told(Map.of("OPENAI_API_KEY", "k"), "x")).startsWith("scripted scripted");
      assertThat(notices).singleElement().asString().contains("scripted.yaml");
    }

    @Test
    void thatIsNowhereAtAllIsAFailureThatNamesEveryWayOut() {
      stored("open_ai", "k");

      ModelException problem = failure(Map.of(), "opne_ai");

      assertThat(problem.code()).isEqualTo("missing-connection");
      assertThat(problem)
          .hasMessageContaining("'opne_ai'")
          .hasMessageContaining("Did you mean 'open_ai'?")
          .hasMessageContaining("pf connection create --file")
          .hasMessageContaining("OPNE_AI_API_KEY")
          .hasMessageContaining("--connection NODE.connection=")
          .hasMessageContaining("PF_MODEL=scripted");
    }

    @Test
    void thatResemblesNoneListsThoseThatThereAre() {
      stored("first", "k");
      stored("second", "k");

      assertThat(failure(Map.of(), "elsewhere")).hasMessageContaining(" There is first, second.");
    }

    @Test
    void ofAnotherKindIsAFailureForAnLlmNode() throws IOException {
      files.add(Files.writeString(flow.resolve("s.yaml"), "name: s\ntype: serp\napi_key: k\n"));

      assertThat(failure(Map.of(), "s")).hasMessageContaining("reaches no language model");
    }

    @Test
    void inABrokenFileIsAFailureWithThePlace() throws IOException {
      files.add(Files.writeString(flow.resolve("b.yaml"), "name: b\ntype: bogus\n"));

      assertThat(failure(Map.of(), "b")).hasMessageContaining("b.yaml:2:1: error");
    }
  }

  @Nested
  class PfModel {

    @Test
    void namesAConnectionAndPerhapsAModel() throws Exception {
      stored("other", "k");

      assertThat(told(Map.of("PF_MODEL", "other"), "a")).isEqualTo("other open_ai k [] own");
      assertThat(told(Map.of("PF_MODEL", "other/gpt-5/x"), "a"))
          .isEqualTo("other open_ai k [] gpt-5/x");
    }

    @Test
    void namesAnotherModelAtTheSameConnection() throws Exception {
      stored("a", "k");

      assertThat(told(Map.of("PF_MODEL", "gpt-5"), "a")).isEqualTo("a open_ai k [] gpt-5");
      assertThat(told(Map.of("PF_MODEL", "model:meta/llama"), "a"))
          .isEqualTo("a open_ai k [] meta/llama");
    }

    @Test
    void reachesTheAccountOfTheEnvironment() throws Exception {
      assertThat(told(Map.of("PF_MODEL", "openai/gpt-5", "OPENAI_API_KEY", "k"), "a"))
          .isEqualTo("openai open_ai k [] gpt-5");
    }

    @Test
    void mayBeAVendorWhoseKeyIsInTheEnvironment() throws Exception {
      assertThat(told(Map.of("PF_MODEL", "anthropic/c-1", "ANTHROPIC_API_KEY", "k"), "a"))
          .isEqualTo("anthropic anthropic k [] c-1");
      assertThat(told(Map.of("PF_MODEL", "gemini/g-1", "GOOGLE_API_KEY", "k"), "a"))
          .isEqualTo("gemini gemini k [] g-1");
      assertThat(told(Map.of("PF_MODEL", "Claude/c-1", "ANTHROPIC_API_KEY", "k"), "a"))
          .isEqualTo("Claude anthropic k [] c-1");
      assertThat(told(Map.of("PF_MODEL", "ollama/llama3:8b", "OLLAMA_HOST", "box"), "a"))
          .isEqualTo("ollama ollama - [http://box:11434] llama3:8b");
      assertThat(notices).last().asString().contains("ollama on this machine");
    }

    @Test
    void isNeverAnotherVendorsForTheLackOfAKey() {
      assertThat(failure(Map.of("PF_MODEL", "anthropic/c-1", "OPENAI_API_KEY", "k"), "a"))
          .hasMessageContaining("ANTHROPIC_API_KEY");
      assertThat(failure(Map.of("MISTRAL_API_KEY", "k"), "a"))
          .hasMessageContaining("PF_MODEL=mistral/MODEL");
    }

    @Test
    void makesTheScriptAnswer() throws Exception {
      scriptedRules();
      stored("a", "k");
      Path rules = Files.writeString(flow.resolve("mine.yaml"), "rules: []\n");

      assertThat(told(Map.of("PF_MODEL", "scripted"), "a"))
          .contains(flow.resolve("scripted.yaml").toString());
      assertThat(told(Map.of("PF_MODEL", "scripted:" + rules), "a")).contains(rules.toString());
      assertThat(told(Map.of("PF_MODEL", "scripted:mine.yaml"), "a")).contains(rules.toString());
    }

    @Test
    void thatNamesNoConnectionIsAFailure() {
      stored("open_ai", "k");

      assertThat(failure(Map.of("PF_MODEL", "opne_ai/gpt"), "a"))
          .hasMessageContaining("Did you mean 'open_ai'?")
          .hasMessageContaining("model:opne_ai/gpt");
      assertThat(failure(Map.of("PF_MODEL", "scripted:none.yaml"), "a"))
          .hasMessageContaining("none.yaml");
    }
  }

  @Test
  void aConnectionIsOpenedOnceAndOnlyWhenItIsAskedFor() {
    stored("a", "k");
    try (var models = models(Map.of())) {
      assertThat(openings).isEmpty();

      assertThat(models.open(Optional.of("a"))).isSameAs(models.open(Optional.of("a")));
      assertThat(openings).containsExactly("a");
    }
  }

  @Test
  void aNodeWithoutAConnectionGetsTheOnlyOneThereIs() {
    stored("only", "k");
    try (var models = models(Map.of())) {
      models.open(Optional.empty());

      assertThat(openings).containsExactly("only");
    }
  }

  @Test
  void aToolGetsTheConnectionItself() {
    stored("a", "k");
    try (var models = models(Map.of("A_BASE_URL", "https://x"))) {
      Connection connection = models.connection("a");

      assertThat(connection.setting("base_url")).contains("https://x");
      assertThat(connection.secret("api_key").map(Secret::reveal)).contains("k");
    }
  }

  @Test
  void theProviderOfOpenAiIsFound() {
    assertThat(ServiceLoader.load(ModelProvider.class))
        .anyMatch(found -> found.getClass().getSimpleName().equals("OpenAiProvider"));
  }
}
