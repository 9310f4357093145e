package io.promptflow4j.cli.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.cli.Called;
import io.promptflow4j.core.model.catalog.file.Catalogs;
import io.promptflow4j.core.model.connection.ConnectionType;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Every connection on the pages of `docs/providers` and in the guide to connections, with the flow
/// of its page, against a service that speaks the vendor's format.
class ProviderPagesTest {

  private static final Path PAGES = Path.of("..", "docs", "providers");
  private static final Path GUIDE = Path.of("..", "docs", "connections.md");
  private static final Pattern BLOCK = Pattern.compile("(?s)```(yaml|jinja)\\n(.*?)```");
  private static final Map<String, String> PONG =
      Map.of(
          "anthropic.md", "Anthropic",
          "bedrock.md", "Bedrock",
          "connections.md", "Anthropic",
          "gemini.md", "Gemini",
          "ollama.md", "Ollama");

  @TempDir private Path folder;
  private final VendorMock service = new VendorMock();
  private Called.Place place;

  @BeforeEach
  void open() {
    place = new Called.Place(folder);
  }

  @AfterEach
  void close() {
    service.close();
  }

  static Stream<Arguments> connections() throws IOException {
    return pages().stream()
        .flatMap(page ->
            blocks(page, "yaml").stream()
                .filter(block -> block.startsWith("name:"))
                .map(block -> Arguments.of(PAGES.relativize(page).toString(), block)));
  }

  private static List<Path> pages() throws IOException {
    try (Stream<Path> pages = Files.walk(PAGES)) {
      return pages
          .filter(page -> page.toString().endsWith(".md") && !page.endsWith("README.md"))
          .sorted()
          .toList();
    }
  }

  static Stream<ConnectionType> vendors() {
    return Stream.of(ConnectionType.values())
        .filter(ConnectionType::isVendor)
        .filter(ConnectionType::isOpenAiCompatible);
  }

  @ParameterizedTest
  @MethodSource("vendors")
  void everyVendorThatSpeaksOpenAisProtocolHasATruePage(ConnectionType vendor) throws IOException {
    Path page = PAGES.resolve("compatible/" + vendor.yamlName() + ".md");
    String model = field(blocks(page, "yaml").get(1).replaceAll("(?m)^ +", ""), "model");

    String text = Files.readString(page);

    assertThat(text)
        .contains("at `" + vendor.defaults().get("base_url") + "`")
        .contains("--model " + vendor.yamlName() + "/" + model);
    assertThat(Catalogs.builtIn().offered(vendor.yamlName(), model).isEmpty())
        .isEqualTo(!text.contains("pf model list --provider " + vendor.yamlName()));
  }

  private static List<String> blocks(Path page, String language) {
    try {
      return BLOCK
          .matcher(Files.readString(page))
          .results()
          .filter(found -> found.group(1).equals(language))
          .map(found -> found.group(2))
          .toList();
    } catch (IOException unreadable) {
      throw new AssertionError(unreadable);
    }
  }

  @ParameterizedTest
  @MethodSource("connections")
  void worksAsItStands(String page, String connection) throws IOException {
    // the guide has no flow of its own
    Path flow = PAGES.resolve(GUIDE.endsWith(page) ? "anthropic.md" : page);
    List<String> yaml = blocks(flow, "yaml");
    place.write("connection.yaml", connection);
    place.write(
        "flow.dag.yaml",
        yaml.stream().filter(block -> block.contains("nodes:")).findFirst().orElseThrow());
    place.write("answer.jinja2", blocks(flow, "jinja").getFirst());
    pointAtTheService(connection);

    Called run =
        place.pf(
            "flow",
            "test",
            "--flow",
            ".",
            "--connection",
            "connection.yaml",
            "answer.connection=" + field(connection, "name"));

    assertThat(run.exit()).as(run.err()).isZero();
    String pong =
        connection.contains("protocol: responses") ? "Responses" : PONG.getOrDefault(page, "chat");
    assertThat(run.out()).contains("pong from " + pong);
    assertThat(run.err()).doesNotContain("is not sent");
  }

  /// The address of the connection leads to the service, with the path it has.
  private void pointAtTheService(String connection) {
    Matcher reference = Pattern.compile("env:(\\w+)").matcher(connection);
    if (reference.find()) {
      place.withVariable(reference.group(1), "a-key-for-the-page");
    }
    boolean azure = connection.contains("api_base");
    String address = field(connection, azure ? "api_base" : "base_url");
    String path = address.isEmpty() ? "" : URI.create(address).getPath();
    place.withVariable(
        field(connection, "name").toUpperCase(Locale.ROOT) + (azure ? "_API_BASE" : "_BASE_URL"),
        service.address() + path);
  }

  private static String field(String connection, String name) {
    Matcher line = Pattern.compile("(?m)^" + name + ": (.*)$").matcher(connection);
    return line.find() ? line.group(1) : "";
  }
}
