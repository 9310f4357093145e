package io.promptflow4j.spark;

import io.promptflow4j.core.run.compute.Compute;
import io.promptflow4j.core.run.compute.ComputeException;
import io.promptflow4j.core.run.compute.ComputeJob;
import io.promptflow4j.core.run.compute.target.ComputeTarget;
import io.promptflow4j.core.run.store.StoreAddress;
import io.promptflow4j.core.source.Diagnostic;
import io.promptflow4j.core.source.Diagnostics;
import io.promptflow4j.core.source.Place;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkContext;

/// Spark at one master.
final class SparkCompute implements Compute {

  private static final Duration REACHING = Duration.ofSeconds(3);
  private static final Pattern STANDALONE = Pattern.compile("([^:/,]+):(\\d{1,5})");
  private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "::1", "[::1]");

  private final ComputeTarget target;
  private final StoreAddress store;

  SparkCompute(ComputeTarget target, StoreAddress store) {
    this.target = target;
    this.store = store;
  }

  @Override
  public String address() {
    return target.master();
  }

  @Override
  public OptionalInt concurrency() {
    return target.concurrency();
  }

  @Override
  public Optional<String> python() {
    return target.python();
  }

  private boolean isHere() {
    return target.master().matches("local(?:\\[.*])?");
  }

  private Place place() {
    return Place.startOf("compute '%s'".formatted(target.name()));
  }

  @Override
  public List<Diagnostic> check() {
    var found = new Diagnostics();
    if (!isHere()) {
      checkStore(found);
    }
    if (target.master().startsWith("spark://")) {
      checkMasters(found);
    }
    if (target.master().equals("yarn")
        && System.getenv("HADOOP_CONF_DIR") == null
        && System.getenv("YARN_CONF_DIR") == null) {
      found.error(
          "compute-unreachable",
          place(),
          "nothing says where YARN is; set HADOOP_CONF_DIR to the folder with its configuration.");
    }
    if (target.master().startsWith("local-cluster[") && System.getenv("SPARK_HOME") == null) {
      found.error(
          "compute-unreachable",
          place(),
          "local-cluster starts processes from the jars of SPARK_HOME, which is not set.");
    }
    return found.sorted();
  }

  /// Workers have to write where this process reads.
  private void checkStore(Diagnostics found) {
    switch (store) {
      case StoreAddress.Sqlite(Path file) ->
          found.error(
              "store-not-shared",
              place(),
              ("the runs are kept in the file %s, which workers of a cluster can't write; set"
                      + " PF_STORE to a PostgreSQL server that all machines reach, such as"
                      + " postgresql://user@host:5432/flows.")
                  .formatted(file));
      case StoreAddress.PostgreSql server -> {
        if (THIS_MACHINE.contains(server.host()) && !isLocalMaster() && target.store().isEmpty()) {
          found.error(
              "store-not-shared",
              place(),
              ("PF_STORE names the server '%s', which is another machine for each worker; name it"
                      + " as workers reach it, or give the compute a 'store'.")
                  .formatted(server.host()));
        }
      }
    }
  }

  private boolean isLocalMaster() {
    return target.master().startsWith("local-cluster[")
        || masters().stream()
            .anyMatch(master ->
                THIS_MACHINE.contains(master.getHostString())
                    || isThisMachine(master.getHostString()));
  }

  private static boolean isThisMachine(String host) {
    try {
      return NetworkInterface.getByInetAddress(InetAddress.getByName(host)) != null;
    } catch (IOException _) {
      return false;
    }
  }

  private List<InetSocketAddress> masters() {
    var all = new ArrayList<InetSocketAddress>();
    if (target.master().startsWith("spark://")) {
      Matcher one = STANDALONE.matcher(target.master().substring("spark://".length()));
      while (one.find()) {
        all.add(new InetSocketAddress(one.group(1), Integer.parseInt(one.group(2))));
      }
    }
    return all;
  }

  private void checkMasters(Diagnostics found) {
    List<InetSocketAddress> masters = masters();
    if (masters.stream().noneMatch(SparkCompute::isReachable)) {
      found.error(
          "compute-unreachable",
          place(),
          "no Spark master answers at %s. Start one (flow-spark/cluster.sh start), or correct the address."
              .formatted(target.master()));
    }
  }

  private static boolean isReachable(InetSocketAddress master) {
    try (var socket = new Socket()) {
      socket.connect(master, (int) REACHING.toMillis());
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  @Override
  public Session start(ComputeJob job, Supplier<Worker> here, Consumer<String> log) {
    SparkContext spark = SparkContexts.OF_THIS_PROCESS.take(target);
    try {
      String store = target.store().orElseGet(this::reference);
      var worker = new WorkerReference(job.toBytes(), store, isHere());
      if (isHere()) {
        ExecutorWorkers.OF_THIS_PROCESS.lend(worker, here);
      }
      var session = new SparkRows(spark, worker, target, job.concurrency());
      session.prepare(isHere() ? Duration.ZERO : Duration.ofSeconds(target.startTimeout()), log);
      return session;
    } catch (ComputeException unable) {
      SparkContexts.OF_THIS_PROCESS.give();
      throw unable;
    } catch (RuntimeException | Error failed) {
      SparkContexts.OF_THIS_PROCESS.give();
      throw SparkFailure.of(failed, target.master());
    }
  }

  private String reference() {
    return switch (store) {
      case StoreAddress.Sqlite(Path file) ->
          Files.isRegularFile(file) ? file.toAbsolutePath().toString() : file.toString();
      case StoreAddress.PostgreSql server -> server.reference();
    };
  }
}
