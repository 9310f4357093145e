package planted.early;

/// Imports nothing.
public record Early(String name) {}
