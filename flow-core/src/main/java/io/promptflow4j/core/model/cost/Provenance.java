package io.promptflow4j.core.model.cost;

import java.time.LocalDate;
import java.util.Optional;

/// Where a fact comes from.
///
/// @param source an address or a file
/// @param captured the day it was read there
public record Provenance(String source, Optional<LocalDate> captured) {}
