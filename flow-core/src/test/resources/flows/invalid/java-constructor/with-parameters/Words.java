public final class Words {
  private final int base;

  public Words(int base) {
    this.base = base;
  }

  public int count(String text) {
    return base + text.length();
  }
}
