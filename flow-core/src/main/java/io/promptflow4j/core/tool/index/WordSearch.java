package io.promptflow4j.core.tool.index;

import io.promptflow4j.core.tool.index.FolderIndex.Found;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/// Finds pieces by their words, weighed by BM25: rare words count more than common ones, and a word
/// in a short piece more than in a long one.
final class WordSearch {

  private static final double SATURATION = 1.2;
  private static final double LENGTH = 0.75;
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+");

  private record Posting(int chunk, int count) {}

  private final List<Chunk> chunks;
  private final Map<String, List<Posting>> postings = new HashMap<>();
  private final int[] lengths;
  private final double average;

  private WordSearch(List<Chunk> chunks) {
    this.chunks = chunks;
    this.lengths = new int[chunks.size()];
    long total = 0;
    for (int i = 0; i < chunks.size(); i++) {
      var counts = new HashMap<String, Integer>();
      for (String word : words(chunks.get(i).text())) {
        counts.merge(word, 1, Integer::sum);
        lengths[i]++;
      }
      int chunk = i;
      counts.forEach((word, count) ->
          postings.computeIfAbsent(word, _ -> new ArrayList<>()).add(new Posting(chunk, count)));
      total += lengths[i];
    }
    this.average = chunks.isEmpty() ? 1 : Math.max(1, (double) total / chunks.size());
  }

  static WordSearch over(List<Chunk> chunks) {
    return new WordSearch(chunks);
  }

  private static List<String> words(String text) {
    return WORD.matcher(text.toLowerCase(Locale.ROOT)).results().map(word -> word.group()).toList();
  }

  List<Found> search(String query, int most) {
    var scores = new HashMap<Integer, Double>();
    for (String word : new HashSet<>(words(query))) {
      List<Posting> found = postings.getOrDefault(word, List.of());
      double rarity = Math.log(1 + (chunks.size() - found.size() + 0.5) / (found.size() + 0.5));
      for (Posting posting : found) {
        double length = 1 - LENGTH + LENGTH * lengths[posting.chunk()] / average;
        double weight =
            posting.count() * (SATURATION + 1) / (posting.count() + SATURATION * length);
        scores.merge(posting.chunk(), rarity * weight, Double::sum);
      }
    }
    return scores.entrySet().stream()
        .sorted(
            Map.Entry.<Integer, Double>comparingByValue()
                .reversed()
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(most)
        .map(entry -> new Found(chunks.get(entry.getKey()), entry.getValue()))
        .toList();
  }
}
