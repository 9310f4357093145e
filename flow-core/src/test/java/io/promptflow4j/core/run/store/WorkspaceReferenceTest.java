package io.promptflow4j.core.run.store;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// `docs/reference/workspace.md` says what the store does.
class WorkspaceReferenceTest {

  private static final Path PAGE = Path.of("..", "docs", "reference", "workspace.md");
  private static final Path ROOM = Path.of("src/main/java/io/promptflow4j/core/run");

  @Test
  void everyCodeOfAFaultIsOnThePageAndNoOther() throws IOException {
    var told = new TreeSet<String>();
    for (String folder : List.of("database", "store", "table")) {
      try (Stream<Path> files = Files.walk(ROOM.resolve(folder))) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          told.addAll(found("\"(store-[a-z-]+)\"", Files.readString(file)));
        }
      }
    }

    assertThat(told).hasSizeGreaterThan(5);
    assertThat(found("\\| `(store-[a-z-]+)` \\|", Files.readString(PAGE))).isEqualTo(told);
  }

  @Test
  void everyPropertyOfAServersAddressIsOnThePage() throws IOException {
    assertThat(Files.readString(PAGE))
        .contains(StoreAddress.PostgreSql.PROPERTIES.stream().map("`%s`"::formatted).toList())
        .contains("`" + StoreAddress.VARIABLE + "`", "`" + Workspace.VARIABLE + "`");
  }

  private static Set<String> found(String pattern, String text) {
    return Pattern.compile(pattern)
        .matcher(text)
        .results()
        .map((MatchResult match) -> match.group(1))
        .collect(toCollection(TreeSet::new));
  }
}
