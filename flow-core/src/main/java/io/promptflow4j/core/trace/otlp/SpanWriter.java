package io.promptflow4j.core.trace.otlp;

import io.promptflow4j.core.trace.Span;
import io.promptflow4j.core.trace.TraceParent;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/// Writes traces as OTLP's `ExportTraceServiceRequest`. Owned by one thread.
final class SpanWriter {

  private static final HexFormat HEX = HexFormat.of();
  private static final int SAMPLED = 1;
  private static final int HAS_REMOTE = 0x100;
  private static final int IS_REMOTE = 0x200;
  private static final int ERROR = 2;

  private final OtlpSettings settings;
  private final ProtoWriter scope = new ProtoWriter();
  private int count;

  SpanWriter(OtlpSettings settings) {
    this.settings = settings;
    scope.message(1, new ProtoWriter().text(1, "io.promptflow4j.core"));
  }

  /// How many spans there are by now.
  int count() {
    return count;
  }

  void add(Ended line) {
    byte[] trace =
        line.parent().map(parent -> HEX.parseHex(parent.traceId())).orElseGet(() -> random(16));
    byte[] above =
        line.parent().map(parent -> HEX.parseHex(parent.spanId())).orElseGet(() -> new byte[0]);
    write(line.trace(), trace, above, line, line.parent().isPresent(), "");
  }

  private static byte[] random(int length) {
    byte[] id = new byte[length];
    do {
      ThreadLocalRandom.current().nextBytes(id);
    } while (id[0] == 0); // all zeros mean none
    return id;
  }

  /// @param code that of the failure that `span` is part of
  @SuppressWarnings("ReferenceEquality") // another span may be equal to the line's
  private void write(
      Span span, byte[] trace, byte[] parent, Ended line, boolean remote, String code) {
    byte[] id = random(8);
    GenAiSpan told = GenAiSpan.of(span, settings.content());
    String own = span.error().isEmpty() ? "" : line.failures().getOrDefault(span.name(), code);
    if (span.kind() == Span.Kind.FLOW && line.line() > 0) {
      told.attributes().put("promptflow4j.line", line.line());
    }
    if (span.error().isPresent()) {
      told.attributes().put("error.type", own.isEmpty() ? "_OTHER" : own);
    }
    var message = new ProtoWriter().bytes(1, trace).bytes(2, id);
    if (parent.length > 0) {
      message.bytes(4, parent);
    }
    message
        .text(5, told.name())
        .number(6, told.kind())
        .fixed64(7, nanos(span.start()))
        .fixed64(8, nanos(span.end()));
    told.attributes().writeTo(message, 9);
    span.error()
        .ifPresent(error -> message.message(15, new ProtoWriter().text(2, error).number(3, ERROR)));
    message.fixed32(16, SAMPLED | HAS_REMOTE | (remote ? IS_REMOTE : 0));
    scope.message(2, message);
    count++;
    span.children().forEach(child -> write(child, trace, id, line, false, own));
  }

  private static long nanos(Instant time) {
    return Math.addExact(Math.multiplyExact(time.getEpochSecond(), 1_000_000_000L), time.getNano());
  }

  byte[] end() {
    var resource = new Attributes();
    settings.resource().forEach(resource::put);
    var written = new ProtoWriter();
    resource.writeTo(written, 1);
    return new ProtoWriter()
        .message(1, new ProtoWriter().message(1, written).message(2, scope))
        .end();
  }

  /// A line that is over.
  record Ended(Span trace, Optional<TraceParent> parent, int line, Map<String, String> failures) {}
}
