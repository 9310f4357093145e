package io.promptflow4j.core.graph;

import java.util.Optional;

/// Which inputs and outputs make a flow a chat.
///
/// @param history empty if the flow keeps none
/// @param output empty if the flow declares none
public record ChatRoles(String input, Optional<String> history, Optional<String> output) {}
