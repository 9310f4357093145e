package io.promptflow4j.core.graph.reference;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.core.graph.PropertyPath;
import io.promptflow4j.core.graph.PropertyPath.Step;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PathSyntaxTest {

  /// What Python's `re.findall(r"(\w+)|(\['.*?'\])|(\[\d+\])", path)` gives for the same texts.
  static Stream<Arguments> paths() {
    return Stream.of(
        Arguments.of(".p", steps(new Step.Key("p")), false),
        Arguments.of(
            ".a[0].b", steps(new Step.Key("a"), new Step.Index(0), new Step.Key("b")), false),
        Arguments.of(
            ".p[0]['k-d'].q",
            steps(new Step.Key("p"), new Step.Index(0), new Step.Key("k-d"), new Step.Key("q")),
            false),
        Arguments.of(
            ".a.b.c[1][0]",
            steps(
                new Step.Key("a"),
                new Step.Key("b"),
                new Step.Key("c"),
                new Step.Index(1),
                new Step.Index(0)),
            false),
        Arguments.of(".a-b", steps(new Step.Key("a"), new Step.Key("b")), true),
        Arguments.of("[\"k\"]", steps(new Step.Key("k")), false),
        Arguments.of("[-1]", steps(new Step.Key("1")), true),
        Arguments.of("['a.b']", steps(new Step.Key("a.b")), false),
        Arguments.of("['']", steps(new Step.Key("")), false),
        Arguments.of(".größe", steps(new Step.Key("größe")), false),
        Arguments.of(".a b", steps(new Step.Key("a"), new Step.Key("b")), true));
  }

  private static List<Step> steps(Step... steps) {
    return List.of(steps);
  }

  @ParameterizedTest
  @MethodSource("paths")
  void stepsArePickedOutAsTheOriginalPicksThem(String text, List<Step> steps, boolean doubtful) {
    assertThat(PathSyntax.read(text))
        .isEqualTo(new PathSyntax.Parsed(new PropertyPath(steps, text), doubtful));
  }

  @Test
  void aLoneDotIsTheWholeValue() {
    assertThat(PathSyntax.read(".").path()).isEqualTo(PropertyPath.WHOLE);
    assertThat(PathSyntax.read("").path()).isEqualTo(PropertyPath.WHOLE);
  }

  @Test
  @Timeout(5)
  void manyOpenKeysAreReadInTime() {
    assertThat(PathSyntax.read("['".repeat(500_000)).doubtful()).isTrue();
  }
}
