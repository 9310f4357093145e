package io.promptflow4j.cli.endpoint;

import io.promptflow4j.cli.terminal.CommandFailure;
import io.promptflow4j.cli.terminal.CommonOptions;
import io.promptflow4j.cli.terminal.ExitCode;
import io.promptflow4j.cli.terminal.Printable;
import io.promptflow4j.cli.terminal.Terminal;
import io.promptflow4j.cli.terminal.UsageFailure;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `pf endpoint invoke`, and `pf deployment invoke`: calls an endpoint that is served.
@Command(
    name = "invoke",
    description = "Call an endpoint that pf endpoint serve serves.",
    footer = {"", "Example: pf endpoint invoke --name shop --data '{\"question\": \"Why?\"}'"})
public final class InvokeCommand implements Callable<Integer> {

  private static final Duration PATIENCE = Duration.ofMinutes(10);

  @Mixin private CommonOptions common = new CommonOptions();

  @Option(
      names = {"-e", "--endpoint-name"},
      paramLabel = "NAME",
      description = "The endpoint.")
  private @Nullable String endpoint;

  @Option(
      names = {"-n", "--name"},
      paramLabel = "NAME",
      description = "Of pf endpoint: the endpoint. Of pf deployment: the deployment.")
  private @Nullable String name;

  @Option(
      names = {"-d", "--deployment-name"},
      paramLabel = "NAME",
      description = "The deployment; by the split of the traffic if not said.")
  private @Nullable String deployment;

  @Option(
      names = {"-r", "--request-file"},
      paramLabel = "FILE",
      description = "A JSON file with the inputs.")
  private @Nullable Path file;

  @Option(names = "--data", paramLabel = "JSON", description = "The inputs themselves.")
  private @Nullable String data;

  @Option(
      names = "--session",
      paramLabel = "ID",
      description = "What keeps the calls of a session with one deployment.")
  private @Nullable String session;

  @Option(
      names = "--server",
      paramLabel = "ADDRESS",
      description = "Where it is served; http://localhost:8080 if not said.")
  private URI server = URI.create("http://localhost:8080");

  private final Terminal terminal;

  public InvokeCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    HttpRequest request = request();
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      terminal.printLine(answer.body());
      by(answer).ifPresent(terminal::tell);
      return answer.statusCode() < 300 ? ExitCode.OK : ExitCode.FAILURE;
    } catch (IOException unreachable) {
      throw new CommandFailure(
          "not-served",
          "nobody answers at %s; start it with pf endpoint serve, or say --server"
              .formatted(server),
          unreachable);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new CommandFailure("canceled", "the call was canceled", stopped);
    }
  }

  private Optional<String> by(HttpResponse<String> answer) {
    return answer
        .headers()
        .firstValue("azureml-model-deployment")
        .filter(_ -> !common.isJson())
        .map(who ->
            "pf: %s answered, version %s%s"
                .formatted(
                    Printable.line(who),
                    answer.headers().firstValue("x-promptflow4j-flow-version").orElse("?"),
                    answer
                        .headers()
                        .firstValue("x-promptflow4j-variants")
                        .map(variants -> " with " + Printable.line(variants))
                        .orElse("")));
  }

  private HttpRequest request() {
    String of = Optional.ofNullable(endpoint).or(() -> Optional.ofNullable(name)).orElse("");
    if (!of.matches("[A-Za-z0-9_-]+")) {
      throw new UsageFailure("name the endpoint: --name NAME");
    }
    var request =
        HttpRequest.newBuilder(URI.create(trimmed() + "/endpoints/" + of + "/score"))
            .timeout(PATIENCE)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body()));
    Optional.ofNullable(deployment)
        .or(() -> endpoint == null ? Optional.empty() : Optional.ofNullable(name))
        .ifPresent(wanted -> request.header("azureml-model-deployment", wanted));
    Optional.ofNullable(session).ifPresent(id -> request.header("x-session-id", id));
    terminal
        .variable("PF_SERVE_API_KEY")
        .ifPresent(key -> request.header("Authorization", "Bearer " + key));
    return request.build();
  }

  private String trimmed() {
    return server.toString().replaceAll("/+$", "");
  }

  private String body() {
    if (data != null) {
      return data;
    }
    if (file == null) {
      throw new UsageFailure("say what to ask: --request-file FILE, or --data JSON");
    }
    try {
      return Files.readString(terminal.path(file));
    } catch (IOException missing) {
      throw new CommandFailure(
          "file-not-found", "there is no file '%s' to read".formatted(file), missing);
    }
  }
}
