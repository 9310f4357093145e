package io.promptflow4j.core.tool.index;

import io.promptflow4j.core.model.EmbeddingModel;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Gatherers;
import java.util.stream.Stream;

/// Makes an index of the documents in a folder: Markdown, plain text, HTML and the like.
///
/// @param model makes the vectors
/// @param connection the name under which the same model is found again
/// @param modelName the model's or deployment's name
/// @param most how many characters a piece has at most
/// @param overlap how many of them the next one begins with
/// @param told hears of documents that are left out, and how far it is
public record IndexBuilder(
    EmbeddingModel model,
    String connection,
    String modelName,
    int most,
    int overlap,
    Consumer<String> told) {

  private static final int AT_ONCE = 64;
  private static final long LARGEST = 16L << 20;
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final Set<String> TEXTS =
      Set.of(
          "txt",
          "md",
          "markdown",
          "rst",
          "adoc",
          "csv",
          "tsv",
          "log",
          "json",
          "jsonl",
          "yaml",
          "yml");
  private static final Set<String> PAGES = Set.of("html", "htm", "xhtml");

  /// Reads the documents beneath a folder, or one document, and makes the index.
  ///
  /// @throws IndexException if there is no document, or one can't be read
  /// @throws io.promptflow4j.core.model.ModelException if the model fails
  /// @throws InterruptedException if the calling thread is interrupted
  public FolderIndex build(Path documents) throws InterruptedException {
    List<Chunk> chunks = chunks(documents);
    if (chunks.isEmpty()) {
      throw new IndexException(
          "'%s' holds no document with text in it; indexed are %s and %s"
              .formatted(documents, String.join(", ", TEXTS.stream().sorted().toList()), "html"));
    }
    var vectors = new ArrayList<float[]>();
    for (List<Chunk> batch : chunks.stream().gather(Gatherers.windowFixed(AT_ONCE)).toList()) {
      var request =
          new EmbeddingModel.Request(
              "index",
              modelName,
              batch.stream().map(Chunk::text).toList(),
              OptionalInt.empty(),
              LIMIT);
      vectors.addAll(model.embed(request).vectors());
      told.accept("%d of %d pieces".formatted(vectors.size(), chunks.size()));
    }
    return FolderIndex.of(connection, modelName, chunks, vectors);
  }

  private List<Chunk> chunks(Path documents) {
    Path root = Files.isDirectory(documents) ? documents : parent(documents);
    try (Stream<Path> files = Files.walk(documents)) {
      var chunks = new ArrayList<Chunk>();
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        String source = root.relativize(file).toString().replace('\\', '/');
        if (!source.startsWith(".") && !source.contains("/.")) {
          chunks.addAll(Chunk.split(text(file, source), source, most, overlap));
        }
      }
      return chunks;
    } catch (IOException broken) {
      throw new IndexException("'%s' can't be read: %s".formatted(documents, broken), broken);
    }
  }

  private static Path parent(Path file) {
    Path parent = file.getParent();
    return parent == null ? Path.of("") : parent;
  }

  private String text(Path file, String source) throws IOException {
    String kind = source.substring(source.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    boolean isPage = PAGES.contains(kind);
    if (!isPage && !TEXTS.contains(kind)) {
      told.accept("'%s' is left out: no text by its name".formatted(source));
      return "";
    }
    if (Files.size(file) > LARGEST) {
      told.accept("'%s' is left out: larger than 16 MiB".formatted(source));
      return "";
    }
    try {
      String text = Files.readString(file);
      return isPage ? withoutTags(text) : text;
    } catch (MalformedInputException _) {
      told.accept("'%s' is left out: it is not UTF-8".formatted(source));
      return "";
    }
  }

  private static String withoutTags(String page) {
    return page.replaceAll("(?is)<(script|style)\\b.*?</\\1>", " ")
        .replaceAll("(?i)</?(p|div|h[1-6]|li|tr|br|section|article)\\b[^>]*>", "\n")
        .replaceAll("<[^>]+>", "")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&nbsp;", " ")
        .replace("&quot;", "\"")
        .replace("&amp;", "&");
  }
}
