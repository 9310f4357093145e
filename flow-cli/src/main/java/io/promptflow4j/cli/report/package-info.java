/// What is shown and written: the JSON documents that programs read, the trees and marked source
/// lines that people read, and the files beside the flow. The shapes are those of
/// `docs/reference/cli.md` and stay as they are.
@NullMarked
package io.promptflow4j.cli.report;

import org.jspecify.annotations.NullMarked;
