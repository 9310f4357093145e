package io.promptflow4j.cli.report;

import io.promptflow4j.cli.terminal.Printable;
import io.promptflow4j.cli.terminal.Style;
import io.promptflow4j.core.execution.FlowResult;
import io.promptflow4j.core.execution.NodeResult;
import io.promptflow4j.core.execution.cache.Savings;
import io.promptflow4j.core.model.TokenUsage;
import io.promptflow4j.core.trace.Span;
import io.promptflow4j.core.value.Value;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The trace of a run as a small tree for people: each node with how it ended, how long it took and
/// what it used, and below it what happened inside.
final class TraceTree {

  private static final int NAME_WIDTH = 32;
  private static final int MAX_CHILDREN = 20;

  private final Style style;
  private final List<String> lines = new ArrayList<>();

  private TraceTree(Style style) {
    this.style = style;
  }

  /// The lines of the tree of `result`.
  public static List<String> of(FlowResult result, Style style) {
    var tree = new TraceTree(style);
    tree.draw(result);
    return tree.lines;
  }

  private void draw(FlowResult result) {
    Span root = result.trace();
    line("", root.name(), ResultJson.status(result.status()), timing(root, result.usage()));
    var nodes = List.copyOf(result.nodes().entrySet());
    for (int i = 0; i < nodes.size(); i++) {
      boolean last = i == nodes.size() - 1;
      String name = nodes.get(i).getKey().value();
      drawNode(name, nodes.get(i).getValue(), last);
    }
  }

  private void drawNode(String name, NodeResult node, boolean last) {
    String branch = last ? "└─ " : "├─ ";
    String below = last ? "   " : "│  ";
    switch (node) {
      case NodeResult.Completed(_, _, _, var span) -> {
        line(branch, name, node.status(), timing(span, span.usage()));
        children(span, below);
      }
      case NodeResult.Failed(_, _, var span) -> {
        line(branch, name, node.status(), timing(span, span.usage()));
        children(span, below);
      }
      case NodeResult.Bypassed _, NodeResult.Canceled _ -> line(branch, name, node.status(), "");
    }
  }

  private void children(Span span, String indent) {
    List<Span> shown = span.children().stream().limit(MAX_CHILDREN).toList();
    int hidden = span.children().size() - shown.size();
    for (int i = 0; i < shown.size(); i++) {
      boolean last = i == shown.size() - 1 && hidden == 0;
      Span child = shown.get(i);
      String status = child.error().isPresent() ? "Failed" : "";
      line(indent + (last ? "└─ " : "├─ "), child.name(), status, timing(child, child.usage()));
      if (indent.length() < 18) {
        children(child, indent + (last ? "   " : "│  "));
      }
    }
    if (hidden > 0) {
      lines.add(style.faint("%s└─ and %d more".formatted(indent, hidden)));
    }
  }

  private void line(String indent, String name, String status, String timing) {
    String shown = Printable.line(name);
    String pad = " ".repeat(Math.max(1, NAME_WIDTH - indent.length() - shown.length()));
    String text = style.faint(indent) + shown + pad + coloured("%-9s".formatted(status)) + timing;
    lines.add(text.stripTrailing());
  }

  private String coloured(String status) {
    return switch (status.strip()) {
      case "Completed" -> style.green(status);
      case "Failed" -> style.red(status);
      case "Canceled" -> style.yellow(status);
      default -> style.faint(status);
    };
  }

  private static String timing(Span span, TokenUsage usage) {
    if (span.name().equals(Savings.SPAN)) {
      return given(span);
    }
    String duration = " %9s".formatted(duration(span.duration()));
    return usage.total() == 0
        ? duration
        : duration
            + "   %s%d + %d tokens"
                .formatted(usage.estimated() ? "≈ " : "", usage.prompt(), usage.completion());
  }

  /// Who had asked for the answer, and what it saved that it was there.
  private static String given(Span span) {
    String who =
        span.inputs().get("run") instanceof Value.Text(var name)
                && span.inputs().get("line") instanceof Value.Whole(var line)
            ? "run '%s', line %d".formatted(name, line)
            : "a test";
    String when =
        span.inputs().get("when") instanceof Value.Text(var time)
            ? Instant.parse(time).truncatedTo(ChronoUnit.SECONDS).toString()
            : "";
    return Printable.line(" from %s, %s; saved %s".formatted(who, when, Savings.under(span)));
  }

  /// `0.42 ms`, `13 ms`, `1.20 s`, `2 min 5 s`.
  static String duration(Duration duration) {
    double millis = duration.toNanos() / 1e6;
    if (millis < 10) {
      return String.format(Locale.ROOT, "%.2f ms", millis);
    }
    if (millis < 1_000) {
      return String.format(Locale.ROOT, "%.0f ms", millis);
    }
    if (millis < 60_000) {
      return String.format(Locale.ROOT, "%.2f s", millis / 1e3);
    }
    return "%d min %d s".formatted(duration.toMinutes(), duration.toSecondsPart());
  }
}
