package io.promptflow4j.core.definition;

import java.util.List;

/// One key that a part of a flow file knows.
///
/// @param description what it means, in one or two sentences, for editors and the reference page
/// @param choices the texts it usually is one of, or always if its shape is `CHOICE`
public record FlowKey(String name, Shape shape, String description, List<String> choices) {

  public FlowKey {
    choices = List.copyOf(choices);
  }

  /// What the content of a key looks like.
  public sealed interface Shape {}

  /// Content without keys of its own that the format knows.
  public enum Plain implements Shape {
    /// A text; a number or truth value is taken as its text.
    TEXT,
    /// One of the choices, and nothing else.
    CHOICE,
    /// `true` or `false`.
    FLAG,
    /// A list of texts.
    TEXTS,
    /// A mapping from names of the author's own to anything.
    FIELDS,
    /// Any data.
    ANYTHING
  }

  /// A mapping with the keys of `part`.
  public record Part(FlowPart part) implements Shape {}

  /// A mapping with the keys of `part`, or something short in its place: a text, a number, a list.
  public record PartOrShort(FlowPart part) implements Shape {}

  /// A mapping from names of the author's own to mappings with the keys of `part`.
  ///
  /// @param textToo whether a bare text may stand in the place of such a mapping
  public record Named(FlowPart part, boolean textToo) implements Shape {}

  /// A list of mappings with the keys of `part`.
  ///
  /// @param textToo whether bare texts may stand in the place of such mappings
  public record Listed(FlowPart part, boolean textToo) implements Shape {}
}
