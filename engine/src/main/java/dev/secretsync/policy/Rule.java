package dev.secretsync.policy;

import dev.secretsync.diff.Difference;
import java.util.stream.Stream;

/** One safety rule: looks at one change and says nothing, or refuses it. */
interface Rule {
  /** Name and numbers, for example {@code blocked-type (R22)}. */
  String name();

  /** The refusals of this change; empty when the rule has nothing against it. */
  Stream<Finding> judge(Difference difference);
}
