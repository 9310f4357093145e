package io.promptflow4j.core.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Keeps `docs/reference/environment.md` true: each variable that is read has its row.
class EnvironmentPageTest {

  private static final Path ROOT = Path.of("..");
  private static final Pattern IN_CODE =
      Pattern.compile("\"((?:PF|PG|PROMPTFLOW4J|OPENAI|AZURE_OPENAI|XDG)_?[A-Z_]*[A-Z])\"");
  private static final Pattern IN_SCRIPTS =
      Pattern.compile("\\$\\{?((?:PF|JAVA|MAVEN|M2)_[A-Z_]+)");
  private static final Pattern ON_PAGE = Pattern.compile("`([A-Z][A-Z0-9_]+)`");

  @Test
  void eachVariableThatIsReadIsOnThePage() throws IOException {
    Set<String> read = new TreeSet<>();
    try (Stream<Path> files = Files.walk(ROOT)) {
      for (Path file : files.filter(EnvironmentPageTest::isSource).toList()) {
        add(IN_CODE, file, read);
      }
    }
    for (String script : new String[] {"pf", "test", "flow-cli/src/main/sh/machine.sh"}) {
      add(IN_SCRIPTS, ROOT.resolve(script), read);
    }
    Set<String> told = new TreeSet<>();
    add(ON_PAGE, ROOT.resolve("docs/reference/environment.md"), told);

    assertThat(read).contains("PF_MODEL", "PGUSER", "PF_JAVA_HOME", "OPENAI_API_KEY");
    assertThat(told).containsAll(read);
  }

  private static boolean isSource(Path file) {
    return file.toString().contains("src/main/java") && file.toString().endsWith(".java");
  }

  private static void add(Pattern pattern, Path file, Set<String> found) throws IOException {
    pattern.matcher(Files.readString(file)).results().forEach(one -> found.add(one.group(1)));
  }
}
