package io.promptflow4j.evaluators.evaluation.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.promptflow4j.core.engine.Flow;
import io.promptflow4j.core.engine.FlowSettings;
import io.promptflow4j.evaluators.evaluation.Evaluator;
import io.promptflow4j.evaluators.evaluation.EvaluatorException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EvaluatorsTest {

  private static final Path RESOURCES =
      Path.of("src/main/resources/io/promptflow4j/evaluators/builtin");

  @TempDir private Path folder;

  private static List<String> names() {
    return Evaluators.names();
  }

  /// Made anew with `-Dpromptflow4j.update=true`.
  @Test
  void theIndexListsAllFiles() throws IOException {
    String expected;
    try (Stream<Path> files = Files.walk(RESOURCES)) {
      expected =
          String.join(
                  "\n",
                  files
                      .filter(Files::isRegularFile)
                      .map(file -> RESOURCES.relativize(file).toString().replace('\\', '/'))
                      .filter(file -> file.contains("/"))
                      .sorted()
                      .toList())
              + "\n";
    }
    if (Boolean.getBoolean("promptflow4j.update")) {
      Files.writeString(RESOURCES.resolve("index.txt"), expected);
    }

    assertThat(Files.readString(RESOURCES.resolve("index.txt"))).isEqualTo(expected);
  }

  @ParameterizedTest
  @MethodSource("names")
  void eachBuiltinEvaluatorDeclaresItselfAndItsFlowIsValid(String name) {
    var evaluators = new Evaluators(folder);

    Evaluator found = evaluators.find("builtin:" + name);

    assertThat(found.name()).isEqualTo(name);
    assertThat(found.declared()).isTrue();
    assertThat(found.scores()).isNotEmpty();
    assertThat(found.source()).isNotEmpty();
    assertThat(found.description()).isNotEmpty();
    assertThat(found.metrics()).isNotEmpty();
    assertThat(Flow.check(found.folder(), FlowSettings.defaults()).diagnostics())
        .as("besides hints at the cache")
        .allMatch(hint -> hint.code().equals("ignored-key"));
  }

  @Test
  void aFolderIsMadeOnceAndMendedIfItWasChanged() throws IOException {
    var evaluators = new Evaluators(folder.resolve("cache"));
    Path first = evaluators.folder("builtin:exact_match").orElseThrow();
    var made = Files.getLastModifiedTime(first.resolve("flow.dag.yaml"));

    assertThat(evaluators.folder("builtin:exact_match")).contains(first);
    assertThat(Files.getLastModifiedTime(first.resolve("flow.dag.yaml"))).isEqualTo(made);

    String text = Files.readString(first.resolve("flow.dag.yaml"));
    Files.writeString(first.resolve("flow.dag.yaml"), "type: evaluation");
    Files.writeString(first.resolve("more.py"), "");

    assertThat(evaluators.folder("builtin:exact_match")).contains(first);
    assertThat(first.resolve("flow.dag.yaml")).hasContent(text);
    assertThat(first.resolve("more.py")).doesNotExist();
  }

  @Test
  void theCacheIsForItsOwnerAlone() throws IOException {
    Path cache = folder.resolve("cache");

    new Evaluators(cache).folder("builtin:exact_match");

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(cache)))
        .isEqualTo("rwx------");
  }

  @Test
  void withoutACacheAFolderIsMadeElsewhere() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    var evaluators = new Evaluators(file.resolve("cache"));

    Path made = evaluators.folder("builtin:exact_match").orElseThrow();

    assertThat(made.resolve("flow.dag.yaml")).exists();
    assertThat(evaluators.folder("builtin:exact_match")).contains(made);
  }

  @Test
  void theCacheIsWhereTheUserKeepsCaches() {
    Path made =
        Evaluators.ofUser(Map.of("XDG_CACHE_HOME", folder.toString()))
            .folder("builtin:exact_match")
            .orElseThrow();

    assertThat(made).startsWith(folder.resolve("promptflow4j")).endsWith(Path.of("exact_match"));
  }

  @Test
  void whatIsNoBuiltinEvaluatorHasNoFolder() {
    var evaluators = new Evaluators(folder);

    assertThat(evaluators.folder("builtin:nothing")).isEmpty();
    assertThat(evaluators.folder("builtin:../exact_match")).isEmpty();
    assertThat(evaluators.folder("builtin:")).isEmpty();
    assertThat(evaluators.folder("exact_match")).isEmpty();
  }

  @Test
  void anUnknownNameSuggestsAKnownOne() {
    assertThatThrownBy(() -> new Evaluators(folder).find("builtin:exact_mach"))
        .isInstanceOf(EvaluatorException.class)
        .hasMessageContaining("Did you mean 'exact_match'?");
  }

  @Test
  void aCopyIsAFlowOfItsOwn() {
    Path target = folder.resolve("mine");

    Evaluators.copy("builtin:f1_score", target);

    Evaluator mine = new Evaluators(folder.resolve("cache")).find(target.toString());
    assertThat(mine.name()).isEqualTo("f1_score");
    assertThat(mine.folder().toAbsolutePath()).endsWith(Path.of("mine"));
    assertThatThrownBy(() -> Evaluators.copy("f1_score", target))
        .isInstanceOf(EvaluatorException.class)
        .hasMessageContaining("exists already");
  }
}
