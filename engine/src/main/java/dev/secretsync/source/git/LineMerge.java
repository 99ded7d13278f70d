package dev.secretsync.source.git;

import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.RefusedException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.eclipse.jgit.diff.RawText;
import org.eclipse.jgit.diff.RawTextComparator;
import org.eclipse.jgit.merge.MergeAlgorithm;
import org.eclipse.jgit.merge.MergeFormatter;
import org.eclipse.jgit.merge.MergeResult;

/** Merges files by lines, with conflict markers, as Git does where there is no driver. */
public final class LineMerge {
  private LineMerge() {}

  /**
   * Writes the result into {@code merged}: for files that are no text, what we had.
   *
   * @return whether there was no conflict
   */
  public static boolean merge(byte[] base, byte[] ours, byte[] theirs, OutputStream merged) {
    try {
      if (RawText.isBinary(base) || RawText.isBinary(ours) || RawText.isBinary(theirs)) {
        merged.write(ours);
        return false;
      }
      MergeResult<RawText> result =
          new MergeAlgorithm()
              .merge(
                  RawTextComparator.DEFAULT,
                  new RawText(base),
                  new RawText(ours),
                  new RawText(theirs));
      new MergeFormatter()
          .formatMerge(merged, result, "base", "ours", "theirs", StandardCharsets.UTF_8);
      return !result.containsConflicts();
    } catch (IOException _) {
      throw new RefusedException(
          Diagnostic.error(Code.UNWRITABLE_FILE, "", "a merge cannot be written", "try again"));
    }
  }
}
