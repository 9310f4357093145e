package io.promptflow4j.core.template.compile;

import io.promptflow4j.core.source.SourceText;
import io.promptflow4j.core.template.TemplateSyntaxException;
import io.promptflow4j.core.template.render.BlockCode;
import java.util.LinkedHashMap;
import java.util.Map;

/// The blocks of a template while it is compiled.
final class BlockTable {

  private final SourceText source;
  private final Map<String, BlockCode> blocks = new LinkedHashMap<>();

  BlockTable(SourceText source) {
    this.source = source;
  }

  void add(int offset, BlockCode block) {
    if (blocks.putIfAbsent(block.name(), block) != null) {
      throw new TemplateSyntaxException(
          source.placeAt(offset),
          "there are two blocks named '%s'; rename one".formatted(block.name()));
    }
  }

  Map<String, BlockCode> finished() {
    return blocks;
  }
}
