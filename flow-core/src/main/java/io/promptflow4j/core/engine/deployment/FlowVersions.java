package io.promptflow4j.core.engine.deployment;

import io.promptflow4j.core.definition.includes.MergedFolder;
import io.promptflow4j.core.definition.yaml.FlowRead;
import io.promptflow4j.core.definition.yaml.FlowReader;
import io.promptflow4j.core.deployment.Deployment;
import io.promptflow4j.core.deployment.EndpointException;
import io.promptflow4j.core.deployment.FlowVersion;
import io.promptflow4j.core.engine.Flow;
import io.promptflow4j.core.engine.FlowLoadException;
import io.promptflow4j.core.engine.FlowSettings;
import io.promptflow4j.core.run.RunStore;
import io.promptflow4j.core.run.RunStore.SnapshotFile;
import io.promptflow4j.core.run.snapshot.RestoredFlow;
import io.promptflow4j.core.run.snapshot.Snapshot;
import io.promptflow4j.core.run.snapshot.SnapshotException;
import io.promptflow4j.core.source.Diagnostics;
import io.promptflow4j.core.source.Digest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Keeps flows as versions in a store, and loads them from there.
public final class FlowVersions {

  private final RunStore store;

  public FlowVersions(RunStore store) {
    this.store = store;
  }

  /// Keeps the flow in a folder, or in a file, as it is now, files it includes among them.
  ///
  /// @throws FlowLoadException if it can't be read as a flow
  /// @throws SnapshotException if it is too large or can't be read
  public FlowVersion keep(Path flow, Instant now) {
    FlowRead read = new FlowReader().read(flow);
    if (read.definition().isEmpty() || read.folder().isEmpty()) {
      throw new FlowLoadException(read.diagnostics(), read.text());
    }
    var found = new Diagnostics();
    try (var merged =
        MergedFolder.of(read.folder().get(), read.definition().get().additionalIncludes(), found)) {
      if (found.hasErrors()) {
        throw new FlowLoadException(found.sorted(), read.text());
      }
      Snapshot snapshot = Snapshot.of(merged.folder().root());
      snapshot.keep(store);
      FlowVersion version = version(flow.toAbsolutePath().normalize(), snapshot, now);
      store.endpoints().keep(version);
      return version;
    }
  }

  private static FlowVersion version(Path flow, Snapshot snapshot, Instant now) {
    boolean isFile = Files.isRegularFile(flow);
    String name = isFile ? name(flow.getParent()) + "/" + name(flow) : name(flow);
    Digest digest =
        isFile
            ? Digest.of(snapshot.flow().hex() + "\0" + name(flow)) // one of several in the folder
            : snapshot.flow();
    List<FlowVersion.File> files =
        snapshot.files().stream()
            .map(file ->
                new FlowVersion.File(file.path(), file.content(), file.size(), file.executable()))
            .toList();
    return new FlowVersion(digest, name, now, files);
  }

  private static String name(@Nullable Path path) {
    Path name = path == null ? null : path.getFileName();
    return name == null ? "flow" : name.toString();
  }

  /// Puts the files of a deployment's flow into a temporary folder that closing removes.
  ///
  /// @throws EndpointException if they are not in the store
  /// @throws SnapshotException if they can't be written
  public RestoredFlow restore(Deployment deployment) {
    FlowVersion version =
        store
            .endpoints()
            .version(deployment.version())
            .orElseThrow(() ->
                new EndpointException(
                    "no-such-version",
                    "the flow of deployment '%s', version %s, is not in the store"
                        .formatted(deployment.name(), FlowVersion.brief(deployment.version()))));
    List<SnapshotFile> files =
        version.files().stream()
            .map(file ->
                new SnapshotFile(file.path(), file.content(), file.size(), file.executable()))
            .toList();
    return RestoredFlow.of(
        "deployment '%s'".formatted(deployment.name()), Path.of(version.flow()), files, store);
  }

  /// Loads the flow of a deployment.
  ///
  /// @param around what the machine gives; what the deployment says wins
  /// @throws FlowLoadException if its files have mistakes
  /// @throws EndpointException if they are not in the store
  public LoadedVersion load(Deployment deployment, FlowSettings around) {
    RestoredFlow files = restore(deployment);
    try {
      Flow flow = Flow.load(files.flow(), settings(deployment.binding(), around));
      return new LoadedVersion(flow, files);
    } catch (RuntimeException failed) {
      files.close();
      throw failed;
    }
  }

  /// Checks the flow of a deployment without keeping it.
  public Flow.Check check(Path flow, Deployment.Binding binding, FlowSettings around) {
    return Flow.check(flow, settings(binding, around));
  }

  /// The settings with what a deployment chooses and binds.
  public static FlowSettings settings(Deployment.Binding binding, FlowSettings around) {
    Map<String, String> environment = new HashMap<>(around.environment());
    environment.putAll(binding.environment());
    var files = new ArrayList<>(around.connectionFiles());
    binding.connectionFiles().forEach(file -> files.add(Path.of(file)));
    FlowSettings bound =
        around
            .withVariants(binding.variants())
            .withConnections(binding.connections())
            .withEnvironment(environment)
            .withConnectionFiles(files);
    return binding.model().map(bound::withModel).orElse(bound);
  }

  /// A flow that is loaded from the store.
  public static final class LoadedVersion implements AutoCloseable {

    private final Flow flow;
    private final RestoredFlow files;

    private LoadedVersion(Flow flow, RestoredFlow files) {
      this.flow = flow;
      this.files = files;
    }

    public Flow flow() {
      return flow;
    }

    /// Where its files are for the time being.
    public Path path() {
      return files.flow();
    }

    @Override
    public void close() {
      flow.close();
      files.close();
    }
  }
}
