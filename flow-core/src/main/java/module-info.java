/// Reading, checking and running prompt flows.
module io.promptflow4j.core {
  requires static transitive org.jspecify;
  requires com.fasterxml.jackson.core;

  exports io.promptflow4j.core.source;
  exports io.promptflow4j.core.template;
  exports io.promptflow4j.core.value;

  uses io.promptflow4j.core.template.TemplateCompiler;

  provides io.promptflow4j.core.template.TemplateCompiler with
      io.promptflow4j.core.template.compile.JinjaCompiler;
}
