package io.promptflow4j.cli;

import io.promptflow4j.cli.audit.AuditListCommand;
import io.promptflow4j.cli.audit.AuditVerifyCommand;
import io.promptflow4j.cli.build.FlowBuildCommand;
import io.promptflow4j.cli.cache.CacheClearCommand;
import io.promptflow4j.cli.cache.CacheShowCommand;
import io.promptflow4j.cli.compare.CompareCommand;
import io.promptflow4j.cli.compare.PlanCommand;
import io.promptflow4j.cli.compute.ComputeCreateCommand;
import io.promptflow4j.cli.compute.ComputeDeleteCommand;
import io.promptflow4j.cli.compute.ComputeListCommand;
import io.promptflow4j.cli.compute.ComputeShowCommand;
import io.promptflow4j.cli.connection.ConnectionCreateCommand;
import io.promptflow4j.cli.connection.ConnectionDeleteCommand;
import io.promptflow4j.cli.connection.ConnectionListCommand;
import io.promptflow4j.cli.connection.ConnectionRotateKeyCommand;
import io.promptflow4j.cli.connection.ConnectionShowCommand;
import io.promptflow4j.cli.connection.ConnectionUpdateCommand;
import io.promptflow4j.cli.connection.ConnectionUsageCommand;
import io.promptflow4j.cli.data.DataCreateCommand;
import io.promptflow4j.cli.data.DataListCommand;
import io.promptflow4j.cli.data.DataShowCommand;
import io.promptflow4j.cli.deployment.DeployCommand;
import io.promptflow4j.cli.deployment.DeploymentOneCommand;
import io.promptflow4j.cli.endpoint.EndpointChangeCommand;
import io.promptflow4j.cli.endpoint.EndpointListCommand;
import io.promptflow4j.cli.endpoint.EndpointOneCommand;
import io.promptflow4j.cli.endpoint.InvokeCommand;
import io.promptflow4j.cli.endpoint.LogsCommand;
import io.promptflow4j.cli.endpoint.traffic.CanaryCommand;
import io.promptflow4j.cli.endpoint.traffic.CollectCommand;
import io.promptflow4j.cli.endpoint.traffic.FeedbackCommand;
import io.promptflow4j.cli.endpoint.traffic.ForgetCommand;
import io.promptflow4j.cli.endpoint.traffic.RequestsCommand;
import io.promptflow4j.cli.endpoint.traffic.ShadowCommand;
import io.promptflow4j.cli.evaluator.EvaluatorCopyCommand;
import io.promptflow4j.cli.evaluator.EvaluatorListCommand;
import io.promptflow4j.cli.evaluator.EvaluatorShowCommand;
import io.promptflow4j.cli.flow.FlowGraphCommand;
import io.promptflow4j.cli.flow.FlowInitCommand;
import io.promptflow4j.cli.flow.FlowSchemaCommand;
import io.promptflow4j.cli.flow.FlowTestCommand;
import io.promptflow4j.cli.flow.FlowValidateCommand;
import io.promptflow4j.cli.index.IndexBuildCommand;
import io.promptflow4j.cli.key.KeyCreateCommand;
import io.promptflow4j.cli.key.KeyListCommand;
import io.promptflow4j.cli.key.KeyRevokeCommand;
import io.promptflow4j.cli.key.KeyRotateCommand;
import io.promptflow4j.cli.key.KeyShowCommand;
import io.promptflow4j.cli.mcp.McpServeCommand;
import io.promptflow4j.cli.mcp.McpToolsCommand;
import io.promptflow4j.cli.migrate.MigrateCheckCommand;
import io.promptflow4j.cli.model.ModelCompareCommand;
import io.promptflow4j.cli.model.ModelListCommand;
import io.promptflow4j.cli.model.ModelRecommendCommand;
import io.promptflow4j.cli.model.ModelSearchCommand;
import io.promptflow4j.cli.model.ModelShowCommand;
import io.promptflow4j.cli.registry.ModelChangeCommand;
import io.promptflow4j.cli.registry.ModelDeleteCommand;
import io.promptflow4j.cli.registry.ModelHistoryCommand;
import io.promptflow4j.cli.registry.ModelRegisterCommand;
import io.promptflow4j.cli.registry.ModelRegisteredCommand;
import io.promptflow4j.cli.run.RunChangeCommand;
import io.promptflow4j.cli.run.RunCreateCommand;
import io.promptflow4j.cli.run.RunDeleteCommand;
import io.promptflow4j.cli.run.RunDetailsCommand;
import io.promptflow4j.cli.run.RunExportCommand;
import io.promptflow4j.cli.run.RunListCommand;
import io.promptflow4j.cli.run.RunResumeCommand;
import io.promptflow4j.cli.run.RunShowCommand;
import io.promptflow4j.cli.run.RunStreamCommand;
import io.promptflow4j.cli.run.RunVisualizeCommand;
import io.promptflow4j.cli.serve.EndpointServeCommand;
import io.promptflow4j.cli.serve.FlowServeCommand;
import io.promptflow4j.cli.serve.GatewayServeCommand;
import io.promptflow4j.cli.studio.StudioCommand;
import io.promptflow4j.cli.terminal.Terminal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Supplier;
import picocli.CommandLine;

