/// Reading flow files. Bytes become text, text becomes a tree of data with places (`YamlComposer`;
/// YAML 1.2's core schema as prompt flow's reader applies it), and the tree becomes a definition
/// (`DefinitionBuilder`). `FlowReader` is the door. Whatever is wrong ends as a diagnostic; nothing
/// here throws because of what a file says.
@NullMarked
package io.promptflow4j.core.definition.yaml;

import org.jspecify.annotations.NullMarked;
