package io.promptflow4j.core.tool.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.promptflow4j.core.tool.index.FolderIndex.Found;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderIndexTest {

  @TempDir private Path folder;

  @Test
  void theNearestAreThoseThatAPlainComparisonFinds() {
    var random = new SplittableRandom(7);
    List<float[]> vectors = new ArrayList<>();
    List<Chunk> chunks = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      vectors.add(vector(random, 37));
      chunks.add(new Chunk("piece " + i, "a.txt", i + 1));
    }
    FolderIndex index = FolderIndex.of("c", "m", chunks, vectors);
    float[] query = vector(random, 37);

    List<Integer> expected =
        IntStream.range(0, 500)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> -cosine(query, vectors.get(i))))
            .limit(10)
            .map(i -> i + 1)
            .toList();
    List<Found> found = index.nearest(query, 10);
    assertThat(found).extracting(one -> one.chunk().line()).isEqualTo(expected);
    assertThat(found.getFirst().score())
        .isCloseTo(
            cosine(query, vectors.get(expected.getFirst() - 1)),
            org.assertj.core.data.Offset.offset(1e-5));
    assertThat(index.nearest(vectors.get(3), 1).getFirst().score())
        .isCloseTo(1, org.assertj.core.data.Offset.offset(1e-5));
    assertThatThrownBy(() -> index.nearest(new float[3], 1)).hasMessageContaining("37");
  }

  @Test
  void anIndexComesBackFromItsFiles() throws IOException {
    List<Chunk> chunks = List.of(new Chunk("Zwölf 🙂", "deep/a.md", 3), new Chunk("b", "b.txt", 1));
    FolderIndex index =
        FolderIndex.of("c", "m", chunks, List.of(new float[] {3, 4}, new float[] {0, 1}));
    IndexFiles.write(index, folder.resolve("index"));
    FolderIndex read = IndexFiles.read(folder.resolve("index"));

    assertThat(read.description()).isEqualTo(new IndexDescription("c", "m", 2, 2));
    assertThat(read.chunks()).isEqualTo(chunks);
    assertThat(read.nearest(new float[] {0, 2}, 2))
        .extracting(one -> one.chunk().source())
        .containsExactly("b.txt", "deep/a.md");
    Files.write(folder.resolve("index/vectors.f32"), new byte[4]);
    assertThatThrownBy(() -> IndexFiles.read(folder.resolve("index")))
        .isInstanceOf(IndexException.class)
        .hasMessageContaining("damaged");
    assertThatThrownBy(() -> IndexFiles.read(folder)).hasMessageContaining("pf index build");
  }

  @Test
  void rareWordsCountMoreThanCommonOnes() {
    List<Chunk> chunks =
        List.of(
            new Chunk("the cat and the dog", "a", 1),
            new Chunk("the dog and the dog", "b", 1),
            new Chunk("the zebra", "c", 1));
    FolderIndex index =
        FolderIndex.of(
            "c", "m", chunks, List.of(new float[] {1}, new float[] {1}, new float[] {1}));

    assertThat(index.byWords("the zebra", 3))
        .extracting(one -> one.chunk().source())
        .startsWith("c");
    assertThat(index.byWords("dog", 3))
        .extracting(one -> one.chunk().source())
        .containsExactly("b", "a");
    assertThat(index.byWords("elephant", 3)).isEmpty();
    assertThat(index.byBoth("zebra", new float[] {1}, 2).getFirst().chunk().source())
        .isEqualTo("c");
  }

  @Test
  void documentsAreSplitWhereTheyBreathe() {
    String text = "First paragraph here.\n\nSecond one is a bit longer than the first.\n\nThird.";

    assertThat(Chunk.split(text, "a", 60, 0))
        .containsExactly(
            new Chunk("First paragraph here.", "a", 1),
            new Chunk("Second one is a bit longer than the first.\n\nThird.", "a", 3));
    assertThat(Chunk.split("  \n ", "a", 60, 0)).isEmpty();
    assertThat(Chunk.split("x".repeat(200), "a", 60, 0)).hasSize(4);
    assertThat(
            String.join(
                " ",
                Chunk.split("word ".repeat(300), "a", 100, 20).stream().map(Chunk::text).toList()))
        .startsWith("word word");
  }

  private static float[] vector(SplittableRandom random, int length) {
    float[] vector = new float[length];
    for (int i = 0; i < length; i++) {
      vector[i] = (float) random.nextDouble(-1, 1);
    }
    return vector;
  }

  private static double cosine(float[] one, float[] other) {
    double product = 0;
    double first = 0;
    double second = 0;
    for (int i = 0; i < one.length; i++) {
      product += (double) one[i] * other[i];
      first += (double) one[i] * one[i];
      second += (double) other[i] * other[i];
    }
    return product / Math.sqrt(first * second);
  }
}
