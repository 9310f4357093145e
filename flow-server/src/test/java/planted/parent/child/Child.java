package planted.parent.child;

/// Imports nothing.
public record Child(String name) {}
