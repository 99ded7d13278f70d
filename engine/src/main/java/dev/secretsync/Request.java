package dev.secretsync;

import dev.secretsync.model.Shard;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a run is about.
 *
 * @param path a Git repository, or a folder inside one
 * @param revision the commit to read, as Git names it
 * @param uncommitted read the work tree's files instead ({@code --worktree})
 * @param trustRef the protected ref whose policy judges; by default the revision judges itself
 * @param installation whose objects these are; by default worked out from the repository
 * @param shard which part of the fleet to plan; by default all of it
 */
public record Request(
    Path path,
    String revision,
    boolean uncommitted,
    Optional<String> trustRef,
    Optional<String> installation,
    Optional<Shard> shard) {
  /** About the whole fleet. */
  public Request(
      Path path,
      String revision,
      boolean uncommitted,
      Optional<String> trustRef,
      Optional<String> installation) {
    this(path, revision, uncommitted, trustRef, installation, Optional.empty());
  }

  /** The same, about a part of the fleet. */
  public Request about(Optional<Shard> one) {
    return new Request(path, revision, uncommitted, trustRef, installation, one);
  }
}
