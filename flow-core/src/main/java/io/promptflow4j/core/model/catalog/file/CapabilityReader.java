package io.promptflow4j.core.model.catalog.file;

import io.promptflow4j.core.model.catalog.Capabilities;
import io.promptflow4j.core.model.catalog.Capability;
import io.promptflow4j.core.model.catalog.Kind;
import io.promptflow4j.core.model.catalog.Support;
import io.promptflow4j.core.model.catalog.Task;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads `can`, `cannot` and `unknown`, and adds what follows from other fields: a model whose
/// kinds of input are known and don't name images sees none, and one that doesn't chat calls no
/// tools.
final class CapabilityReader {

  static final Set<String> KEYS = Set.of("can", "cannot", "unknown");

  private static final Map<Kind, Capability> INPUTS =
      Map.of(
          Kind.IMAGE, Capability.IMAGE_INPUT,
          Kind.PDF, Capability.PDF_INPUT,
          Kind.AUDIO, Capability.AUDIO_INPUT,
          Kind.VIDEO, Capability.VIDEO_INPUT);

  private static final Map<Kind, Capability> OUTPUTS =
      Map.of(Kind.IMAGE, Capability.IMAGE_OUTPUT, Kind.AUDIO, Capability.AUDIO_OUTPUT);

  private static final Set<Capability> OF_CHATS =
      Set.of(
          Capability.TOOLS,
          Capability.PARALLEL_TOOLS,
          Capability.TOOL_CHOICE,
          Capability.JSON_MODE,
          Capability.JSON_SCHEMA,
          Capability.REASONING,
          Capability.TEMPERATURE);

  private final Capabilities before;
  private final Map<Capability, Support> known = new EnumMap<>(Capability.class);

  /// @param before what is known already
  CapabilityReader(Capabilities before) {
    this.before = before;
    known.putAll(before.known());
  }

  CapabilityReader of(Optional<Set<Kind>> inputs, Optional<Set<Kind>> outputs) {
    inputs.ifPresent(kinds -> derive(INPUTS, kinds));
    outputs.ifPresent(kinds -> derive(OUTPUTS, kinds));
    return this;
  }

  private void derive(Map<Kind, Capability> meanings, Set<Kind> kinds) {
    meanings.forEach((kind, capability) ->
        known.put(capability, kinds.contains(kind) ? Support.YES : Support.NO));
  }

  CapabilityReader of(Set<Task> tasks) {
    if (!tasks.isEmpty() && !tasks.contains(Task.CHAT) && !tasks.contains(Task.COMPLETION)) {
      OF_CHATS.forEach(capability -> known.put(capability, Support.NO));
    }
    return this;
  }

  Capabilities read(Fields fields) {
    put(fields, "can", Support.YES);
    put(fields, "cannot", Support.NO);
    put(fields, "unknown", Support.UNKNOWN);
    if (known.get(Capability.JSON_SCHEMA) == Support.YES) {
      known.putIfAbsent(Capability.JSON_MODE, Support.YES);
    }
    return known.equals(before.known()) ? before : new Capabilities(known);
  }

  private void put(Fields fields, String key, Support support) {
    if (fields.has(key)) {
      fields
          .choices(key, Capability.class, Capability::named, Capability::names)
          .ifPresent(chosen -> chosen.forEach(capability -> known.put(capability, support)));
    }
  }
}
