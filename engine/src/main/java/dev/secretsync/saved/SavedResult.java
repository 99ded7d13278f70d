package dev.secretsync.saved;

import dev.secretsync.model.Code;
import dev.secretsync.model.RefusedException;
import dev.secretsync.plan.Plan;
import dev.secretsync.report.ApplyRecord;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * What an apply left in its file of {@code --result}: the result, or the lines of a run that was
 * killed. It is taken only as it was written, for whether a merge is allowed can depend on it.
 *
 * @param file where it was read
 * @param record what it says
 */
public record SavedResult(Path file, ApplyRecord record) {
  /** As large as a saved plan, which it holds the changes of. */
  private static final int MAX_BYTES = PlanFile.MAX_BYTES;

  /**
   * The result in a file.
   *
   * @param version of this program, which only reads what it wrote itself
   * @throws RefusedException when it is not exactly what secretsync wrote
   */
  public static SavedResult read(Path file, String version) {
    NamedFile named =
        new NamedFile(
            file,
            Code.RESULT_FILE,
            "result",
            "name a file that apply --result wrote",
            "name the file of every run; for one that never began leave it out");
    byte[] bytes = named.bytes(MAX_BYTES);
    try {
      return new SavedResult(file, record(file, bytes, version));
    } catch (UnusablePlan why) {
      throw named.refused(why.words(), why.hint());
    } catch (UnreadablePlan _) {
      throw named.refused(UnreadablePlan.WORDS, "take the file as the run left it");
    }
  }

  /** What was planned, where that was known. */
  Optional<Plan> plan() {
    return switch (record) {
      case ApplyRecord.Ended ended -> Optional.of(ended.result().plan());
      case ApplyRecord.Refused refused -> refused.plan();
    };
  }

  private static ApplyRecord record(Path file, byte[] bytes, String version) {
    byte[] first = Arrays.copyOf(bytes, firstLine(bytes));
    return KilledRun.isOne(first)
        ? KilledRun.read(file, bytes, version)
        : ResultDocument.read(bytes, version);
  }

  private static int firstLine(byte[] bytes) {
    int end = 0;
    while (end < bytes.length && bytes[end] != '\n') {
      end++;
    }
    return end;
  }
}
