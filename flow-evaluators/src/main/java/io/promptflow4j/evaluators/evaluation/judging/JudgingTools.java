package io.promptflow4j.evaluators.evaluation.judging;

import io.promptflow4j.core.model.traffic.SharedTraffic;
import io.promptflow4j.core.tool.Tool;
import io.promptflow4j.core.tool.ToolPackage;
import io.promptflow4j.core.tool.ToolParameter;
import io.promptflow4j.core.tool.java.JavaTool;
import io.promptflow4j.core.tool.java.ToolArguments;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.core.value.ValueType;
import java.util.List;

/// The tools of judges that give more than one score: `promptflow4j.judge.tally`, `.recount`,
/// `.pairwise`, `.jury` and `.content_safety`.
public final class JudgingTools implements ToolPackage {

  /// Makes the package.
  public JudgingTools() {}

  @Override
  public List<Tool> tools() {
    var traffic = new SharedTraffic(); // all rows of a flow learn together what a service bears
    return List.of(
        JavaTool.of(
            "promptflow4j.judge.tally",
            "What the findings in a judge's reply come to: share, average_precision or f1.",
            List.of(
                JavaTool.required("reply", ValueType.ANY),
                JavaTool.required("list", ValueType.STRING),
                JavaTool.required("field", ValueType.STRING),
                JavaTool.required("by", ValueType.STRING),
                JavaTool.optional("missing", ValueType.STRING)),
            (arguments, _) -> tally(arguments).asValue()),
        JavaTool.of(
            "promptflow4j.judge.recount",
            "The first tally of a judge's findings, or that of the second reply.",
            List.of(
                JavaTool.required("first", ValueType.ANY),
                JavaTool.required("again", ValueType.ANY),
                JavaTool.required("list", ValueType.STRING),
                JavaTool.required("field", ValueType.STRING),
                JavaTool.required("by", ValueType.STRING)),
            (arguments, _) -> recount(arguments)),
        JavaTool.of(
            "promptflow4j.judge.pairwise",
            "The better of two answers, from the verdicts in both orders.",
            List.of(any("ab"), any("ba")),
            (arguments, _) -> PairVerdict.together(arguments.value("ab"), arguments.value("ba"))),
        JavaTool.of(
            "promptflow4j.judge.jury",
            "The score of several judges: median (or majority), with spread.",
            List.of(
                JavaTool.required("votes", ValueType.LIST),
                JavaTool.optional("by", ValueType.STRING),
                JavaTool.optional("quorum", ValueType.INT)),
            (arguments, _) -> jury(arguments)),
        JavaTool.of(
            "promptflow4j.judge.embedding_similarity",
            "Cosine of the vectors that an embedding model gives two texts.",
            List.of(
                JavaTool.connection("connection"),
                JavaTool.required("model", ValueType.STRING),
                JavaTool.required("answer", ValueType.STRING),
                JavaTool.required("ground_truth", ValueType.STRING)),
            (arguments, context) ->
                new TextVectors(
                        arguments.embeddings("connection"), arguments.get("model", String.class))
                    .similarity(
                        arguments.get("answer", String.class),
                        arguments.get("ground_truth", String.class),
                        context)),
        JavaTool.of(
            "promptflow4j.judge.content_safety",
            "Severities of four kinds of harm in a text, by Azure AI Content Safety.",
            List.of(JavaTool.connection("connection"), JavaTool.required("text", ValueType.STRING)),
            (arguments, context) ->
                SafetyService.of(arguments.connection("connection"), traffic)
                    .severities(arguments.get("text", String.class), context)));
  }

  private static ToolParameter any(String name) {
    return JavaTool.required(name, ValueType.ANY);
  }

  private static Reading tally(ToolArguments arguments) {
    String missing = arguments.find("missing", String.class).orElse("");
    return missing.isBlank()
        ? findings(arguments).read(arguments.value("reply"))
        : Reading.notAsked("nothing is given as " + missing);
  }

  private static FindingList findings(ToolArguments arguments) {
    return new FindingList(
        arguments.get("list", String.class),
        arguments.get("field", String.class),
        Tally.named(arguments.get("by", String.class)));
  }

  private static Value.Mapping recount(ToolArguments arguments) {
    Value first = arguments.value("first");
    Value again = arguments.value("again");
    if (again != Value.Null.NULL) {
      return findings(arguments).read(again).settled(2);
    }
    return first instanceof Value.Mapping(var fields)
        ? new Reading(
                fields.getOrDefault("score", Value.Null.NULL),
                fields.get("reason") instanceof Value.Text(var reason) ? reason : "",
                false)
            .settledAtOnce()
        : Reading.notScored("the judge gave no reply").settled(0);
  }

  private static Value.Mapping jury(ToolArguments arguments) {
    Jury jury = Jury.of(arguments.value("votes") instanceof Value.Sequence(var v) ? v : List.of());
    boolean byMajority = arguments.find("by", String.class).orElse("median").equals("majority");
    int quorum = arguments.find("quorum", Integer.class).orElse(jury.seats() / 2 + 1);
    return jury.decide(byMajority, quorum);
  }
}
