package io.promptflow4j.core.template.render;

import io.promptflow4j.core.template.global.Globals;
import io.promptflow4j.core.template.python.PyObject;
import io.promptflow4j.core.template.python.PyUndefined;
import io.promptflow4j.core.template.python.Rendering;
import io.promptflow4j.core.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One template being rendered: what its names mean from outside, its blocks, what it exports.
public final class Page {

  private final Rendering rendering;
  private final Map<String, Value> variables;
  private final @Nullable Scope including;
  private final Map<String, List<BlockCode>> blocks = new LinkedHashMap<>();
  private final Set<String> exported = new LinkedHashSet<>();
  private @Nullable CompiledTemplate base;

  /// @param including the scope whose names can be seen, or null
  Page(Rendering rendering, Map<String, Value> variables, @Nullable Scope including) {
    this.rendering = rendering;
    this.variables = variables;
    this.including = including;
  }

  /// A template that another one includes.
  ///
  /// @param including the scope whose names it sees, or null
  public static Page within(@Nullable Scope including, Rendering rendering) {
    return new Page(rendering, Map.of(), including);
  }

  Rendering rendering() {
    return rendering;
  }

  @Nullable PyObject find(String name) {
    Value value = variables.get(name);
    if (value != null) {
      return PyObject.of(value);
    }
    return including == null ? Globals.find(name) : including.findFromOutside(name);
  }

  PyUndefined undefined(String name) {
    return rendering.undefined(
        "'%s' is undefined; give it a value, check with 'is defined', or use |default"
            .formatted(name));
  }

  public void export(String name) {
    exported.add(name);
  }

  /// Takes a name back that only looks as if it were exported.
  public void hide(String name) {
    exported.remove(name);
  }

  Set<String> exported() {
    return exported;
  }

  /// Adds the blocks of a template; those that are there already override them.
  public void addBlocks(Map<String, BlockCode> more) {
    more.forEach((name, code) -> blocks.computeIfAbsent(name, _ -> new ArrayList<>()).add(code));
  }

  /// The versions of a block, the one that overrides all others first.
  List<BlockCode> block(String name) {
    return blocks.getOrDefault(name, List.of());
  }

  public @Nullable CompiledTemplate base() {
    return base;
  }

  /// Says which template this one extends, or that this is done.
  public void base(@Nullable CompiledTemplate now) {
    base = now;
  }
}
