package io.promptflow4j.core.tool.compile;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.module.ModuleDescriptor;
import org.junit.jupiter.api.Test;

class VisibleClassesTest {

  @Test
  void onlyWhatTheModuleExportsIsVisible() {
    ModuleDescriptor module = VisibleClasses.class.getModule().getDescriptor();

    assertThat(module).as("the tests run on the module path").isNotNull();
    assertThat(module.exports().stream().map(ModuleDescriptor.Exports::source))
        .containsAll(VisibleClasses.API);
  }

  @Test
  void librariesAreVisibleAndInnerPackagesAreNot() {
    assertThat(VisibleClasses.isVisible("com.fasterxml.jackson.core")).isTrue();
    assertThat(VisibleClasses.isVisible("")).isTrue();
    assertThat(VisibleClasses.isVisible("io.promptflow4j.core.tool")).isTrue();
    assertThat(VisibleClasses.isVisible("io.promptflow4j.core.tool.compile")).isFalse();
    assertThat(VisibleClasses.isVisible("io.promptflow4j.server")).isFalse();
  }
}
