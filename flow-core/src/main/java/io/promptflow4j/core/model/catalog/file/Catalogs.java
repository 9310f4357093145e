package io.promptflow4j.core.model.catalog.file;

import io.promptflow4j.core.model.catalog.Catalog;
import io.promptflow4j.core.source.Diagnostic;
import io.promptflow4j.core.source.Place;
import io.promptflow4j.core.source.SourceText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Opens catalogs. Nothing is fetched. The built-in one takes a tenth of a second when it is first
/// read, and nothing after that.
public final class Catalogs {

  /// The variable that names a catalog file.
  public static final String VARIABLE = "PF_CATALOG";

  /// Where a project keeps its catalog file, below its root.
  public static final Path PLACE = Path.of(".promptflow", "models.yaml");

  private static final int MAX_BYTES = 1024 * 1024;

  private Catalogs() {}

  /// Reads the built-in catalog when it is first asked for, once: it never changes.
  private static final class BuiltIn {
    static final Catalog CATALOG = new BuiltInCatalog().read();
  }

  /// The catalog that comes with the program.
  public static Catalog builtIn() {
    return BuiltIn.CATALOG;
  }

  /// The catalog for someone who works in `folder`: the built-in one, changed by the file that
  /// [#fileFor] finds.
  ///
  /// @throws CatalogException with every mistake of the file and its place
  public static Catalog of(Path folder, Map<String, String> environment) {
    Catalog builtIn = builtIn();
    return fileFor(folder, environment).map(file -> read(file, builtIn)).orElse(builtIn);
  }

  /// The catalog for a flow: as [#of] for its folder, except that a relative path in [#VARIABLE] is
  /// one from where the process runs, not from the flow.
  ///
  /// @throws CatalogException with every mistake of the file and its place
  public static Catalog ofFlow(Path flow, Map<String, String> environment) {
    String chosen = environment.getOrDefault(VARIABLE, "");
    return chosen.isBlank()
        ? of(flow, environment)
        : of(Path.of("").toAbsolutePath(), Map.of(VARIABLE, chosen));
  }

  /// The catalog file for someone who works in `folder`: what [#VARIABLE] says, else the nearest
  /// `.promptflow/models.yaml` upward, not beyond the root of the Git repository. On a shared
  /// machine anybody can put one in a folder above: it counts only if it belongs to the owner of
  /// `folder`.
  public static Optional<Path> fileFor(Path folder, Map<String, String> environment) {
    String chosen = environment.getOrDefault(VARIABLE, "");
    if (!chosen.isBlank()) {
      return Optional.of(folder.resolve(chosen));
    }
    Path start = folder.toAbsolutePath().normalize();
    Optional<Path> top = upward(start).filter(one -> Files.exists(one.resolve(".git"))).findFirst();
    return upward(start)
        .takeWhile(one -> top.isEmpty() || one.startsWith(top.get()))
        .map(one -> one.resolve(PLACE))
        .filter(file -> Files.isRegularFile(file) && isOfSameOwner(file, start))
        .findFirst();
  }

  private static Stream<Path> upward(Path start) {
    return Stream.iterate(start, folder -> folder != null, Path::getParent);
  }

  private static boolean isOfSameOwner(Path file, Path folder) {
    try {
      return Files.getOwner(file).equals(Files.getOwner(folder));
    } catch (IOException | UnsupportedOperationException _) {
      return true;
    }
  }

  /// The catalog `under`, changed by a file.
  ///
  /// @throws CatalogException with every mistake of the file and its place
  public static Catalog read(Path file, Catalog under) {
    return read(new SourceText(file.toString(), text(file)), under);
  }

  /// The catalog `under`, changed by a text.
  ///
  /// @throws CatalogException with every mistake of the text and its place
  public static Catalog read(SourceText text, Catalog under) {
    return new UserCatalog(text, under).read();
  }

  private static String text(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw broken(file, "a catalog file has 1 MiB at most");
      }
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException _) {
      throw broken(file, "this is not UTF-8 text");
    } catch (IOException _) {
      throw broken(file, "this catalog file can't be read; see PF_CATALOG");
    }
  }

  private static CatalogException broken(Path file, String message) {
    return new CatalogException(
        List.of(Diagnostic.error("catalog-file", Place.startOf(file.toString()), message)));
  }
}
