package io.promptflow4j.core.model.scripted;

/// A text that can be read for a limited time only.
///
/// `java.util.regex` can't be stopped, but it asks for each character; so this is where it stops.
final class PatientText implements CharSequence {

  private static final int READS_BETWEEN_LOOKS = 1 << 12;

  /// The time is over.
  static final class OutOfTime extends RuntimeException {
    private static final long serialVersionUID = 1L;

    OutOfTime() {
      super("the text was read for too long", null, false, false);
    }
  }

  private final String text;
  private final long deadline;
  private int reads;

  /// @param deadline as of [System#nanoTime]
  PatientText(String text, long deadline) {
    this.text = text;
    this.deadline = deadline;
  }

  @Override
  public char charAt(int index) {
    if (++reads % READS_BETWEEN_LOOKS == 0 && System.nanoTime() - deadline > 0) {
      throw new OutOfTime();
    }
    return text.charAt(index);
  }

  @Override
  public int length() {
    return text.length();
  }

  @Override
  public CharSequence subSequence(int start, int end) {
    return text.substring(start, end);
  }

  @Override
  public String toString() {
    return text;
  }
}
