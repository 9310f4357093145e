package io.promptflow4j.core.tool;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Sends each reference to the toolbox of its language. A toolbox that is not needed is not asked,
/// so a flow without Python tools starts no interpreter.
final class CombinedToolbox implements Toolbox {

  private final Toolbox java;
  private final Toolbox python;

  CombinedToolbox(Toolbox java, Toolbox python) {
    this.java = java;
    this.python = python;
  }

  @Override
  public Map<Reference, Lookup> find(List<Reference> wanted) {
    var ofJava = new ArrayList<Reference>();
    var ofPython = new ArrayList<Reference>();
    for (Reference reference : wanted) {
      switch (reference) {
        case Reference.JavaFile _, Reference.JavaPackage _ -> ofJava.add(reference);
        case Reference.PythonFile _, Reference.PythonPackage _, Reference.PythonEntry _ ->
            ofPython.add(reference);
      }
    }
    var found = new LinkedHashMap<Reference, Lookup>();
    if (!ofJava.isEmpty()) {
      found.putAll(java.find(ofJava));
    }
    if (!ofPython.isEmpty()) {
      found.putAll(python.find(ofPython));
    }
    return found;
  }

  @Override
  public void close() {
    try (python) {
      java.close();
    }
  }
}
