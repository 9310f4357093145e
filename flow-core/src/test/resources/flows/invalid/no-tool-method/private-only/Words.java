final class Words {
  private static int count(String text) {
    return text.length();
  }
}
