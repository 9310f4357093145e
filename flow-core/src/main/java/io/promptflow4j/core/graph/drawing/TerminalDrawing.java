package io.promptflow4j.core.graph.drawing;

import io.promptflow4j.core.graph.drawing.Diagram.Item;
import io.promptflow4j.core.graph.drawing.Diagram.Line;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/// One row for each item. A value runs down its own lane from the item that has it to the last item
/// that reads it; an item joins the lanes it reads by a line across.
final class TerminalDrawing {

  private static final int FREE = -1;

  private final Diagram diagram;
  private final List<List<Line>> readBy = new ArrayList<>();
  private final int[] lastReader;
  private final int[] laneOf;
  private int[] owners = new int[0];

  TerminalDrawing(Diagram diagram) {
    this.diagram = diagram;
    this.lastReader = new int[diagram.items().size()];
    this.laneOf = new int[diagram.items().size()];
    Arrays.fill(lastReader, FREE);
    diagram.items().forEach(_ -> readBy.add(new ArrayList<>()));
    for (Line line : diagram.lines()) {
      readBy.get(line.to()).add(line);
      lastReader[line.from()] = Math.max(lastReader[line.from()], line.to());
    }
  }

  String draw() {
    var pictures = new ArrayList<String>();
    for (int row = 0; row < diagram.items().size(); row++) {
      pictures.add(picture(row));
    }
    int width = pictures.stream().mapToInt(String::length).max().orElse(0);
    int nameWidth =
        diagram.items().stream().mapToInt(item -> shown(item.name()).length()).max().orElse(0);
    var out = new StringBuilder();
    for (int row = 0; row < pictures.size(); row++) {
      String picture = pictures.get(row);
      String line = picture + " ".repeat(width - picture.length() + 1) + words(row, nameWidth);
      out.append(line.stripTrailing()).append('\n');
    }
    return out.toString();
  }

  private String words(int row, int nameWidth) {
    Item item = diagram.items().get(row);
    String name = shown(item.name());
    var notes = new ArrayList<String>();
    notes.add(word(item.kind()));
    item.notes().forEach(note -> notes.add(shown(note)));
    for (Line line : readBy.get(row)) {
      if (line.isConditional()) {
        String read = shown(diagram.items().get(line.from()).name());
        String note =
            line.condition().startsWith("is ")
                ? "when %s %s".formatted(read, shown(line.condition()))
                : shown(line.condition());
        if (!notes.contains(note)) {
          notes.add(note);
        }
      }
    }
    return name
        + " ".repeat(Math.min(nameWidth, 40) - Math.min(name.length(), 40))
        + "  "
        + String.join(", ", notes);
  }

  private static String word(Diagram.Kind kind) {
    return switch (kind) {
      case INPUT -> "input";
      case PROMPT -> "prompt";
      case LLM -> "llm";
      case TOOL -> "tool";
      case FLOW -> "flow";
      case SWITCH -> "switch";
      case OUTPUT -> "output";
    };
  }

  private static char mark(Diagram.Kind kind) {
    return switch (kind) {
      case INPUT -> '○';
      case PROMPT -> '◇';
      case LLM -> '◆';
      case TOOL -> '■';
      case FLOW -> '▣';
      case SWITCH -> '▽';
      case OUTPUT -> '◎';
    };
  }

  private String picture(int row) {
    List<Integer> joined =
        readBy.get(row).stream().map(line -> laneOf[line.from()]).sorted().toList();
    int own = ownLane(row, joined);
    int left = joined.isEmpty() ? own : Math.min(own, joined.getFirst());
    int right = joined.isEmpty() ? own : Math.max(own, joined.getLast());
    var picture = new StringBuilder();
    for (int lane = 0; lane < owners.length; lane++) {
      picture.append(
          lane == own
              ? mark(diagram.items().get(row).kind())
              : cell(lane, row, joined.contains(lane), left, right));
      picture.append(lane >= left && lane < right ? '─' : ' ');
    }
    release(row, own);
    return picture.toString().stripTrailing();
  }

  /// A lane that ends here and is read goes on as this item's own; else the first free one.
  private int ownLane(int row, List<Integer> joined) {
    for (int lane : joined) {
      if (lastReader[owners[lane]] == row) {
        return lane;
      }
    }
    for (int lane = 0; lane < owners.length; lane++) {
      if (owners[lane] == FREE) {
        return lane;
      }
    }
    owners = Arrays.copyOf(owners, owners.length + 1);
    owners[owners.length - 1] = FREE;
    return owners.length - 1;
  }

  private char cell(int lane, int row, boolean joins, int left, int right) {
    boolean inside = lane > left && lane < right;
    if (owners[lane] == FREE) {
      return inside ? '─' : ' ';
    }
    boolean goesOn = lastReader[owners[lane]] > row;
    if (!joins) {
      return '│';
    }
    if (lane == left) {
      return goesOn ? '├' : '╰';
    }
    if (lane == right) {
      return goesOn ? '┤' : '╯';
    }
    return goesOn ? '┼' : '┴';
  }

  private void release(int row, int own) {
    for (int lane = 0; lane < owners.length; lane++) {
      if (owners[lane] != FREE && lastReader[owners[lane]] <= row) {
        owners[lane] = FREE;
      }
    }
    laneOf[row] = own;
    owners[own] = lastReader[row] > row ? row : FREE;
  }

  private static String shown(String text) {
    return text.codePoints()
        .map(point -> Character.isISOControl(point) ? '?' : point)
        .mapToObj(Character::toString)
        .collect(Collectors.joining());
  }
}
