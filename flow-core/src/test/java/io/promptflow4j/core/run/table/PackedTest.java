package io.promptflow4j.core.run.table;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PackedTest {

  /// Letters by chance hardly get shorter, and more than a few need more room than was thought.
  private static String byChance(int length) {
    return new Random(3)
        .ints(length, 0x20, 0x2fff)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  @Test
  void eachTextComesOutAsItWentInWhateverWasPackedBefore() {
    try (var press = new Packed.Press()) {
      for (String text : List.of("", "x", "the same ".repeat(9_000), byChance(50_000), "", "y")) {
        assertThat(press.pack(text.getBytes(UTF_8)).unpack()).isEqualTo(text);
      }
    }
  }

  @Test
  void textsAreStillPackedOnceThePressIsClosed() {
    var press = new Packed.Press();
    press.close();

    assertThat(press.pack("late".getBytes(UTF_8)).unpack()).isEqualTo("late");

    press.close();
  }
}
