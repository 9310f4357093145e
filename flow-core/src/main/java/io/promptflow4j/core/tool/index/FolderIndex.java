package io.promptflow4j.core.tool.index;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.PriorityQueue;

/// Pieces of documents with their vectors, in memory. Every piece is compared: of ten thousand that
/// takes a few milliseconds and misses none. Immutable, thread-safe.
public final class FolderIndex {

  /// A piece that was found.
  ///
  /// @param score how near it is, 1 for the same; of words, how well they fit
  public record Found(Chunk chunk, double score) {}

  private static final int LANES = 8;

  private final IndexDescription description;
  private final List<Chunk> chunks;
  private final float[] vectors;
  private final int dimensions;
  private final WordSearch words;

  FolderIndex(IndexDescription description, List<Chunk> chunks, float[] vectors) {
    this.description = description;
    this.chunks = List.copyOf(chunks);
    this.vectors = vectors;
    this.dimensions = description.dimensions();
    this.words = WordSearch.over(this.chunks);
  }

  /// Puts pieces and their vectors together.
  ///
  /// @param vectors one for each piece, all of one length; not changed
  public static FolderIndex of(
      String connection, String model, List<Chunk> chunks, List<float[]> vectors) {
    int dimensions = vectors.isEmpty() ? 0 : vectors.getFirst().length;
    float[] all = new float[Math.multiplyExact(dimensions, vectors.size())];
    for (int i = 0; i < vectors.size(); i++) {
      float[] unit = unit(vectors.get(i));
      System.arraycopy(unit, 0, all, i * dimensions, dimensions);
    }
    var description = new IndexDescription(connection, model, dimensions, chunks.size());
    return new FolderIndex(description, chunks, all);
  }

  /// What it was made with.
  public IndexDescription description() {
    return description;
  }

  /// The pieces, in the order of the documents.
  public List<Chunk> chunks() {
    return chunks;
  }

  float[] vectors() {
    return vectors;
  }

  /// The nearest pieces by the cosine of their vectors, best first.
  ///
  /// @throws IllegalArgumentException if the vector has another length than those of the index
  public List<Found> nearest(float[] vector, int most) {
    if (vector.length != dimensions) {
      throw new IllegalArgumentException(
          "the vector has %d dimensions, those of the index have %d; use the model '%s', which made it"
              .formatted(vector.length, dimensions, description.model()));
    }
    float[] unit = unit(vector);
    var best = new PriorityQueue<Scored>();
    for (int i = 0; i < chunks.size(); i++) {
      float score = dot(unit, vectors, i * dimensions);
      if (best.size() < most) {
        best.add(new Scored(i, score));
      } else if (most > 0 && score > best.element().score()) {
        best.poll();
        best.add(new Scored(i, score));
      }
    }
    return best.stream()
        .sorted((one, other) -> other.compareTo(one))
        .map(one -> new Found(chunks.get(one.index()), one.score()))
        .toList();
  }

  private record Scored(int index, float score) implements Comparable<Scored> {
    @Override
    public int compareTo(Scored other) {
      int byScore = Float.compare(score, other.score);
      return byScore != 0 ? byScore : Integer.compare(other.index, index);
    }
  }

  /// The pieces whose words fit best, best first.
  public List<Found> byWords(String query, int most) {
    return words.search(query, most);
  }

  /// The pieces that are best by both: each counts by its ranks, not by its scores, which have no
  /// common measure.
  public List<Found> byBoth(String query, float[] vector, int most) {
    return joined(List.of(nearest(vector, 4 * most), byWords(query, 4 * most)), most);
  }

  /// Joins lists that were ranked apart.
  static List<Found> joined(List<List<Found>> lists, int most) {
    return Ranks.joined(lists, most);
  }

  /// Several sums at a time: the processor adds them side by side.
  private static float dot(float[] query, float[] vectors, int from) {
    float a = 0;
    float b = 0;
    float c = 0;
    float d = 0;
    int i = 0;
    for (; i + LANES <= query.length; i += LANES) {
      a += query[i] * vectors[from + i] + query[i + 4] * vectors[from + i + 4];
      b += query[i + 1] * vectors[from + i + 1] + query[i + 5] * vectors[from + i + 5];
      c += query[i + 2] * vectors[from + i + 2] + query[i + 6] * vectors[from + i + 6];
      d += query[i + 3] * vectors[from + i + 3] + query[i + 7] * vectors[from + i + 7];
    }
    for (; i < query.length; i++) {
      a += query[i] * vectors[from + i];
    }
    return a + b + c + d;
  }

  private static float[] unit(float[] vector) {
    double length = 0;
    for (float part : vector) {
      length += (double) part * part;
    }
    float[] unit = new float[vector.length];
    double scale = length == 0 ? 0 : 1 / Math.sqrt(length);
    for (int i = 0; i < vector.length; i++) {
      unit[i] = (float) (vector[i] * scale);
    }
    return unit;
  }

  /// Joins lists that were ranked apart.
  private static final class Ranks {

    private static final double DAMPING = 60;

    private Ranks() {}

    static List<Found> joined(List<List<Found>> lists, int most) {
      var scores = new LinkedHashMap<Chunk, Double>();
      for (List<Found> list : lists) {
        for (int rank = 0; rank < list.size(); rank++) {
          scores.merge(list.get(rank).chunk(), 1 / (DAMPING + rank + 1), Double::sum);
        }
      }
      var all = new ArrayList<Found>();
      scores.forEach((chunk, score) -> all.add(new Found(chunk, score)));
      all.sort((one, other) -> Double.compare(other.score(), one.score()));
      return all.subList(0, Math.min(most, all.size()));
    }
  }
}
