/// Language models: what a call asks and gives, what it used, what can go wrong. How a model is
/// reached is in the child packages (`connection`, `provider`, `scripted`).
@NullMarked
package io.promptflow4j.core.model;

import org.jspecify.annotations.NullMarked;
