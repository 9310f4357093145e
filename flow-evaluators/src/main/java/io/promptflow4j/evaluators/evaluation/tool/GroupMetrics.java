package io.promptflow4j.evaluators.evaluation.tool;

import io.promptflow4j.core.tool.Tool;
import io.promptflow4j.core.tool.ToolContext;
import io.promptflow4j.core.tool.java.JavaTool;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.evaluators.metric.Score;
import io.promptflow4j.evaluators.metric.labels.ConfusionMatrix;
import io.promptflow4j.evaluators.metric.overlap.ChrF;
import io.promptflow4j.evaluators.metric.overlap.CorpusBleu;
import io.promptflow4j.evaluators.statistics.Figure;
import io.promptflow4j.evaluators.statistics.agreement.CohenKappa;
import io.promptflow4j.evaluators.statistics.agreement.KrippendorffAlpha;
import io.promptflow4j.evaluators.statistics.agreement.Weighting;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.TreeSet;

/// Metrics of a whole run, which are not means of rows: for aggregation nodes. Each takes a list of
/// answers and one of what was expected, leaves out the rows that lack either, and logs what it
/// found as `name.figure`, or `name` for the main figure.
final class GroupMetrics {

  /// What both lists have of one row.
  private record Row(String answer, String expected) {}

  private GroupMetrics() {}

  static List<Tool> all() {
    return List.of(
        tool(
            "classification",
            "Accuracy, balanced accuracy, macro F1 and Matthews' correlation.",
            GroupMetrics::classification),
        tool("agreement", "Cohen's κ and Krippendorff's α (nominal).", GroupMetrics::agreement),
        tool(
            "corpus_overlap",
            "BLEU and chrF of the whole run, as sacreBLEU.",
            GroupMetrics::corpus));
  }

  private interface Metric {
    SequencedMap<String, Score> of(List<Row> rows);
  }

  private static Tool tool(String name, String description, Metric metric) {
    return JavaTool.of(
        "promptflow4j.metrics." + name,
        description,
        List.of(Given.needed("answers"), Given.needed("ground_truths"), Given.needed("name")),
        (arguments, context) -> logged(metric, new Given(arguments), context));
  }

  private static Value.Mapping logged(Metric metric, Given given, ToolContext context) {
    List<Value> answers = given.items("answers");
    List<Value> expected = given.items("ground_truths");
    var rows = new ArrayList<Row>();
    for (int i = 0; i < Math.min(answers.size(), expected.size()); i++) {
      if (answers.get(i) != Value.Null.NULL && expected.get(i) != Value.Null.NULL) {
        rows.add(
            new Row(Given.textOf(answers.get(i)).strip(), Given.textOf(expected.get(i)).strip()));
      }
    }
    String name = given.text("name");
    var result = new LinkedHashMap<String, Value>();
    metric
        .of(rows)
        .forEach((figure, score) -> {
          result.put(figure, Outcome.numberOf(score));
          if (score instanceof Score.Scored(var number)) {
            context.metric(name + "." + figure, number);
          }
        });
    new RowScores<>(rows, (long) answers.size() - rows.size()).logCounts(name, context);
    return new Value.Mapping(result);
  }

  private static SequencedMap<String, Score> classification(List<Row> rows) {
    var figures = new LinkedHashMap<String, Score>();
    if (!rows.isEmpty()) {
      ConfusionMatrix matrix =
          ConfusionMatrix.of(
              rows.stream()
                  .map(row -> new ConfusionMatrix.Line(row.expected(), row.answer()))
                  .toList());
      figures.put("accuracy", matrix.accuracy());
      figures.put("balanced_accuracy", matrix.balancedAccuracy());
      figures.put("macro_f1", matrix.macro().f1());
      figures.put("matthews", matrix.matthews());
    }
    return figures;
  }

  private static SequencedMap<String, Score> agreement(List<Row> rows) {
    var labels = new TreeSet<String>();
    rows.forEach(row -> labels.addAll(List.of(row.answer(), row.expected())));
    List<String> numbered = List.copyOf(labels);
    int[] first = rows.stream().mapToInt(row -> numbered.indexOf(row.answer())).toArray();
    int[] second = rows.stream().mapToInt(row -> numbered.indexOf(row.expected())).toArray();
    List<List<Double>> units =
        rows.stream()
            .map(row ->
                List.of(
                    (double) numbered.indexOf(row.answer()),
                    (double) numbered.indexOf(row.expected())))
            .toList();
    var figures = new LinkedHashMap<String, Score>();
    figures.put(
        "kappa",
        score(CohenKappa.of(first, second, Math.max(1, numbered.size()), Weighting.UNWEIGHTED)));
    figures.put("alpha", score(KrippendorffAlpha.of(units, KrippendorffAlpha.Level.NOMINAL)));
    return figures;
  }

  private static Score score(Figure<Double> figure) {
    return switch (figure) {
      case Figure.Known<Double>(Double value) -> Score.of(value.doubleValue());
      case Figure.Unknown<Double>(String because) -> Score.notScored(because);
    };
  }

  private static SequencedMap<String, Score> corpus(List<Row> rows) {
    List<CorpusBleu.Line> lines =
        rows.stream()
            .map(row -> new CorpusBleu.Line(row.answer(), List.of(row.expected())))
            .toList();
    var figures = new LinkedHashMap<String, Score>();
    if (!lines.isEmpty()) {
      figures.put("bleu", CorpusBleu.STANDARD.ofCorpus(lines));
      figures.put("chrf", ChrF.CHRF.ofCorpus(lines));
    }
    return figures;
  }
}
