package io.promptflow4j.server.deployment.measure;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.server.ModelService;
import io.promptflow4j.server.Served;
import io.promptflow4j.server.app.ServerSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The dashboard and the alerts name metrics and labels that a server has.
class MonitoringFilesTest {

  private static final Path FOLDER = Path.of("../docs/deploy/monitoring");
  private static final Pattern METRIC =
      Pattern.compile("\\b(promptflow4j_[a-z_]+|jvm_[a-z_]+|process_[a-z_]+|system_[a-z_]+)\\b");
  private static final Pattern LABEL = Pattern.compile("\\b([a-z]+)(?:!~|=~|=|!=)\\\\?\"");

  /// Only endpoints with monitoring have these: `MonitorsTest` sees them.
  private static final Set<String> OF_MONITORING =
      Set.of(
          "promptflow4j_evaluator_score", "promptflow4j_drift_index", "promptflow4j_drift_noise");

  @TempDir Path folder;

  @Test
  void eachMetricThatIsNamedIsThere() throws Exception {
    String dashboard = Files.readString(FOLDER.resolve("grafana-dashboard.json"));
    String alerts = Files.readString(FOLDER.resolve("alerts.yaml"));
    String metrics = metrics();

    Set<String> named = names(METRIC, dashboard + alerts);
    named.removeAll(OF_MONITORING);

    assertThat(Json.read(dashboard)).isInstanceOf(Value.Mapping.class);
    assertThat(named).hasSizeGreaterThan(8);
    assertThat(named)
        .allSatisfy(name -> assertThat(metrics).containsPattern("(?m)^" + name + "[ {]"));
    assertThat(names(LABEL, dashboard + alerts))
        .allSatisfy(label -> assertThat(metrics).contains(label + "=\""));
  }

  private static Set<String> names(Pattern pattern, String text) {
    var found = new TreeSet<String>();
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      found.add(matcher.group(1));
    }
    return found;
  }

  /// What a server says after it was called well and badly.
  private String metrics() throws IOException, InterruptedException {
    try (var model = new ModelService();
        var served = Served.chat(folder, model, ServerSettings.local(0).withManagementPort(0));
        HttpClient http = HttpClient.newHttpClient()) {
      served.post("/score", "{\"question\": \"Vienna?\"}");
      served.post("/score", "{}");
      System.gc(); // so that there was a pause
      var address =
          "http://localhost:%d/metrics".formatted(served.server.managementPort().orElseThrow());
      return http.send(HttpRequest.newBuilder(URI.create(address)).build(), BodyHandlers.ofString())
          .body();
    }
  }
}
