package io.promptflow4j.core.run.table.deployment;

import io.promptflow4j.core.deployment.FlowVersion;
import io.promptflow4j.core.run.RunStoreException;
import io.promptflow4j.core.run.table.Columns;
import io.promptflow4j.core.run.table.ContentTable;
import io.promptflow4j.core.source.Digest;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// Versions of flows: which files make them. The contents are in the table of contents.
final class VersionTable {

  private VersionTable() {}

  /// Keeps a version; one that is there already stays as it is.
  static void keep(Handle handle, FlowVersion version) {
    byte[] digest = Columns.digest(version.digest());
    int added =
        handle.execute(
            "INSERT INTO flow_versions (digest, flow, made) VALUES (?, ?, ?)"
                + " ON CONFLICT DO NOTHING",
            digest,
            Columns.text(version.flow()),
            Columns.time(version.made()));
    if (added == 0 || version.files().isEmpty()) {
      return;
    }
    var batch =
        handle.prepareBatch(
            "INSERT INTO flow_version_files (version, path, digest, size, executable)"
                + " VALUES (?, ?, ?, ?, ?)");
    for (FlowVersion.File file : version.files()) {
      if (!ContentTable.has(handle, file.content())) {
        throw new RunStoreException(
            "no-such-content",
            "The content of '%s' is not in the store (any more); keep it first."
                .formatted(file.path()),
            true,
            null);
      }
      batch
          .bind(0, digest)
          .bind(1, Columns.text(file.path()))
          .bind(2, Columns.digest(file.content()))
          .bind(3, file.size())
          .bind(4, file.executable())
          .add();
    }
    batch.execute();
  }

  static Optional<FlowVersion> find(Handle handle, Digest digest) {
    return handle
        .createQuery("SELECT flow, made FROM flow_versions WHERE digest = ?")
        .bind(0, Columns.digest(digest))
        .map((row, _) ->
            new FlowVersion(
                digest, row.getString(1), Columns.time(row.getLong(2)), files(handle, digest)))
        .findFirst();
  }

  private static List<FlowVersion.File> files(Handle handle, Digest digest) {
    return handle
        .createQuery(
            "SELECT path, digest, size, executable FROM flow_version_files WHERE version = ?")
        .bind(0, Columns.digest(digest))
        .map((row, _) ->
            new FlowVersion.File(
                row.getString(1),
                Columns.digest(row.getBytes(2)),
                row.getLong(3),
                row.getBoolean(4)))
        .list()
        .stream()
        .sorted(Comparator.comparing(FlowVersion.File::path))
        .toList();
  }
}
