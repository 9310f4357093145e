package io.promptflow4j.core.model.catalog.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.core.model.catalog.Capability;
import io.promptflow4j.core.model.catalog.Catalog;
import io.promptflow4j.core.model.cost.Rate;
import io.promptflow4j.core.source.SourceText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Keeps `docs/models.md` and `docs/reference/model.md` true.
class ModelsPageTest {

  private static final Path DOCS = Path.of("..", "docs");
  private static final Pattern YAML = Pattern.compile("(?s)```yaml\n(.*?)```");

  private static String models() throws IOException {
    return Files.readString(DOCS.resolve("models.md"));
  }

  @Test
  void itsFilesCanBeRead() throws IOException {
    Catalog builtIn = Catalogs.builtIn();
    List<String> files = YAML.matcher(models()).results().map(found -> found.group(1)).toList();

    assertThat(files)
        .hasSize(2)
        .allSatisfy(file ->
            assertThat(
                    Catalogs.read(new SourceText("models.yaml", file), builtIn).offerings().size())
                .isGreaterThan(builtIn.offerings().size()));
  }

  @Test
  void itCountsRight() throws IOException {
    Catalog builtIn = Catalogs.builtIn();

    assertThat(models())
        .contains(
            String.format(
                Locale.ROOT,
                "%,d offerings of %d providers",
                builtIn.offerings().size(),
                builtIn.providers().size()));
  }

  @Test
  void everyCapabilityAndRateIsNamed() throws IOException {
    String reference = Files.readString(DOCS.resolve("reference/model.md"));

    for (String capability : Capability.names()) {
      assertThat(reference).contains("`" + capability + "`");
    }
    for (Rate rate : Rate.values()) {
      assertThat(models()).contains("`" + rate.written() + "`");
    }
  }
}
