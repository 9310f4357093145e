package io.promptflow4j.evaluators.metric.instruction;

import io.promptflow4j.core.value.Value;
import java.util.ArrayList;
import java.util.List;

/// An instruction about form, by IFEval's identifier (`punctuation:no_comma`) and parameters.
public record Instruction(String id, Value.Mapping parameters) {

  /// Reads a list of `{"instruction_id": …, "kwargs": {…}}`.
  ///
  /// @throws IllegalArgumentException if it is no such list
  public static List<Instruction> list(Value value) {
    if (!(value instanceof Value.Sequence(var items))) {
      throw new IllegalArgumentException("instructions are a list");
    }
    return items.stream().map(Instruction::read).toList();
  }

  /// Reads IFEval's own columns: `instruction_id_list` and, in the same order, `kwargs`.
  ///
  /// @throws IllegalArgumentException if they aren't lists of one length
  public static List<Instruction> lists(Value ids, Value kwargs) {
    if (!(ids instanceof Value.Sequence(var names)
        && kwargs instanceof Value.Sequence(var parameters)
        && names.size() == parameters.size())) {
      throw new IllegalArgumentException("identifiers and parameters are lists of one length");
    }
    var instructions = new ArrayList<Instruction>();
    for (int i = 0; i < names.size(); i++) {
      instructions.add(of(names.get(i), parameters.get(i)));
    }
    return List.copyOf(instructions);
  }

  private static Instruction read(Value item) {
    if (item instanceof Value.Mapping mapping) {
      Value id = mapping.get("instruction_id");
      Value kwargs = mapping.get("kwargs");
      return of(id == null ? Value.Null.NULL : id, kwargs == null ? Value.Null.NULL : kwargs);
    }
    throw new IllegalArgumentException("an instruction is a mapping");
  }

  private static Instruction of(Value id, Value kwargs) {
    if (!(id instanceof Value.Text(var name))) {
      throw new IllegalArgumentException("an instruction has an instruction_id");
    }
    return new Instruction(
        name, kwargs instanceof Value.Mapping mapping ? mapping : Value.Mapping.EMPTY);
  }
}
