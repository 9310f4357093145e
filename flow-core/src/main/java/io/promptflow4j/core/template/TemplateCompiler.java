package io.promptflow4j.core.template;

import io.promptflow4j.core.source.SourceText;
import java.util.ServiceLoader;

/// Turns text into a [Template].
///
/// The compiler stands in a package below this one. A package does not import what is below it, so
/// the one compiler of this module is found as a service.
public interface TemplateCompiler {

  /// See [Template#compile(SourceText, TemplateLoader, TemplateSettings)].
  Template compile(SourceText source, TemplateLoader includes, TemplateSettings settings);

  /// See [Condition#compile(SourceText)].
  Condition compileCondition(SourceText source);

  /// The compiler of this module.
  static TemplateCompiler installed() {
    return Installed.COMPILER;
  }

  /// Looks the compiler up once, when it is first needed.
  final class Installed {
    private static final TemplateCompiler COMPILER =
        ServiceLoader.load(TemplateCompiler.class, TemplateCompiler.class.getClassLoader())
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("flow-core has lost its compiler"));

    private Installed() {}
  }
}
