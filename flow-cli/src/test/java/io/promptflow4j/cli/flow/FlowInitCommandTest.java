package io.promptflow4j.cli.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.cli.Called;
import io.promptflow4j.core.value.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FlowInitCommandTest {

  @TempDir Path folder;

  private Called.Place place;

  @BeforeEach
  void openPlace() {
    place = new Called.Place(folder);
  }

  @ParameterizedTest
  @EnumSource(FlowTemplate.class)
  void whatItMakesIsValidAndRunsOnItsDefaultsAndItsRows(FlowTemplate type) {
    Called made = place.pf("flow", "init", "--flow", "new", "--type", type.name());

    Called checked = place.pf("flow", "validate", "--source", "new", "--format", "json");
    Called tested = place.pf("flow", "test", "--flow", "new", "--format", "json");
    Called rows = place.pf("flow", "test", "--flow", "new", "--inputs", "new/data.jsonl");

    assertThat(made.exit()).isZero();
    assertThat(checked.out()).isEqualTo("{\"valid\":true,\"diagnostics\":[]}\n");
    assertThat(tested.exit()).as(tested.out()).isZero();
    assertThat(tested.json().get("error")).isEqualTo(Value.Null.NULL);
    assertThat(rows.exit()).as(rows.err()).isZero();
  }

  @ParameterizedTest
  @EnumSource(FlowTemplate.class)
  void everyFileOfATemplateIsListed(FlowTemplate type) throws IOException {
    Path source =
        Path.of("src/main/resources/io/promptflow4j/cli/flow/template").resolve(type.toString());
    try (Stream<Path> files = Files.list(source)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .filteredOn(name -> !name.equals("files.txt"))
          .containsExactlyInAnyOrderElementsOf(type.files());
    }
  }

  @Test
  void itSaysWhatToTryNext() {
    Called made = place.pf("flow", "init", "--flow", "my chat", "--type", "chat");

    assertThat(made.out()).contains("pf flow test --flow 'my chat' --interactive");
  }

  @Test
  void itOverwritesNothing() throws IOException {
    place.write("new/flow.dag.yaml", "mine");

    Called made = place.pf("flow", "init", "--flow", "new", "--format", "json");

    assertThat(made.exit()).isEqualTo(1);
    assertThat(made.object("error").get("code")).isEqualTo(Value.of("exists"));
    assertThat(folder.resolve("new")).isDirectoryContaining("glob:**flow.dag.yaml");
    assertThat(folder.resolve("new/flow.dag.yaml")).hasContent("mine");
    assertThat(folder.resolve("new/README.md")).doesNotExist();
  }

  @Test
  void aFolderThatCannotBeMadeIsOneLine() throws IOException {
    place.write("file", "");

    Called made = place.pf("flow", "init", "--flow", "file/new");

    assertThat(made.exit()).isEqualTo(1);
    assertThat(made.err()).startsWith("pf: error: ").hasLineCount(1);
  }

  @Test
  void anUnknownTypeIsWrongUsage() {
    Called made = place.pf("flow", "init", "--flow", "new", "--type", "fancy");

    assertThat(made.exit()).isEqualTo(2);
    assertThat(made.err())
        .contains("fancy")
        .containsIgnoringCase("standard or chat or evaluation or java");
  }
}
