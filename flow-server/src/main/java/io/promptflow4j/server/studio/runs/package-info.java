/// Runs and experiments in the studio: lists, details, rows, logs, what they were made from, and
/// making, stopping and resuming them. What runs is kept in the store, so a page that is opened
/// later sees the same.
@NullMarked
package io.promptflow4j.server.studio.runs;

import org.jspecify.annotations.NullMarked;
