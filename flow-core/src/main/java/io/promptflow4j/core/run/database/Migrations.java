package io.promptflow4j.core.run.database;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import org.flywaydb.core.api.ResourceProvider;
import org.flywaydb.core.api.resource.LoadableResource;
import org.jspecify.annotations.Nullable;

/// The scripts that make the tables, for Flyway.
///
/// They are named here because Flyway's own search looks for files on the class path, where those
/// of a module are not to be found.
record Migrations(Dialect dialect) implements ResourceProvider {

  private static final List<String> NAMES =
      List.of(
          "V1__runs.sql",
          "V2__registry.sql",
          "V3__bills.sql",
          "V4__work.sql",
          "V5__answers.sql",
          "V6__spending.sql",
          "V7__claims.sql",
          "V8__deployments.sql",
          "V9__access.sql",
          "V11__members.sql",
          "V12__monitoring.sql");

  @Override
  public @Nullable LoadableResource getResource(String name) {
    return NAMES.contains(name) ? new Script(dialect.folder(), name) : null;
  }

  @Override
  public Collection<LoadableResource> getResources(String prefix, String[] suffixes) {
    return NAMES.stream()
        .filter(
            name -> name.startsWith(prefix) && List.of(suffixes).stream().anyMatch(name::endsWith))
        .<LoadableResource>map(name -> new Script(dialect.folder(), name))
        .toList();
  }

  private static final class Script extends LoadableResource {
    private final String folder;
    private final String name;

    Script(String folder, String name) {
      this.folder = folder;
      this.name = name;
    }

    @Override
    public Reader read() {
      try (var stream = Migrations.class.getResourceAsStream(folder + "/" + name)) {
        if (stream == null) {
          throw new IllegalStateException("the migration '%s' is missing".formatted(name));
        }
        return new StringReader(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
      } catch (IOException broken) {
        throw new UncheckedIOException(broken);
      }
    }

    @Override
    public String getAbsolutePath() {
      return folder + "/" + name;
    }

    @Override
    public String getAbsolutePathOnDisk() {
      return getAbsolutePath();
    }

    @Override
    public String getFilename() {
      return name;
    }

    @Override
    public String getRelativePath() {
      return getAbsolutePath();
    }
  }
}
