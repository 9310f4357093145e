package io.promptflow4j.core.run.journal;

/// A set of evenly spread 64-bit numbers in one array: 9 to 18 bytes a number. One thread uses it
/// at a time.
final class LongSet {

  private long[] slots = new long[1 << 10];
  private int size;
  private boolean hasZero;

  /// Whether `number` is new.
  boolean add(long number) {
    if (number == 0) { // stands for an empty slot
      boolean fresh = !hasZero;
      hasZero = true;
      return fresh;
    }
    if (!put(slots, number)) {
      return false;
    }
    size++;
    if (size > slots.length - (slots.length >> 3)) {
      grow();
    }
    return true;
  }

  boolean contains(long number) {
    if (number == 0) {
      return hasZero;
    }
    int slot = (int) number & (slots.length - 1);
    while (slots[slot] != 0) {
      if (slots[slot] == number) {
        return true;
      }
      slot = (slot + 1) & (slots.length - 1);
    }
    return false;
  }

  private void grow() {
    long[] larger = new long[slots.length * 2];
    for (long number : slots) {
      if (number != 0) {
        put(larger, number);
      }
    }
    slots = larger;
  }

  private static boolean put(long[] slots, long number) {
    int slot = (int) number & (slots.length - 1);
    while (slots[slot] != 0) {
      if (slots[slot] == number) {
        return false;
      }
      slot = (slot + 1) & (slots.length - 1);
    }
    slots[slot] = number;
    return true;
  }
}
