package dev.secretsync.github;

import dev.secretsync.report.DriftJson;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** What {@code drift --json} found, or that nobody can tell. */
public sealed interface DriftReport {
  /**
   * The clusters were looked at.
   *
   * @param drifted everything that differs and counts, in order
   * @param complete whether all of them could be read: else what is not listed is unknown
   * @param compared whether it was compared with earlier reports
   * @param made when, by the clock of that run
   * @param ignored what differs and does not count for now
   * @param gone what differed in an earlier report
   */
  record Looked(
      SortedSet<DriftedField> drifted,
      boolean complete,
      boolean compared,
      Instant made,
      List<Ignored> ignored,
      List<Gone> gone)
      implements DriftReport {
    public Looked {
      drifted = new TreeSet<>(drifted);
      ignored = List.copyOf(ignored);
      gone = List.copyOf(gone);
    }

    /** Of which nothing is ignored, and nothing was reported before. */
    public Looked(SortedSet<DriftedField> drifted, boolean complete, Instant made) {
      this(drifted, complete, false, made, List.of(), List.of());
    }
  }

  /**
   * What a rule of the policy ignores.
   *
   * @param by the rule and where it stands
   * @param until the last day on which it holds
   * @param reason why
   */
  record Ignored(String by, LocalDate until, String reason, SortedSet<DriftedField> drifted) {
    public Ignored {
      drifted = new TreeSet<>(drifted);
    }
  }

  /** What is no longer there, with the time of the report that had it last. */
  record Gone(String address, String field, String cause, Instant lastSeen) {}

  /**
   * What becomes of it.
   *
   * @param alsoThere whether it was changed where it is declared, too
   * @param putBack whether apply undoes it
   * @param since when it was first seen; empty where it is new, and where nothing was compared
   */
  record Standing(boolean alsoThere, boolean putBack, Optional<Instant> since) {}

  /**
   * Nothing is known.
   *
   * @param why in words of ours
   */
  record Unknown(String why) implements DriftReport {}

  /** Reads a report; one that cannot be read is {@link Unknown} too, for it proves nothing. */
  static DriftReport read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(DriftJson.MAX_BYTES + 1);
      return bytes.length > DriftJson.MAX_BYTES
          ? new Unknown("the report is larger than any that drift makes")
          : parse(new String(bytes, StandardCharsets.UTF_8));
    } catch (NoSuchFileException _) {
      return new Unknown("the drift run left no report");
    } catch (IOException | SecurityException _) {
      return new Unknown("the report cannot be read");
    }
  }

  /** Reads the text of one. */
  static DriftReport parse(String text) {
    return DriftReportReader.parse(text);
  }

  /**
   * One thing that somebody did.
   *
   * @param cluster where
   * @param secret its namespace and name
   * @param field of the Secret; empty when it is about the whole object
   * @param cause what happened, in the words of the report
   * @param manager who did it; empty when nobody can tell
   * @param time when, if known
   * @param standing what becomes of it, and since when it is there
   */
  record DriftedField(
      String cluster,
      String secret,
      String field,
      String cause,
      String manager,
      Optional<Instant> time,
      Standing standing)
      implements Comparable<DriftedField> {
    /** What makes it the same drift as the last time: neither a value nor a time. */
    List<String> identity() {
      return List.of(cluster + "/" + secret, field, cause, manager);
    }

    @Override
    public int compareTo(DriftedField other) {
      for (int i = 0; i < identity().size(); i++) {
        int part = identity().get(i).compareTo(other.identity().get(i));
        if (part != 0) {
          return part;
        }
      }
      return time.orElse(Instant.MIN).compareTo(other.time.orElse(Instant.MIN));
    }
  }
}
