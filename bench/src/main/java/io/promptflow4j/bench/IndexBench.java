package io.promptflow4j.bench;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.store.embedding.CosineSimilarity;
import io.promptflow4j.core.tool.index.Chunk;
import io.promptflow4j.core.tool.index.FolderIndex;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// The ten nearest of 10,000 pieces by vectors of 384 dimensions, beside langchain4j's measure over
/// the same vectors; by words; by both.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class IndexBench {

  private static final int PIECES = 10_000;
  private static final int DIMENSIONS = 384;
  private static final int MOST = 10;

  private FolderIndex index;
  private List<Embedding> embeddings;
  private float[] query;

  /// Made by the harness.
  public IndexBench() {}

  @Setup
  public void fill() {
    var random = new SplittableRandom(1);
    var chunks = new ArrayList<Chunk>();
    var vectors = new ArrayList<float[]>();
    for (int i = 0; i < PIECES; i++) {
      var text = new StringBuilder();
      for (int word = 0; word < 100; word++) {
        text.append("word").append(random.nextInt(20_000)).append(' ');
      }
      chunks.add(new Chunk(text.toString(), "document.md", i));
      vectors.add(vector(random));
    }
    index = FolderIndex.of("c", "m", chunks, vectors);
    embeddings = vectors.stream().map(Embedding::from).toList();
    query = vector(random);
    if (nearest().getFirst().chunk().line() != plainly().getFirst()) {
      throw new IllegalStateException("both find something else");
    }
  }

  private static float[] vector(SplittableRandom random) {
    float[] vector = new float[DIMENSIONS];
    for (int i = 0; i < DIMENSIONS; i++) {
      vector[i] = (float) random.nextDouble(-1, 1);
    }
    return vector;
  }

  @Benchmark
  public List<FolderIndex.Found> nearest() {
    return index.nearest(query, MOST);
  }

  @Benchmark
  public List<Integer> plainly() {
    var asked = Embedding.from(query);
    double[] scores = new double[PIECES];
    for (int i = 0; i < PIECES; i++) {
      scores[i] = CosineSimilarity.between(asked, embeddings.get(i));
    }
    return IntStream.range(0, PIECES)
        .boxed()
        .sorted(Comparator.comparingDouble(i -> -scores[i]))
        .limit(MOST)
        .toList();
  }

  @Benchmark
  public List<FolderIndex.Found> byWords() {
    return index.byWords("word12 word345 word6789", MOST);
  }

  @Benchmark
  public List<FolderIndex.Found> byBoth() {
    return index.byBoth("word12 word345 word6789", query, MOST);
  }
}
