package dev.secretsync.cli;

import dev.secretsync.model.RefusedException;
import dev.secretsync.model.Shard;
import java.util.Optional;

/**
 * Which part of the fleet a run is about. It narrows, so it may come from the environment too
 * (cli.md 4.4); the flag goes before that.
 */
final class ShardFlag {
  private static final String VARIABLE = "SECRETSYNC_SHARD";

  /** In an Indexed Job of Kubernetes: from 0. */
  private static final String INDEX = "JOB_COMPLETION_INDEX";

  /** The same in all pods of such a job. */
  private static final String FROM_INDEX = "index/";

  private ShardFlag() {}

  /** Empty for the whole fleet. */
  static Optional<Shard> of(Invocation invocation) {
    return invocation
        .value(Flag.SHARD)
        .map(text -> parsed("--shard", text))
        .or(() ->
            Optional.ofNullable(invocation.env().get(VARIABLE))
                .filter(text -> !text.isEmpty())
                .map(text -> parsed("$" + VARIABLE, inJob(invocation, text))));
  }

  private static String inJob(Invocation invocation, String text) {
    if (!text.startsWith(FROM_INDEX)) {
      return text;
    }
    String index = invocation.env().getOrDefault(INDEX, "");
    if (!index.matches("0|[1-9][0-9]{0,3}")) {
      throw Invocation.usage(
          "$" + VARIABLE + " asks for $" + INDEX + ", and that is no number",
          "run it in a Job with completionMode: Indexed, or say the shard, such as 1/3");
    }
    return Integer.parseInt(index) + 1 + "/" + text.substring(FROM_INDEX.length());
  }

  private static Shard parsed(String what, String text) {
    return Shard.parse(text).orElseThrow(() -> wrong(what));
  }

  private static RefusedException wrong(String what) {
    return Invocation.usage(
        what + " takes a part of a number of parts, 1/1 to " + Shard.MOST + "/" + Shard.MOST,
        "such as 1/3");
  }
}
