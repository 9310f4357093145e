package io.promptflow4j.evaluators.experiment.prepare;

import io.promptflow4j.core.engine.RunSpec;
import io.promptflow4j.core.execution.cache.CacheSettings;
import io.promptflow4j.core.run.RunLabels;
import io.promptflow4j.core.run.RunName;
import io.promptflow4j.core.source.Digest;
import io.promptflow4j.evaluators.experiment.Arm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Optional;

/// What the runs of an experiment are called.
public final class ExperimentNames {

  private static final int LONGEST = 240;
  private static final int DIGITS = 16;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd_HHmmss_SSS", Locale.ROOT);

  private ExperimentNames() {}

  /// `flow_compare_20260131_235959_123`
  public static String of(Path flow, Instant now) {
    return safe(folder(flow) + "_compare_" + TIME.format(now.atZone(ZoneId.systemDefault())));
  }

  public static String folder(Path flow) {
    Path folder = Files.isDirectory(flow) ? flow : flow.getParent();
    Path name = folder == null ? null : folder.getFileName();
    return name == null ? "flow" : name.toString();
  }

  public static RunName run(String experiment, String... parts) {
    return new RunName(safe(experiment + "_" + String.join("_", parts)));
  }

  private static String safe(String raw) {
    String plain = raw.replaceAll("[^A-Za-z0-9._-]", "_");
    String started = plain.matches("[A-Za-z0-9].*") ? plain : "x" + plain;
    return started.length() <= LONGEST
        ? started
        : started.substring(0, LONGEST - DIGITS) + Digest.of(raw).hex().substring(0, DIGITS);
  }

  /// The run in the scope of its flow, unless it says that no call is to be shared.
  public static RunSpec scoped(RunSpec run, String flow) {
    boolean alone = CacheSettings.refused(run.settings());
    return run.scope().isPresent() || alone ? run : run.withScope(scope(flow));
  }

  /// The scope in which all runs of a flow share their calls, whatever experiment they are for: so
  /// a comparison that is made again after an edit makes only the calls that are new.
  public static String scope(String flow) {
    return "compare-" + Digest.of(flow).hex().substring(0, DIGITS);
  }

  public static RunSpec labelled(RunSpec spec, String experiment, Arm arm) {
    var tags = new LinkedHashMap<>(spec.labels().tags());
    tags.putIfAbsent("variant", arm.name());
    return spec.withLabels(
        new RunLabels(
            "", arm.description(), tags, spec.labels().properties(), Optional.of(experiment)));
  }
}
