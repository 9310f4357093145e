package io.promptflow4j.core.template.python;

/// How much there is in a container: what a template builds by putting containers into containers
/// grows by doubling, and would take for ever to print or compare.
///
/// @param weight the number of objects in it, those that occur twice counted twice
/// @param depth how many containers stand in one another
record Bulk(long weight, int depth) {

  private static final long MAX_WEIGHT = 2_000_000;
  private static final int MAX_DEPTH = 200;

  /// The bulk of data from outside, which has been limited when it was read.
  static Bulk view(int size) {
    return new Bulk(1L + size, 1);
  }

  /// The bulk of a container of `items`; refuses what is too heavy or too deep.
  static Bulk of(Iterable<PyObject> items) {
    long weight = 1;
    int depth = 1;
    for (PyObject item : items) {
      Bulk inner =
          switch (item) {
            case PyList list -> list.bulk();
            case PyTuple tuple -> tuple.bulk();
            case PyDict dict -> dict.bulk();
            default -> null;
          };
      weight += inner == null ? 1 : inner.weight;
      depth = inner == null ? depth : Math.max(depth, inner.depth + 1);
    }
    if (weight > MAX_WEIGHT || depth > MAX_DEPTH) {
      throw new PyError(
          PyError.Kind.LIMIT,
          "this value holds more than %d objects or %d levels; keep it smaller"
              .formatted(MAX_WEIGHT, MAX_DEPTH));
    }
    return new Bulk(weight, depth);
  }
}
