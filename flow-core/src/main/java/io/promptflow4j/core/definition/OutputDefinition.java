package io.promptflow4j.core.definition;

import java.util.Optional;

/// One entry under `outputs`. `name: ${node.output}` (a bare text) is the same as a reference
/// without a type.
public record OutputDefinition(
    Located<String> name,
    Optional<Located<String>> type,
    Optional<Written> reference,
    Optional<Located<String>> description,
    Optional<Located<Boolean>> evaluationOnly,
    Optional<Located<Boolean>> chatOutput) {}
