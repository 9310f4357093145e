package io.promptflow4j.core.run.batch;

import static java.util.Objects.requireNonNull;
import static java.util.concurrent.CompletableFuture.completedFuture;

import io.promptflow4j.core.execution.line.FlowExecutor;
import io.promptflow4j.core.graph.Binding;
import io.promptflow4j.core.graph.FlowGraph;
import io.promptflow4j.core.graph.FlowInput;
import io.promptflow4j.core.graph.FlowOutput;
import io.promptflow4j.core.graph.Node;
import io.promptflow4j.core.graph.NodeName;
import io.promptflow4j.core.graph.PropertyPath;
import io.promptflow4j.core.model.Cost;
import io.promptflow4j.core.model.LanguageModel;
import io.promptflow4j.core.model.ModelApi;
import io.promptflow4j.core.model.ModelReply;
import io.promptflow4j.core.model.ModelRequest;
import io.promptflow4j.core.model.ServiceLoad;
import io.promptflow4j.core.model.TokenUsage;
import io.promptflow4j.core.model.budget.Budget;
import io.promptflow4j.core.model.connection.Connection;
import io.promptflow4j.core.model.provider.Models;
import io.promptflow4j.core.run.InMemoryRunStore;
import io.promptflow4j.core.run.Run;
import io.promptflow4j.core.run.RunLabels;
import io.promptflow4j.core.run.RunName;
import io.promptflow4j.core.run.RunOwner;
import io.promptflow4j.core.run.RunPlan;
import io.promptflow4j.core.run.RunProgress;
import io.promptflow4j.core.run.RunStatus;
import io.promptflow4j.core.run.RunWriter;
import io.promptflow4j.core.run.journal.CallSharing;
import io.promptflow4j.core.run.progress.BatchEnd;
import io.promptflow4j.core.run.progress.RunListener;
import io.promptflow4j.core.run.row.BatchRow;
import io.promptflow4j.core.source.Digest;
import io.promptflow4j.core.source.FlowFolder;
import io.promptflow4j.core.source.Place;
import io.promptflow4j.core.source.SourceText;
import io.promptflow4j.core.template.Template;
import io.promptflow4j.core.template.TemplateLoader;
import io.promptflow4j.core.tool.Argument;
import io.promptflow4j.core.tool.Tool;
import io.promptflow4j.core.tool.ToolCall;
import io.promptflow4j.core.tool.ToolParameter;
import io.promptflow4j.core.tool.ToolResult;
import io.promptflow4j.core.tool.ToolSignature;
import io.promptflow4j.core.value.PythonText;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.core.value.ValueType;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/// A store, a flow of one model call and one tool call a row, and rows, for tests of runs.
///
/// The flow asks the model about `q` (node `ask`), adds the length of the answer (node `count`),
/// and sums the lengths up over all rows as the metric `total` (node `sum`).
final class RunLab {

  /// What the model answers.
  interface Answering {
    String answer(String question) throws InterruptedException;
  }

  static final RunName NAME = new RunName("lab");

  final InMemoryRunStore store = new InMemoryRunStore();
  final Queue<String> asked = new ConcurrentLinkedQueue<>();
  final Queue<String> counted = new ConcurrentLinkedQueue<>();
  private final CallSharing sharing = new CallSharing(store);
  final ServiceLoad load = new ServiceLoad();
  private final List<BatchRow> rows = new ArrayList<>();
  private Answering answering = question -> "about " + question;
  private volatile CountDownLatch counting = new CountDownLatch(0);
  private int repeats = 1;
  int opened;
  private Cost cost = new Cost.Unknown("the lab has no prices");
  BatchSettings settings =
      new BatchSettings(
          8,
          RunPlan.OnError.SKIP,
          Duration.ofSeconds(20),
          Optional.empty(),
          Duration.ofSeconds(5),
          Optional.empty());

  static RunLab withRows(String... questions) {
    var lab = new RunLab();
    for (String question : questions) {
      lab.add(question);
    }
    return lab;
  }

  static RunLab withRows(int number) {
    var lab = new RunLab();
    LongStream.range(0, number).forEach(line -> lab.add("q" + line));
    return lab;
  }

  private void add(String question) {
    var inputs = Value.of(Map.of("q", Value.of(question)));
    rows.add(new BatchRow(rows.size(), 0, 1, inputs, inputs));
  }

  RunLab answering(Answering other) {
    answering = other;
    return this;
  }

  /// No answer is counted before `latch` is down.
  RunLab countingAfter(CountDownLatch latch) {
    counting = latch;
    return this;
  }

  RunLab repeats(int number) {
    repeats = number;
    return this;
  }

  RunLab concurrency(int number) {
    settings =
        new BatchSettings(
            number,
            settings.onError(),
            settings.rowLimit(),
            settings.runLimit(),
            settings.grace(),
            settings.budget());
    return this;
  }

  RunLab stoppingAtFailures() {
    settings =
        new BatchSettings(
            settings.concurrency(),
            RunPlan.OnError.FAIL,
            settings.rowLimit(),
            settings.runLimit(),
            settings.grace(),
            settings.budget());
    return this;
  }

  RunLab within(Duration run, Duration grace) {
    settings =
        new BatchSettings(
            settings.concurrency(),
            settings.onError(),
            settings.rowLimit(),
            Optional.of(run),
            grace,
            settings.budget());
    return this;
  }

  RunLab graceOf(Duration grace) {
    settings =
        new BatchSettings(
            settings.concurrency(),
            settings.onError(),
            settings.rowLimit(),
            settings.runLimit(),
            grace,
            settings.budget());
    return this;
  }

