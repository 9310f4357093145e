package io.promptflow4j.core.engine;

import io.promptflow4j.core.dataset.catalog.DataCatalog;
import io.promptflow4j.core.dataset.catalog.DataReference;
import io.promptflow4j.core.dataset.catalog.NamedData;
import io.promptflow4j.core.execution.tape.CallTape;
import io.promptflow4j.core.model.traffic.SharedTraffic;
import io.promptflow4j.core.run.compute.Computes;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// What the machine gives to all runs.
///
/// @param environment the variables of the process
/// @param connectionFiles connection YAML files besides the stored ones
/// @param python the interpreter; `PF_PYTHON` and so on if empty
/// @param catalog where named data sets are
/// @param input standard input, for the data set `-`
/// @param flows finds the folder of a flow that is not named by a path, such as `builtin:NAME`
/// @param traffic what the calls of each connection share, in all runs
/// @param tape what records the calls of the runs, or answers them
/// @param computes finds what runs rows elsewhere
public record RunHost(
    Map<String, String> environment,
    List<Path> connectionFiles,
    Optional<Path> python,
    DataCatalog catalog,
    InputStream input,
    InstantSource clock,
    Function<String, Optional<Path>> flows,
    SharedTraffic traffic,
    Optional<CallTape> tape,
    Computes computes) {

  /// Without a recording, and with nothing that runs rows elsewhere.
  public RunHost(
      Map<String, String> environment,
      List<Path> connectionFiles,
      Optional<Path> python,
      DataCatalog catalog,
      InputStream input,
      InstantSource clock,
      Function<String, Optional<Path>> flows,
      SharedTraffic traffic) {
    this(
        environment,
        connectionFiles,
        python,
        catalog,
        input,
        clock,
        flows,
        traffic,
        Optional.empty(),
        Computes.NONE);
  }

  public RunHost {
    environment = Map.copyOf(environment);
    connectionFiles = List.copyOf(connectionFiles);
  }

  /// The environment of this process, no named data sets, no standard input.
  public static RunHost ofProcess() {
    return new RunHost(
        System.getenv(),
        List.of(),
        Optional.empty(),
        NoCatalog.EMPTY,
        InputStream.nullInputStream(),
        InstantSource.system(),
        _ -> Optional.empty(),
        new SharedTraffic());
  }

  public RunHost withEnvironment(Map<String, String> other) {
    return new RunHost(
        other, connectionFiles, python, catalog, input, clock, flows, traffic, tape, computes);
  }

  public RunHost withConnectionFiles(List<Path> other) {
    return new RunHost(
        environment, other, python, catalog, input, clock, flows, traffic, tape, computes);
  }

  public RunHost withPython(Path other) {
    return new RunHost(
        environment,
        connectionFiles,
        Optional.of(other),
        catalog,
        input,
        clock,
        flows,
        traffic,
        tape,
        computes);
  }

  public RunHost withCatalog(DataCatalog other) {
    return new RunHost(
        environment, connectionFiles, python, other, input, clock, flows, traffic, tape, computes);
  }

  public RunHost withInput(InputStream other) {
    return new RunHost(
        environment,
        connectionFiles,
        python,
        catalog,
        other,
        clock,
        flows,
        traffic,
        tape,
        computes);
  }

  public RunHost withFlows(Function<String, Optional<Path>> other) {
    return new RunHost(
        environment,
        connectionFiles,
        python,
        catalog,
        input,
        clock,
        other,
        traffic,
        tape,
        computes);
  }

  public RunHost withTape(CallTape other) {
    return new RunHost(
        environment,
        connectionFiles,
        python,
        catalog,
        input,
        clock,
        flows,
        traffic,
        Optional.of(other),
        computes);
  }

  public RunHost withComputes(Computes other) {
    return new RunHost(
        environment, connectionFiles, python, catalog, input, clock, flows, traffic, tape, other);
  }

  /// Knows no data sets.
  private enum NoCatalog implements DataCatalog {
    EMPTY;

    @Override
    public Optional<NamedData> find(DataReference reference) {
      return Optional.empty();
    }

    @Override
    public List<NamedData> list() {
      return List.of();
    }

    @Override
    public List<NamedData> versions(String name) {
      return List.of();
    }

    @Override
    public boolean add(NamedData data) {
      throw new IllegalStateException("there is no place for named data");
    }
  }
}
