package dev.secretsync.model;

/**
 * What was read: a commit, or the uncommitted files on top of it.
 *
 * @param commit full object id of the commit; empty only for a work tree without commits
 * @param tree object id of the tree that was read
 * @param uncommitted whether the work tree was read instead of the commit ({@code --worktree})
 */
public record Revision(String commit, String tree, boolean uncommitted) {
  private static final int SHORT = 7;

  /** The first characters of the commit, as Git shows it. */
  public String shortCommit() {
    return commit.length() <= SHORT ? commit : commit.substring(0, SHORT);
  }
}
