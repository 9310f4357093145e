package io.promptflow4j.core.template.render;

import io.promptflow4j.core.template.RenderLimits;
import io.promptflow4j.core.template.Template;
import io.promptflow4j.core.template.TemplateBeginning;
import io.promptflow4j.core.template.TemplateOutput;
import io.promptflow4j.core.template.TemplateRenderException;
import io.promptflow4j.core.template.TemplateVariable;
import io.promptflow4j.core.template.python.PyError;
import io.promptflow4j.core.template.python.Rendering;
import io.promptflow4j.core.template.syntax.Beginnings;
import io.promptflow4j.core.template.syntax.SyntaxTree;
import io.promptflow4j.core.value.Value;
import java.util.List;
import java.util.Map;

/// A template as code.
public final class CompiledTemplate implements Template {

  private final SyntaxTree tree;
  private final Step body;
  private final Map<String, BlockCode> blocks;
  private final boolean strict;
  private final List<TemplateVariable> variables;

  public CompiledTemplate(
      SyntaxTree tree,
      Step body,
      Map<String, BlockCode> blocks,
      boolean strict,
      List<TemplateVariable> variables) {
    this.tree = tree;
    this.body = body;
    this.blocks = blocks;
    this.strict = strict;
    this.variables = variables;
  }

  @Override
  public String render(Map<String, Value> given, RenderLimits limits, TemplateOutput output) {
    var rendering = new Rendering(limits, output, strict, new Rendering.Spot(tree.source(), 0));
    var out =
        new Output(rendering, output, Math.min(1 << 16, tree.source().text().length() * 2 + 64));
    try {
      render(new Scope(new Page(rendering, given, null)), out);
      return out.toString();
    } catch (PyError error) {
      throw new TemplateRenderException(rendering.spot().place(), error.problem(), error);
    } catch (StackOverflowError deep) {
      throw new TemplateRenderException(
          rendering.spot().place(),
          "this is nested too deep to be rendered; make it flatter",
          null);
    }
  }

  /// Writes this template, or the one it extends with its blocks.
  public void render(Scope root, Output out) {
    Page page = root.page();
    boolean muted = out.isMuted();
    page.addBlocks(blocks);
    body.run(root, out);
    CompiledTemplate base = page.base();
    if (base != null) {
      page.base(null);
      page.rendering().enter();
      out.mute(muted);
      base.render(root, out);
      page.rendering().leave();
    }
  }

  @Override
  public TemplateBeginning beginning() {
    return Beginnings.of(tree);
  }

  @Override
  public List<TemplateVariable> variables() {
    return variables;
  }

  @Override
  public String toString() {
    return tree.source().file();
  }
}
