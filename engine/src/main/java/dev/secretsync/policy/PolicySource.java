package dev.secretsync.policy;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which policy judged a plan. Two plans were judged by the same policy when their {@code files} are
 * equal, whatever commits they came from.
 *
 * @param trustedRef the protected ref it was read from, as it was given; empty when the planned
 *     revision judged itself
 * @param commit the commit it was read from
 * @param files blob id of every file that declares a Policy, by path
 */
public record PolicySource(String trustedRef, String commit, SortedMap<String, String> files) {
  public PolicySource {
    files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
  }

  /** The commit as people write it. */
  public String shortCommit() {
    return commit.substring(0, Math.min(7, commit.length()));
  }

  /** Built-in rules alone. */
  static PolicySource none() {
    return new PolicySource("", "", Collections.emptySortedMap());
  }
}
