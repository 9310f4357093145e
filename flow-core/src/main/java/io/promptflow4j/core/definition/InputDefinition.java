package io.promptflow4j.core.definition;

import java.util.Optional;

/// One entry under `inputs`.
///
/// @param type the type's name as written; may be unknown
/// @param chatHistory empty if the file does not say, which differs from `false`: an input called
///   `chat_history` is the history unless the file says no
public record InputDefinition(
    Located<String> name,
    Optional<Located<String>> type,
    Optional<Written> defaultValue,
    Optional<Located<String>> description,
    Optional<Written> choices,
    Optional<Located<Boolean>> chatInput,
    Optional<Located<Boolean>> chatHistory) {}
