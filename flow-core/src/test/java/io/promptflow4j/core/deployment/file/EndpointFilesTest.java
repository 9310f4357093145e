package io.promptflow4j.core.deployment.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.promptflow4j.core.deployment.Collecting;
import io.promptflow4j.core.deployment.Deployment;
import io.promptflow4j.core.deployment.Endpoint;
import io.promptflow4j.core.deployment.EndpointException;
import io.promptflow4j.core.deployment.EndpointJson;
import io.promptflow4j.core.deployment.Monitoring;
import io.promptflow4j.core.deployment.Retention;
import io.promptflow4j.core.deployment.Split;
import io.promptflow4j.core.source.Digest;
import io.promptflow4j.core.value.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EndpointFilesTest {

  @TempDir Path folder;

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("file.yaml"), text);
  }

  private static Deployment deployment(String name) {
    return new Deployment(
        name,
        "",
        new TreeMap<>(),
        Digest.of("x"),
        Deployment.Binding.NONE,
        Deployment.Limits.NONE,
        Collecting.NOTHING,
        Monitoring.NOTHING,
        Instant.EPOCH);
  }

  @Nested
  class Endpoints {

    private List<String> mistakes(String text) throws IOException {
      return EndpointFile.read(file(text), Map.of()).diagnostics().stream()
          .map(one -> one.place().line() + " " + one.code() + " " + one.message())
          .toList();
    }

    @Test
    void azuresFormIsRead() throws IOException {
      var read =
          EndpointFile.read(
              file(
                  """
                  $schema: https://azuremlschemas.azureedge.net/latest/managedOnlineEndpoint.schema.json
                  name: my-endpoint
                  auth_mode: key
                  traffic: {blue: 90, green: 10}
                  mirror_traffic: {green: 10}
                  tags: {team: legal}
                  """),
              Map.of());

      assertThat(read.diagnostics()).isEmpty();
      EndpointFile said = read.file().orElseThrow();
      assertThat(said.name()).contains("my-endpoint");
      Endpoint before =
          Endpoint.of("my-endpoint", Endpoint.Settings.NONE, Instant.EPOCH)
              .withDeployment(deployment("blue"))
              .withDeployment(deployment("green"));
      Endpoint after = said.onto(before);
      assertThat(after.traffic()).isEqualTo(Split.read("blue=90 green=10"));
      assertThat(after.mirror()).isEqualTo(Split.read("green=10"));
      assertThat(after.settings().tags()).containsEntry("team", "legal");
    }

    @Test
    void allMistakesAreToldAtOnceWithTheirPlaces() throws IOException {
      assertThat(
              mistakes(
                  """
                  name: 9lives
                  auth_mode: magic
                  traffic:
                    blue: 80
                    green: 130
                  mirror_traffic: [green]
                  trafic: {}
                  """))
          .containsExactly(
              "1 bad-setting name: '9lives' is no name: a letter, then letters, digits, '-' and"
                  + " '_', 63 at most.",
              "2 bad-setting auth_mode: 'magic' is none of key, aml_token, aad_token.",
              "4 bad-setting traffic: this adds up to 80 %; it has to be 100, or 0.",
              "5 bad-setting traffic.green: '130' is no whole number from 0 to 100.",
              "6 wrong-shape 'mirror_traffic' holds something else than a mapping.",
              "7 unknown-key an endpoint file has no key 'trafic'; it is ignored. Did you mean"
                  + " 'traffic'?");
    }

    @Test
    void whatIsSaidOnTheCommandLineWins() throws IOException {
      var read =
          EndpointFile.read(
              file("name: one\ntraffic: {blue: 100}\n"),
              Map.of("traffic.blue", Value.of(40), "traffic.green", Value.of("60")));

      assertThat(read.file().orElseThrow().traffic()).contains(Split.read("blue=40 green=60"));
    }

    @Test
    void aSplitNamesDeploymentsThatAreThere() {
      var endpoint =
          Endpoint.of("e", Endpoint.Settings.NONE, Instant.EPOCH)
              .withDeployment(deployment("green"));

      assertThatThrownBy(() -> endpoint.withTraffic(Split.all("gren")))
          .isInstanceOf(EndpointException.class)
          .hasMessage("endpoint 'e' has no deployment 'gren'. Did you mean 'green'?");
      assertThatThrownBy(() -> endpoint.withTraffic(Split.read("green=99")))
          .hasMessageContaining("adds up to 99 %");
      assertThatThrownBy(() -> endpoint.withTraffic(Split.all("green")).withoutDeployment("green"))
          .hasMessageContaining("gets 100 % of the traffic");
    }

    @Test
    void retentionIsReadWithItsMistakes() throws IOException {
      var read = EndpointFile.read(file("retention: {age: 30d, requests: 5}\n"), Map.of());
      Endpoint made =
          read.file().orElseThrow().onto(Endpoint.of("e", Endpoint.Settings.NONE, Instant.EPOCH));
      assertThat(made.settings().retention())
          .isEqualTo(new Retention(Optional.of(Duration.ofDays(30)), OptionalInt.of(5)));
      assertThat(EndpointJson.read(EndpointJson.of(made))).isEqualTo(made);

      var bad = EndpointFile.read(file("retention:\n  age: soon\n  requests: -1\n"), Map.of());
      assertThat(bad.diagnostics())
          .extracting(one -> one.place().line() + " " + one.message())
          .containsExactly(
              "2 retention.age: 'soon' is no time such as 90m, 12h, 30d or 4w.",
              "3 retention.requests: '-1' is no whole number from 0 to 100000000.");
    }
  }

  @Nested
  class Deployments {

    @Test
    void azuresFormIsReadWithWhatIsOurs() throws IOException {
      var read =
          DeploymentFile.read(
              file(
                  """
                  name: green
                  endpoint_name: shop
                  model: {path: ./flow}
                  environment: azureml:env:1
                  instance_type: Standard_E16s_v3
                  instance_count: 1
                  environment_variables: {MODE: fast, OPENAI_API_KEY: "${mine.api_key}"}
                  request_settings:
                    request_timeout_ms: 90000
                    max_concurrent_requests_per_instance: 8
                  data_collector:
                    sampling_rate: 0.5
                    collections:
                      model_inputs: {enabled: 'True'}
                      model_outputs: {enabled: 'False'}
                    redact: [email]
                  variant: ${ask.variant_1}
                  connections: {ask: {connection: mine, deployment_name: gpt}}
                  """),
              Map.of());

      assertThat(read.diagnostics()).isEmpty();
      DeploymentFile said = read.file().orElseThrow();
      assertThat(said.flow()).contains(folder.resolve("flow"));
      Deployment made = said.onto("green", Optional.empty(), Digest.of("x"), Instant.EPOCH);
      assertThat(made.binding().variants()).isEqualTo(Map.of("ask", "variant_1"));
      assertThat(made.binding().connections())
          .isEqualTo(Map.of("ask", Map.of("connection", "mine", "deployment_name", "gpt")));
      assertThat(made.limits())
          .isEqualTo(
              new Deployment.Limits(
                  Optional.of(8), Optional.empty(), Optional.of(Duration.ofSeconds(90))));
      assertThat(made.collecting()).isEqualTo(new Collecting(0.5, true, false, List.of("email")));
    }

    @Test
    void monitoringIsReadWithItsMistakes() throws IOException {
      var read =
          DeploymentFile.read(
              file(
                  """
                  monitoring:
                    sampling_rate: 0.1
                    evaluators: [builtin:f1_score, relevance]
                    column_mapping: {ground_truth: '${data.truth}'}
                    approved_on: questions:3
                    window: 100
                  """),
              Map.of());
      assertThat(read.diagnostics()).isEmpty();
      Monitoring told = read.file().orElseThrow().monitoring().orElseThrow();
      assertThat(told.evaluators())
          .containsExactly("builtin:f1_score", folder.resolve("relevance").toString());
      assertThat(told.approvedOn()).contains("questions:3");
      assertThat(told.isActive()).isTrue();

      var bad =
          DeploymentFile.read(
              file("monitoring:\n  approved_on: a b\n  window: 3\n  evaluator: x\n"), Map.of());
      assertThat(bad.diagnostics())
          .extracting(one -> one.place().line() + " " + one.message())
          .containsExactlyInAnyOrder(
              "2 monitoring.approved_on: 'a b' is no NAME:VERSION of a named data set.",
              "3 monitoring.window: '3' is no whole number from 50 to 100000.",
              "4 a deployment file has no key 'monitoring.evaluator'; it is ignored. Did you mean"
                  + " 'evaluators'?");
    }

    @Test
    void secretsAndOtherMistakesAreToldWithTheirPlaces() throws IOException {
      var read =
          DeploymentFile.read(
              file(
                  """
                  name: green
                  model: azureml:basic-chat-model:1
                  environment_variables:
                    OPENAI_API_KEY: sk-canary
                  request_settings: {request_timeout_ms: soon}
                  data_collector: {sampling_rate: 2}
                  variant: [ask]
                  """),
              Map.of());

      assertThat(read.file()).isEmpty();
      assertThat(read.diagnostics())
          .extracting(one -> one.place().line() + " " + one.code())
          .containsExactly(
              "2 bad-setting", "4 plain-secret", "5 bad-setting", "6 bad-setting", "7 bad-setting");
      assertThat(read.diagnostics().toString()).doesNotContain("sk-canary");
    }

    @Test
    void whatIsNotSaidStaysAsItWas() throws IOException {
      Deployment before = deployment("blue");
      DeploymentFile said =
          DeploymentFile.read(file("description: new\n"), Map.of()).file().orElseThrow();

      Deployment after = said.onto("blue", Optional.of(before), before.version(), Instant.EPOCH);

      assertThat(after.description()).isEqualTo("new");
      assertThat(after.binding()).isEqualTo(before.binding());
    }
  }
}
