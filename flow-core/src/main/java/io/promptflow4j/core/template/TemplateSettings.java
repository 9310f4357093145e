package io.promptflow4j.core.template;

/// The switches of Jinja2's environment that change what a template renders.
///
/// @param trimBlocks drops the line end after a block tag
/// @param lstripBlocks drops the blanks between the start of a line and a block tag
/// @param keepTrailingNewline keeps the last line end of the template
/// @param strictUndefined makes it an error to print, iterate or compare an undefined variable
public record TemplateSettings(
    boolean trimBlocks,
    boolean lstripBlocks,
    boolean keepTrailingNewline,
    boolean strictUndefined) {

  /// What prompt flow uses for prompts.
  public static final TemplateSettings PROMPT_FLOW = new TemplateSettings(true, false, true, false);

  /// What Jinja2 uses when nothing is set.
  public static final TemplateSettings JINJA = new TemplateSettings(false, false, false, false);
}
