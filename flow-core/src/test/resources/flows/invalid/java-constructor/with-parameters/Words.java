public final class Words {
  private final int base;

  public Words(int base) {
    this.base = base;
  }

  public Words(String base) {
    this(base.length());
  }

  public int count(String text) {
    return base + text.length();
  }
}
