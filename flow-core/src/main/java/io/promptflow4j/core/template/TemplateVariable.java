package io.promptflow4j.core.template;

import io.promptflow4j.core.source.Place;

/// A variable that a template reads and its context has to supply.
public record TemplateVariable(String name, Place place, boolean optional) {}
