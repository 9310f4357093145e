package io.promptflow4j.server.security;

import java.util.List;

/// Knows callers by what they bring. Thread-safe; asked for each request, so it answers at once.
public interface Callers {

  /// Who brought it.
  Answer of(String bearer);

  /// What is known of a caller.
  sealed interface Answer {

    /// Somebody who may come in.
    record Known(Caller caller) implements Answer {}

    /// Something that opens nothing.
    ///
    /// @param who what it claims to be, or `unknown`; for the audit log alone, as the reason is
    record Refused(String who, String reason) implements Answer {}

    /// It can't be said at the moment.
    enum Unsure implements Answer {
      UNSURE
    }
  }

  /// The first of several that knows a caller. What none knows is told as the one says that
  /// recognised most of it.
  static Callers firstOf(List<Callers> all) {
    return bearer -> {
      Answer said = new Answer.Refused("unknown", "no key of this server");
      for (Callers one : all) {
        switch (one.of(bearer)) {
          case Answer.Known known -> {
            return known;
          }
          case Answer.Unsure unsure -> said = unsure;
          case Answer.Refused refused -> {
            if (!refused.who().equals("unknown") && !(said instanceof Answer.Unsure)) {
              said = refused;
            }
          }
        }
      }
      return said;
    };
  }

  /// The keys that were given to the server itself: their holders may do everything.
  static Callers of(ApiKeys keys) {
    return bearer -> {
      var number = keys.number(bearer);
      return number.isPresent()
          ? new Answer.Known(Caller.trusted("key " + number.getAsInt()))
          : new Answer.Refused("unknown", "no key of this server");
    };
  }
}
