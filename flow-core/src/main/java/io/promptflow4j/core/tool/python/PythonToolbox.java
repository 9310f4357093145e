package io.promptflow4j.core.tool.python;

import io.promptflow4j.core.tool.ToolException;
import io.promptflow4j.core.tool.Toolbox;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/// The Python tools of one flow as a [Toolbox]: all files of a flow are inspected in one go.
public final class PythonToolbox implements Toolbox {

  private final PythonTools python;

  /// @param python closed with this toolbox
  public PythonToolbox(PythonTools python) {
    this.python = python;
  }

  @Override
  public Map<Reference, Lookup> find(List<Reference> wanted) {
    var found = new LinkedHashMap<Reference, Lookup>();
    try {
      findFiles(wanted, found);
      findPackages(wanted, found);
      findEntries(wanted, found);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new ToolException(
          "interrupted while the tools were looked up",
          ToolException.Details.of(ToolException.Kind.NOT_CALLED, "Canceled"),
          stopped);
    }
    return found;
  }

  private void findFiles(List<Reference> wanted, Map<Reference, Lookup> found)
      throws InterruptedException {
    var paths = new LinkedHashSet<String>();
    for (Reference reference : wanted) {
      if (reference instanceof Reference.PythonFile(var path)) {
        paths.add(path);
      }
    }
    List<String> files = new ArrayList<>(paths);
    List<PythonTools.Inspected> inspected = files.isEmpty() ? List.of() : python.inspect(files);
    for (int i = 0; i < files.size(); i++) {
      String path = files.get(i);
      found.put(
          new Reference.PythonFile(path),
          switch (inspected.get(i)) {
            case PythonTools.Inspected.Found(var signature, int line) ->
                new Lookup.Found(python.tool(path, signature, line));
            case PythonTools.Inspected.Wrong wrong -> new Lookup.Wrong(List.of(mistake(wrong)));
            case PythonTools.Inspected.NoInterpreter(var message) ->
                new Lookup.Unavailable("no-python", message);
          });
    }
  }

  private void findPackages(List<Reference> wanted, Map<Reference, Lookup> found)
      throws InterruptedException {
    for (Reference reference : wanted) {
      if (reference instanceof Reference.PythonPackage(var id)) {
        found.put(
            reference,
            switch (python.packageTool(id)) {
              case PythonTools.Inspected.Found(var signature, _) ->
                  new Lookup.Found(python.packageTool(id, signature));
              case PythonTools.Inspected.Wrong wrong ->
                  new Lookup.Unavailable("unavailable-tool", wrong.message());
              case PythonTools.Inspected.NoInterpreter(var message) ->
                  new Lookup.Unavailable("no-python", message);
            });
      }
    }
  }

  private void findEntries(List<Reference> wanted, Map<Reference, Lookup> found)
      throws InterruptedException {
    for (Reference reference : wanted) {
      if (reference instanceof Reference.PythonEntry(var entry, boolean aggregate)) {
        found.put(
            reference,
            switch (python.entry(entry, aggregate)) {
              case PythonTools.Inspected.Found(var signature, int line) ->
                  new Lookup.Found(python.entry(entry, aggregate, signature, line));
              case PythonTools.Inspected.Wrong wrong -> new Lookup.Wrong(List.of(mistake(wrong)));
              case PythonTools.Inspected.NoInterpreter(var message) ->
                  new Lookup.Unavailable("no-python", message);
            });
      }
    }
  }

  private static Mistake mistake(PythonTools.Inspected.Wrong wrong) {
    String code =
        switch (wrong.code()) {
          case "no-tool" -> "no-tool-function";
          case "several-tools" -> "several-tool-functions";
          default -> wrong.code();
        };
    return new Mistake(code, wrong.line(), wrong.column(), wrong.message());
  }

  @Override
  public void close() {
    python.close();
  }
}
