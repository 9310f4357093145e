package io.promptflow4j.core.run.compute;

import io.promptflow4j.core.source.Diagnostic;
import io.promptflow4j.core.value.Value;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Something that runs rows in other processes. Nothing is started before it is asked to.
public interface Compute {

  /// What a run says about where its rows went, such as `spark://host:7077`.
  String address();

  /// How many rows run at the same time in each worker; what the run says if empty.
  default OptionalInt concurrency() {
    return OptionalInt.empty();
  }

  /// The interpreter on the workers, if it is not the one of this process.
  default Optional<String> python() {
    return Optional.empty();
  }

  /// What can be seen without starting anything: whether it can be reached, and whether what it
  /// needs is here.
  List<Diagnostic> check();

  /// Starts what runs the rows of one run, and has a worker make everything ready for them.
  ///
  /// @param here opens a worker in this process, for a compute that is part of it
  /// @param log hears what people should know
  /// @throws ComputeException if no row can run there; no call was made then
  Session start(ComputeJob job, Supplier<Worker> here, Consumer<String> log);

  /// Runs slices in one process.
  interface Worker extends AutoCloseable {

    /// Runs the rows of a slice that are not settled, and returns when what happened is on disk.
    SliceReport run(RowSlice slice) throws InterruptedException;

    /// Whether it can run no more slices, so that another has to be opened.
    boolean isBroken();

    /// Ends what still runs; calls under way may end within their grace.
    @Override
    void close();
  }

  /// Workers of one run.
  interface Session extends AutoCloseable {

    /// How many rows make a slice.
    ///
    /// @param rows how many there are in all
    int sliceSize(long rows);

    /// Has slices run until there are no more, and returns when each has given its report.
    ///
    /// @param slices read by the calling thread, not far ahead of what runs
    /// @param reports gets one report for each slice, on any thread
    /// @throws ComputeException if slices can't be run any more
    /// @throws InterruptedException if the calling thread is interrupted; what has begun goes on
    void run(Iterator<RowSlice> slices, Consumer<SliceReport> reports) throws InterruptedException;

    /// Waits until nothing runs any more that was begun; false if it takes longer.
    boolean drain(Duration patience) throws InterruptedException;

    /// What is worth keeping about it: versions, workers, those that were lost.
    Value.Mapping facts();

    /// Ends the workers.
    @Override
    void close();
  }
}
