package dev.secretsync.source.git;

import dev.secretsync.model.Problems;
import dev.secretsync.source.PastFiles;
import dev.secretsync.source.SourceFile;
import dev.secretsync.source.SourceTree;
import java.nio.file.Path;
import java.util.Optional;

/** A folder of a Git repository, read from the object database. */
public final class GitRepository implements AutoCloseable {
  private GitRepository() {}

  /**
   * Opens the repository that {@code folder} is in: its root, a folder of its work tree, or a bare
   * repository.
   *
   * @throws dev.secretsync.model.RefusedException when there is none
   */
  public static GitRepository open(Path folder) {
    return new GitRepository();
  }

  /**
   * Reads the YAML files below the folder at a commit.
   *
   * @param revision what {@code git rev-parse} understands, for example {@code HEAD}
   * @throws dev.secretsync.model.RefusedException when there is no such revision or folder
   */
  public SourceTree read(String revision, Problems problems) {
    return nothing(revision);
  }

  /** Reads the uncommitted files instead ({@code --worktree}). */
  public SourceTree readWorktree(Problems problems) {
    return nothing("");
  }

  /** A file of an earlier write; empty when the object is not there. */
  public Optional<SourceFile> blob(String path, String blobId) {
    return Optional.empty();
  }

  /** What commits before {@code current} declared and it does not. */
  public PastFiles past(SourceTree current) {
    return new PastFiles(java.util.List.of(), current.files().isEmpty());
  }

  /** Where {@code origin} is, for example {@code github.com/acme/secrets}; empty when local. */
  public Optional<String> remote() {
    return Optional.empty();
  }

  /** The folder, from the repository's root; empty for the root itself. */
  public String pathInRepository() {
    return "";
  }

  private static SourceTree nothing(String revision) {
    return new SourceTree(
        new dev.secretsync.model.Revision(revision, "", false), new java.util.TreeMap<>());
  }

  @Override
  public void close() {
    // nothing is open yet
  }
}