/// All verbs, and the command line that has those which a call can need.
///
/// A verb that is not called is not made: reading the options of a dozen classes would take longer
/// than many a command.
final class Verbs {

  /// A group of verbs, such as `flow`, and the verbs in it. A verb of its own is a group without.
  private record Group(Supplier<Object> command, SequencedMap<String, Supplier<Object>> verbs) {}

  private final SequencedMap<String, Group> groups = new LinkedHashMap<>();

  Verbs(Terminal terminal) {
    var flow = new LinkedHashMap<String, Supplier<Object>>();
    flow.put("init", () -> new FlowInitCommand(terminal));
    flow.put("validate", () -> new FlowValidateCommand(terminal));
    flow.put("test", () -> new FlowTestCommand(terminal));
    flow.put("serve", () -> new FlowServeCommand(terminal));
    flow.put("build", () -> new FlowBuildCommand(terminal));
    flow.put("graph", () -> new FlowGraphCommand(terminal));
    flow.put("schema", () -> new FlowSchemaCommand(terminal));
    groups.put("flow", new Group(Groups.Flow::new, flow));
    var mcp = new LinkedHashMap<String, Supplier<Object>>();
    mcp.put("tools", () -> new McpToolsCommand(terminal));
    mcp.put("serve", () -> new McpServeCommand(terminal));
    groups.put("mcp", new Group(Groups.Mcp::new, mcp));
    groups.put("endpoint", new Group(Groups.Endpoint::new, endpoint(terminal)));
    groups.put("deployment", new Group(Groups.Deployment::new, deployment(terminal)));
    var connection = new LinkedHashMap<String, Supplier<Object>>();
    connection.put("create", () -> new ConnectionCreateCommand(terminal));
    connection.put("list", () -> new ConnectionListCommand(terminal));
    connection.put("show", () -> new ConnectionShowCommand(terminal));
    connection.put("update", () -> new ConnectionUpdateCommand(terminal));
    connection.put("delete", () -> new ConnectionDeleteCommand(terminal));
    connection.put("usage", () -> new ConnectionUsageCommand(terminal));
    connection.put("rotate-key", () -> new ConnectionRotateKeyCommand(terminal));
    groups.put("connection", new Group(Groups.Connection::new, connection));
    var compute = new LinkedHashMap<String, Supplier<Object>>();
    compute.put("create", () -> new ComputeCreateCommand(terminal));
    compute.put("list", () -> new ComputeListCommand(terminal));
    compute.put("show", () -> new ComputeShowCommand(terminal));
    compute.put("delete", () -> new ComputeDeleteCommand(terminal));
    groups.put("compute", new Group(Groups.Compute::new, compute));
    var compare = new LinkedHashMap<String, Supplier<Object>>();
    compare.put("plan", () -> new PlanCommand(terminal));
    groups.put("compare", new Group(() -> new CompareCommand(terminal), compare));
    groups.put("run", new Group(Groups.Run::new, run(terminal)));
    groups.put("evaluator", new Group(Groups.Evaluator::new, evaluator(terminal)));
    groups.put("data", new Group(Groups.Data::new, data(terminal)));
    groups.put("cache", new Group(Groups.Cache::new, cache(terminal)));
    groups.put("model", new Group(Groups.Model::new, model(terminal)));
    groups.put("key", new Group(Groups.Key::new, key(terminal)));
    var gateway = new LinkedHashMap<String, Supplier<Object>>();
    gateway.put("serve", () -> new GatewayServeCommand(terminal));
    groups.put("gateway", new Group(Groups.Gateway::new, gateway));
    groups.put("audit", new Group(Groups.Audit::new, audit(terminal)));
    var index = new LinkedHashMap<String, Supplier<Object>>();
    index.put("build", () -> new IndexBuildCommand(terminal));
    groups.put("index", new Group(Groups.Index::new, index));
    var migrate = new LinkedHashMap<String, Supplier<Object>>();
    migrate.put("check", () -> new MigrateCheckCommand(terminal));
    groups.put("migrate", new Group(Groups.Migrate::new, migrate));
    groups.put("studio", new Group(() -> new StudioCommand(terminal), new LinkedHashMap<>()));
    groups.put(
        "completion",
        new Group(() -> new CompletionCommand(terminal, this), new LinkedHashMap<>()));
  }

