package dev.secretsync.files;

import dev.secretsync.crypt.KeyRing;
import dev.secretsync.crypt.sops.ClearLeaves;
import dev.secretsync.crypt.sops.KeyChoice;
import dev.secretsync.crypt.sops.SealSettings;
import dev.secretsync.crypt.sops.Store;
import dev.secretsync.crypt.sops.StoreIndent;
import dev.secretsync.crypt.sops.TreeMerge;
import dev.secretsync.crypt.sops.Unsealed;
import dev.secretsync.document.Document;
import dev.secretsync.document.FileFormat;
import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.Problems;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The merge driver of Git for encrypted files: opens the three versions, merges what they say, and
 * encrypts the result again. No plaintext reaches a file.
 *
 * <p>Where both sides changed one value differently, the result has ours, encrypted, so that it
 * stays a file that SOPS opens, and no conflict marker. Git still has all three versions, and takes
 * the file for unmerged.
 */
public final class Merging {
  /** What became of the file that holds our version. */
  public enum Outcome {
    /** It holds the merge of all. */
    CLEAN,
    /**
     * It holds what could be merged and else what we had, or is untouched; the problems say which.
     */
    CONFLICT,
    /** It is untouched; the problems say why. */
    FAILED
  }

  /** Merges a file that nobody encrypted, line by line as Git would. */
  @FunctionalInterface
  public interface LineMerge {
    /** Writes the result into {@code merged}, and returns whether there was no conflict. */
    boolean merge(byte[] base, byte[] ours, byte[] theirs, OutputStream merged);
  }

  /**
   * The files of one merge.
   *
   * @param ours takes the result
   * @param path what messages call the file, and its format is found by
   */
  public record Versions(Path base, Path ours, Path theirs, String path) {}

  private final KeyRing keys;
  private final Instant now;
  private final StoreIndent indent;
  private final LineMerge lines;
  private final Problems problems;

  /**
   * @param keys open all versions that are encrypted
   * @param indent how the result is written
   * @param lines merges files that are not encrypted
   * @param problems takes conflicts, and everything that is wrong
   */
  public Merging(
      KeyRing keys, Instant now, StoreIndent indent, LineMerge lines, Problems problems) {
    this.keys = keys;
    this.now = now;
    this.indent = indent;
    this.lines = lines;
    this.problems = problems;
  }

  /** Merges {@code theirs} into {@code ours}. */
  public Outcome merge(Versions versions) {
    String path = versions.path();
    try (Input base = Input.of(versions.base(), path + " (base)");
        Input ours = Input.of(versions.ours(), path + " (ours)");
        Input theirs = Input.of(versions.theirs(), path + " (theirs)")) {
      if (!List.of(base, ours, theirs).stream().anyMatch(MergeSide::mayBeEncrypted)) {
        return mergeLines(base, ours, theirs, versions);
      }
      FileFormat format = FileFormat.ofPath(path);
      Optional<MergeSide> before = MergeSide.open(base, format, keys, problems);
      Optional<MergeSide> mine = MergeSide.open(ours, format, keys, problems);
      Optional<MergeSide> other = MergeSide.open(theirs, format, keys, problems);
      try {
        if (before.isEmpty() || mine.isEmpty() || other.isEmpty()) {
          return Outcome.FAILED;
        }
        Sides sides = new Sides(before.get(), mine.get(), other.get());
        return mine.get().isEncrypted() || other.get().isEncrypted() || sides.base.isEncrypted()
            ? merge(sides, new Inputs(ours, theirs), versions)
            : mergeLines(base, ours, theirs, versions);
      } finally {
        before.ifPresent(MergeSide::close);
        mine.ifPresent(MergeSide::close);
        other.ifPresent(MergeSide::close);
      }
    }
  }

  private record Sides(MergeSide base, MergeSide ours, MergeSide theirs) {
    MergeSide chosen(KeyChoice keys) {
      return keys == KeyChoice.THEIRS ? theirs : ours;
    }
  }

  private record Inputs(Input ours, Input theirs) {}

  private Outcome mergeLines(Input base, Input ours, Input theirs, Versions versions) {
    ByteArrayOutputStream merged = new ByteArrayOutputStream();
    boolean clean = lines.merge(base.bytes(), ours.bytes(), theirs.bytes(), merged);
    Disk.replace(versions.ours(), merged.toByteArray());
    return clean
        ? Outcome.CLEAN
        : conflict(
            versions,
            "both sides changed the same lines of a file that is not encrypted",
            "resolve the conflict in the file, then git add it");
  }

