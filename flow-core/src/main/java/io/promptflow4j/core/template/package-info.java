/// Prompt text: Jinja2 templates over [Value][io.promptflow4j.core.value.Value]s.
///
/// [Template][io.promptflow4j.core.template.Template] is the door. The engine behind it is our own
/// and stands in the packages below: `syntax` reads a template, `python` and `operation` are the
/// part of Python's objects that templates see, `function`, `method` and `filter` what can be
/// called, `render` puts them together. Data is never evaluated, and no Java object is reachable.
@NullMarked
package io.promptflow4j.core.template;

import org.jspecify.annotations.NullMarked;
