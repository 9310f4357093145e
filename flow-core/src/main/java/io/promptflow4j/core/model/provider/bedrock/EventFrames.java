package io.promptflow4j.core.model.provider.bedrock;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.langchain4j.http.client.sse.ServerSentEvent;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import dev.langchain4j.http.client.sse.ServerSentEventParser;
import io.promptflow4j.core.model.provider.http.BrokenExchange;
import io.promptflow4j.core.model.provider.http.BrokenExchange.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.CRC32;

/// Reads Amazon's binary event streams (`application/vnd.amazon.eventstream`): messages of a
/// length, headers, a payload and checksums. The name of an event is that of its type; of a
/// failure, `exception:` and its type.
final class EventFrames implements ServerSentEventParser {

  static final String EXCEPTION = "exception:";
  private static final int PRELUDE = 12;
  private static final int CHECKSUM = 4;
  private static final int LONGEST = 16 * 1024 * 1024;
  private static final int TEXT = 7;

  @Override
  public void parse(InputStream body, ServerSentEventListener listener) {
    try {
      byte[] start = body.readNBytes(PRELUDE);
      if (start.length < PRELUDE || start[0] != 0) {
        return; // no such stream at all
      }
      for (; start.length > 0; start = body.readNBytes(PRELUDE)) {
        listener.onEvent(message(start, body));
      }
    } catch (IOException impossible) { // the stream under it throws nothing checked
      throw new UncheckedIOException(impossible);
    }
  }

  private static ServerSentEvent message(byte[] start, InputStream body) throws IOException {
    if (start.length < PRELUDE) {
      throw broken("cut a message of its stream short");
    }
    var prelude = ByteBuffer.wrap(start);
    int length = prelude.getInt();
    int headersLength = prelude.getInt();
    check(prelude.getInt(), start, PRELUDE - CHECKSUM);
    int left = length - PRELUDE;
    if (length > LONGEST || headersLength < 0 || left < headersLength + CHECKSUM) {
      throw broken("sent a message of an impossible length in its stream");
    }
    byte[] rest = body.readNBytes(left);
    if (rest.length < left) {
      throw broken("cut a message of its stream short");
    }
    byte[] all = ByteBuffer.allocate(length).put(start).put(rest).array();
    check(ByteBuffer.wrap(all).getInt(length - CHECKSUM), all, length - CHECKSUM);
    Map<String, String> headers = headers(ByteBuffer.wrap(rest, 0, headersLength));
    String payload = new String(rest, headersLength, left - headersLength - CHECKSUM, UTF_8);
    return new ServerSentEvent(name(headers), payload.isEmpty() ? "{}" : payload);
  }

  private static void check(int sum, byte[] bytes, int length) {
    var crc = new CRC32();
    crc.update(bytes, 0, length);
    if ((int) crc.getValue() != sum) {
      throw broken("sent a message with a wrong checksum in its stream");
    }
  }

  private static String name(Map<String, String> headers) {
    String exception = headers.getOrDefault(":exception-type", headers.get(":error-code"));
    return exception == null ? headers.getOrDefault(":event-type", "") : EXCEPTION + exception;
  }

  private static Map<String, String> headers(ByteBuffer bytes) {
    var headers = new HashMap<String, String>();
    while (bytes.hasRemaining()) {
      String name = text(bytes, bytes.get() & 0xff);
      if (bytes.remaining() < 3 || bytes.get() != TEXT) {
        throw broken("sent a header that is no text in its stream");
      }
      headers.put(name, text(bytes, bytes.getShort() & 0xffff));
    }
    return headers;
  }

  private static String text(ByteBuffer bytes, int length) {
    if (bytes.remaining() < length) {
      throw broken("sent headers of an impossible length in its stream");
    }
    byte[] text = new byte[length];
    bytes.get(text);
    return new String(text, UTF_8);
  }

  private static BrokenExchange broken(String what) {
    return new BrokenExchange(Kind.LOST, what);
  }
}
