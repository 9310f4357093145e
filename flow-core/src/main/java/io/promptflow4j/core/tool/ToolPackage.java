package io.promptflow4j.core.tool;

import java.util.List;

/// Tools that a jar offers to every flow, found by [java.util.ServiceLoader].
///
/// A node names one with `source: {type: package, tool: ID}`; its id is the name in the tool's
/// signature. Write ids with a dot (`acme.search`), so that two packages do not meet.
public interface ToolPackage {

  /// The tools; asked once for each flow that is loaded.
  List<Tool> tools();
}
