package dev.secretsync.saved;

import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.RefusedException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** Files that plans are saved in. */
public final class PlanFile {
  /** What a saved plan may have; a fleet of 100,000 Secrets fits. */
  static final int MAX_BYTES = 256 << 20;

  private PlanFile() {}

  /**
   * The plan in a file.
   *
   * @param version of this program, which only reads what it wrote itself
   * @throws RefusedException when it is not exactly what secretsync wrote
   */
  public static SavedPlan read(Path file, String version) {
    byte[] bytes = bytes(file);
    try {
      return PlanDocument.read(bytes, List.of(), version);
    } catch (UnusablePlan why) {
      throw refused(file, why.words(), why.hint());
    }
  }

  private static byte[] bytes(Path file) {
    if (Files.isDirectory(file)) {
      throw refused(file, "is a folder", "name the file that plan --out wrote");
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw refused(file, "is larger than any plan", "name the file that plan --out wrote");
      }
      return bytes;
    } catch (NoSuchFileException _) {
      throw refused(file, "does not exist", "make it with plan --out");
    } catch (IOException | SecurityException _) {
      throw refused(file, "cannot be read", "check who may read it");
    }
  }

  private static RefusedException refused(Path file, String summary, String hint) {
    return new RefusedException(Diagnostic.error(Code.PLAN_FILE, file.toString(), summary, hint));
  }
}
