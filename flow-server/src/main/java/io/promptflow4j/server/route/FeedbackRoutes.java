package io.promptflow4j.server.route;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.promptflow4j.core.value.Fields;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.JsonSyntaxException;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.server.api.Fault;
import io.promptflow4j.server.api.FaultException;
import io.promptflow4j.server.security.Needs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Answers `POST /feedback`: keeps what a caller thinks of an answer as a line of a JSON Lines
/// file, with the trace and baggage it names. With `?flatten=true` the fields of the body stand
/// beside each other.
public final class FeedbackRoutes {

  private static final long LARGEST_FILE = 64L << 20;

  private final Bodies bodies;
  private final Path file;
  private final InstantSource clock;
  private final ReentrantLock writing = new ReentrantLock();

  public FeedbackRoutes(Bodies bodies, Path file, InstantSource clock) {
    this.bodies = bodies;
    this.file = file;
    this.clock = clock;
  }

  public void addTo(RoutesConfig routes) {
    routes.post("/feedback", this::feedback, Needs.RUNNER);
  }

  private void feedback(Context ctx) {
    String said = new String(bodies.read(ctx), StandardCharsets.UTF_8);
    var line =
        new Fields().put("time", clock.instant().toString()).put("request_id", Replies.id(ctx));
    header(ctx, "traceparent", line);
    header(ctx, "baggage", line);
    if ("true".equalsIgnoreCase(ctx.queryParam("flatten"))) {
      flattened(said, line);
    } else {
      line.put("feedback", said);
    }
    keep(Json.write(line.end()) + "\n");
    Replies.json(ctx, new Fields().put("status", "Feedback received.").end());
  }

  private static void header(Context ctx, String name, Fields line) {
    @Nullable String value = ctx.header(name);
    if (value != null) {
      line.put(name, value);
    }
  }

  private static void flattened(String said, Fields line) {
    try {
      if (Json.read(said) instanceof Value.Mapping(var entries)) {
        entries.forEach(line::put);
        return;
      }
    } catch (JsonSyntaxException noJson) {
      // then it is kept as it is
    }
    line.put("feedback", said);
  }

  private void keep(String line) {
    writing.lock();
    try {
      Path folder = file.getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      if (Files.exists(file) && Files.size(file) > LARGEST_FILE) {
        throw full();
      }
      Files.writeString(file, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException unwritable) {
      throw full();
    } finally {
      writing.unlock();
    }
  }

  private static FaultException full() {
    return new FaultException(
        Fault.of(503, "feedback-not-kept", "Feedback can't be kept now.").retryAfter(60));
  }
}
