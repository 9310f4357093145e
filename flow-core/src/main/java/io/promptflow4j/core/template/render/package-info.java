/// What happens while a template is rendered: scopes, output, loops, macros, blocks.
///
/// Everything here lives as long as one rendering, and belongs to the thread that renders, except
/// [CompiledTemplate][io.promptflow4j.core.template.render.CompiledTemplate], which never changes.
@NullMarked
package io.promptflow4j.core.template.render;

import org.jspecify.annotations.NullMarked;
