package io.promptflow4j.core.template.function;

import io.promptflow4j.core.source.Suggestion;
import io.promptflow4j.core.template.python.Arguments;
import io.promptflow4j.core.template.python.PyError;
import io.promptflow4j.core.template.python.PyObject;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The parameters of something built in.
///
/// @param open whether it takes whatever is passed and sorts it out itself
record Signature(List<String> names, int required, boolean open) {

  /// Reads parameters such as `width? first? blank?`; `*` means that anything can be passed.
  static Signature of(String parameters) {
    if (parameters.equals("*")) {
      return new Signature(List.of(), 0, true);
    }
    List<String> all = parameters.isEmpty() ? List.of() : Arrays.asList(parameters.split(" ", -1));
    int required = (int) all.stream().filter(name -> !name.endsWith("?")).count();
    return new Signature(all.stream().map(name -> name.replace("?", "")).toList(), required, false);
  }

  /// The arguments in the order of the parameters; null for one that is not given.
  @Nullable PyObject[] bind(String name, Arguments arguments) {
    var bound = new @Nullable PyObject[names.size()];
    if (open) {
      return bound;
    }
    int given = arguments.positional().size();
    if (given > names.size()) {
      throw PyError.type(
          "'%s' takes at most %d arguments, but got %d%s",
          name, names.size(), given, names.isEmpty() ? "" : ": " + names);
    }
    for (int i = 0; i < given; i++) {
      bound[i] = arguments.positional().get(i);
    }
    arguments.keywords().forEach((key, value) -> bindKeyword(name, key, value, bound));
    for (int i = 0; i < required; i++) {
      if (bound[i] == null) {
        throw PyError.type("'%s' lacks its argument '%s'", name, names.get(i));
      }
    }
    return bound;
  }

  private void bindKeyword(String name, String key, PyObject value, @Nullable PyObject[] bound) {
    int index = names.indexOf(key);
    if (index < 0) {
      throw PyError.type(
          "'%s' has no argument '%s'.%s", name, key, Suggestion.didYouMean(key, names));
    }
    if (bound[index] != null) {
      throw PyError.type("'%s' is given its argument '%s' twice", name, key);
    }
    bound[index] = value;
  }
}
