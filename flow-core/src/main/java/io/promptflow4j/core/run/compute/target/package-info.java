/// Named computes: files of the workspace that say which cluster is meant and how it is used.
///
/// What carries rows to a cluster is not part of the distribution: it is found on the class path as
/// a [ComputeProvider][io.promptflow4j.core.run.compute.target.ComputeProvider].
@NullMarked
package io.promptflow4j.core.run.compute.target;

import org.jspecify.annotations.NullMarked;