  private Outcome merge(Sides sides, Inputs inputs, Versions versions) {
    Optional<Outcome> misfit = misfit(sides, versions);
    if (misfit.isPresent()) {
      return misfit.get();
    }
    KeyChoice choice =
        KeyChoice.of(sides.base.unsealed(), sides.ours.unsealed(), sides.theirs.unsealed());
    if (choice == KeyChoice.CONFLICT) {
      return conflict(
          versions,
          "both sides changed the keys of the file differently; it was left as ours",
          "merge the values with secretsync edit, then run updatekeys and git add");
    }
    TreeMerge.Merged merged =
        TreeMerge.merge(sides.base.documents(), sides.ours.documents(), sides.theirs.documents());
    if (exposes(merged, sides, choice, versions)) {
      return Outcome.CONFLICT;
    }
    if (!write(merged, sides, choice, inputs, versions)) {
      return Outcome.FAILED;
    }
    merged
        .conflicts()
        .forEach(place ->
            conflict(
                versions,
                "both sides changed " + place + "; the file has ours",
                "change it with secretsync edit, then git add it; git show :3:PATH is theirs"));
    return merged.conflicts().isEmpty() ? Outcome.CLEAN : Outcome.CONFLICT;
  }

  /** What makes it impossible to say what the merged file is to be like. */
  private Optional<Outcome> misfit(Sides sides, Versions versions) {
    if (sides.base.isEncrypted() && !(sides.ours.isEncrypted() && sides.theirs.isEncrypted())) {
      return Optional.of(
          conflict(
              versions,
              (sides.ours.isEncrypted() ? "theirs" : "ours")
                  + " is no longer encrypted; the file was left as ours",
              "encrypt that side again, and change what stood in clear at its source"));
    }
    Optional<SealSettings> ours = sides.ours.unsealed().map(Unsealed::settings);
    Optional<SealSettings> theirs = sides.theirs.unsealed().map(Unsealed::settings);
    return ours.isPresent() && theirs.isPresent() && !ours.get().selectsAs(theirs.get())
        ? Optional.of(
            conflict(
                versions,
                "the sides have different rules for what is encrypted; the file was left as ours",
                "give both sides the same rule, then merge again"))
        : Optional.empty();
  }

  private boolean exposes(
      TreeMerge.Merged merged, Sides sides, KeyChoice choice, Versions versions) {
    List<String> exposed =
        ClearLeaves.exposed(
            merged.documents(),
            List.of(sides.ours.documents(), sides.theirs.documents()),
            settings(sides, choice).selection());
    exposed.forEach(place ->
        conflict(
            versions,
            "what both sides have encrypted at "
                + place
                + " would stand in clear; the file was left as ours",
            "merge it by hand with secretsync edit: comments of the sides select differently"));
    return !exposed.isEmpty();
  }

  private static SealSettings settings(Sides sides, KeyChoice choice) {
    return sides.chosen(choice).unsealed().orElseThrow().settings();
  }

  private boolean write(
      TreeMerge.Merged merged, Sides sides, KeyChoice choice, Inputs inputs, Versions versions) {
    MergeSide chosen = sides.chosen(choice);
    if (merged.isSame(chosen.documents())) {
      if (choice == KeyChoice.THEIRS) {
        Disk.replace(versions.ours(), inputs.theirs.bytes());
      }
      return true;
    }
    Optional<byte[]> sealed = sealed(merged.documents(), sides, chosen, versions);
    sealed.ifPresent(bytes -> Disk.replace(versions.ours(), bytes));
    return sealed.isPresent();
  }

  private Optional<byte[]> sealed(
      List<Document> merged, Sides sides, MergeSide chosen, Versions versions) {
    FileFormat format = FileFormat.ofPath(versions.path());
    Unsealed sealing = chosen.unsealed().orElseThrow();
    (chosen == sides.ours ? sides.theirs : sides.ours)
        .unsealed()
        .ifPresent(sealing::keepCiphertextsOf);
    return sealing
        .merged(merged, now, problems)
        .map(documents -> Store.writeEncrypted(format, documents, indent))
        .filter(bytes -> canBeRead(bytes, format, versions));
  }

  /** Such as two keys that Unicode takes for one, of which each side added another. */
  private boolean canBeRead(byte[] bytes, FileFormat format, Versions versions) {
    Problems found = new Problems();
    EncryptedFile.of(versions.path() + " (merged)", format, bytes, found);
    problems.addAll(found.all());
    return !found.hasErrors();
  }

  private Outcome conflict(Versions versions, String summary, String hint) {
    problems.add(Diagnostic.error(Code.MERGE_CONFLICT, versions.path(), summary, hint));
    return Outcome.CONFLICT;
  }
}
