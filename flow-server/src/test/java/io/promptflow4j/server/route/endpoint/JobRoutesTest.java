package io.promptflow4j.server.route.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.core.value.Value;
import io.promptflow4j.server.ServedEndpoints;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobRoutesTest {

  @TempDir Path folder;

  private ServedEndpoints served;

  @BeforeEach
  void start() throws Exception {
    served = ServedEndpoints.in(folder);
    served.deploy("blue", "Hello");
    served.split("blue=100");
    served.follow();
  }

  @AfterEach
  void stop() {
    served.close();
  }

  private Value.Mapping done(String location) throws Exception {
    while (true) { // the test's own limit ends it if it never comes
      Value.Mapping now = ServedEndpoints.json(served.get(location));
      if (now.get("status") instanceof Value.Text(var status)
          && !status.equals("NotStarted")
          && !status.equals("Running")) {
        return now;
      }
      Thread.onSpinWait();
    }
  }

  @Test
  void aJobIsADurableRun() throws Exception {
    HttpResponse<String> made =
        served.post(
            "/endpoints/shop/jobs",
            "{\"rows\": [{\"who\": \"Ada\"}, {\"who\": \"Bob\"}],"
                + " \"column_mapping\": {\"name\": \"${data.who}\"}}");

    assertThat(made.statusCode()).isEqualTo(202);
    assertThat(made.headers().firstValue(EndpointRoutes.DEPLOYMENT)).contains("blue");
    String location = made.headers().firstValue("Location").orElseThrow();
    Value.Mapping job = done(location);
    assertThat(job.get("status")).isEqualTo(Value.of("Completed"));
    assertThat(job.toString()).contains("completed");
    assertThat(served.get(location + "/rows").body())
        .contains("{\"greeting\":\"Hello Ada\"}")
        .contains("{\"greeting\":\"Hello Bob\"}");
    assertThat(served.get("/endpoints/shop/jobs").body()).contains(location.substring(21));
  }

  @Test
  void rowsMayComeAsLines() throws Exception {
    String lines =
        IntStream.range(0, 50)
            .mapToObj("{\"name\": \"n%d\"}"::formatted)
            .collect(Collectors.joining("\n"));

    HttpResponse<String> made =
        served.post("/endpoints/shop/jobs", lines, "Content-Type", "application/jsonl");

    String location = made.headers().firstValue("Location").orElseThrow();
    assertThat(done(location).get("status")).isEqualTo(Value.of("Completed"));
    assertThat(served.get(location + "/rows?from=49").body()).contains("Hello n49");
  }

  @Test
  void whatDoesNotFitIsRefused() throws Exception {
    assertThat(served.post("/endpoints/shop/jobs", "{\"rows\": [{\"who\": 1}]}").statusCode())
        .isEqualTo(400);
    assertThat(served.post("/endpoints/shop/jobs", "{}").body()).contains("missing-data");
    assertThat(served.post("/endpoints/shop/jobs", "{\"data\": \"/etc/passwd\"}").statusCode())
        .isEqualTo(400);
    assertThat(served.post("/endpoints/shop/jobs", "{\"data\": \"nobody:1\"}").statusCode())
        .isEqualTo(404);
    assertThat(served.get("/endpoints/shop/jobs/nothing").statusCode()).isEqualTo(404);
  }

  @Test
  void aJobCanBeCanceled() throws Exception {
    HttpResponse<String> made =
        served.post("/endpoints/shop/jobs", "{\"rows\": [{\"name\": \"Ada\"}]}");
    String location = made.headers().firstValue("Location").orElseThrow();

    HttpResponse<String> canceled = served.post(location + "/cancel", "");

    assertThat(canceled.statusCode()).isEqualTo(202);
    assertThat(done(location).get("status"))
        .isIn(Value.of("Canceled"), Value.of("Completed"), Value.of("CancelRequested"));
  }

  @Test
  void aRowNamesNoFileOfTheServer() throws Exception {
    HttpResponse<String> refused =
        served.post(
            "/endpoints/shop/jobs",
            "{\"rows\": [{\"name\": {\"data:image/png;path\": \"/etc/passwd\"}}]}");

    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body()).contains("image-path");
  }
}
