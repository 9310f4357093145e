package io.promptflow4j.core.model.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.core.model.EmbeddingModel;
import io.promptflow4j.core.model.LanguageModel;
import io.promptflow4j.core.model.ModelApi;
import io.promptflow4j.core.model.ModelParameters;
import io.promptflow4j.core.model.ModelRequest;
import io.promptflow4j.core.model.connection.store.ConnectionStore;
import io.promptflow4j.core.model.provider.post.GuardedPost;
import io.promptflow4j.core.template.chat.ChatMessage;
import io.promptflow4j.core.value.ImageContent;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Addresses that lead inside, at every place where an address may come from somebody else: nothing
/// arrives at a listener on all of this machine's addresses.
///
/// The list is that of the OWASP cheat sheet on server-side request forgery and of published bypass
/// collections: spellings of 127.0.0.1, private and link-local networks, cloud metadata, other
/// schemes, and what parsers of addresses disagree about.
@Timeout(120)
class ForbiddenAddressesTest {

  private static final List<String> HOSTS =
      """
      127.0.0.1 127.1 127.0.1 127.8.9.10 127.255.255.254 0 0.0.0.0 2130706433 0x7f000001 0x7f.0.0.1
      0177.0.0.1 017700000001 0177.0.0.01 127.0.0.1. 127.000.000.001 ①②⑦.0.0.1 127。0。0。1
      localhost LOCALHOST LocalHost localhost. localhost.localdomain ip6-localhost
      127.0.0.1.nip.io localtest.me lvh.me
      [::1] [::] [0:0:0:0:0:0:0:1] [0000::1] [::ffff:127.0.0.1] [::ffff:7f00:1] [::ffff:0:127.0.0.1]
      [::127.0.0.1] [fe80::1] [fe80::1%25eth0] [fe80::1%25lo] [fc00::1] [fd12:3456::1] [fec0::1]
      [64:ff9b::7f00:1] [64:ff9b::127.0.0.1] [2002:7f00:1::] [2001:0:7f00:1::1] [::2] [ff02::1]
      [fd00:ec2::254] 10.0.0.1 10.255.255.255 172.16.0.1 172.31.255.255 192.168.0.1 192.168.255.255
      100.64.0.1 100.127.255.254 169.254.169.254 169.254.0.1 168.63.129.16 100.100.100.200
      192.0.0.192 198.18.0.1 198.19.255.255 0.1.2.3 224.0.0.1 239.255.255.255 240.0.0.1
      255.255.255.255 metadata.google.internal metadata kubernetes.default.svc
      gpu-box.internal host.docker.internal 3232235521 2852039166 0xa9fea9fe 0251.0376.0251.0376
      169.254.43518 0xa9.0xfe.0xa9.0xfe xn--localhost-9n4c
      """
          .lines()
          .flatMap(line -> List.of(line.strip().split(" ", -1)).stream())
          .filter(host -> !host.isEmpty())
          .toList();

  private static final List<String> ODD =
      """
      http://api.openai.com@127.0.0.1:{port}/v1
      http://api.openai.com:80@127.0.0.1:{port}/v1
      http://127.0.0.1:{port}@127.0.0.1:{port}/v1
      http://user:pass@localhost:{port}/v1
      http://127.0.0.1:{port}#@api.openai.com/v1
      http://127.0.0.1:{port}?@api.openai.com/v1
      http://127.0.0.1:{port}\\@api.openai.com/v1
      http:\\\\127.0.0.1:{port}\\v1
      http:/127.0.0.1:{port}/v1
      http:127.0.0.1:{port}/v1
      //127.0.0.1:{port}/v1
      ///127.0.0.1:{port}/v1
      127.0.0.1:{port}/v1
      http://127.0.0.1%00.openai.com:{port}/v1
      http://127.0.0.1%2f@api.openai.com:{port}/v1
      http://127.0.0.1%20:{port}/v1
      http://127.0.0.1 :{port}/v1
      http:// 127.0.0.1:{port}/v1
      http://127.0.0.1\t:{port}/v1
      http://127.0.0.1\\n:{port}/v1
      http://127.0.0.1:{port}/v1\\r\\nHost: api.openai.com
      http://[::1]:{port}%2fv1
      http://[::1%25lo]:{port}/v1
      http://[::1:{port}/v1
      HTTP://127.0.0.1:{port}/v1
      hTTps://127.0.0.1:{port}/v1
      http://127.0.0.1:{port}/v1/../../admin
      http://127.0.0.1:{port}/%2e%2e/v1
      http://127.0.0.1:22/v1
      http://127.0.0.1:25/v1
      http://127.0.0.1:6379/v1
      http://127.0.0.1:11211/v1
      http://127.0.0.1:5432/v1
      http://127.0.0.1:-1/v1
      http://127.0.0.1:99999/v1
      http://127.0.0.1:{port}0/v1
      file:///etc/passwd
      file://127.0.0.1/etc/passwd
      ftp://127.0.0.1:{port}/v1
      gopher://127.0.0.1:{port}/_GET
      jar:http://127.0.0.1:{port}/a.jar!/b
      jdbc:postgresql://127.0.0.1:{port}/x
      ldap://127.0.0.1:{port}/x
      netdoc:///etc/passwd
      data:text/plain,hello
      dict://127.0.0.1:{port}/info
      tftp://127.0.0.1:{port}/x
      unix:///var/run/docker.sock
      ws://127.0.0.1:{port}/v1
      mailto:root@localhost
      http://
      https://
      """
          .lines()
          .filter(line -> !line.isBlank())
          .toList();

