/// Java source files to classes in memory: what stands beside a tool's file ([JavaSources]), the
/// compiler run over it ([JavaCompilation], the only place that knows `javac`), its documentation
/// and places ([SourceOutline]), and the class loaders that keep flows apart. Knows nothing of
/// tools.
@NullMarked
package io.promptflow4j.core.tool.compile;

import org.jspecify.annotations.NullMarked;
