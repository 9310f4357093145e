package io.promptflow4j.cli.report.record;

import io.promptflow4j.cli.report.StrictJson;
import io.promptflow4j.core.value.Value;
import java.io.IOException;
import java.io.Writer;

/// A JSON list for people, of any number of values.
final class SpooledList implements AutoCloseable {

  private final String margin;
  private final SpooledText items = new SpooledText();
  private int size;

  /// @param margin what stands before the line in which the list begins
  SpooledList(String margin) {
    this.margin = margin;
  }

  void add(Value item) {
    String inner = "\n" + margin + "  ";
    items.append(size++ == 0 ? inner : "," + inner);
    items.append(StrictJson.writeIndented(item).replace("\n", inner)); // no text holds a line end
  }

  void writeTo(Writer out) throws IOException {
    out.append('[');
    items.writeTo(out);
    out.append(size == 0 ? " ]" : "\n" + margin + "]");
  }

  @Override
  public void close() {
    items.close();
  }
}
