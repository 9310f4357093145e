package io.promptflow4j.core.template.chat;

import io.promptflow4j.core.template.TemplateOutput;
import io.promptflow4j.core.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;

/// Keeps text from inputs inside its message: whatever it holds, it opens no role and no block.
///
/// The original looks for role lines in each input and replaces the words in them by random tokens.
/// A marker that only forms where two values, or a value and the template, meet gets past that, and
/// so do `name:`, `content:` and `tool_calls:` blocks. Here it is the other way round: what has a
/// meaning is marked where an author wrote it, and nothing else can have one. While a template is
/// rendered ([#output]), its own words that form a whole marker are marked and each printed
/// expression is put between two signs; a marker that touches a printed piece, be it empty, is
/// none. An input can't forge a sign, since those it holds are escaped ([#protect]).
///
/// Values themselves stay as they are, so filters, comparisons and lengths in a template give what
/// they give in the original. The two exceptions are texts that hold one of the five signs and
/// trusted texts with markers, as in the original.
///
/// Which value is which: flow inputs and answers of models are protected; the text of a prompt node
/// is handed on with its marks ([PromptText#handedOn]); outputs of other nodes are code's and
/// trusted ([#trust]), for flows build chats in Python. One thing a protected value may do: a line
/// that is only `{{item.role}}:` (or `{{role}}:`) opens the role it names, if it is exactly one of
/// the five words. Chat histories are written that way, and the author says so by the name.
public final class RoleGuard {

  /// How a list is printed into a prompt.
  public enum Lists {
    /// As Python prints it: `['a', 'b']`.
    AS_PYTHON,
    /// Item below item, as the chat tools for Azure OpenAI and the vision tools do.
    BY_LINE
  }

  private RoleGuard() {}

  /// A value that may open nothing. Usually the same object.
  public static Value protect(Value value) {
    return guarded(value, false);
  }

  /// A value whose texts may open roles and blocks, as if they stood in the template.
  public static Value trust(Value value) {
    return guarded(value, true);
  }

  private static Value guarded(Value value, boolean trusted) {
    return switch (value) {
      case Value.Text text -> guardedText(text, trusted);
      case Value.Sequence(var items) -> guardedItems(value, items, trusted);
      case Value.Mapping mapping -> guardedEntries(mapping, trusted);
      case Value.Whole _, Value.Decimal _, Value.Bool _, Value.Null _, Value.Image _ -> value;
    };
  }

  private static Value guardedText(Value.Text value, boolean trusted) {
    String text = value.text();
    if (!trusted) {
      String escaped = Marks.escape(text);
      return escaped.equals(text) ? value : Value.of(escaped);
    }
    String marked = Structure.mark(text, true);
    if (marked.equals(text)) {
      return value;
    }
    boolean opensRoles = text.endsWith("\n") && !RoleLines.find(marked).isEmpty();
    return Value.of(opensRoles ? marked + Marks.LINE_END : marked);
  }

  @SuppressWarnings("ReferenceEquality") // an untouched value stays the same object
  private static Value guardedItems(Value value, Iterable<Value> items, boolean trusted) {
    var changed = new ArrayList<Value>();
    boolean same = true;
    for (Value item : items) {
      Value now = guarded(item, trusted);
      same &= now == item;
      changed.add(now);
    }
    return same ? value : new Value.Sequence(changed);
  }

  @SuppressWarnings("ReferenceEquality") // an untouched value stays the same object
  private static Value guardedEntries(Value.Mapping mapping, boolean trusted) {
    var changed = new LinkedHashMap<String, Value>();
    boolean same = true;
    for (var entry : mapping.entries().entrySet()) {
      String key = Marks.escape(entry.getKey());
      Value now = guarded(entry.getValue(), trusted);
      same &= now == entry.getValue() && key.equals(entry.getKey());
      changed.put(key, now);
    }
    return same ? mapping : new Value.Mapping(changed);
  }

  /// An output for one rendering of a chat prompt; its result is the text of a [PromptText].
  public static TemplateOutput output(Lists lists) {
    return new MarkingOutput(lists, false);
  }
}
