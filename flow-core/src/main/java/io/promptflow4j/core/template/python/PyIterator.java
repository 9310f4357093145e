package io.promptflow4j.core.template.python;

import java.util.Iterator;

/// Items that are computed when they are asked for, and only once.
///
/// @param name what it prints as, without the address that Python adds
public record PyIterator(String name, Iterator<PyObject> items) implements PyObject {
  @Override
  public boolean truth() {
    return true;
  }

  @Override
  public String kind() {
    return "an iterator";
  }

  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }
}