  private static SequencedMap<String, Supplier<Object>> endpoint(Terminal terminal) {
    var endpoint = new LinkedHashMap<String, Supplier<Object>>();
    endpoint.put("create", () -> new EndpointChangeCommand.Create(terminal));
    endpoint.put("update", () -> new EndpointChangeCommand.Update(terminal));
    endpoint.put("list", () -> new EndpointListCommand(terminal));
    endpoint.put("show", () -> new EndpointOneCommand.Show(terminal));
    endpoint.put("delete", () -> new EndpointOneCommand.Delete(terminal));
    endpoint.put("serve", () -> new EndpointServeCommand(terminal));
    endpoint.put("invoke", () -> new InvokeCommand(terminal));
    endpoint.put("logs", () -> new LogsCommand(terminal));
    endpoint.put("history", () -> new EndpointOneCommand.History(terminal));
    endpoint.put("rollback", () -> new EndpointOneCommand.Rollback(terminal));
    endpoint.put("mirror", () -> new ShadowCommand(terminal));
    endpoint.put("collect", () -> new CollectCommand(terminal));
    endpoint.put("canary", () -> new CanaryCommand(terminal));
    endpoint.put("feedback", () -> new FeedbackCommand(terminal));
    endpoint.put("requests", () -> new RequestsCommand(terminal));
    endpoint.put("forget", () -> new ForgetCommand(terminal));
    return endpoint;
  }

  private static SequencedMap<String, Supplier<Object>> deployment(Terminal terminal) {
    var deployment = new LinkedHashMap<String, Supplier<Object>>();
    deployment.put("create", () -> new DeployCommand.Create(terminal));
    deployment.put("update", () -> new DeployCommand.Update(terminal));
    deployment.put("list", () -> new DeploymentOneCommand.Listing(terminal));
    deployment.put("show", () -> new DeploymentOneCommand.Show(terminal));
    deployment.put("delete", () -> new DeploymentOneCommand.Delete(terminal));
    deployment.put("logs", () -> new LogsCommand(terminal));
    deployment.put("invoke", () -> new InvokeCommand(terminal));
    return deployment;
  }

  private static SequencedMap<String, Supplier<Object>> run(Terminal terminal) {
    var run = new LinkedHashMap<String, Supplier<Object>>();
    run.put("create", () -> new RunCreateCommand(terminal));
    run.put("list", () -> new RunListCommand(terminal));
    run.put("show", () -> new RunShowCommand.Whole(terminal));
    run.put("show-details", () -> new RunDetailsCommand(terminal));
    run.put("show-metrics", () -> new RunShowCommand.Metrics(terminal));
    run.put("stream", () -> new RunStreamCommand(terminal));
    run.put("visualize", () -> new RunVisualizeCommand(terminal));
    run.put("export", () -> new RunExportCommand(terminal));
    run.put("resume", () -> new RunResumeCommand(terminal));
    run.put("cancel", () -> new RunChangeCommand.Cancel(terminal));
    run.put("update", () -> new RunChangeCommand.Update(terminal));
    run.put("archive", () -> new RunChangeCommand.Archive(terminal));
    run.put("restore", () -> new RunChangeCommand.Restore(terminal));
    run.put("delete", () -> new RunDeleteCommand(terminal));
    return run;
  }

