package io.promptflow4j.evaluators.comparison.decide;

import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.evaluators.comparison.ComparedRow;
import io.promptflow4j.evaluators.comparison.Comparison;
import io.promptflow4j.evaluators.comparison.Comparison.Cost;
import io.promptflow4j.evaluators.comparison.Comparison.Difference;
import io.promptflow4j.evaluators.comparison.Comparison.Metric;
import io.promptflow4j.evaluators.comparison.Comparison.Summary;
import io.promptflow4j.evaluators.comparison.Comparison.Variant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What is to be decided: variants, metrics, the baseline and how sure one wants to be.
///
/// @param rows how many rows there are; repeats of a row are one
public record Decision(
    List<Variant> variants,
    List<Metric> metrics,
    String baseline,
    long rows,
    Comparison.Settings settings) {

  public Decision {
    variants = List.copyOf(variants);
    metrics = List.copyOf(metrics);
    if (variants.stream().noneMatch(one -> one.name().equals(baseline))) {
      throw new IllegalArgumentException("the baseline '%s' is no variant".formatted(baseline));
    }
  }

  /// The means of all variants and metrics.
  public List<Summary> summaries(ScoreSheet scores) {
    var summaries = new Summaries(settings.confidence());
    var found = new ArrayList<Summary>();
    for (Metric metric : metrics) {
      variants.forEach(variant -> found.add(summaries.of(scores, variant.name(), metric)));
    }
    return found;
  }

  /// How many rows every variant but the baseline would take in every metric, whatever can be said
  /// already.
  public List<RowPlan> plans(ScoreSheet scores) {
    return new Verdicts(settings, baseline, rates()).plans(pairings(scores));
  }

  /// Every variant but the baseline in every metric, with p-values adjusted together.
  public List<Difference> differences(ScoreSheet scores) {
    return new Verdicts(settings, baseline, rates()).of(pairings(scores));
  }

  private List<Pairing> pairings(ScoreSheet scores) {
    var pairings = new ArrayList<Pairing>();
    for (Variant variant : variants) {
      if (!variant.name().equals(baseline)) {
        for (Metric metric : metrics) {
          pairings.add(Pairing.of(scores, baseline, variant.name(), metric, settings));
        }
      }
    }
    return pairings;
  }

  /// The same within the groups of rows that have equal values in a column.
  public Comparison.Slicing slicing(String column, List<ComparedRow> rows, ScoreSheet scores) {
    return slicing(column, rows, scores, this::differences);
  }

  /// The same, where `compare` says what holds for the scores of a group.
  public Comparison.Slicing slicing(
      String column,
      List<ComparedRow> rows,
      ScoreSheet scores,
      Function<ScoreSheet, List<Difference>> compare) {
    var groups = new LinkedHashMap<Long, String>();
    rows.forEach(row -> groups.put(row.line(), group(row.data().get(column))));
    List<String> names = variants.stream().map(Variant::name).toList();
    return new Slices(names, metrics, settings).of(column, groups, scores, compare::apply);
  }

  private static String group(@Nullable Value value) {
    return switch (value) {
      case null -> "(none)";
      case Value.Text(String text) -> text;
      default -> Json.write(value);
    };
  }

  /// All of it in a sentence for each variant.
  public String verdict(List<Difference> differences) {
    return new Words(baseline).together(differences);
  }

  private Rates rates() {
    return Rates.of(variants, rows);
  }

  /// What one more row costs that `variant` and the baseline are run on, if prices are known.
  public Optional<Cost> perRow(String variant) {
    return rates().ofBoth(baseline, variant);
  }
}
