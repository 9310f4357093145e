package planted.late;

import planted.early.Early;

/// Looks back, which is allowed, and closes a cycle with [LooksAhead][planted.early.LooksAhead].
public record Late(Early early) {}
