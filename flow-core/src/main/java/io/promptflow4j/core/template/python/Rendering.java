package io.promptflow4j.core.template.python;

import io.promptflow4j.core.source.Place;
import io.promptflow4j.core.source.SourceText;
import io.promptflow4j.core.template.RenderLimits;
import io.promptflow4j.core.template.TemplateOutput;

/// One rendering: what it may still spend, and where it is.
///
/// It belongs to the thread that renders.
public final class Rendering {

  private static final int CHECK_EVERY = 1_000;
  private static final int MAX_CALL_DEPTH = 100;

  /// A place in a template, kept cheap because a place is needed only when something goes wrong.
  public record Spot(SourceText source, int offset) {
    public Place place() {
      return source.placeAt(offset);
    }
  }

  private final RenderLimits limits;
  private final TemplateOutput output;
  private final boolean strict;
  private final long deadline;
  private long stepsLeft;
  private long nextCheck;
  private int depth;
  private Spot spot;

  public Rendering(RenderLimits limits, TemplateOutput output, boolean strict, Spot start) {
    this.limits = limits;
    this.output = output;
    this.strict = strict;
    this.deadline = System.nanoTime() + limits.maxTime().toNanos();
    this.stepsLeft = limits.maxSteps();
    this.nextCheck = stepsLeft - CHECK_EVERY;
    this.spot = start;
  }

  /// Says where the template is now, before something that may fail.
  public void at(Spot now) {
    this.spot = now;
  }

  public Spot spot() {
    return spot;
  }

  /// Who decides how each piece is written.
  public TemplateOutput output() {
    return output;
  }

  public PyUndefined undefined(String problem) {
    return new PyUndefined(problem, strict);
  }

  /// Counts one step.
  public void step() {
    if (--stepsLeft < nextCheck) {
      check();
    }
  }

  /// Counts `count` steps at once, before the work is done.
  public void charge(long count) {
    stepsLeft -= Math.max(0, count);
    if (stepsLeft < nextCheck) {
      check();
    }
  }

  /// Counts a text of `length` that is about to be made, and refuses it if it is too long.
  public void chargeText(long length) {
    limitText(length);
    charge(length >> 3);
  }

  /// Refuses a text of `length` if it is too long.
  public void limitText(long length) {
    if (length > limits.maxOutputChars()) {
      throw new PyError(
          PyError.Kind.LIMIT,
          "this makes a text of more than %d characters; make it shorter, or raise the limit"
              .formatted(limits.maxOutputChars()));
    }
  }

  private void check() {
    nextCheck = stepsLeft - CHECK_EVERY;
    if (stepsLeft < 0) {
      throw new PyError(
          PyError.Kind.LIMIT,
          "rendering took more than %d steps; do less in loops, or raise the limit"
              .formatted(limits.maxSteps()));
    }
    if (Thread.currentThread().isInterrupted()) {
      throw new PyError(PyError.Kind.LIMIT, "rendering was cancelled");
    }
    if (System.nanoTime() - deadline > 0) {
      throw new PyError(
          PyError.Kind.LIMIT,
          "rendering took longer than %d ms; do less in loops, or raise the limit"
              .formatted(limits.maxTime().toMillis()));
    }
  }

  /// Goes into a macro, an included template or a recursive loop.
  public void enter() {
    step();
    if (++depth > MAX_CALL_DEPTH) {
      throw new PyError(
          PyError.Kind.LIMIT,
          "macros, loops or includes call each other more than %d levels deep; end the recursion"
              .formatted(MAX_CALL_DEPTH));
    }
  }

  public void leave() {
    depth--;
  }

  public int maxTextLength() {
    return limits.maxOutputChars();
  }
}