  private static SequencedMap<String, Supplier<Object>> evaluator(Terminal terminal) {
    var evaluator = new LinkedHashMap<String, Supplier<Object>>();
    evaluator.put("list", () -> new EvaluatorListCommand(terminal));
    evaluator.put("show", () -> new EvaluatorShowCommand(terminal));
    evaluator.put("copy", () -> new EvaluatorCopyCommand(terminal));
    return evaluator;
  }

  private static SequencedMap<String, Supplier<Object>> data(Terminal terminal) {
    var data = new LinkedHashMap<String, Supplier<Object>>();
    data.put("create", () -> new DataCreateCommand(terminal));
    data.put("list", () -> new DataListCommand(terminal));
    data.put("show", () -> new DataShowCommand(terminal));
    return data;
  }

  private static SequencedMap<String, Supplier<Object>> cache(Terminal terminal) {
    var cache = new LinkedHashMap<String, Supplier<Object>>();
    cache.put("show", () -> new CacheShowCommand(terminal));
    cache.put("clear", () -> new CacheClearCommand(terminal));
    return cache;
  }

  private static SequencedMap<String, Supplier<Object>> model(Terminal terminal) {
    var model = new LinkedHashMap<String, Supplier<Object>>();
    model.put("list", () -> new ModelListCommand(terminal));
    model.put("show", () -> new ModelShowCommand(terminal));
    model.put("search", () -> new ModelSearchCommand(terminal));
    model.put("compare", () -> new ModelCompareCommand(terminal));
    model.put("recommend", () -> new ModelRecommendCommand(terminal));
    model.put("register", () -> new ModelRegisterCommand(terminal));
    model.put("registered", () -> new ModelRegisteredCommand(terminal));
    model.put("update", () -> new ModelChangeCommand.Update(terminal));
    model.put("archive", () -> new ModelChangeCommand.Archive(terminal));
    model.put("restore", () -> new ModelChangeCommand.Restore(terminal));
    model.put("delete", () -> new ModelDeleteCommand(terminal));
    model.put("history", () -> new ModelHistoryCommand(terminal));
    return model;
  }

  private static SequencedMap<String, Supplier<Object>> key(Terminal terminal) {
    var key = new LinkedHashMap<String, Supplier<Object>>();
    key.put("create", () -> new KeyCreateCommand(terminal));
    key.put("list", () -> new KeyListCommand(terminal));
    key.put("show", () -> new KeyShowCommand(terminal));
    key.put("revoke", () -> new KeyRevokeCommand(terminal));
    key.put("rotate", () -> new KeyRotateCommand(terminal));
    return key;
  }

  private static SequencedMap<String, Supplier<Object>> audit(Terminal terminal) {
    var audit = new LinkedHashMap<String, Supplier<Object>>();
    audit.put("list", () -> new AuditListCommand(terminal));
    audit.put("verify", () -> new AuditVerifyCommand(terminal));
    return audit;
  }

  /// The command line for a call with `args`.
  CommandLine commandLine(List<String> args) {
    String first = args.isEmpty() ? "" : args.getFirst();
    String second = args.size() < 2 ? "" : args.get(1);
    var root = new CommandLine(new Groups.Root());
    chosen(groups, first).forEach((name, group) -> root.addSubcommand(name, line(group, second)));
    return root;
  }

  /// The command line with everything.
  CommandLine completeLine() {
    return commandLine(List.of());
  }

  private static CommandLine line(Group group, String verb) {
    var line = new CommandLine(group.command().get());
    chosen(group.verbs(), verb).forEach((name, made) -> line.addSubcommand(name, made.get()));
    return line;
  }

  private static <T> Map<String, T> chosen(Map<String, T> all, String wanted) {
    T one = all.get(wanted);
    return one == null ? all : Map.of(wanted, one);
  }
}
