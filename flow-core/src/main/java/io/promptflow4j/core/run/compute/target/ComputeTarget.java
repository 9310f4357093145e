package io.promptflow4j.core.run.compute.target;

import io.promptflow4j.core.value.Value;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SequencedMap;
import java.util.TreeMap;

/// A cluster and how it is used.
///
/// @param name under which it is known; its master's address if it has none
/// @param master where it is: `spark://host:7077`, `local[*]`, `yarn`, `k8s://…`
/// @param concurrency how many rows run at the same time in each worker; what the run says if empty
/// @param rowsPerTask how many rows make a task; chosen by the program if empty
/// @param python the interpreter on the workers
/// @param store the address of the store as workers see it, without a password
/// @param startTimeout how many seconds to wait for the first worker
/// @param conf settings of the cluster's own, as they are; none that sounds like a secret
public record ComputeTarget(
    String name,
    Optional<String> description,
    String master,
    OptionalInt concurrency,
    OptionalInt rowsPerTask,
    Optional<String> python,
    Optional<String> store,
    int startTimeout,
    SequencedMap<String, String> conf) {

  /// How many seconds a target waits for its first worker that does not say.
  public static final int START_TIMEOUT = 60;

  public ComputeTarget {
    conf = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(conf));
  }

  /// The target that the address of a master alone makes.
  public static ComputeTarget of(String master) {
    return new ComputeTarget(
        master,
        Optional.empty(),
        master,
        OptionalInt.empty(),
        OptionalInt.empty(),
        Optional.empty(),
        Optional.empty(),
        START_TIMEOUT,
        new LinkedHashMap<>());
  }

  /// The same with one more setting of the cluster's own.
  public ComputeTarget with(String key, String value) {
    var more = new LinkedHashMap<>(conf);
    more.put(key, value);
    return new ComputeTarget(
        name, description, master, concurrency, rowsPerTask, python, store, startTimeout, more);
  }

  /// As data, with the keys of its file.
  public Value.Mapping toValue() {
    var all = new LinkedHashMap<String, Value>();
    all.put("name", Value.of(name));
    description.ifPresent(text -> all.put("description", Value.of(text)));
    all.put("master", Value.of(master));
    concurrency.ifPresent(number -> all.put("concurrency", Value.of(number)));
    rowsPerTask.ifPresent(number -> all.put("rows_per_task", Value.of(number)));
    python.ifPresent(path -> all.put("python", Value.of(path)));
    store.ifPresent(address -> all.put("store", Value.of(address)));
    all.put("start_timeout", Value.of(startTimeout));
    if (!conf.isEmpty()) {
      var settings = new LinkedHashMap<String, Value>();
      new TreeMap<>(conf).forEach((key, value) -> settings.put(key, Value.of(value)));
      all.put("conf", new Value.Mapping(settings));
    }
    return new Value.Mapping(all);
  }
}
