package io.promptflow4j.core.template.render;

/// One version of a block.
public record BlockCode(String name, boolean scoped, boolean required, Step body) {}
