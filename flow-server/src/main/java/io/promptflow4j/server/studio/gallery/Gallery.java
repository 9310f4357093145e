package io.promptflow4j.server.studio.gallery;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// Flows to begin with: templates, and samples that show something. Thread-safe.
public interface Gallery {

  /// One of them.
  ///
  /// @param id by which it is chosen
  /// @param kind `template` or `sample`
  /// @param text what there is to know, as Markdown; may be empty
  /// @param files relative to the flow's folder
  record Item(
      String id, String kind, String title, String summary, String text, List<String> files) {
    public Item {
      files = List.copyOf(files);
    }
  }

  /// All of them, in the order in which they are shown.
  List<Item> items();

  /// Writes the files of one into a folder that is not there yet.
  ///
  /// @throws IOException if it can't be written
  void write(Item item, Path target) throws IOException;

  /// One without anything.
  Gallery EMPTY =
      new Gallery() {
        @Override
        public List<Item> items() {
          return List.of();
        }

        @Override
        public void write(Item item, Path target) {
          throw new IllegalArgumentException("there is no '%s'".formatted(item.id()));
        }
      };
}
