package io.promptflow4j.core.template.compile;

import io.promptflow4j.core.source.SourceText;
import io.promptflow4j.core.template.Condition;
import io.promptflow4j.core.template.Template;
import io.promptflow4j.core.template.TemplateCompiler;
import io.promptflow4j.core.template.TemplateLoader;
import io.promptflow4j.core.template.TemplateSettings;

/// The compiler behind [Template].
public final class JinjaCompiler implements TemplateCompiler {

  public JinjaCompiler() {}

  @Override
  public Template compile(SourceText source, TemplateLoader includes, TemplateSettings settings) {
    return new Library(includes, settings).compile(source);
  }

  @Override
  public Condition compileCondition(SourceText source) {
    return new Library(TemplateLoader.none(), TemplateSettings.JINJA).compileCondition(source);
  }
}
