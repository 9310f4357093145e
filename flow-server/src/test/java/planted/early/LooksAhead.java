package planted.early;

import planted.late.Late;

/// Breaks the order of the rooms on purpose, so that the rule is seen to fail.
public final class LooksAhead {

  private final Late late;

  public LooksAhead(Late late) {
    this.late = late;
  }

  public Late late() {
    return late;
  }
}
