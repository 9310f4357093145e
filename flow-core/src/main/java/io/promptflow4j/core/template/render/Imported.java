package io.promptflow4j.core.template.render;

import io.promptflow4j.core.template.python.PyObject;
import io.promptflow4j.core.template.python.PySpecial;
import io.promptflow4j.core.template.python.Rendering;
import org.jspecify.annotations.Nullable;

/// A template that has been imported: the macros and variables of its outermost level.
public final class Imported implements PySpecial {

  private final String name;
  private final Scope root;
  private final String text;

  private Imported(String name, Scope root, String text) {
    this.name = name;
    this.root = root;
    this.text = text;
  }

  /// Runs `template` for its names.
  ///
  /// @param including the scope whose names it sees, or null
  public static Imported of(
      CompiledTemplate template, @Nullable Scope including, Rendering rendering) {
    rendering.enter();
    var root = new Scope(Page.within(including, rendering));
    var out = new Output(rendering, rendering.output().kept(), 64);
    template.render(root, out);
    rendering.leave();
    return new Imported(template.toString(), root, out.toString());
  }

  @Override
  public @Nullable PyObject attribute(String name) {
    String interned = name.intern();
    return root.page().exported().contains(interned) ? root.own(interned) : null;
  }

  @Override
  public String shown() {
    return text;
  }

  @Override
  public String kind() {
    return "the template '" + name + "'";
  }
}
