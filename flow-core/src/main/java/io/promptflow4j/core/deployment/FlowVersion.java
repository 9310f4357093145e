package io.promptflow4j.core.deployment;

import io.promptflow4j.core.source.Digest;
import java.time.Instant;
import java.util.List;

/// The files of a flow at one moment, under the digest of all of them. What is once under a digest
/// never changes.
///
/// @param flow the name of the folder; with `/` and the name of the file if a file was given
/// @param files in the order of their paths
public record FlowVersion(Digest digest, String flow, Instant made, List<File> files) {

  public FlowVersion {
    files = List.copyOf(files);
  }

  /// One of its files.
  ///
  /// @param path relative to the flow folder, with `/`
  public record File(String path, Digest content, long size, boolean executable) {}

  /// As much of a digest as people compare.
  public static String brief(Digest digest) {
    return digest.hex().substring(0, 12);
  }
}
