package io.promptflow4j.server.studio.flow;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.promptflow4j.core.engine.Flow;
import io.promptflow4j.core.engine.FlowLoadException;
import io.promptflow4j.core.execution.FlowResult;
import io.promptflow4j.core.execution.RunRequest;
import io.promptflow4j.core.graph.NodeName;
import io.promptflow4j.core.value.Fields;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.server.api.Events;
import io.promptflow4j.server.api.Fault;
import io.promptflow4j.server.api.FaultException;
import io.promptflow4j.server.route.Bodies;
import io.promptflow4j.server.route.Calls;
import io.promptflow4j.server.route.Replies;
import io.promptflow4j.server.security.Gate;
import io.promptflow4j.server.security.Needs;
import io.promptflow4j.server.studio.workspace.Asked;
import io.promptflow4j.server.studio.workspace.Workspace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// Answers `POST /api/studio/flow/run`: runs a flow, one node, from a node on, or up to a node, and
/// streams what comes of it; and `…/flow/preview`: what a node would ask, without asking.
///
/// Events: `call` (a node calls, was answered, was answered from memory), `piece` (of an output),
/// `stopped` (what the node before which it stopped would have asked), `result`, `broken`.
final class RunRoutes {

  private static final Value.Mapping END = new Fields().put("event", "end").end();

  private final Workspace workspace;
  private final OpenFlows flows;
  private final Calls calls;
  private final Preview preview;

  RunRoutes(Workspace workspace, OpenFlows flows, Calls calls) {
    this.workspace = workspace;
    this.flows = flows;
    this.calls = calls;
    this.preview = new Preview(flows);
  }

  void addTo(RoutesConfig routes) {
    routes.post("/api/studio/flow/run", this::run, Needs.AUTHOR);
    routes.post("/api/studio/flow/preview", this::preview, Needs.AUTHOR);
  }

  private void preview(Context ctx) {
    Asked asked = Asked.of(ctx, bodies());
    Path file = workspace.existing(asked.text("flow"));
    Map<String, String> texts = CheckRoutes.texts(asked.object("files"));
    try {
      if (texts.isEmpty()) {
        Replies.json(ctx, preview.of(file, asked));
        return;
      }
      try (var overlay = Overlay.of(workspace, file, texts)) {
        Replies.json(ctx, preview.of(overlay.file(), asked));
      }
    } catch (FlowLoadException mistakes) {
      Replies.json(ctx, notLoaded(mistakes));
    }
  }

  private Bodies bodies() {
    return calls.bodies();
  }

  private void run(Context ctx) {
    Asked asked = Asked.of(ctx, bodies());
    Path file = workspace.existing(asked.text("flow"));
    BlockingQueue<Value.Mapping> events = new LinkedBlockingQueue<>();
    Calls.beginEvents(ctx);
    Thread worker = Thread.ofVirtual().start(() -> work(file, asked, events));
    try (var _ = calls.departures().watch(ctx.attribute(Gate.END_POINT))) {
      while (true) {
        Value.Mapping event = events.poll(calls.heartbeat().toMillis(), TimeUnit.MILLISECONDS);
        if (END.equals(event)) {
          return;
        }
        send(ctx, event == null ? Events.HEARTBEAT : Events.data(event));
      }
    } catch (InterruptedException | IOException left) {
      worker.interrupt();
    }
  }

  private static void send(Context ctx, String part) throws IOException {
    var out = ctx.res().getOutputStream();
    out.write(part.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  /// Never throws: whatever happens becomes an event, and the last one says that it is over.
  private void work(Path file, Asked asked, BlockingQueue<Value.Mapping> events) {
    try (var lease = flows.take(file, variants(asked))) {
      events.add(result(lease.flow(), flows.memory(file), asked, events));
    } catch (FlowLoadException mistakes) {
      events.add(notLoaded(mistakes));
    } catch (FaultException refused) {
      events.add(broken(refused.fault().code(), refused.fault().message()));
    } catch (IllegalArgumentException unfit) {
      events.add(broken("bad-input", String.valueOf(unfit.getMessage())));
    } catch (RuntimeException | StackOverflowError failed) {
      events.add(broken("failed", "The run failed in the engine: " + failed));
    } finally {
      events.add(END);
    }
  }

  private static Value.Mapping notLoaded(FlowLoadException mistakes) {
    return new Fields()
        .put("event", "broken")
        .put("code", "not-loaded")
        .put("message", "The flow has mistakes.")
        .put("diagnostics", CheckRoutes.diagnostics(mistakes.diagnostics()))
        .end();
  }

  private static Value.Mapping broken(String code, String message) {
    return new Fields().put("event", "broken").put("code", code).put("message", message).end();
  }

  private static Value.Mapping result(
      Flow flow, DebugMemory memory, Asked asked, BlockingQueue<Value.Mapping> events) {
    Optional<String> node = asked.find("node");
    var journal =
        new DebugJournal(
            memory,
            plan(flow, asked, node),
            (name, what, more) -> events.add(call(name, what, more)));
    RunRequest request =
        RunRequest.of(asked.object("inputs"))
            .withJournal(journal)
            .withAggregation()
            .withChunks((output, piece) -> events.add(piece(output, piece)));
    FlowResult result =
        node.isPresent() ? flow.runNode(known(flow, node.get()), request) : flow.run(request);
    journal.stopped().forEach((name, stopped) -> events.add(stopped(name, stopped)));
    var fields = new Fields().put("event", "result");
    node.ifPresent(name -> fields.put("node", name));
    return fields.put("result", new ResultJson(flow.graph(), journal.recalled()).of(result)).end();
  }

  private static String known(Flow flow, String node) {
    boolean isThere =
        flow.graph().withOffered().stream().anyMatch(one -> one.name().value().equals(node));
    if (!isThere) {
      throw new FaultException(
          Fault.badRequest("unknown-node", "The flow has no node '%s'.".formatted(node)));
    }
    return node;
  }

  private static DebugJournal.Plan plan(Flow flow, Asked asked, Optional<String> node) {
    Optional<String> from = asked.find("from").map(name -> known(flow, name));
    var outputs = new LinkedHashMap<String, Value>(asked.object("outputs").entries());
    if (from.isPresent()) {
      var again = Descendants.of(flow.graph(), new NodeName(from.get()));
      return new DebugJournal.Plan(name -> !again.contains(name), asked.find("until"), outputs);
    }
    boolean recalls = asked.isTrue("cached") && node.isEmpty();
    return new DebugJournal.Plan(_ -> recalls, asked.find("until"), outputs);
  }

  private static Map<String, String> variants(Asked asked) {
    return CheckRoutes.texts(asked.object("variants"));
  }

  private static Value.Mapping call(String node, String what, Value.Mapping more) {
    var fields = new Fields().put("event", "call").put("node", node).put("what", what);
    more.entries().forEach(fields::put);
    return fields.end();
  }

  private static Value.Mapping piece(String output, Value piece) {
    return new Fields().put("event", "piece").put("output", output).put("piece", piece).end();
  }

  private static Value.Mapping stopped(String node, Value.Mapping request) {
    return new Fields().put("event", "stopped").put("node", node).put("request", request).end();
  }
}
