package io.promptflow4j.spark;

import io.promptflow4j.core.run.compute.ComputeException;
import io.promptflow4j.core.run.compute.target.ComputeTarget;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.jspecify.annotations.Nullable;

/// The connection of this process to Spark, of which Spark allows one.
///
/// It stays open for the next run, since it takes seconds to make; another target closes it.
@SuppressWarnings("ImmutableEnumChecker") // the one of its process, which is what it is for
enum SparkContexts {
  OF_THIS_PROCESS;

  private static final String JARS = "spark.jars";
  private static final String SPECULATION = "spark.speculation";
  private static final String FAILURES = "spark.task.maxFailures";

  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable SparkContext open;
  private @Nullable Connection to;
  private int users;

  /// What a connection is made with.
  private record Connection(String master, Map<String, String> conf) {}

  /// The connection to `target`, which is to be given back with [#give].
  SparkContext take(ComputeTarget target) {
    lock.lock();
    try {
      SparkContext known = open;
      var wanted = new Connection(target.master(), Map.copyOf(target.conf()));
      if (known != null && !known.isStopped() && wanted.equals(to)) {
        users++;
        return known;
      }
      if (known != null && users > 0 && !known.isStopped()) {
        throw new ComputeException(
            "compute-busy",
            "this process runs rows on another compute already; one at a time can be used.");
      }
      stop();
      SparkContext made = connect(target);
      open = made;
      to = wanted;
      users = 1;
      return made;
    } finally {
      lock.unlock();
    }
  }

  void give() {
    lock.lock();
    try {
      users = Math.max(0, users - 1);
    } finally {
      lock.unlock();
    }
  }

  /// Ends the connection, and with it its executors.
  void stop() {
    lock.lock();
    try {
      SparkContext known = open;
      open = null;
      users = 0;
      if (known != null) {
        known.stop();
      }
    } finally {
      lock.unlock();
    }
  }

  private static SparkContext connect(ComputeTarget target) {
    try {
      return new SparkContext(conf(target));
    } catch (RuntimeException | Error failed) {
      throw SparkFailure.of(failed, target.master());
    }
  }

  /// Settings of the target win over those of `spark-submit`, and both over ours.
  private static SparkConf conf(ComputeTarget target) {
    var conf = new SparkConf(true);
    conf.setIfMissing("spark.app.name", "promptflow4j");
    conf.setIfMissing("spark.ui.enabled", "false");
    conf.setIfMissing("spark.ui.showConsoleProgress", "false");
    conf.setIfMissing(FAILURES, "16"); // tasks fail only when something breaks beneath them
    conf.setIfMissing(SPECULATION, "false"); // does no harm, and no good
    conf.setMaster(target.master());
    target.conf().forEach(conf::set);
    String others = conf.get(JARS, "");
    if (!target.master().startsWith("local[") && !others.contains("flow-spark")) {
      ownJars().ifPresent(jars -> conf.set(JARS, others.isEmpty() ? jars : others + "," + jars));
    }
    return conf;
  }

  /// The jars that executors need besides Spark's: those in the folder of this class's own jar.
  private static Optional<String> ownJars() {
    try {
      Path own =
          Path.of(SparkContexts.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      if (!Files.isRegularFile(own)
          || Files.exists(own.resolveSibling("spark-core_2.13-" + version() + ".jar"))) {
        return Optional.empty();
      }
      try (var jars = Files.list(own.getParent())) {
        return Optional.of(
            String.join(
                ",",
                jars.map(Path::toString).filter(name -> name.endsWith(".jar")).sorted().toList()));
      }
    } catch (IOException | URISyntaxException unknown) {
      throw new ComputeException(
          "missing-class",
          "the jars of Promptflow4j can't be found: " + unknown.getMessage(),
          unknown);
    }
  }

  static String version() {
    return org.apache.spark.package$.MODULE$.SPARK_VERSION();
  }
}
