package io.promptflow4j.evaluators.metric.matching;

/// A text that can be looked at only so often, so that no pattern can look at it for ever.
final class CountedText implements CharSequence {

  /// Thrown out of the matcher, which knows no other way to be stopped.
  static final class TooManySteps extends IllegalStateException {
    private static final long serialVersionUID = 1;

    TooManySteps() {
      super("the text was looked at too often");
    }
  }

  private final String text;
  private int left;

  CountedText(String text, int steps) {
    this.text = text;
    this.left = steps;
  }

  @Override
  public char charAt(int at) {
    left--;
    if (left < 0) {
      throw new TooManySteps();
    }
    return text.charAt(at);
  }

  @Override
  public int length() {
    return text.length();
  }

  @Override
  public CharSequence subSequence(int start, int end) {
    return text.subSequence(start, end);
  }

  @Override
  public String toString() {
    return text;
  }
}
