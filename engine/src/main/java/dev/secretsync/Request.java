package dev.secretsync;

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
 */
public record Request(
    Path path,
    String revision,
    boolean uncommitted,
    Optional<String> trustRef,
    Optional<String> installation) {}
