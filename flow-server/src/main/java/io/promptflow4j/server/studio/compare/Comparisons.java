package io.promptflow4j.server.studio.compare;

import io.promptflow4j.core.run.Run;
import io.promptflow4j.core.run.RunName;
import io.promptflow4j.core.run.RunStore.RunFilter;
import io.promptflow4j.core.run.RunStoreException;
import io.promptflow4j.evaluators.comparison.Comparison;
import io.promptflow4j.evaluators.experiment.ExperimentListener;
import io.promptflow4j.evaluators.experiment.ExperimentRefusedException;
import io.promptflow4j.evaluators.experiment.ExperimentSpec;
import io.promptflow4j.evaluators.experiment.ExperimentStoppedException;
import io.promptflow4j.evaluators.experiment.Subject;
import io.promptflow4j.evaluators.experiment.conduct.Experiments;
import io.promptflow4j.server.studio.Desk;
import io.promptflow4j.server.studio.Workbench;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/// The comparisons that were begun here. Those that ended long ago are forgotten, and made again
/// from their runs when somebody asks. Closing stops what is under way. Thread-safe.
public final class Comparisons implements AutoCloseable {

  private static final int KEPT = 32;
  private static final int MOST_RUNS = 1_000;

  private final Workbench bench;
  private final Experiments experiments;
  private final Consumer<String> log;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Course> courses = new LinkedHashMap<>();

  /// @param log takes a line for what went wrong inside
  public Comparisons(Workbench bench, Consumer<String> log) {
    this.bench = bench;
    this.log = log;
    this.experiments =
        new Experiments(
            bench.runs(), bench.host().withFlows(bench.evaluators()::folder), bench.evaluators());
  }

  /// Begins one; returns at once.
  Course begin(String id, String flow, ExperimentSpec spec) {
    var course = new Course(id, flow, bench.clock().instant());
    keep(id, course);
    course.start(() -> conduct(course, spec));
    return course;
  }

  private void conduct(Course course, ExperimentSpec spec) {
    try {
      course.found(experiments.run(spec, course));
    } catch (ExperimentRefusedException refused) {
      course.failed(Desk.text(refused.diagnostics()));
    } catch (ExperimentStoppedException | RunStoreException stopped) {
      course.failed(String.valueOf(stopped.getMessage()));
    } catch (RuntimeException defect) { // a page waits for an end
      log.accept("comparison: " + defect);
      course.failed("It failed inside: " + defect.getMessage());
    }
  }

  private void keep(String id, Course course) {
    lock.lock();
    try {
      courses.put(id, course);
      List<String> over =
          courses.entrySet().stream()
              .filter(one -> one.getValue().isOver())
              .map(Map.Entry::getKey)
              .toList();
      over.stream().limit(Math.max(0, courses.size() - KEPT)).forEach(courses::remove);
    } finally {
      lock.unlock();
    }
  }

  /// One that was begun here, or that is made again from its runs; empty if there is neither.
  Optional<Course> find(String id) {
    Optional<Course> known = known(id);
    return known.isPresent() ? known : again(id);
  }

  private Optional<Course> known(String id) {
    lock.lock();
    try {
      return Optional.ofNullable(courses.get(id));
    } finally {
      lock.unlock();
    }
  }

  private Optional<Course> again(String id) {
    List<Run> arms = arms(id);
    if (arms.size() < 2) {
      return Optional.empty();
    }
    String flow = bench.shown(arms.getFirst().plan().flow());
    var course = new Course(id, flow, arms.getFirst().created());
    try {
      course.found(of(arms.stream().map(Run::name).toList(), List.of()));
    } catch (ExperimentRefusedException refused) {
      course.failed(Desk.text(refused.diagnostics()));
    }
    keep(id, course);
    return Optional.of(course);
  }

  /// The runs of the variants, the oldest first.
  private List<Run> arms(String experiment) {
    var filter = new RunFilter(false, true, Optional.of(experiment), Optional.empty(), MOST_RUNS);
    return bench.store().list(filter).stream()
        .filter(run -> run.parent().isEmpty() && run.plan().over().isEmpty())
        .toList()
        .reversed();
  }

  /// The comparison of finished runs, with the evaluations they have.
  ///
  /// @param by columns whose groups are looked at on their own
  Comparison of(List<RunName> runs, List<String> by) {
    return experiments.run(
        ExperimentSpec.of(new Subject.Finished(runs), List.of()).withBy(by).withTraces(0),
        ExperimentListener.SILENT);
  }

  /// The state of all, the newest first.
  List<Course> list() {
    lock.lock();
    try {
      return new ArrayList<>(courses.values()).reversed();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    list().forEach(Course::stop);
  }
}
