package io.promptflow4j.core.template.render;

import io.promptflow4j.core.template.python.Arguments;
import io.promptflow4j.core.template.python.PyError;
import io.promptflow4j.core.template.python.PyObject;
import io.promptflow4j.core.template.python.PySpecial;
import io.promptflow4j.core.template.python.Rendering;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Rendering of blocks, and what `self` and `super` are in them.
public final class Blocks {

  private Blocks() {}

  /// Writes the version of a block that overrides all others.
  public static void write(BlockCode here, Scope scope, Output out) {
    List<BlockCode> versions = scope.page().block(here.name());
    BlockCode last = versions.getFirst();
    if (last.required() && versions.size() == 1) {
      throw new PyError(
          PyError.Kind.VALUE,
          "the block '%s' has to be filled by a template that extends this one"
              .formatted(here.name()));
    }
    write(versions, 0, here.scoped() ? scope : scope.root(), out);
  }

  private static void write(List<BlockCode> versions, int index, Scope around, Output out) {
    Rendering rendering = around.rendering();
    rendering.enter();
    Scope scope = Scope.ofBlock(around);
    scope.set("super", overridden(versions, index + 1, around));
    scope.set("self", new Self(around.root()));
    versions.get(index).body().run(scope, out);
    rendering.leave();
  }

  private static PyObject overridden(List<BlockCode> versions, int index, Scope around) {
    return index < versions.size()
        ? new Version(versions, index, around)
        : around
            .rendering()
            .undefined(
                "there is no parent block '%s' that 'super' could stand for"
                    .formatted(versions.getFirst().name()));
  }

  /// `self`, whose attributes are the blocks.
  public record Self(Scope root) implements PySpecial {
    @Override
    public @Nullable PyObject attribute(String name) {
      List<BlockCode> versions = root.page().block(name);
      return versions.isEmpty() ? null : new Version(versions, 0, root);
    }

    @Override
    public String shown() {
      return "<self>";
    }

    @Override
    public String kind() {
      return "the template itself";
    }
  }

  /// A block that can be called for its text.
  private record Version(List<BlockCode> versions, int index, Scope around) implements PySpecial {
    @Override
    public @Nullable PyObject attribute(String name) {
      return name.equals("super") ? overridden(versions, index + 1, around) : null;
    }

    @Override
    public boolean isCallable() {
      return true;
    }

    @Override
    public PyObject call(Arguments arguments, Rendering rendering) {
      return Output.capture((scope, out) -> write(versions, index, scope, out), around);
    }

    @Override
    public String shown() {
      return "<block>";
    }

    @Override
    public String kind() {
      return "a block";
    }
  }
}
