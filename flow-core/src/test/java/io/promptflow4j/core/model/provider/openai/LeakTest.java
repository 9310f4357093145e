package io.promptflow4j.core.model.provider.openai;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.core.OwnClassPath;
import io.promptflow4j.core.model.ModelException;
import io.promptflow4j.core.model.provider.CallPolicy;
import io.promptflow4j.core.model.provider.ImpatientLoops;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/// What is left of thousands of calls that went wrong, in a JVM of its own with little memory.
@EnabledOnOs(OS.LINUX)
class LeakTest {

  private static final int CALLS = 4_000;
  private static final int AT_A_TIME = 8;

  /// Half of them at most are such that the service is believed to be down.
  private static final List<String> FAULTS =
      List.of(
          "http 400 {} {}",
          "close",
          "http 200 {} <html>login</html>",
          "http 404 {} {\"error\": {\"message\": \"no such model\"}}",
          "reset",
          "http 200 {} {}",
          "raw HTTP/1.1 200 OK\\r\\nContent-Length: 500\\r\\n\\r\\n{\"choices\": [",
          "http 200 {} {\"x\": ",
          "http 200 {} deep:20000",
          "raw HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\nzz\\r\\n",
          "http 302 {Location: http://127.0.0.1:1/v1} {}",
          "http 200 {} digits:5000");

  /// Larger than what a reply may be.
  private static final String HUGE = "http 200 {} big:1200";

  private static List<String> steps() {
    var steps = new ArrayList<String>();
    for (int i = 0; i < CALLS; i++) {
      steps.add(i % 50 == 49 ? HUGE : FAULTS.get(i % FAULTS.size()));
    }
    steps.add("ok");
    return steps;
  }

  /// What the JVM does: `ADDRESS`.
  static final class Caller {

    private Caller() {}

    /// Prints `failures heap files threads answered`, the middle three as how many more there are
    /// than after the first calls; heap in kilobytes.
    public static void main(String[] arguments) throws Exception {
      var policy = new CallPolicy(0, Calls.PATIENT.firstByte());
      var codes = new ConcurrentHashMap<String, Integer>();
      try (var model =
              new OpenAiModel(
                  Calls.openAi(arguments[0]),
                  ImpatientLoops.noting(policy, new ConcurrentLinkedQueue<>()),
                  Calls.PATIENT);
          var threads = Executors.newFixedThreadPool(AT_A_TIME)) {
        Callable<Boolean> call = () -> isAnswered(model, codes);
        long failed = failures(threads.invokeAll(Collections.nCopies(CALLS / 10, call)));
        long heap = heap();
        long files = files();
        int live = ManagementFactory.getThreadMXBean().getThreadCount();
        failed += failures(threads.invokeAll(Collections.nCopies(CALLS * 9 / 10, call)));
        long grown = heap() - heap;
        long opened = files() - files;
        int more = ManagementFactory.getThreadMXBean().getThreadCount() - live;
        for (int i = 0; i < CALLS && !call.call(); i++) {
          // those that were not sent meanwhile, since the service seemed to be down
        }
        long refused = failures(threads.invokeAll(Collections.nCopies(AT_A_TIME, call)));
        new PrintStream(System.out, true, StandardCharsets.UTF_8)
            .printf(
                "%d %d %d %d %d %s%n",
                failed, grown / 1024, opened, more, AT_A_TIME - refused, new TreeMap<>(codes));
      }
    }

    private static boolean isAnswered(OpenAiModel model, ConcurrentHashMap<String, Integer> codes)
        throws InterruptedException {
      try {
        var _ = model.call(Calls.chat("{}"));
        return true;
      } catch (ModelException problem) {
        codes.merge(problem.code(), 1, Integer::sum);
        return false;
      }
    }

    private static long failures(List<Future<Boolean>> calls) throws Exception {
      long failed = 0;
      for (Future<Boolean> call : calls) {
        failed += call.get() ? 0 : 1;
      }
      return failed;
    }

    private static long heap() {
      System.gc();
      return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static long files() throws IOException {
      try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
        return open.count();
      }
    }
  }

  @Test
  @Timeout(240)
  void nothingIsLeftOfCallsThatWentWrong() throws Exception {
    try (var service = new FaultyService(steps(), Calls.reply("hi").replace("\n", ""), false)) {
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx40m",
                  "-XX:+UseSerialGC",
                  "-XX:TieredStopAtLevel=1",
                  "-cp",
                  OwnClassPath.text(),
                  Caller.class.getName(),
                  service.address())
              .redirectErrorStream(true)
              .start();
      String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

      assertThat(process.waitFor()).as(told).isZero();
      String[] numbers = told.strip().split(" ", 6);
      assertThat(numbers).as(told).hasSize(6);
      assertThat(Integer.parseInt(numbers[0])).as("failures, %s", told).isEqualTo(CALLS);
      assertThat(service.requests()).as("nearly all were sent").isGreaterThan(CALLS);
      assertThat(Long.parseLong(numbers[1])).as("kilobytes of heap, %s", told).isLessThan(4096);
      assertThat(Integer.parseInt(numbers[2])).as("open files, %s", told).isLessThan(20);
      assertThat(Integer.parseInt(numbers[3])).as("threads, %s", told).isLessThan(10);
      assertThat(Integer.parseInt(numbers[4])).as("answered after all").isEqualTo(AT_A_TIME);
    }
  }
}
