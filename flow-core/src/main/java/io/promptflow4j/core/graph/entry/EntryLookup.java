package io.promptflow4j.core.graph.entry;

import io.promptflow4j.core.definition.Located;
import io.promptflow4j.core.source.Diagnostics;
import io.promptflow4j.core.source.Place;
import io.promptflow4j.core.tool.Tool;
import io.promptflow4j.core.tool.Toolbox;
import io.promptflow4j.core.tool.Toolbox.Lookup;
import io.promptflow4j.core.tool.Toolbox.Reference;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Finds the function or class of an entry, and what it makes of all lines.
///
/// @param tool what is called for a line
/// @param aggregation what is called once; empty if there is none
/// @param file where it is, relative to the flow folder
record EntryLookup(Optional<Tool> tool, Optional<Tool> aggregation, String file) {

  static EntryLookup of(
      Located<String> entry, boolean java, Toolbox toolbox, Diagnostics diagnostics) {
    String module = entry.value().substring(0, entry.value().indexOf(':'));
    String file = module.replace('.', '/') + (java ? ".java" : ".py");
    Reference line =
        java ? new Reference.JavaFile(file) : new Reference.PythonEntry(entry.value(), false);
    Reference once = new Reference.PythonEntry(entry.value(), true);
    Map<Reference, Lookup> found = toolbox.find(java ? List.of(line) : List.of(line, once));
    Optional<Tool> tool =
        switch (found.get(line)) {
          case Lookup.Found(Tool one) -> Optional.of(one);
          case Lookup.Wrong(var mistakes) -> {
            for (Toolbox.Mistake mistake : mistakes) {
              boolean placed = mistake.line() > 0;
              diagnostics.error(
                  mistake.code(),
                  placed
                      ? new Place(
                          mistake.file().orElse(file),
                          mistake.line(),
                          Math.max(1, mistake.column()))
                      : entry.place(),
                  mistake.message() + (mistake.message().endsWith(".") ? "" : "."));
            }
            yield Optional.empty();
          }
          case Lookup.Unavailable(var code, var message) -> {
            diagnostics.error(code, entry.place(), message);
            yield Optional.empty();
          }
          case null -> throw new IllegalStateException("the toolbox did not answer for " + line);
        };
    Optional<Tool> aggregation =
        found.get(once) instanceof Lookup.Found(Tool one) ? Optional.of(one) : Optional.empty();
    return new EntryLookup(tool, aggregation, file);
  }
}
