package io.promptflow4j.spark;

import io.promptflow4j.core.engine.FlowRuns;
import io.promptflow4j.core.engine.RunHost;
import io.promptflow4j.core.engine.RunRefusedException;
import io.promptflow4j.core.engine.RunSpec;
import io.promptflow4j.core.run.Run;
import io.promptflow4j.core.run.RunName;
import io.promptflow4j.core.run.RunStatus;
import io.promptflow4j.core.run.RunStore;
import io.promptflow4j.core.run.RunStoreException;
import io.promptflow4j.core.run.compute.ComputeException;
import io.promptflow4j.core.run.compute.RunPlace;
import io.promptflow4j.core.run.compute.target.ComputeTargets;
import io.promptflow4j.core.run.compute.target.TargetComputes;
import io.promptflow4j.core.run.file.RunFileRead;
import io.promptflow4j.core.run.file.RunFileReader;
import io.promptflow4j.core.run.progress.RunListener;
import io.promptflow4j.core.run.store.RunStores;
import io.promptflow4j.core.run.store.StoreAddress;
import io.promptflow4j.core.run.store.Workspace;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.evaluators.evaluation.registry.Evaluators;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.SparkConf;

/// A run for teams that submit to their cluster themselves.
///
/// ```
/// spark-submit --class io.promptflow4j.spark.SubmittedRun --jars … flow-spark.jar --file run.yaml
/// spark-submit --class io.promptflow4j.spark.SubmittedRun --jars … flow-spark.jar --resume my_run
/// ```
///
/// The master is the one that `spark-submit` names; PF_STORE and keys come from the environment.
public final class SubmittedRun {

  private static final String USAGE =
      "say what to run: --file RUN.yaml, or --resume RUN for one that was stopped";

  private final Map<String, String> environment;
  private final PrintStream out;

  private SubmittedRun(Map<String, String> environment, PrintStream out) {
    this.environment = environment;
    this.out = out;
  }

  /// Runs it and ends the process: 0 if all rows came to their end, 1 if not, 2 if it was called
  /// wrongly.
  public static void main(String[] args) {
    int exit = new SubmittedRun(System.getenv(), System.err).run(args);
    if (exit != 0) {
      System.exit(exit);
    }
  }

  private int run(String[] args) {
    if (args.length != 2) {
      out.println("pf: " + USAGE);
      return 2;
    }
    try {
      return switch (args[0]) {
        case "--file" -> fresh(Path.of(args[1]));
        case "--resume" ->
            with((runs, place) ->
                runs.resume(
                    new RunName(args[1]),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(place),
                    RunListener.SILENT));
        default -> {
          out.println("pf: " + USAGE);
          yield 2;
        }
      };
    } catch (RunRefusedException | RunStoreException | ComputeException wrong) {
      out.println("pf: error: " + wrong.getMessage());
      return 1;
    }
  }

  private int fresh(Path file) {
    RunFileRead read = RunFileReader.read(file);
    if (read.run().isEmpty()) {
      read.diagnostics().forEach(one -> out.println("pf: " + one));
      return 1;
    }
    RunSpec spec = RunSpec.of(read.run().get());
    return with((runs, place) -> {
      var settings = new LinkedHashMap<>(spec.settings().entries());
      settings.put(RunPlace.SETTING, Value.of(place));
      return runs.run(spec.withSettings(new Value.Mapping(settings)), RunListener.SILENT);
    });
  }

  private interface Work {
    Run done(FlowRuns runs, String place);
  }

  private int with(Work work) {
    Workspace workspace = Workspace.find(Path.of(""), environment);
    StoreAddress address = StoreAddress.of(workspace, environment);
    String master = new SparkConf(true).get("spark.master", "local[*]");
    var targets = new ComputeTargets(workspace.folder().resolve("compute"));
    try (RunStore store = RunStores.open(address)) {
      var computes = new TargetComputes(targets, address);
      RunHost host =
          RunHost.ofProcess()
              .withCatalog(store.data())
              .withFlows(Evaluators.ofUser(environment)::folder)
              .withComputes(computes);
      Run run = work.done(new FlowRuns(store, host), master);
      computes.close();
      out.printf(
          "pf: run '%s' is %s: %d rows completed, %d failed%n",
          run.name(), run.status().label(), run.progress().completed(), run.progress().failed());
      return run.status() == RunStatus.COMPLETED ? 0 : 1;
    }
  }
}
