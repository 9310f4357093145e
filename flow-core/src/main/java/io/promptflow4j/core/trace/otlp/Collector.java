package io.promptflow4j.core.trace.otlp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;

/// The way to a collector. Owned by one thread.
final class Collector implements AutoCloseable {

  private static final Set<Integer> BUSY = Set.of(429, 502, 503, 504);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);

  private final OtlpSettings settings;
  private final Consumer<String> notices;
  private final HttpClient http;
  private boolean told;

  Collector(OtlpSettings settings, Consumer<String> notices) {
    this.settings = settings;
    this.notices = notices;
    this.http = HttpClient.newBuilder().connectTimeout(settings.timeout()).build();
  }

  /// Sends a request, again while the collector is busy and there is time.
  void send(byte[] body) throws InterruptedException {
    long deadline = System.nanoTime() + settings.timeout().toNanos();
    Duration pause = FIRST_PAUSE;
    HttpRequest request = request(body);
    while (true) {
      String problem;
      try {
        int status = http.send(request, BodyHandlers.discarding()).statusCode();
        if (status < 300) {
          return;
        }
        problem = "it answers " + status;
        if (!BUSY.contains(status)) {
          tell(problem);
          return;
        }
      } catch (ConnectException nobody) {
        tell("nobody listens there (%s)".formatted(nobody.getClass().getSimpleName()));
        return;
      } catch (IOException unreachable) {
        problem = String.valueOf(unreachable);
      }
      if (System.nanoTime() + pause.toNanos() > deadline) {
        tell(problem);
        return;
      }
      boolean _ = new Semaphore(0).tryAcquire(pause.toNanos(), TimeUnit.NANOSECONDS);
      pause = pause.multipliedBy(2);
    }
  }

  private void tell(String problem) {
    if (!told) {
      told = true;
      notices.accept("traces can't be sent to %s: %s".formatted(settings.endpoint(), problem));
    }
  }

  private HttpRequest request(byte[] body) {
    var request =
        HttpRequest.newBuilder(settings.endpoint())
            .timeout(settings.timeout())
            .header("Content-Type", "application/x-protobuf");
    settings.headers().forEach(request::header);
    if (settings.gzip()) {
      request.header("Content-Encoding", "gzip");
    }
    return request
        .POST(HttpRequest.BodyPublishers.ofByteArray(settings.gzip() ? packed(body) : body))
        .build();
  }

  private static byte[] packed(byte[] body) {
    var out = new ByteArrayOutputStream();
    try (var packing = new GZIPOutputStream(out)) {
      packing.write(body);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return out.toByteArray();
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
