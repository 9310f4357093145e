package io.promptflow4j.core.run.table;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.zip.Deflater;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/// Text in few bytes, in the zlib format.
public final class Packed {

  private final byte[] bytes;

  Packed(byte[] bytes) {
    this.bytes = bytes;
  }

  /// Packs one text after the other. Thread-safe.
  ///
  /// A deflater takes a quarter of a megabyte from the system and gives it back, which costs as
  /// much as packing a row, so a few are kept between texts.
  public static final class Press implements AutoCloseable {

    private static final int MOST_KEPT = 8;

    private final BlockingQueue<Deflater> idle = new ArrayBlockingQueue<>(MOST_KEPT);

    /// Nothing is packed yet.
    public Press() {}

    Packed pack(byte[] plain) {
      Deflater deflater = idle.poll();
      if (deflater == null) {
        deflater = new Deflater(Deflater.BEST_SPEED);
      }
      boolean kept = false;
      try {
        var packed = new Packed(packed(plain, deflater));
        deflater.reset();
        kept = idle.offer(deflater);
        return packed;
      } finally {
        if (!kept) {
          deflater.end();
        }
      }
    }

    private static byte[] packed(byte[] plain, Deflater deflater) {
      deflater.setInput(plain);
      deflater.finish();
      byte[] packed = new byte[plain.length / 2 + 64];
      int length = 0;
      while (!deflater.finished()) {
        if (length == packed.length) {
          packed = Arrays.copyOf(packed, length * 2);
        }
        length += deflater.deflate(packed, length, packed.length - length);
      }
      return Arrays.copyOf(packed, length);
    }

    /// Gives back what is kept.
    @Override
    public void close() {
      for (@Nullable Deflater one = idle.poll(); one != null; one = idle.poll()) {
        one.end();
      }
    }
  }

  byte[] bytes() {
    return bytes;
  }

  String unpack() {
    try (var plain = new InflaterInputStream(new ByteArrayInputStream(bytes))) {
      return new String(plain.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
