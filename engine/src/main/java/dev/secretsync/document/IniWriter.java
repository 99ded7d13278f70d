package dev.secretsync.document;

import dev.secretsync.model.RefusedException;

/** Writes INI. */
public final class IniWriter {
  private IniWriter() {}

  public static byte[] write(Node.Mapping root) {
    throw new RefusedException(FileErrors.shape(root.at(), "INI is not written yet", ""));
  }
}
