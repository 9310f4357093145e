package io.promptflow4j.core.model.provider.http;

import io.promptflow4j.core.model.provider.http.BrokenExchange.Kind;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// A stream of lines none of which may be longer than allowed, because whoever reads lines keeps
/// each in memory until it ends.
final class CappedLines extends FilterInputStream {

  private final int longest;
  private int length;

  /// @param longest how many bytes a line may have
  CappedLines(InputStream lines, int longest) {
    super(lines);
    this.longest = longest;
  }

  @Override
  public int read() throws IOException {
    int read = super.read();
    if (read >= 0) {
      count((byte) read);
    }
    return read;
  }

  @Override
  public int read(byte[] into, int offset, int most) throws IOException {
    int read = super.read(into, offset, most);
    for (int i = offset; i < offset + read; i++) {
      count(into[i]);
    }
    return read;
  }

  private void count(byte one) {
    length = one == '\n' || one == '\r' ? 0 : length + 1;
    if (length > longest) {
      throw new BrokenExchange(
          Kind.TOO_LARGE, "sent a line of more than %d KiB in a stream".formatted(longest >> 10));
    }
  }
}
