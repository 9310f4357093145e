package io.promptflow4j.spark;

import io.promptflow4j.core.run.compute.ComputeException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Says in words for people what Spark complained about.
final class SparkFailure {

  private static final int LONGEST = 400;
  private static final Pattern MISSING =
      Pattern.compile("(?:ClassNotFoundException|NoClassDefFoundError): ([\\w.$/]+)");
  private static final Pattern VERSION =
      Pattern.compile("InvalidClassException|local class incompatible|NoSuchMethodError: .*spark");
  private static final Pattern JAVA = Pattern.compile("UnsupportedClassVersionError");

  private SparkFailure() {}

  static ComputeException of(Throwable problem, String master) {
    if (problem instanceof ComputeException told) {
      return told;
    }
    String all = texts(problem);
    Matcher missing = MISSING.matcher(all);
    if (JAVA.matcher(all).find()) {
      return new ComputeException(
          "compute-version",
          "the workers at %s run a Java that is older than 25; set their JAVA_HOME."
              .formatted(master),
          problem);
    }
    if (VERSION.matcher(all).find()) {
      return new ComputeException(
          "compute-version",
          "the cluster at %s does not run Spark %s, which this process has; use the same version on both sides."
              .formatted(master, SparkContexts.version()),
          problem);
    }
    if (missing.find()) {
      return new ComputeException(
          "missing-class",
          "the workers at %s have no class %s; give them its jar with 'spark.jars' in the compute's conf."
              .formatted(master, missing.group(1)),
          problem);
    }
    return new ComputeException(
        "compute-failed", "the compute at %s failed: %s".formatted(master, first(all)), problem);
  }

  private static String first(String all) {
    String line =
        all.lines().filter(text -> !text.isBlank()).findFirst().orElse("it did not say why");
    return line.length() > LONGEST ? line.substring(0, LONGEST) + " …" : line;
  }

  private static String texts(Throwable problem) {
    var all = new StringBuilder();
    Optional<Throwable> at = Optional.of(problem);
    for (int depth = 0; at.isPresent() && depth < 10; depth++) {
      Throwable one = at.get();
      all.append(one instanceof ComputeException ? "" : one.getClass().getSimpleName() + ": ")
          .append(one.getMessage())
          .append('\n');
      at = Optional.ofNullable(one.getCause());
    }
    return all.toString();
  }
}
