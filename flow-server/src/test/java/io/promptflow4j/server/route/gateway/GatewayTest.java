package io.promptflow4j.server.route.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.errors.BadRequestException;
import com.openai.errors.NotFoundException;
import com.openai.errors.PermissionDeniedException;
import com.openai.errors.RateLimitException;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.models.FunctionDefinition;
import com.openai.models.FunctionParameters;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.embeddings.EmbeddingCreateParams;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.promptflow4j.core.model.billing.ProjectPrices;
import io.promptflow4j.core.model.catalog.file.Catalogs;
import io.promptflow4j.core.model.connection.store.ConnectionStore;
import io.promptflow4j.core.model.provider.ConfiguredModels;
import io.promptflow4j.core.model.provider.ModelSettings;
import io.promptflow4j.core.model.registry.Labels;
import io.promptflow4j.core.model.registry.Target;
import io.promptflow4j.core.run.RunStore;
import io.promptflow4j.core.run.access.AccessStore;
import io.promptflow4j.core.run.access.Grant;
import io.promptflow4j.core.run.access.Quota;
import io.promptflow4j.core.run.access.Role;
import io.promptflow4j.core.run.store.RunStores;
import io.promptflow4j.core.run.store.StoreAddress;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.server.app.Access;
import io.promptflow4j.server.app.FlowServer;
import io.promptflow4j.server.app.GatewayContent;
import io.promptflow4j.server.app.ServerSettings;
import io.promptflow4j.server.deployment.gateway.SharedModels;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// With OpenAI's own client for Java, as it is, in front of a service that is asked with a key
/// which callers never see.
@SuppressWarnings("NullAway.Init") // each test serves after it has made its keys
class GatewayTest {

  private static final String SECRET = "sk-canary-of-the-service-0123456789";

  @TempDir Path folder;

  private final BlockingQueue<Value.Mapping> asked = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> authorized = new LinkedBlockingQueue<>();
  private HttpServer service;
  private AccessStore store;
  private RunStore runs;
  private ConfiguredModels models;
  private Access access;
  private FlowServer server;

  @BeforeEach
  @SuppressWarnings("NullAway.Init") // each test starts a gateway of its own
  void start() throws IOException {
    service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
    service.createContext("/v1/chat/completions", this::complete);
    service.createContext("/v1/embeddings", this::embed);
    service.start();
    var address = new StoreAddress.Sqlite(folder.resolve("runs.sqlite"));
    store = RunStores.openAccess(address);
    runs = RunStores.open(address);
  }

  @AfterEach
  void stop() {
    server.close();
    access.close();
    models.close();
    runs.close();
    store.close();
    service.stop(0);
  }

  private void complete(HttpExchange exchange) throws IOException {
    Value.Mapping request = read(exchange);
    if (request.get("model") instanceof Value.Text(var model) && model.startsWith("leak-")) {
      int status = Integer.parseInt(model.substring(5));
      String leak = "{\"error\": {\"message\": \"wrong key %s\"}}".formatted(SECRET);
      reply(exchange, status, "application/json", leak);
      return;
    }
    boolean withTools = request.get("tools") != null;
    String answer =
        request.get("stream") == Value.Bool.TRUE ? STREAM : (withTools ? WITH_TOOL : WHOLE);
    reply(exchange, answer.startsWith("data:") ? "text/event-stream" : "application/json", answer);
  }

  private void embed(HttpExchange exchange) throws IOException {
    read(exchange);
    reply(
        exchange,
        "application/json",
        """
        {"object": "list", "model": "text-embedding-3-small",
         "data": [{"object": "embedding", "index": 0, "embedding": [0.5, -0.25]}],
         "usage": {"prompt_tokens": 4, "total_tokens": 4}}
        """);
  }

  private Value.Mapping read(HttpExchange exchange) throws IOException {
    authorized.add(exchange.getRequestHeaders().getFirst("Authorization"));
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    var request = (Value.Mapping) Json.read(body);
    asked.add(request);
    return request;
  }

  private static void reply(HttpExchange exchange, String type, String text) throws IOException {
    reply(exchange, 200, type, text);
  }

