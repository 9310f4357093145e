package io.promptflow4j.core.definition.includes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.promptflow4j.core.definition.Located;
import io.promptflow4j.core.source.Diagnostic;
import io.promptflow4j.core.source.Diagnostics;
import io.promptflow4j.core.source.FileAccessException;
import io.promptflow4j.core.source.FlowFolder;
import io.promptflow4j.core.source.Place;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MergedFolderTest {

  @TempDir private Path root;
  private Path flow;
  private final Diagnostics diagnostics = new Diagnostics();

  @BeforeEach
  void aFlowFolder() {
    flow = root.resolve("flow");
    write("flow/flow.dag.yaml", "nodes: []");
    write("flow/own.py", "own");
    write("flow/sub/deep.py", "deep");
  }

  @Nested
  class WhenNothingIsIncluded {

    @Test
    void theFlowFolderItselfIsUsedAndOutlivesTheClosing() {
      try (var merged = merge()) {
        assertThat(merged.folder().root()).isEqualTo(real(flow));
        assertThat(merged.isTemporary()).isFalse();
      }

      assertThat(flow.resolve("own.py")).exists();
    }
  }

  @Nested
  class WhenFilesAreIncluded {

    @Test
    void theyLieFlatBesideTheFilesOfTheFlow() {
      write("shared/a/tool.py", "tool");
      write("shared/lib/x/y.py", "y");

      try (var merged =
          merge("../shared/a/tool.py", "../shared/lib/", "sub/deep.py", "..\\shared\\a")) {
        assertThat(merged.folder().readText("tool.py").text()).isEqualTo("tool");
        assertThat(merged.folder().readText("lib/x/y.py").text()).isEqualTo("y");
        assertThat(merged.folder().readText("deep.py").text()).isEqualTo("deep");
        assertThat(merged.folder().readText("a/tool.py").text()).isEqualTo("tool");
        assertThat(merged.folder().readText("own.py").text()).isEqualTo("own");
        assertThat(merged.folder().readText("sub/deep.py").text()).isEqualTo("deep");
      }

      assertThat(found()).isEmpty();
      assertThat(flow.resolve("tool.py")).doesNotExist();
    }

    @Test
    void theCopyIsGoneAfterClosing() {
      write("shared/tool.py", "tool");
      Path copy;

      try (var merged = merge("../shared/tool.py")) {
        copy = merged.folder().root();
        assertThat(copy).exists();
      }

      assertThat(copy).doesNotExist();
    }

    @Test
    void anArchiveThatDoesNotExistIsMadeOfTheFolderBesideIt() throws IOException {
      write("shared/lib/x/y.py", "y");
      write("shared/real.zip", "bytes");

      try (var merged = merge("../shared/lib.zip", "../shared/real.zip");
          var zip = new ZipFile(merged.folder().resolve("lib.zip").toFile())) {
        assertThat(zip.stream().map(Object::toString)).contains("lib/", "lib/x/", "lib/x/y.py");
        assertThat(merged.folder().readText("real.zip").text()).isEqualTo("bytes");
      }

      assertThat(found()).isEmpty();
    }

    @Test
    void aNameThatIsThereAlreadyIsReplacedWithAWarning() {
      write("shared/own.py", "other");

      try (var merged = merge("../shared/own.py", "../shared/own.py")) {
        assertThat(merged.folder().readText("own.py").text()).isEqualTo("other");
      }

      assertThat(found())
          .containsExactly(
              "1 duplicate-include: '../shared/own.py' replaces 'own.py', which the flow had"
                  + " already; rename one or leave one out.",
              "2 duplicate-include: '../shared/own.py' replaces 'own.py', which the flow had"
                  + " already; rename one or leave one out.");
      assertThat(diagnostics.hasErrors()).isFalse();
      assertThat(flow.resolve("own.py")).hasContent("own");
    }

    @Test
    void runHistoriesAreNotCopiedAndVirtualEnvironmentsAreLinked() {
      write("flow/.runs/1/flow.dag.yaml", "x");
      write("flow/myenv/pyvenv.cfg", "x");
      write("flow/myenv/lib/huge.py", "x");
      write("shared/tool.py", "tool");

      try (var merged = merge("../shared/tool.py")) {
        assertThat(merged.folder().root().resolve(".runs")).doesNotExist();
        assertThat(merged.folder().root().resolve("myenv")).isSymbolicLink();
        assertThat(merged.folder().root().resolve("myenv/lib/huge.py")).exists();
      }

      assertThat(flow.resolve("myenv/lib/huge.py")).exists();
    }
  }

  @Nested
  class WhenAnIncludeIsWrong {

    @Test
    void aMissingOneIsReportedWithTheNameThatWasMeant() {
      write("shared/tool.py", "tool");

      try (var _ = merge("../shared/tol.py", "../nowhere/x", "", "a\0b")) {
        assertThat(found())
            .containsExactly(
                "1 missing-include: there is no file or folder '../shared/tol.py', seen from the"
                    + " flow folder. Did you mean 'tool.py'?",
                "2 missing-include: there is no file or folder '../nowhere/x', seen from the flow"
                    + " folder.",
                "3 missing-include: there is no file or folder '', seen from the flow folder.",
                "4 missing-include: there is no file or folder 'a?b', seen from the flow folder.");
      }
    }

    @Test
    void onlyRelativePathsAreFollowed() {
      try (var merged =
          merge("/etc/passwd", "C:\\x.py", "\\\\host\\share", "file:///etc/passwd", "http://x/y")) {
        assertThat(found()).hasSize(5).allMatch(line -> line.contains("path-outside"));
        assertThat(merged.folder().root().resolve("passwd")).doesNotExist();
      }
    }

    @Test
    void aFileAndAFolderOfOneNameClash() {
      write("shared/own.py/x", "x");
      write("shared/sub", "x");

      try (var _ = merge("../shared/own.py", "../shared/sub")) {
        assertThat(found()).hasSize(2).allMatch(line -> line.contains("duplicate-include"));
        assertThat(diagnostics.hasErrors()).isTrue();
      }
    }

    @Test
    void moreThanIsCopiedIsRefused() {
      IntStream.range(0, 101)
          .forEach(i -> IntStream.range(0, 200).forEach(j -> write("big/" + i + "/" + j, "")));

      try (var merged = merge("../big")) {
        assertThat(found()).singleElement().asString().contains("include-too-large");
        assertThat(merged.isTemporary()).as("nothing is copied").isFalse();
      }
    }

    @Test
    void whatIsIncludedOftenCountsOften() {
      IntStream.range(0, 300).forEach(i -> write("shared/many/" + i, ""));
      String[] includes =
          IntStream.range(0, 100).mapToObj(_ -> "../shared/many").toArray(String[]::new);

      try (var merged = merge(includes)) {
        assertThat(found()).singleElement().asString().contains("include-too-large");
        assertThat(merged.isTemporary()).isFalse();
      }
    }
  }

  @Nested
  class WhenLinksLeadOut {

    @Test
    void thoseOfTheFlowFolderAreStillRefusedWhereTheyAreUsed() {
      write("elsewhere/secret.py", "secret");
      write("shared/tool.py", "tool");
      link("flow/link.py", root.resolve("elsewhere/secret.py"));
      link("flow/inside.py", flow.resolve("own.py"));

      try (var merged = merge("../shared/tool.py")) {
        assertThatThrownBy(() -> merged.folder().readText("link.py"))
            .isInstanceOf(FileAccessException.class)
            .hasMessageContaining("leaves the flow folder");
        assertThat(merged.folder().readText("inside.py").text()).isEqualTo("own");
      }
    }

    @Test
    void anIncludeTakesThePlaceOfALinkAndNothingIsWrittenThroughIt() {
      write("elsewhere/data/keep.txt", "mine");
      write("elsewhere/tool.py", "mine");
      write("shared/data/keep.txt", "new");
      write("shared/tool.py", "new");
      link("flow/data", root.resolve("elsewhere/data"));
      link("flow/tool.py", root.resolve("elsewhere/tool.py"));

      try (var merged = merge("../shared/data", "../shared/tool.py")) {
        assertThat(merged.folder().readText("data/keep.txt").text()).isEqualTo("new");
        assertThat(merged.folder().readText("tool.py").text()).isEqualTo("new");
      }

      assertThat(root.resolve("elsewhere/data/keep.txt")).hasContent("mine");
      assertThat(root.resolve("elsewhere/tool.py")).hasContent("mine");
    }

    @Test
    void thoseOfAnIncludedFolderAreRefused() {
      write("elsewhere/secret.py", "secret");
      write("shared/lib/a.py", "a");
      link("shared/lib/link.py", root.resolve("elsewhere/secret.py"));
      link("shared/lib/loop", root.resolve("shared/lib"));

      try (var merged = merge("../shared/lib")) {
        assertThat(merged.folder().readText("lib/a.py").text()).isEqualTo("a");
        assertThat(merged.folder().root().resolve("lib/link.py")).doesNotExist();
        assertThat(merged.folder().root().resolve("lib/loop")).doesNotExist();
      }

      assertThat(found())
          .singleElement()
          .asString()
          .contains("path-outside", "'lib/link.py', 'lib/loop'");
    }
  }

  private MergedFolder merge(String... includes) {
    var located = new ArrayList<Located<String>>();
    for (String include : includes) {
      located.add(new Located<>(include, new Place("flow.dag.yaml", located.size() + 1, 1)));
    }
    return MergedFolder.of(FlowFolder.open(flow), located, diagnostics);
  }

  private List<String> found() {
    return diagnostics.sorted().stream().map(MergedFolderTest::line).toList();
  }

  private static String line(Diagnostic found) {
    return "%d %s: %s".formatted(found.place().line(), found.code(), found.message());
  }

  private void write(String path, String content) {
    try {
      Path file = root.resolve(path);
      Files.createDirectories(file.getParent());
      Files.writeString(file, content);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private void link(String path, Path target) {
    try {
      Files.createSymbolicLink(root.resolve(path), target);
      assertThat(Files.exists(root.resolve(path), LinkOption.NOFOLLOW_LINKS)).isTrue();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
