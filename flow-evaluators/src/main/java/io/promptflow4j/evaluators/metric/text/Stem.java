package io.promptflow4j.evaluators.metric.text;

/// What Porter's rules ask of the letters before a suffix.
record Stem(String letters) {

  /// How often a group of vowels is followed by a group of consonants.
  int measure() {
    int count = 0;
    boolean afterVowel = false;
    boolean afterConsonant = false;
    for (int i = 0; i < letters.length(); i++) {
      boolean consonant = isConsonantAfter(i, afterConsonant);
      if (consonant && afterVowel) {
        count++;
      }
      afterVowel = !consonant;
      afterConsonant = consonant;
    }
    return count;
  }

  boolean hasVowel() {
    boolean afterConsonant = false;
    for (int i = 0; i < letters.length(); i++) {
      afterConsonant = isConsonantAfter(i, afterConsonant);
      if (!afterConsonant) {
        return true;
      }
    }
    return false;
  }

  /// A letter other than a, e, i, o, u; `y` only if no consonant stands before it.
  boolean isConsonant(int at) {
    boolean consonant = false;
    for (int i = 0; i <= at; i++) {
      consonant = isConsonantAfter(i, consonant);
    }
    return consonant;
  }

  private boolean isConsonantAfter(int at, boolean afterConsonant) {
    return switch (letters.charAt(at)) {
      case 'a', 'e', 'i', 'o', 'u' -> false;
      case 'y' -> at == 0 || !afterConsonant;
      default -> true;
    };
  }

  boolean endsInDoubleConsonant() {
    int last = letters.length() - 1;
    return last >= 1 && letters.charAt(last) == letters.charAt(last - 1) && isConsonant(last);
  }

  /// Consonant, vowel, consonant other than w, x, y; or only vowel and consonant.
  boolean endsInShortSyllable() {
    int last = letters.length() - 1;
    if (last == 1) {
      return !isConsonant(0) && isConsonant(1);
    }
    return last >= 2
        && isConsonant(last - 2)
        && !isConsonant(last - 1)
        && isConsonant(last)
        && !endsInAny("wxy");
  }

  boolean endsInAny(String candidates) {
    return !letters.isEmpty() && candidates.indexOf(letters.charAt(letters.length() - 1)) >= 0;
  }
}
