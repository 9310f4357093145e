package io.promptflow4j.core.execution.node;

import io.promptflow4j.core.execution.NodeFailure;
import io.promptflow4j.core.execution.NodeResult;
import io.promptflow4j.core.execution.reading.Properties;
import io.promptflow4j.core.graph.Node;
import io.promptflow4j.core.model.ModelException;
import io.promptflow4j.core.source.Place;
import io.promptflow4j.core.template.TemplateRenderException;
import io.promptflow4j.core.template.chat.ChatPromptException;
import io.promptflow4j.core.tool.ToolException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// Says for each way in which a node can fail what its author has to know.
public final class NodeFailures {

  private NodeFailures() {}

  public static NodeFailure of(Node node, ToolException problem) {
    ToolException.Details details = problem.details();
    String code =
        switch (details.kind()) {
          case TIMEOUT -> "timeout";
          case WORKER_DIED -> "worker-died";
          case NOT_DATA -> "not-data";
          case TOO_LARGE -> "too-large";
          case RAISED, NOT_CALLED -> "tool-failed";
        };
    return new NodeFailure(
        node.name(),
        code,
        message(problem),
        details.file().or(() -> node.head().sourceFile()),
        details.line(),
        details.traceback());
  }

  public static NodeFailure of(Node node, ModelException problem) {
    return new NodeFailure(
        node.name(),
        problem.code(),
        message(problem),
        Optional.of(node.head().place().file()),
        node.head().place().line(),
        List.of());
  }

  public static NodeFailure of(Node node, TemplateRenderException problem) {
    return new NodeFailure(
        node.name(),
        "template-failed",
        problem.problem(),
        Optional.of(problem.place().file()),
        problem.place().line(),
        List.of());
  }

  public static NodeFailure of(Node node, ChatPromptException problem) {
    return new NodeFailure(
        node.name(),
        problem.code(),
        message(problem),
        node.head().sourceFile(),
        problem.line(),
        List.of());
  }

  public static NodeFailure badProperty(
      Node node, String input, Properties.NoSuchProperty nowhere) {
    return atNode(
        node,
        "bad-property",
        "input '%s' can't be read: %s".formatted(input, nowhere.getMessage()));
  }

  public static NodeResult badActivation(Node node, Properties.NoSuchProperty nowhere) {
    return failed(
        atNode(
            node,
            "bad-property",
            "the condition under 'activate' can't be read: " + nowhere.getMessage()));
  }

  public static NodeResult badActivation(Node node, TemplateRenderException problem) {
    return failed(
        atNode(
            node,
            "bad-condition",
            "the condition under 'activate' can't be asked: " + problem.problem()));
  }

  public static NodeFailure atNode(Node node, String code, String message) {
    Place place = node.head().place();
    return new NodeFailure(
        node.name(), code, message, Optional.of(place.file()), place.line(), List.of());
  }

  /// A failure nobody foresaw: a defect here or in a Java tool. The author gets its kind and place.
  public static NodeResult unexpected(Node node, Throwable problem) {
    var frames = new ArrayList<String>();
    for (StackTraceElement frame : problem.getStackTrace()) {
      if (frames.size() < 5) {
        frames.add(frame.toString());
      }
    }
    Place place = node.head().place();
    return failed(
        new NodeFailure(
            node.name(),
            "internal",
            "%s: %s".formatted(problem.getClass().getSimpleName(), problem.getMessage()),
            Optional.of(place.file()),
            place.line(),
            frames));
  }

  private static String message(Exception problem) {
    return Objects.requireNonNullElse(problem.getMessage(), problem.getClass().getSimpleName());
  }

  public static NodeResult failed(NodeFailure failure) {
    Instant now = Instant.now();
    return new NodeResult.Failed(failure, List.of(), Spans.failed(failure, now, now));
  }
}
