package io.promptflow4j.core.tool.index;

import io.promptflow4j.core.model.provider.Models;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.JsonSyntaxException;
import io.promptflow4j.core.value.Value;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// An index on disk: `index.json` says what it is, `chunks.jsonl` has the pieces, `vectors.f32`
/// their vectors one after the other, as little-endian floats of length 1.
public final class IndexFiles {

  /// Puts an index where `output` says: a table as `postgresql:CONNECTION/TABLE`, else a folder.
  ///
  /// @param folder the folder
  /// @param models have the connection of the table
  /// @throws IndexException if it can't be written
  public static void write(FolderIndex index, String output, Path folder, Models models) {
    if (isTable(output)) {
      MlIndex.InTable table = MlIndex.table(output);
      new PgVector(new PgServer(models.connection(table.connection())), table.table()).write(index);
    } else {
      write(index, folder);
    }
  }

  /// Finds out before anything is paid for whether an index can be put there.
  ///
  /// @throws IndexException if it can't
  public static void check(String output, Models models) {
    if (isTable(output)) {
      MlIndex.InTable table = MlIndex.table(output);
      new PgVector(new PgServer(models.connection(table.connection())), table.table()).check();
    }
  }

  /// Whether an output is a table.
  public static boolean isTable(String output) {
    return output.startsWith(MlIndex.TABLE);
  }

  /// The file that says what an index is.
  static final String DESCRIPTION = "index.json";

  private static final String CHUNKS = "chunks.jsonl";
  private static final String VECTORS = "vectors.f32";
  private static final long MOST_BYTES = 1L << 30;

  private IndexFiles() {}

  /// Whether a folder holds an index.
  public static boolean isIndex(Path folder) {
    return Files.isRegularFile(folder.resolve(DESCRIPTION))
        && Files.isRegularFile(folder.resolve(VECTORS));
  }

  /// Writes an index into a folder, which is made if it is not there. `index.json` comes last, so
  /// that a folder with it is whole.
  ///
  /// @throws IndexException if it can't be written
  public static void write(FolderIndex index, Path folder) {
    try {
      Files.createDirectories(folder);
      Files.deleteIfExists(folder.resolve(DESCRIPTION));
      var lines = new StringBuilder();
      index.chunks().forEach(chunk -> lines.append(Json.write(chunk.toValue())).append('\n'));
      Files.writeString(folder.resolve(CHUNKS), lines);
      ByteBuffer bytes =
          ByteBuffer.allocate(Math.multiplyExact(index.vectors().length, Float.BYTES))
              .order(ByteOrder.LITTLE_ENDIAN);
      bytes.asFloatBuffer().put(index.vectors());
      Files.write(folder.resolve(VECTORS), bytes.array());
      Files.writeString(
          folder.resolve(DESCRIPTION), Json.write(index.description().toValue()) + "\n");
    } catch (IOException broken) {
      throw new IndexException(
          "the index can't be written into '%s': %s".formatted(folder, broken.getMessage()),
          broken);
    }
  }

  /// Reads the index in a folder.
  ///
  /// @throws IndexException if there is none, or it is damaged
  public static FolderIndex read(Path folder) {
    if (!isIndex(folder)) {
      throw new IndexException(
          "'%s' holds no index; make one with 'pf index build'".formatted(folder.getFileName()));
    }
    try {
      var description =
          IndexDescription.of(
              (Value.Mapping) Json.read(Files.readString(folder.resolve(DESCRIPTION))));
      List<Chunk> chunks = chunks(folder);
      float[] vectors = vectors(folder);
      if (chunks.size() != description.chunks()
          || vectors.length != (long) description.chunks() * description.dimensions()) {
        throw new IndexException("the index is damaged: its files don't fit; build it again");
      }
      return new FolderIndex(description, chunks, vectors);
    } catch (IOException | JsonSyntaxException | ClassCastException broken) {
      throw new IndexException("the index can't be read: " + broken.getMessage(), broken);
    }
  }

  private static List<Chunk> chunks(Path folder) throws IOException {
    var chunks = new ArrayList<Chunk>();
    try (var lines = Files.lines(folder.resolve(CHUNKS), StandardCharsets.UTF_8)) {
      lines
          .filter(line -> !line.isBlank())
          .forEach(line -> chunks.add(Chunk.of((Value.Mapping) Json.read(line))));
    }
    return chunks;
  }

  private static float[] vectors(Path folder) throws IOException {
    Path file = folder.resolve(VECTORS);
    if (Files.size(file) > MOST_BYTES) {
      throw new IndexException("the index is larger than 1 GiB; use a database for it");
    }
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    float[] vectors = new float[bytes.remaining() / Float.BYTES];
    bytes.asFloatBuffer().get(vectors);
    return vectors;
  }
}
