package io.promptflow4j.core.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/// A flow's folder, and the only way from a path in a flow file to a file on disk.
///
/// A path must be relative and must end, after every link is followed, inside the folder or inside
/// one of the roots that the author named (`additional_includes`). What is opened is the resolved
/// path itself, regular files only, up to a size limit. Thread-safe: it holds no state but its
/// roots.
public final class FlowFolder {

  /// The largest text file a flow may name, in bytes.
  public static final int MAX_TEXT_BYTES = 4 * 1024 * 1024;

  /// The largest image or other binary file a flow may name, in bytes.
  public static final int MAX_BINARY_BYTES = 32 * 1024 * 1024;

  private final Path root;
  private final List<Path> alsoAllowed;

  private FlowFolder(Path root, List<Path> alsoAllowed) {
    this.root = root;
    this.alsoAllowed = List.copyOf(alsoAllowed);
  }

  /// Opens `folder`, which must exist.
  ///
  /// @throws FileAccessException if it does not exist or is not a folder
  public static FlowFolder open(Path folder) {
    try {
      Path real = folder.toRealPath();
      if (!Files.isDirectory(real)) {
        throw new FileAccessException("'%s' is not a folder".formatted(folder));
      }
      return new FlowFolder(real, List.of());
    } catch (IOException missing) {
      throw new FileAccessException("folder '%s' does not exist".formatted(folder), missing);
    }
  }

  /// The same folder, with files below `roots` readable as well.
  public FlowFolder allowing(List<Path> roots) {
    return new FlowFolder(root, roots);
  }

  /// The folder's real path.
  public Path root() {
    return root;
  }

  /// Finds the regular file that `relative` names.
  ///
  /// @throws FileAccessException if it is absolute, leaves the folder, does not exist, is not a
  ///   regular file, or can't be a path at all
  public Path resolve(String relative) {
    Path real = realPath(relative);
    if (!Files.isRegularFile(real, LinkOption.NOFOLLOW_LINKS)) {
      throw new FileAccessException("'%s' is not a regular file".formatted(shown(relative)));
    }
    return real;
  }

  private Path realPath(String relative) {
    Path joined = joined(relative);
    try {
      Path real = joined.toRealPath();
      if (!isAllowed(real)) {
        throw new FileAccessException(
            FileAccessException.Reason.OUTSIDE,
            ("'%s' leaves the flow folder; copy the file into it or list it under"
                    + " 'additional_includes'")
                .formatted(shown(relative)));
      }
      return real;
    } catch (NoSuchFileException missing) {
      throw new FileAccessException(
          FileAccessException.Reason.MISSING,
          "there is no file '%s'".formatted(shown(relative)),
          missing);
    } catch (IOException broken) {
      throw new FileAccessException("'%s' can't be read".formatted(shown(relative)), broken);
    }
  }

  private Path joined(String relative) {
    if (relative.isBlank()) {
      throw new FileAccessException("the path is empty");
    }
    try {
      Path path = Path.of(relative.replace('\\', '/'));
      if (path.isAbsolute() || relative.matches("^[A-Za-z]:.*|^[A-Za-z][A-Za-z0-9+.-]*://.*")) {
        throw new FileAccessException(
            FileAccessException.Reason.OUTSIDE,
            "'%s' is not a path relative to the flow folder".formatted(shown(relative)));
      }
      return root.resolve(path).normalize();
    } catch (InvalidPathException impossible) {
      throw new FileAccessException("'%s' is not a path".formatted(shown(relative)), impossible);
    }
  }

  private boolean isAllowed(Path real) {
    return real.startsWith(root) || alsoAllowed.stream().anyMatch(real::startsWith);
  }

  /// As [#resolve], of a file that somebody else reads as text.
  ///
  /// @throws FileAccessException as [#resolve], and if the file is too large
  public Path resolveText(String relative) {
    Path real = resolve(relative);
    try {
      if (Files.size(real) > MAX_TEXT_BYTES) {
        throw tooLarge(relative, MAX_TEXT_BYTES);
      }
      return real;
    } catch (IOException broken) {
      throw new FileAccessException("'%s' can't be read".formatted(shown(relative)), broken);
    }
  }

  private static FileAccessException tooLarge(String relative, int limit) {
    return new FileAccessException(
        "'%s' is larger than %d MiB".formatted(shown(relative), limit >> 20));
  }

  /// Reads a text file as UTF-8; bytes that are not UTF-8 are refused.
  ///
  /// @throws FileAccessException as [#resolve], and if the file is too large or not UTF-8
  public SourceText readText(String relative) {
    byte[] bytes = read(resolve(relative), relative, MAX_TEXT_BYTES);
    try {
      var decoder =
          StandardCharsets.UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT);
      return new SourceText(relative, decoder.decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException notUtf8) {
      throw new FileAccessException(
          "'%s' is not UTF-8 text; save it as UTF-8".formatted(shown(relative)), notUtf8);
    }
  }

  /// Reads a binary file such as an image.
  ///
  /// @throws FileAccessException as [#resolve], and if the file is too large
  public byte[] readBytes(String relative) {
    return read(resolve(relative), relative, MAX_BINARY_BYTES);
  }

  private static byte[] read(Path real, String relative, int limit) {
    try (InputStream in = Files.newInputStream(real, LinkOption.NOFOLLOW_LINKS)) {
      byte[] bytes = in.readNBytes(limit + 1);
      if (bytes.length > limit) {
        throw tooLarge(relative, limit);
      }
      return bytes;
    } catch (IOException broken) {
      throw new FileAccessException("'%s' can't be read".formatted(shown(relative)), broken);
    }
  }

  private static String shown(String relative) {
    String visible = relative.replaceAll("\\p{Cntrl}", "?");
    return visible.length() <= 120 ? visible : visible.substring(0, 117) + "…";
  }

  @Override
  public String toString() {
    return root.toString();
  }
}