  RunLab budget(String written) {
    settings = settings.withBudget(Budget.read(written));
    return this;
  }

  /// What each call costs.
  RunLab costing(Cost each) {
    cost = each;
    return this;
  }

  BatchEnd run() {
    return run(NAME, "lab", RunListener.SILENT);
  }

  BatchEnd run(RunName name, String scope, RunListener listener) {
    if (store.find(name).isEmpty()) {
      store.create(newRun(name, scope));
    }
    try (RunWriter writer = store.own(name, new RunOwner("here", 1, Instant.EPOCH))) {
      FlowGraph graph = graph();
      var executor = new FlowExecutor(graph, FlowFolder.open(Path.of(".")), new OneModel());
      return new BatchRunner(store, sharing, graph, executor, load)
          .run(writer, new Rows(), settings, List.of(), completedFuture(List.of()), listener);
    }
  }

  Run found() {
    return store.find(NAME).orElseThrow();
  }

  private Run newRun(RunName name, String scope) {
    var plan =
        new RunPlan(
            "/flow",
            Optional.empty(),
            Optional.empty(),
            Value.Mapping.EMPTY,
            Map.of(),
            Map.of(),
            new LinkedHashMap<>(),
            Optional.empty(),
            repeats,
            settings.concurrency(),
            settings.onError(),
            scope,
            Value.Mapping.EMPTY);
    Digest none = Digest.of("");
    return new Run(
        name,
        RunLabels.named(name.value()),
        plan,
        new Run.Pinned(none, none, Optional.empty(), Optional.empty(), false, "test", "test"),
        RunStatus.NOT_STARTED,
        RunProgress.NONE,
        Optional.empty(),
        Optional.empty(),
        Instant.now(),
        Optional.empty(),
        Optional.empty(),
        false);
  }

  private final class Rows implements BatchRows {
    @Override
    public long count() {
      return (long) rows.size() * repeats;
    }

    @Override
    public Stream<BatchRow> open() {
      opened++;
      return rows.stream()
          .map(row -> new BatchRow(row.line(), 0, repeats, row.inputs(), row.data()));
    }
  }

  private FlowGraph graph() {
    Template template =
        Template.compile(new SourceText("ask.jinja2", "# user:\n{{q}}"), TemplateLoader.none());
    Node ask =
        new Node.Llm(
            head("ask", "q", new Binding.FromInput("q", PropertyPath.WHOLE), false),
            template,
            ModelApi.CHAT,
            Optional.of("lab"),
            Set.of("q"));
    Node count =
        new Node.ToolNode(
            head("count", "text", new Binding.FromNode(ask.name(), PropertyPath.WHOLE), false),
            new BodyTool(this::count));
    Node sum =
        new Node.ToolNode(
            head("sum", "text", new Binding.FromNode(count.name(), PropertyPath.WHOLE), true),
            new BodyTool(RunLab::sum));
    return new FlowGraph(
        "lab",
        "",
        List.of(new FlowInput("q", ValueType.STRING, Optional.empty(), "")),
        List.of(
            new FlowOutput(
                "answer",
                ValueType.ANY,
                new Binding.FromNode(ask.name(), PropertyPath.WHOLE),
                "",
                false)),
        List.of(ask, count, sum),
        Optional.empty(),
        new LinkedHashMap<>());
  }

  private static Node.Head head(String name, String input, Binding reads, boolean aggregation) {
    var inputs = new LinkedHashMap<String, Binding>();
    inputs.put(input, reads);
    return new Node.Head(
        new NodeName(name),
        inputs,
        Optional.empty(),
        aggregation,
        Optional.of(name + ".py"),
        new Place("flow.dag.yaml", 1, 1));
  }

  private ToolResult count(Value text) throws InterruptedException {
    counting.await();
    counted.add(PythonText.str(text));
    return new ToolResult(Value.of(PythonText.str(text).length()));
  }

  private static ToolResult sum(Value lengths) {
    long total =
        ((Value.Sequence) lengths)
            .items().stream().mapToLong(item -> ((Value.Whole) item).number().longValue()).sum();
    var metrics = new LinkedHashMap<String, Value>();
    metrics.put("total", Value.of(total));
    metrics.put("ratio", Value.of(Double.NaN));
    return new ToolResult(Value.Null.NULL, List.of(), metrics, List.of());
  }

  private interface Body {
    ToolResult call(Value text) throws InterruptedException;
  }

  private record BodyTool(Body body) implements Tool {
    @Override
    public ToolSignature signature() {
      return new ToolSignature(
          "body", "", List.of(new ToolParameter("text", List.of(), true)), false, false);
    }

    @Override
    public ToolResult call(ToolCall call) throws InterruptedException {
      return body.call(((Argument.Data) requireNonNull(call.arguments().get("text"))).value());
    }
  }

  private final class OneModel implements Models, LanguageModel {
    @Override
    public LanguageModel open(Optional<String> name) {
      return this;
    }

    @Override
    public Connection connection(String name) {
      throw new IllegalStateException("no tool needs a connection");
    }

    @Override
    public ModelReply call(ModelRequest request) throws InterruptedException {
      String question =
          PythonText.str(requireNonNull(request.messages().getLast().toValue().get("content")));
      asked.add(question);
      return new ModelReply(
              Value.of(answering.answer(question)),
              "stop",
              "lab-model",
              new TokenUsage(3, 4, 7, 0, 0))
          .withCost(cost);
    }

    @Override
    public ModelReply stream(ModelRequest request, Consumer<String> chunks)
        throws InterruptedException {
      return call(request);
    }
  }
}
