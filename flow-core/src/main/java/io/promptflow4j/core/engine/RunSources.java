package io.promptflow4j.core.engine;

import io.promptflow4j.core.dataset.DataException;
import io.promptflow4j.core.dataset.DataFormat;
import io.promptflow4j.core.dataset.DataLimits;
import io.promptflow4j.core.dataset.DataSet;
import io.promptflow4j.core.dataset.DataSource;
import io.promptflow4j.core.dataset.catalog.DataReference;
import io.promptflow4j.core.dataset.catalog.NamedData;
import io.promptflow4j.core.dataset.file.DataFiles;
import io.promptflow4j.core.run.Run;
import io.promptflow4j.core.run.RunName;
import io.promptflow4j.core.run.RunPlan;
import io.promptflow4j.core.run.RunStatus;
import io.promptflow4j.core.run.RunStore;
import io.promptflow4j.core.run.source.RowChoice;
import io.promptflow4j.core.source.Diagnostics;
import io.promptflow4j.core.source.Place;
import io.promptflow4j.core.source.Suggestion;
import io.promptflow4j.core.value.Value;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Opens what the rows of a run come from; what is not there goes to the diagnostics.
final class RunSources {

  private final RunStore store;
  private final RunHost host;
  private final Diagnostics diagnostics;

  RunSources(RunStore store, RunHost host, Diagnostics diagnostics) {
    this.store = store;
    this.host = host;
    this.diagnostics = diagnostics;
  }

  /// The data as a plan names it: an absolute path, `name:version`, or `-`.
  String planned(DataSource source) {
    if (source.isStandardInput()) {
      return source.written();
    }
    return named(source.written())
        .map(found -> found.reference().toString())
        .orElseGet(
            () -> source.base().resolve(source.written()).toAbsolutePath().normalize().toString());
  }

  private Optional<NamedData> named(String written) {
    return DataReference.parse(written).flatMap(host.catalog()::find);
  }

  /// The data set of a plan, with only the rows it wants.
  Optional<DataSet> data(RunPlan plan) {
    return plan.data().flatMap(written -> open(written, plan));
  }

  private Optional<DataSet> open(String written, RunPlan plan) {
    try {
      Optional<NamedData> named = named(written);
      var source = DataSource.of(named.map(NamedData::path).orElse(written));
      var known = format(plan.settings()).map(source::withFormat).orElse(source);
      DataSet all = DataFiles.open(known, host.input(), DataLimits.DEFAULT);
      return Optional.of(RowChoice.of(plan.settings(), diagnostics).of(all));
    } catch (DataException missing) {
      diagnostics.error(
          missing.code(), Place.startOf(written), String.valueOf(missing.getMessage()));
      return Optional.empty();
    }
  }

  private static Optional<DataFormat> format(Value.Mapping settings) {
    return settings.get("format") instanceof Value.Text(var name)
        ? DataFormat.named(name)
        : Optional.empty();
  }

  /// The run whose rows are read; it has to be completed.
  Optional<Run> over(RunPlan plan) {
    if (plan.over().isEmpty()) {
      return Optional.empty();
    }
    RunName name = plan.over().get();
    Optional<Run> found = store.find(name);
    if (found.isEmpty()) {
      List<String> known =
          store.list(RunStore.RunFilter.NEWEST).stream().map(run -> run.name().value()).toList();
      diagnostics.error(
          "no-such-run",
          Place.startOf("run"),
          "there is no run '%s' to read.%s"
              .formatted(name, Suggestion.didYouMean(name.value(), known)));
      return found;
    }
    RunStatus status = found.get().status();
    if (status != RunStatus.COMPLETED) {
      diagnostics.error(
          "run-not-completed",
          Place.startOf("run"),
          "run '%s' is %s; only the rows of a run that is Completed can be read. Resume it first."
              .formatted(name, status.label()));
      return Optional.empty();
    }
    return found;
  }

  /// The flow's folder or file.
  Optional<Path> flow(String written) {
    if (!written.contains(":") || written.matches("[A-Za-z]:[\\\\/].*")) {
      return Optional.of(Path.of(written).toAbsolutePath().normalize());
    }
    Optional<Path> found = host.flows().apply(written);
    if (found.isEmpty()) {
      diagnostics.error(
          "missing-flow-file",
          Place.startOf(written),
          "no flow is called '%s'; give the path of its folder.".formatted(written));
    }
    return found;
  }
}
