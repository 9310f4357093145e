package io.promptflow4j.server.deployment.live;

import io.promptflow4j.core.deployment.traffic.LogLine;
import io.promptflow4j.core.deployment.traffic.ServedTraffic;
import io.promptflow4j.core.run.RunStoreException;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// What happens to endpoints, a sentence a line: kept in the store, and told to whoever runs the
/// server. Only what happens rarely stands here, so that a line may wait for the disk.
///
/// @param told takes each line
public record EndpointLog(ServedTraffic traffic, InstantSource clock, Consumer<String> told) {

  /// Something about an endpoint, or about one of its deployments.
  public void of(String endpoint, Optional<String> deployment, String text) {
    told.accept(
        "endpoint %s%s: %s"
            .formatted(endpoint, deployment.map(name -> "/" + name).orElse(""), text));
    try {
      traffic.log(
          List.of(
              LogLine.of(
                  endpoint, deployment, clock.instant().truncatedTo(ChronoUnit.MICROS), text)));
    } catch (RunStoreException lost) {
      told.accept("the log can't be written: " + lost.getMessage());
    }
  }

  /// Something about the server as a whole, which is not kept.
  public void ofServer(String text) {
    told.accept(text);
  }
}
