package io.promptflow4j.core.template.render;

import io.promptflow4j.core.template.TemplateOutput;
import io.promptflow4j.core.template.operation.Printing;
import io.promptflow4j.core.template.python.PyObject;
import io.promptflow4j.core.template.python.PyText;
import io.promptflow4j.core.template.python.Rendering;

/// Where a template writes to: the result, or a text that is captured on the way.
public final class Output {

  private final StringBuilder text;
  private final Rendering rendering;
  private final TemplateOutput sink;
  private final boolean plain;
  private boolean muted;

  public Output(Rendering rendering, TemplateOutput sink, int expected) {
    this.text = new StringBuilder(expected);
    this.rendering = rendering;
    this.sink = sink;
    this.plain = sink instanceof TemplateOutput.Plain;
  }

  /// Writes a piece of the template's own text.
  public void literal(String piece) {
    if (!muted) {
      append(plain ? piece : sink.literal(piece));
    }
  }

  /// Writes what an expression gives.
  public void printed(PyObject value, String expression) {
    String piece = value instanceof PyText known ? known.text() : Printing.str(value, rendering);
    if (!muted) {
      append(plain ? piece : sink.printed(piece, Carried.value(value), expression));
    }
  }

  private void append(String piece) {
    text.append(piece);
    if (text.length() > rendering.maxTextLength()) {
      rendering.limitText(text.length());
    }
  }

  public boolean isMuted() {
    return muted;
  }

  /// Drops what is written from now on, or no longer.
  public void mute(boolean now) {
    muted = now;
  }

  /// What a step writes, as a text.
  public static PyText capture(Step step, Scope scope) {
    Rendering rendering = scope.rendering();
    var out = new Output(rendering, rendering.output().kept(), 64);
    step.run(scope, out);
    rendering.chargeText(out.text.length());
    return PyText.of(out.text.toString());
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
