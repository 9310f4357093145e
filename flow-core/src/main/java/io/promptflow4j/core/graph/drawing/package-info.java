/// Pictures of a flow: for Markdown pages (Mermaid), for Graphviz (DOT) and for the terminal.
@NullMarked
package io.promptflow4j.core.graph.drawing;

import org.jspecify.annotations.NullMarked;
