package io.promptflow4j.core.engine;

import io.promptflow4j.core.run.RunLabels;
import io.promptflow4j.core.run.RunName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.TreeMap;

/// Names for runs that nobody named, and the macros in display names, as prompt flow has them.
final class RunNames {

  private static final int LONGEST_FLOW = 150;
  private static final DateTimeFormatter IN_NAME =
      DateTimeFormatter.ofPattern("yyyyMMdd_HHmmss_SSSSSS", Locale.ROOT);
  private static final DateTimeFormatter IN_DISPLAY =
      DateTimeFormatter.ofPattern("yyyyMMddHHmm", Locale.ROOT);

  private RunNames() {}

  /// `flow_variant_20260131_235959_123456`
  static RunName of(RunSpec spec, Path flow, Instant now) {
    String plain = (folderName(flow) + "_" + variant(spec)).replaceAll("[^A-Za-z0-9_]", "_");
    String head = plain.length() > LONGEST_FLOW ? plain.substring(0, LONGEST_FLOW) : plain;
    String safe = head.matches("[A-Za-z0-9].*") ? head : "run" + head;
    return new RunName(safe + "_" + IN_NAME.format(now.atZone(ZoneId.systemDefault())));
  }

  private static String folderName(Path flow) {
    Path folder = Files.isDirectory(flow) ? flow : flow.getParent();
    Path name = folder == null ? null : folder.getFileName();
    return name == null ? "flow" : name.toString();
  }

  private static String variant(RunSpec spec) {
    return spec.how().variants().isEmpty()
        ? "variant_0"
        : String.join("_", new TreeMap<>(spec.how().variants()).values());
  }

  /// The labels with a display name that can be shown.
  static RunLabels labels(RunSpec spec, RunName name, Instant now) {
    RunLabels written = spec.labels();
    return new RunLabels(
        displayName(spec, name, now),
        written.description(),
        written.tags(),
        written.properties(),
        written.experiment());
  }

  /// The display name with its macros replaced; the run's name if it is empty.
  private static String displayName(RunSpec spec, RunName name, Instant now) {
    String written = spec.labels().displayName();
    if (written.isBlank()) {
      return name.value();
    }
    String shown =
        written
            .replace("${variant_id}", variant(spec))
            .replace("${timestamp}", IN_DISPLAY.format(now.atZone(ZoneId.systemDefault())));
    return spec.over().map(over -> shown.replace("${run}", over.value())).orElse(shown);
  }
}
