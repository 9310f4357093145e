package io.promptflow4j.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.core.source.Diagnostic;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Checks every flow of the golden corpus. With `-Dgolden.update=true` what was found becomes what
/// is expected; read the difference before you commit it.
class GoldenCorpusTest {

  private static final boolean UPDATE = Boolean.getBoolean("golden.update");

  @TempDir private static Path corpus;

  @BeforeAll
  static void copyTheCorpus() throws IOException {
    CorpusCase.copyAll(corpus);
  }

  static Stream<CorpusCase> validFlows() throws IOException {
    return CorpusCase.names("valid", 1).stream().map(name -> new CorpusCase(corpus, name));
  }

  static Stream<CorpusCase> invalidFlows() throws IOException {
    return CorpusCase.names("invalid", 2).stream().map(name -> new CorpusCase(corpus, name));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("validFlows")
  void aValidFlowLoads(CorpusCase flow) {
    Flow.Check check = flow.check();

    compare(flow, check);
    assertThat(check.isValid()).as(flow.shown(check).toString()).isTrue();
    assertThat(check.graph()).isPresent();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("invalidFlows")
  void aFlowWithMistakesGivesExactlyItsFindings(CorpusCase flow) {
    Flow.Check check = flow.check();

    compare(flow, check);
    String code = Path.of(flow.name()).getName(1).toString();
    assertThat(check.diagnostics()).extracting(Diagnostic::code).contains(code);
  }

  private static void compare(CorpusCase flow, Flow.Check check) {
    List<String> found = flow.shown(check);
    if (UPDATE) {
      flow.expect(found);
    } else {
      assertThat(found).containsExactlyElementsOf(flow.expected());
    }
  }

  /// Other programs' words too: those of compilers, of Python, of the template engine.
  @Test
  void everyFindingEndsAsASentenceDoes() throws IOException {
    List<String> findings =
        Stream.concat(validFlows(), invalidFlows())
            .flatMap(flow -> flow.expected().stream())
            .toList();

    assertThat(findings).hasSizeGreaterThan(300).allMatch(line -> line.matches(".*[.?!…]"));
  }

  @Test
  void theCorpusIsAsLargeAsPromised() throws IOException {
    assertThat(CorpusCase.names("valid", 1)).hasSizeGreaterThanOrEqualTo(45);
    assertThat(CorpusCase.names("invalid", 2)).hasSizeGreaterThanOrEqualTo(70);
  }
}
