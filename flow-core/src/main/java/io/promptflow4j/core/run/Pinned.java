package io.promptflow4j.core.run;

import io.promptflow4j.core.source.Digest;
import java.util.Optional;

/// What a run was made from, so that it can be told whether that is still the same.
///
/// @param flow digest of the snapshot of the flow folder
/// @param code digest of those of its files that tools may run or read: all but the flow file and
///   the prompts
/// @param data digest of the rows, if the run has a data set of its own
/// @param gitCommit the commit of the repository the flow stands in
/// @param gitDirty whether files of the flow folder differ from that commit
/// @param engine the version of Promptflow4j
/// @param machine Java, operating system and, if known, the Python interpreter, in one line
public record Pinned(
    Digest flow,
    Digest code,
    Optional<Digest> data,
    Optional<String> gitCommit,
    boolean gitDirty,
    String engine,
    String machine) {}
