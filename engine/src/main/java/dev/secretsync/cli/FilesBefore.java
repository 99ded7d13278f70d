package dev.secretsync.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Files that stood there before a run. One that failed may not have come to write its own, and
 * nobody is to be led to that of another run.
 */
final class FilesBefore {
  private final Map<String, State> states = new HashMap<>();

  /** Every file is written beside its place and moved there, so another one has another key. */
  private record State(Optional<Object> key, FileTime modified, long size) {
    static Optional<State> of(String name) {
      try {
        BasicFileAttributes file = Files.readAttributes(Path.of(name), BasicFileAttributes.class);
        return Optional.of(
            new State(Optional.ofNullable(file.fileKey()), file.lastModifiedTime(), file.size()));
      } catch (IOException | SecurityException | InvalidPathException _) {
        return Optional.empty();
      }
    }
  }

  /** Those that the words of a command line name for these flags. */
  FilesBefore(Collection<Flag> flags, List<String> words) {
    flags.stream()
        .flatMap(flag -> Words.valuesOf(flag, words).stream())
        .forEach(name -> State.of(name).ifPresent(state -> states.put(name, state)));
  }

  /** Whether it is as it was. */
  boolean hasStill(String name) {
    return states.containsKey(name) && Optional.ofNullable(states.get(name)).equals(State.of(name));
  }
}
