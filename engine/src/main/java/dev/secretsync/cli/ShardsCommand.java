package dev.secretsync.cli;

import dev.secretsync.GitOnly;
import dev.secretsync.model.ExitCode;
import dev.secretsync.report.json.ShardsJson;
import dev.secretsync.report.text.ShardsText;
import dev.secretsync.shard.Sizing;
import java.util.SortedMap;

/** {@code secretsync shards}: into how many parts a fleet is best divided. */
final class ShardsCommand {
  private ShardsCommand() {}

  static int run(Invocation invocation) {
    if (!invocation.has(Flag.MAX)) {
      throw Invocation.usage("shards needs --max N, how many there may be", "such as --max 20");
    }
    int max = invocation.number(Flag.MAX, 1);
    if (max > Sizing.MOST) {
      throw Invocation.usage(
          "--max "
              + max
              + " is more than the "
              + Sizing.MOST
              + " jobs that a matrix of GitHub Actions may have",
          "give at most "
              + Sizing.MOST
              + "; an Indexed Job of Kubernetes may have more, and needs no matrix");
    }
    boolean hash = byHash(invocation);
    SortedMap<String, Integer> weights = GitOnly.weights(RepositoryRun.request(invocation));
    Sizing sizing = hash ? Sizing.exactly(max, weights) : Sizing.lightest(max, weights);
    invocation.answer(out -> ShardsText.write(sizing, out), json -> ShardsJson.write(sizing, json));
    return ExitCode.OK.number();
  }

  private static boolean byHash(Invocation invocation) {
    String by = invocation.value(Flag.BY).orElse("weight");
    return switch (by) {
      case "hash" -> true;
      case "weight" -> false;
      default -> throw Invocation.usage("--by takes weight or hash", "");
    };
  }
}
