package io.promptflow4j.core.model.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.core.model.CallAttempt;
import io.promptflow4j.core.model.connection.ConnectionType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Keeps `docs/reference/calls.md` true.
class CallsPageTest {

  private static final Path PAGE = Path.of("../docs/reference/calls.md");

  @Test
  void everyFieldHasItsRow() throws IOException {
    List<String> rows =
        Files.readAllLines(PAGE).stream().filter(line -> line.startsWith("| `")).toList();

    for (String field : ConnectionType.OPEN_AI.callFields()) {
      assertThat(rows).as(field).anyMatch(row -> row.startsWith("| `" + field + "` |"));
    }
  }

  @Test
  void everyStateOfTheCostIsExplained() throws IOException {
    String page = Files.readString(PAGE);

    for (CallAttempt.Cost cost : CallAttempt.Cost.values()) {
      assertThat(page).contains("`" + cost.label() + "`");
    }
  }

  @Test
  void onlyConnectionsToModelsHaveTheFields() {
    assertThat(ConnectionType.CUSTOM.callFields()).isEmpty();
    assertThat(ConnectionType.SERP.callFields()).isEmpty();
    assertThat(ConnectionType.OLLAMA.callFields()).contains("fallback", "ca_file");
  }
}
