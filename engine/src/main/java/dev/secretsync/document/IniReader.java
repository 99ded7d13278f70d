package dev.secretsync.document;

import dev.secretsync.model.Problems;
import java.util.List;

/** Reads INI. */
public final class IniReader {
  private IniReader() {}

  public static List<Document> read(String file, byte[] bytes, Limits limits, Problems problems) {
    problems.add(FileErrors.notUtf8(file));
    return List.of();
  }
}
