package io.promptflow4j.spark;

import java.io.File;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A standalone master and workers, each a process of its own on this machine.
final class SparkCluster implements AutoCloseable {

  private final Path folder;
  private final Map<String, String> environment;
  private final int port;
  private final List<Process> processes = new ArrayList<>();
  private int started;

  /// @param environment what executors find in theirs
  SparkCluster(Path folder, Map<String, String> environment, int workers) throws Exception {
    this.folder = folder;
    this.environment = environment;
    this.port = freePort();
    jars();
    processes.add(
        start(
            "org.apache.spark.deploy.master.Master",
            "--host",
            "127.0.0.1",
            "--port",
            String.valueOf(port),
            "--webui-port",
            String.valueOf(freePort())));
    await(this::answers);
    for (int i = 0; i < workers; i++) {
      addWorker();
    }
  }

  /// One that the system gives to nobody by itself: whoever asks for a connection to such a port
  /// again and again gets one to himself in the end.
  private static int freePort() throws IOException {
    for (int port = ThreadLocalRandom.current().nextInt(20_000, 30_000); port < 32_000; port++) {
      try (var _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return port;
      } catch (BindException _) {
        // then the next one
      }
    }
    throw new IOException("no port is free");
  }

  private boolean answers() {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500);
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  /// What workers start executors from: SPARK_HOME/jars.
  private void jars() throws IOException {
    Path jars = Files.createDirectories(folder.resolve("jars"));
    for (String entry : classPath().split(File.pathSeparator, -1)) {
      if (entry.endsWith(".jar")) {
        Path jar = Path.of(entry);
        Files.createSymbolicLink(jars.resolve(jar.getFileName()), jar.toAbsolutePath());
      }
    }
  }

  /// The classes of this test, wherever whoever runs it keeps them.
  static String classPath() {
    if (SparkCluster.class.getClassLoader() instanceof URLClassLoader loader) {
      return Stream.of(loader.getURLs())
          .map(url -> Path.of(URI.create(url.toString())).toString())
          .collect(Collectors.joining(File.pathSeparator));
    }
    String known =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path", ""));
    return Stream.of(known.split(File.pathSeparator, -1))
        .filter(entry -> !entry.isBlank()) // Surefire ends it with a separator
        .collect(Collectors.joining(File.pathSeparator));
  }

  void addWorker() throws IOException {
    processes.add(
        start(
            "org.apache.spark.deploy.worker.Worker",
            "--host",
            "127.0.0.1",
            "--cores",
            "2",
            "--memory",
            "700m",
            "--webui-port",
            String.valueOf(freePort()),
            "--work-dir",
            folder.resolve("work" + started).toString(),
            master()));
  }

  /// Kills a worker with its executor and puts another in its place.
  boolean replaceWorker() throws IOException {
    Process worker = worker(0);
    worker.descendants().forEach(ProcessHandle::destroyForcibly);
    worker.destroyForcibly();
    processes.remove(worker);
    addWorker();
    return true;
  }

  private Process start(String main, String... arguments) throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp"));
    command.add(folder.resolve("jars") + "/*");
    command.add(main);
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.environment().put("SPARK_HOME", folder.toString());
    builder.environment().put("SPARK_SCALA_VERSION", "2.13");
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    File log = folder.resolve("log" + started++ + ".txt").toFile();
    return builder.redirectErrorStream(true).redirectOutput(log).start();
  }

  String master() {
    return "spark://127.0.0.1:" + port;
  }

  /// The worker process of a number, from 0.
  Process worker(int number) {
    return processes.get(number + 1);
  }

  /// The executors that live, as processes.
  List<ProcessHandle> executors() {
    return processes.stream()
        .filter(Process::isAlive)
        .flatMap(Process::children) // a worker has no others
        .toList();
  }

  /// Waits until something holds, a minute at most.
  static void await(BooleanSupplier holds) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
    while (!holds.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("it did not come to that within a minute");
      }
      boolean _ = new CountDownLatch(1).await(20, TimeUnit.MILLISECONDS);
    }
  }

  /// What the processes said, for whoever wonders.
  String told() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      var all = new StringBuilder();
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (file.toString().matches(".*(?:log\\d+\\.txt|stderr|stdout)")) {
          all.append(Files.readString(file));
        }
      }
      return all.toString();
    }
  }

  @Override
  public void close() {
    for (Process process : processes) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }
}
