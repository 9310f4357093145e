package io.promptflow4j.core.model.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.core.source.Diagnostic;
import io.promptflow4j.core.source.Diagnostics;
import io.promptflow4j.core.source.SourceText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// What `docs/reference/connections.md` shows is true.
class ConnectionsReferenceTest {

  private static final Path PAGE = Path.of("../docs/reference/connections.md");
  private static final Pattern YAML = Pattern.compile("```yaml\\n(.*?)```", Pattern.DOTALL);

  @Test
  void everyFileOnThePageIsAConnectionWithoutMistakeOrHint() throws IOException {
    List<String> files =
        YAML.matcher(Files.readString(PAGE)).results().map(found -> found.group(1)).toList();
    var hints = new Diagnostics();

    var types =
        files.stream()
            .map(text ->
                ConnectionFile.read(new SourceText("c.yaml", text), PAGE, Optional.empty(), hints))
            .map(ConnectionDraft::type)
            .toList();

    assertThat(types)
        .containsExactly(
            ConnectionType.OPEN_AI, ConnectionType.AZURE_OPEN_AI, ConnectionType.CUSTOM);
    assertThat(hints.sorted())
        .extracting(Diagnostic::code)
        .containsOnly("secret-file"); // the key file of the example is nowhere
  }

  @Test
  void everyTypeWithItsFieldsAndDefaultsIsInTheTable() throws IOException {
    List<String> rows =
        Files.readAllLines(PAGE).stream().filter(line -> line.startsWith("| `")).toList();

    for (ConnectionType type : ConnectionType.values()) {
      String row =
          rows.stream()
              .filter(line -> line.contains("`" + type.yamlName() + "`"))
              .findFirst()
              .orElse("");
      assertThat(row).as(type.yamlName()).isNotEmpty();
      assertThat(type.plainFields()).allMatch(field -> row.contains("`" + field + "`"));
      assertThat(type.requiredFields()).allMatch(field -> row.contains("`" + field + "`*"));
      assertThat(type.defaults())
          .allSatisfy((field, value) ->
              assertThat(row.contains("`" + field + "` (" + value + ")") || value.contains(" "))
                  .as(field)
                  .isTrue());
    }
  }
}