  private static void reply(HttpExchange exchange, int status, String type, String text)
      throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    try (exchange) {
      exchange.getResponseHeaders().set("Content-Type", type);
      exchange.sendResponseHeaders(status, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  private static final String WHOLE =
      """
      {"id": "1", "object": "chat.completion", "created": 1, "model": "gpt-4o-mini",
       "choices": [{"index": 0, "finish_reason": "stop",
                    "message": {"role": "assistant", "content": "See the Prater."}}],
       "usage": {"prompt_tokens": 1000, "completion_tokens": 500, "total_tokens": 1500}}
      """;

  private static final String WITH_TOOL =
      """
      {"id": "1", "object": "chat.completion", "created": 1, "model": "gpt-4o-mini",
       "choices": [{"index": 0, "finish_reason": "tool_calls",
                    "message": {"role": "assistant", "content": null, "tool_calls": [
                      {"id": "call_1", "type": "function",
                       "function": {"name": "weather", "arguments": "{\\"city\\": \\"Vienna\\"}"}}]}}],
       "usage": {"prompt_tokens": 10, "completion_tokens": 5, "total_tokens": 15}}
      """;

  private static final String STREAM =
      """
      data: {"id":"1","object":"chat.completion.chunk","created":1,"model":"gpt-4o-mini","choices":[{"index":0,"delta":{"role":"assistant","content":"See "},"finish_reason":null}]}

      data: {"id":"1","object":"chat.completion.chunk","created":1,"model":"gpt-4o-mini","choices":[{"index":0,"delta":{"content":"the Prater."},"finish_reason":null}]}

      data: {"id":"1","object":"chat.completion.chunk","created":1,"model":"gpt-4o-mini","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}

      data: {"id":"1","object":"chat.completion.chunk","created":1,"model":"gpt-4o-mini","choices":[],"usage":{"prompt_tokens":10,"completion_tokens":5,"total_tokens":15}}

      data: [DONE]

      """;

  private String key(String quota, String... endpoints) {
    return key(Role.RUNNER, quota, endpoints);
  }

  private String key(Role role, String quota, String... endpoints) {
    var grant = new Grant("team", role, List.of(endpoints), Quota.read(quota), Optional.empty());
    return store.keys().create(grant, "ann", Instant.now()).text().reveal();
  }

  /// Serves what the connections `team` and `other` reach.
  private void serve() throws IOException {
    Path team = connection("team");
    Path other = connection("other");
    models =
        ConfiguredModels.with(
            new ModelSettings(
                List.of(team, other),
                ConnectionStore.in(folder.resolve("home")),
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                _ -> {}));
    var shared =
        new SharedModels(
            models,
            List.of("team", "other"),
            Catalogs.builtIn(),
            runs.models(),
            new ProjectPrices(folder, Map.of(), _ -> {}));
    access = Access.of(store, true, List.of(), _ -> {});
    server =
        FlowServer.start(
            new GatewayContent(shared, Optional.empty()),
            new FlowServer.About(
                "0.1",
                "",
                Value.Mapping.EMPTY,
                folder.resolve("feedback.jsonl"),
                Optional.empty(),
                _ -> {}),
            ServerSettings.local(0),
            access);
  }

  private Path connection(String name) throws IOException {
    return Files.writeString(
        folder.resolve(name + ".yaml"),
        "name: %s\ntype: open_ai\napi_key: %s\nbase_url: http://127.0.0.1:%d/v1\nmax_retries: 0\n"
            .formatted(name, SECRET, service.getAddress().getPort()));
  }

  private OpenAIClient client(String key) {
    return OpenAIOkHttpClient.builder()
        .apiKey(key)
        .baseUrl(server.address() + "/v1")
        .maxRetries(0)
        .build();
  }

  private static ChatCompletionCreateParams.Builder ask(String model) {
    return ChatCompletionCreateParams.builder()
        .model(model)
        .addSystemMessage("Be short.")
        .addUserMessage("Vienna?");
  }

  @Test
  void aCallerReachesAModelWithoutTheKeyOfItsConnection() throws Exception {
    String key = key("");
    serve();

    ChatCompletion answer =
        client(key)
            .chat()
            .completions()
            .create(ask("team/gpt-4o-mini").temperature(0.5).maxCompletionTokens(50).build());

    assertThat(answer.choices().getFirst().message().content()).contains("See the Prater.");
    assertThat(answer.model()).isEqualTo("team/gpt-4o-mini");
    assertThat(answer.usage().orElseThrow().totalTokens()).isEqualTo(1_500);
    assertThat(authorized.take()).isEqualTo("Bearer " + SECRET);
    Value.Mapping sent = asked.take();
    assertThat(sent.get("model")).isEqualTo(Value.of("gpt-4o-mini"));
    assertThat(sent.get("temperature")).isEqualTo(Value.of(0.5));
    assertThat(Json.write(sent)).contains("Be short.").doesNotContain("top_p", key);
  }

  @Test
  void piecesComeAsTheyAre() throws Exception {
    String key = key("");
    serve();
    var whole = ChatCompletionAccumulator.create();
    var request =
        ask("team/gpt-4o-mini")
            .streamOptions(ChatCompletionStreamOptions.builder().includeUsage(true).build())
            .build();

    try (var stream = client(key).chat().completions().createStreaming(request)) {
      stream.stream().forEach(whole::accumulate);
    }

    ChatCompletion answer = whole.chatCompletion();
    assertThat(answer.choices().getFirst().message().content()).contains("See the Prater.");
    assertThat(answer.usage().orElseThrow().totalTokens()).isEqualTo(15);
  }

  @Test
  void toolsArePassedThrough() throws Exception {
    String key = key("");
    serve();
    var weather =
        FunctionDefinition.builder()
            .name("weather")
            .parameters(
                FunctionParameters.builder()
                    .putAdditionalProperty("type", JsonValue.from("object"))
                    .putAdditionalProperty("properties", JsonValue.from(Map.of()))
                    .build())
            .build();

    ChatCompletion answer =
        client(key)
            .chat()
            .completions()
            .create(ask("team/gpt-4o-mini").addFunctionTool(weather).build());

    var choice = answer.choices().getFirst();
    assertThat(choice.finishReason().asString()).isEqualTo("tool_calls");
    var call = choice.message().toolCalls().orElseThrow().getFirst().asFunction();
    assertThat(call.id()).isEqualTo("call_1");
    assertThat(call.function().arguments()).contains("Vienna");
    assertThat(Json.write(asked.take())).contains("\"tools\"", "weather");
  }

  @Test
  void embeddingsComeAsNumbers() throws Exception {
    String key = key("");
    serve();

    var answer =
        client(key)
            .embeddings()
            .create(
                EmbeddingCreateParams.builder()
                    .model("team/text-embedding-3-small")
                    .input("Vienna")
                    .build());

    assertThat(answer.data().getFirst().embedding()).containsExactly(0.5f, -0.25f);
    assertThat(answer.usage().totalTokens()).isEqualTo(4);
  }

  @Test
  void aKeyReachesItsConnectionsAlone() throws Exception {
    String key = key("", "other");
    String viewer = key(Role.VIEWER, "");
    serve();
    OpenAIClient client = client(key);

    assertThat(client.chat().completions().create(ask("other/gpt-4o-mini").build()).id())
        .isNotEmpty();
    assertThatThrownBy(() -> client.chat().completions().create(ask("team/gpt-4o-mini").build()))
        .isInstanceOf(NotFoundException.class);
    assertThatThrownBy(() -> client.chat().completions().create(ask("none/gpt-4o-mini").build()))
        .isInstanceOf(NotFoundException.class);
    assertThatThrownBy(
            () -> client(viewer).chat().completions().create(ask("team/gpt-4o-mini").build()))
        .isInstanceOf(PermissionDeniedException.class);
    assertThat(client.models().list().data()).noneMatch(one -> one.id().startsWith("team/"));
  }

  @Test
  void aRegisteredModelIsReachedByItsName() throws Exception {
    String key = key("");
    var _ =
        runs.models()
            .register(
                "helper",
                new Target(
                    Target.Kind.DEPLOYMENT,
                    "gpt-4o-mini",
                    Optional.of("other"),
                    Optional.empty(),
                    Optional.empty()),
                Labels.NONE,
                "ann",
                Instant.now());
    serve();

    HttpResponse<String> answer =
        post(
            key,
            "{\"model\": \"helper\", \"messages\": [{\"role\": \"user\", \"content\": \"?\"}]}");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("x-promptflow4j-model")).contains("other/gpt-4o-mini");
    assertThat(client(key).models().list().data()).anyMatch(one -> one.id().equals("helper"));
  }

  @Test
  void aQuotaIsHeldBeforeTheModelIsPaid() throws Exception {
    String key = key("2k tokens");
    String other = key("2k tokens");
    serve();
    OpenAIClient client = client(key);
    ChatCompletionCreateParams request = ask("team/gpt-4o-mini").build();

    assertThat(client.chat().completions().create(request).id()).isNotEmpty();

    assertThatThrownBy(() ->
            client
                .chat()
                .completions()
                .create(ask("team/gpt-4o-mini").maxCompletionTokens(600).build()))
        .isInstanceOf(RateLimitException.class)
        .hasMessageContaining("quota");
    assertThat(asked).as("only what was let in was paid").hasSize(1);
    assertThat(client(other).chat().completions().create(request).id()).isNotEmpty();
    var spent = store.spending().on(LocalDate.now(ZoneOffset.UTC)).values();
    assertThat(spent).allMatch(one -> one.tokens() == 1_500 && one.calls() == 1);
  }

  @Test
  void theKeyOfTheServiceComesOutNowhereEvenIfTheServiceSaysIt() throws Exception {
    String key = key("");
    serve();
    var said = new StringBuilder();
    for (String model : List.of("team/leak-401", "team/leak-400", "team/leak-500", "team/leak")) {
      String body =
          "{\"model\": \"%s\", \"messages\": [{\"role\": \"user\", \"content\": \"?\"}]%s}";
      for (String stream : List.of("", ", \"stream\": true")) {
        HttpResponse<String> answer = post(key, body.formatted(model, stream));
        said.append(answer.headers().map()).append(answer.body());
        assertThat(answer.statusCode()).as(answer.body()).isNotEqualTo(500);
      }
    }

    assertThat(said).doesNotContain(SECRET).doesNotContain(key);
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        assertThat(bytes).as(file.toString()).doesNotContain(key);
        if (!file.toString().endsWith(".yaml")) {
          assertThat(bytes).as(file.toString()).doesNotContain(SECRET);
        }
      }
    }
  }

  @Test
  void whatIsNotKnownIsRefusedByName() throws Exception {
    String key = key("");
    serve();

    assertThatThrownBy(() ->
            client(key)
                .chat()
                .completions()
                .create(
                    ask("team/gpt-4o-mini")
                        .putAdditionalBodyProperty("extra_body", JsonValue.from(Map.of()))
                        .build()))
        .isInstanceOf(BadRequestException.class)
        .hasMessageContaining("extra_body");
    assertThat(asked).isEmpty();
  }

  @Test
  void theCatalogIsSearched() throws Exception {
    String key = key(Role.VIEWER, "");
    serve();

    var found =
        get(key, "/catalog/models?search=gpt-4o-mini&provider=openai&can=tools&min_context=1000");
    var one = get(key, "/catalog/models/openai/gpt-4o-mini");
    var none = get(key, "/catalog/models/openai/nothing");
    var wrong = get(key, "/catalog/models?can=fly");
    var unknown = get(key, "/catalog/models?colour=red");

    assertThat(found.body()).contains("\"openai/gpt-4o-mini\"");
    assertThat(((Value.Mapping) Json.read(found.body())).get("total")).isNotEqualTo(Value.of(0));
    assertThat(one.body()).contains("\"prices\"");
    assertThat(none.statusCode()).isEqualTo(404);
    assertThat(wrong.statusCode()).isEqualTo(400);
    assertThat(wrong.body()).contains("tools");
    assertThat(unknown.statusCode()).isEqualTo(400);
    assertThat(get(key, "/catalog/registry").body()).contains("\"models\"");
  }

  private HttpResponse<String> get(String key, String path) throws Exception {
    return send(HttpRequest.newBuilder(URI.create(server.address() + path)), key);
  }

  private HttpResponse<String> post(String key, String body) throws Exception {
    return send(
        HttpRequest.newBuilder(URI.create(server.address() + "/v1/chat/completions"))
            .POST(HttpRequest.BodyPublishers.ofString(body)),
        key);
  }

  private static HttpResponse<String> send(HttpRequest.Builder request, String key)
      throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
          request.header("Authorization", "Bearer " + key).build(), BodyHandlers.ofString());
    }
  }
}
