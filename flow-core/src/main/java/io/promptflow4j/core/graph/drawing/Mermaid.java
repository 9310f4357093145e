package io.promptflow4j.core.graph.drawing;

/// A Mermaid flowchart.
final class Mermaid {

  private final Diagram diagram;
  private final StringBuilder out = new StringBuilder("flowchart TD\n");

  Mermaid(Diagram diagram) {
    this.diagram = diagram;
  }

  String draw() {
    for (int i = 0; i < diagram.items().size(); i++) {
      draw(i, diagram.items().get(i));
    }
    diagram.lines().forEach(this::draw);
    drawAggregations();
    return out.toString();
  }

  private void draw(int index, Diagram.Item item) {
    String label = "\"" + label(item) + "\"";
    String shape =
        switch (item.kind()) {
          case INPUT, OUTPUT -> "([" + label + "])";
          case PROMPT -> "[/" + label + "/]";
          case LLM -> "{{" + label + "}}";
          case TOOL -> "[" + label + "]";
          case FLOW -> "[[" + label + "]]";
          case SWITCH -> "{" + label + "}";
        };
    out.append("  ").append(id(index)).append(shape).append('\n');
  }

  private static String label(Diagram.Item item) {
    var label = new StringBuilder(escaped(item.name()));
    item.notes().forEach(note -> label.append("<br/>").append(escaped(note)));
    return label.toString();
  }

  private void draw(Diagram.Line line) {
    out.append("  ").append(id(line.from()));
    if (line.isConditional()) {
      out.append(" -. \"").append(escaped(line.condition())).append("\" .-> ");
    } else {
      out.append(" --> ");
    }
    out.append(id(line.to())).append('\n');
  }

  private void drawAggregations() {
    boolean any = false;
    for (int i = 0; i < diagram.items().size(); i++) {
      if (diagram.items().get(i).aggregation()) {
        out.append(any ? "," : "  class ").append(id(i));
        any = true;
      }
    }
    if (any) {
      out.append(" aggregation\n  classDef aggregation stroke-width:3px,stroke-dasharray:4\n");
    }
  }

  private static String id(int index) {
    return "n" + index;
  }

  /// Mermaid reads `#…;` as a character and has no backslash.
  private static String escaped(String text) {
    var safe = new StringBuilder(text.length());
    text.codePoints()
        .forEach(point -> {
          if ("\"#<>&;`\\".indexOf(point) >= 0 || Character.isISOControl(point)) {
            safe.append('#').append(point).append(';');
          } else {
            safe.appendCodePoint(point);
          }
        });
    return safe.toString();
  }
}
