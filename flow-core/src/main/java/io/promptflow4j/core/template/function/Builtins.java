package io.promptflow4j.core.template.function;

import io.promptflow4j.core.template.python.PyNumber;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A table of what is built in, by name.
public final class Builtins {

  private final Map<String, Builtin> table = new HashMap<>();

  public Builtins() {}

  /// Adds one under several names, separated by blanks.
  ///
  /// @param parameters such as `width? first? blank?`; `*` takes whatever is passed
  public Builtins add(String names, String parameters, Builtin.Body body) {
    for (String name : names.split(" ", -1)) {
      table.put(name, new Builtin(name, Signature.of(parameters), body));
    }
    return this;
  }

  /// Adds one that answers yes or no.
  public Builtins test(String names, String parameters, Predicate<Call> body) {
    return add(names, parameters, call -> PyNumber.Bool.of(body.test(call)));
  }

  /// Adds all of another table.
  public Builtins add(Builtins others) {
    table.putAll(others.table);
    return this;
  }

  public @Nullable Builtin find(String name) {
    return table.get(name);
  }

  public boolean has(String name) {
    return table.containsKey(name);
  }

  public Set<String> names() {
    return Collections.unmodifiableSet(table.keySet());
  }
}