  private static final Pattern LITERAL = Pattern.compile("https?://(\\[.*]|[0-9.]+):\\d+/v1");

  @TempDir private Path folder;
  private ServerSocket canary;
  private final Set<String> visits = new LinkedHashSet<>();
  private final AtomicInteger arrived = new AtomicInteger();
  private volatile String current = "";

  /// On every address of the machine, those of both families.
  @BeforeEach
  void listen() throws IOException {
    canary = new ServerSocket();
    canary.bind(new InetSocketAddress(InetAddress.getByName("::"), 0));
    Thread.ofVirtual().start(this::count);
  }

  private void count() {
    while (!canary.isClosed()) {
      try (Socket _ = canary.accept()) {
        arrived.incrementAndGet();
        visits.add(current);
      } catch (IOException over) {
        return;
      }
    }
  }

  @AfterEach
  void close() throws IOException {
    canary.close();
  }

  private List<String> addresses() {
    var all = new ArrayList<String>();
    String port = String.valueOf(canary.getLocalPort());
    HOSTS.forEach(host -> {
      all.add("http://%s:%s/v1".formatted(host, port));
      if (host.length() % 4 == 0) {
        all.add("https://%s:%s/v1".formatted(host, port));
      }
    });
    ODD.forEach(
        odd -> all.add(odd.replace("{port}", port).replace("\\n", "\n").replace("\\r", "\r")));
    return all;
  }

  /// Somewhere that an address comes in.
  @FunctionalInterface
  private interface Entrance {
    void call(String address) throws Exception;
  }

  private Map<String, Entrance> entrances() {
    var all = new LinkedHashMap<String, Entrance>();
    all.put(
        "base_url of a chat",
        address -> {
          try (var models = models("type: open_ai\napi_key: k\nbase_url: ", address)) {
            var _ = model(models).call(request(List.of()));
          }
        });
    all.put(
        "api_base of a stream",
        address -> {
          try (var models = models("type: azure_open_ai\napi_key: k\napi_base: ", address)) {
            var _ = model(models).stream(request(List.of()), _ -> {});
          }
        });
    all.put(
        "base_url of embeddings",
        address -> {
          try (var models = models("type: mistral\napi_key: k\nbase_url: ", address)) {
            var _ = model(models).embeddings().orElseThrow().embed(texts());
          }
        });
    all.put(
        "endpoint of a service",
        address -> {
          try (var models = models("type: azure_content_safety\napi_key: k\nendpoint: ", address);
              var post =
                  new GuardedPost(models.connection("outside"), URI.create(address + "/analyze"))) {
            var _ = post.post(Map.of(), "{}", Duration.ofSeconds(5));
          }
        });
    return all;
  }

  /// The service is asked, and gets the picture's address as it is; nobody here looks at it.
  private static void show(LanguageModel model, String address) throws Exception {
    var picture = new Value.Image("image/png", new ImageContent.Remote(URI.create(address)));
    var _ = model.call(request(List.of(new ChatMessage.Part.Picture(picture))));
  }

  private static LanguageModel model(ConfiguredModels models) {
    return models.open(Optional.of("outside"));
  }

  private ConfiguredModels models(String head, String address) throws IOException {
    return models(head, address, "never");
  }

