import java.time.Duration;

/// Something that blocks its thread.
public final class Wait {

  private Wait() {}

  /// Returns the text after 250 ms.
  public static String wait(String text) throws InterruptedException {
    Thread.sleep(Duration.ofMillis(250));
    return text;
  }
}
