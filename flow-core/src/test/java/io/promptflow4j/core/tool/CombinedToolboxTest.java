package io.promptflow4j.core.tool;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.core.tool.Toolbox.Lookup;
import io.promptflow4j.core.tool.Toolbox.Reference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CombinedToolboxTest {

  /// Says its name for every reference, and remembers whether it was asked and closed.
  private static final class Named implements Toolbox {
    private final String name;
    private final List<Reference> asked = new ArrayList<>();
    private boolean wasAsked;
    private boolean closed;

    private Named(String name) {
      this.name = name;
    }

    @Override
    public Map<Reference, Lookup> find(List<Reference> wanted) {
      wasAsked = true;
      asked.addAll(wanted);
      var found = new LinkedHashMap<Reference, Lookup>();
      wanted.forEach(one -> found.put(one, new Lookup.Unavailable("test", name)));
      return found;
    }

    @Override
    public void close() {
      closed = true;
      throw new IllegalStateException(name);
    }
  }

  private final Named java = new Named("java");
  private final Named python = new Named("python");
  private final Toolbox both = Toolbox.combine(java, python);

  @Test
  void eachReferenceGoesToItsLanguage() {
    var references =
        List.<Reference>of(
            new Reference.PythonFile("a.py"),
            new Reference.JavaFile("A.java"),
            new Reference.JavaPackage("a.b"),
            new Reference.PythonPackage("a.b.c"));

    both.find(references);

    assertThat(java.asked).containsExactly(references.get(1), references.get(2));
    assertThat(python.asked).containsExactly(references.get(0), references.get(3));
  }

  @Test
  void aLanguageThatIsNotNeededIsNotAsked() {
    var found = both.find(List.of(new Reference.JavaFile("A.java")));

    assertThat(python.wasAsked).isFalse();
    assertThat(found).hasSize(1);
  }

  @Test
  void bothAreClosedEvenIfOneFails() {
    try {
      both.close();
    } catch (IllegalStateException expected) {
      assertThat(expected).hasMessage("java");
    }

    assertThat(java.closed).isTrue();
    assertThat(python.closed).isTrue();
  }
}
