/// Prompty files: front matter in YAML between dashes, then a template. They are read into the same
/// definition as other flows, every field with its place; `${file:…}` and `${env:…}` are followed
/// here.
@NullMarked
package io.promptflow4j.core.definition.prompty;

import org.jspecify.annotations.NullMarked;
