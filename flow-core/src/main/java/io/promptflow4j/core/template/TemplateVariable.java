package io.promptflow4j.core.template;

import io.promptflow4j.core.source.Place;

/// A variable that a template reads from outside.
///
/// @param place where it is first read
/// @param optional true if every use copes with its absence: under `is defined`, under `default`,
///   as the condition of an `if`, or inside an `if` that has checked it
public record TemplateVariable(String name, Place place, boolean optional) {}
