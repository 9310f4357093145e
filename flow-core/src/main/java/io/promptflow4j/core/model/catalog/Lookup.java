package io.promptflow4j.core.model.catalog;

import java.util.List;

/// What a name means in a catalog.
public sealed interface Lookup {

  /// The offerings that go by this name, the vendor of the model first; at least one.
  record Found(List<Offering> offerings) implements Lookup {
    public Found {
      offerings = List.copyOf(offerings);
    }

    public Offering first() {
      return offerings.getFirst();
    }
  }

  /// Nothing goes by this name.
  ///
  /// @param nearest offerings with a similar name, the most similar first
  record Unknown(String name, List<Offering> nearest) implements Lookup {
    public Unknown {
      nearest = List.copyOf(nearest);
    }
  }
}
