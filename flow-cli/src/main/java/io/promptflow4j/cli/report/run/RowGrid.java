package io.promptflow4j.cli.report.run;

import io.promptflow4j.cli.report.Grid;
import io.promptflow4j.core.run.RowResult;
import io.promptflow4j.core.run.RowResult.Status;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;

/// Rows of a run as a table: inputs, line number, outputs, as prompt flow shows them; and why rows
/// failed.
public final class RowGrid {

  private static final String FAILED = "(Failed)";
  private static final int LONGEST_CELL = 2_000;

  private RowGrid() {}

  /// The table, its lines no longer than `width` if that can be done.
  public static String of(List<RowResult> rows, int width) {
    SequencedSet<String> inputs = new LinkedHashSet<>();
    SequencedSet<String> outputs = new LinkedHashSet<>();
    for (RowResult row : rows) {
      inputs.addAll(row.inputs().entries().keySet());
      outputs.addAll(row.outputs().entries().keySet());
    }
    boolean hasRepeats = rows.stream().anyMatch(row -> row.key().repeat() > 0);
    boolean hasFailed = rows.stream().anyMatch(row -> row.status() == Status.FAILED);
    var header = new ArrayList<String>();
    inputs.forEach(name -> header.add("inputs." + name));
    header.add("inputs.line_number");
    if (hasRepeats) {
      header.add("repeat");
    }
    outputs.forEach(name -> header.add("outputs." + name));
    if (hasFailed) {
      header.add("error");
    }
    var grid = new Grid(header);
    rows.forEach(row -> grid.add(cells(row, inputs, outputs, hasRepeats, hasFailed)));
    return grid.text(width);
  }

  private static List<String> cells(
      RowResult row,
      SequencedSet<String> inputs,
      SequencedSet<String> outputs,
      boolean hasRepeats,
      boolean hasFailed) {
    var cells = new ArrayList<String>();
    inputs.forEach(name -> cells.add(text(row.inputs().get(name))));
    cells.add(Long.toString(row.key().line()));
    if (hasRepeats) {
      cells.add(Integer.toString(row.key().repeat()));
    }
    boolean failed = row.status() == Status.FAILED;
    outputs.forEach(name -> cells.add(failed ? FAILED : text(row.outputs().get(name))));
    if (hasFailed) {
      cells.add(row.error().map(error -> error.message()).orElse(""));
    }
    return cells;
  }

  private static String text(@Nullable Value value) {
    String text =
        switch (value) {
          case null -> "";
          case Value.Text(var written) -> written;
          case Value other -> Json.write(other);
        };
    return text.length() > LONGEST_CELL ? text.substring(0, LONGEST_CELL) + "…" : text;
  }
}