  private ConfiguredModels models(String head, String address, String reach) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("outside.yaml"),
            "name: outside\n%s%s\nallow_private_address: '%s'\n"
                .formatted(head, Json.write(Value.of(address)), reach));
    return ConfiguredModels.with(
        new ModelSettings(
            List.of(file),
            ConnectionStore.in(folder),
            Map.of("PF_MODEL_RETRIES", "0", "PF_WORKSPACE", folder.toString()),
            Optional.empty(),
            Optional.empty(),
            _ -> {}));
  }

  private static ModelRequest request(List<ChatMessage.Part> parts) {
    return new ModelRequest(
        "ask",
        ModelApi.CHAT,
        List.of(
            new ChatMessage(
                ChatMessage.Role.USER,
                Optional.empty(),
                parts.isEmpty() ? List.of(new ChatMessage.Part.Text("hello")) : parts,
                Optional.empty(),
                Optional.empty())),
        "",
        new ModelParameters(Optional.of("m"), new LinkedHashMap<>()),
        Duration.ofSeconds(5));
  }

  private static EmbeddingModel.Request texts() {
    return new EmbeddingModel.Request(
        "embed", "m", List.of("hello"), OptionalInt.empty(), Duration.ofSeconds(5));
  }

  @Test
  void nothingArrivesInsideWhateverAnAddressLooksLike() {
    List<String> addresses = addresses();
    assertThat(addresses).hasSizeGreaterThanOrEqualTo(120);
    Map<String, Entrance> entrances = entrances();
    int payloads = 0;
    var unrefused = new ArrayList<String>();
    var times = new ArrayList<Long>();
    for (Map.Entry<String, Entrance> entrance : entrances.entrySet()) {
      for (String address : addresses) {
        current = entrance.getKey() + " " + address;
        long start = System.nanoTime();
        boolean refused = isRefused(entrance.getValue(), address);
        if (LITERAL.matcher(address).matches()) {
          times.add(System.nanoTime() - start);
          if (!refused) {
            unrefused.add(current);
          }
        }
        payloads++;
      }
    }

    assertThat(payloads).isGreaterThanOrEqualTo(480);
    assertThat(visits).isEmpty();
    assertThat(arrived).hasValue(0);
    assertThat(unrefused).isEmpty();
    times.sort(null);
    assertThat(Duration.ofNanos(times.get(times.size() / 2)))
        .as("half of the addresses that need no look-up, reading the connection included")
        .isLessThan(Duration.ofMillis(100));
  }

  private static boolean isRefused(Entrance entrance, String address) {
    try {
      entrance.call(address);
      return false;
    } catch (Exception refused) {
      return true;
    }
  }

  @Test
  void nobodyLooksAtThePicturesOfAPrompt() throws Exception {
    try (var service = new Answering("200 OK", "Content-Type: application/json");
        var models = models("type: open_ai\napi_key: k\nbase_url: ", service.url(), "false")) {
      LanguageModel model = model(models);
      for (String address : addresses()) {
        current = "a picture " + address;
        var _ = isRefused(one -> show(model, one), address);
      }
      assertThat(service.asked.get()).isGreaterThan(100);
    }
    assertThat(visits).isEmpty();
  }

  @Test
  void aRedirectLeadsNowhere() throws Exception {
    for (int status : List.of(301, 302, 303, 307, 308)) {
      String location = "Location: http://127.0.0.1:%d/v1".formatted(canary.getLocalPort());
      try (var service = new Answering(status + " Elsewhere", location)) {
        for (String head :
            List.of(
                "type: open_ai\napi_key: k\nbase_url: ",
                "type: azure_open_ai\napi_key: k\napi_base: ",
                "type: anthropic\napi_key: k\nbase_url: ")) {
          current = status + " " + head;
          try (var models = models(head, service.url(), "false")) {
            assertThat(isRefused(_ -> model(models).call(request(List.of())), "")).isTrue();
          }
        }
        assertThat(service.asked).hasValue(3);
      }
    }
    assertThat(visits).isEmpty();
  }

  /// The listener does notice visitors.
  @Test
  void whatIsLetThroughArrives() throws Exception {
    try (var models =
        models(
            "type: open_ai\napi_key: k\nbase_url: ",
            "http://127.0.0.1:%d/v1".formatted(canary.getLocalPort()),
            "true")) {
      assertThat(isRefused(_ -> model(models).call(request(List.of())), "")).isTrue();
    }
    assertThat(arrived.get()).isPositive();
  }

  /// A service that says one thing to everybody.
  private static final class Answering implements AutoCloseable {
    private static final String REPLY =
        """
        {"model": "m", "choices": [{"message": {"content": "hi"}, "finish_reason": "stop"}]}
        """;

    private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final AtomicInteger asked = new AtomicInteger();
    private final String head;

    Answering(String status, String header) throws IOException {
      this.head =
          "HTTP/1.1 %s\r\n%s\r\nContent-Length: %d\r\nConnection: close\r\n\r\n"
              .formatted(status, header, REPLY.length());
      Thread.ofVirtual().start(this::answer);
    }

    String url() {
      return "http://127.0.0.1:%d/v1".formatted(socket.getLocalPort());
    }

    private void answer() {
      while (!socket.isClosed()) {
        try (Socket one = socket.accept()) {
          asked.incrementAndGet();
          var _ = one.getInputStream().read(new byte[65_536]);
          one.getOutputStream().write((head + REPLY).getBytes(StandardCharsets.UTF_8));
        } catch (IOException over) {
          if (!socket.isClosed()) {
            throw new UncheckedIOException(over);
          }
        }
      }
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
