package io.promptflow4j.core.definition;

import io.promptflow4j.core.source.Place;

/// Something with the place where it stands.
public record Located<T>(T value, Place place) {}
