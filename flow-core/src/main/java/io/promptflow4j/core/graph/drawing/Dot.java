package io.promptflow4j.core.graph.drawing;

/// A Graphviz digraph.
final class Dot {

  private final Diagram diagram;
  private final StringBuilder out = new StringBuilder();

  Dot(Diagram diagram, String name) {
    this.diagram = diagram;
    out.append("digraph ").append(quoted(name)).append(" {\n  node [fontname=\"sans-serif\"];\n");
  }

  String draw() {
    for (int i = 0; i < diagram.items().size(); i++) {
      draw(i, diagram.items().get(i));
    }
    diagram.lines().forEach(this::draw);
    return out.append("}\n").toString();
  }

  private void draw(int index, Diagram.Item item) {
    String shape =
        switch (item.kind()) {
          case INPUT, OUTPUT -> "ellipse";
          case PROMPT -> "note";
          case LLM -> "hexagon";
          case TOOL -> "box";
          case FLOW -> "box3d";
          case SWITCH -> "diamond";
        };
    String label = item.name();
    for (String note : item.notes()) {
      label += "\n" + note;
    }
    out.append("  n%d [label=%s, shape=%s".formatted(index, quoted(label), shape));
    out.append(item.aggregation() ? ", peripheries=2];\n" : "];\n");
  }

  private void draw(Diagram.Line line) {
    out.append("  n%d -> n%d".formatted(line.from(), line.to()));
    if (line.isConditional()) {
      out.append(" [style=dashed, label=").append(quoted(line.condition())).append(']');
    }
    out.append(";\n");
  }

  private static String quoted(String text) {
    var safe = new StringBuilder("\"");
    text.codePoints()
        .forEach(point -> {
          switch (point) {
            case '"', '\\' -> safe.append('\\').appendCodePoint(point);
            case '\n' -> safe.append("\\n");
            default -> safe.appendCodePoint(Character.isISOControl(point) ? '?' : point);
          }
        });
    return safe.append('"').toString();
  }
}
