package dev.secretsync.files;

import dev.secretsync.crypt.sops.CreationRule;
import dev.secretsync.crypt.sops.SopsConfig;
import dev.secretsync.crypt.sops.StoreIndent;
import dev.secretsync.model.Problems;
import dev.secretsync.model.RefusedException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code .sops.yaml} says about files that exist already. It is the one that somebody named;
 * else, as in SOPS, the one that is found upwards from the working directory; else, so that a
 * repository can be checked from outside, the one that is found upwards from a file's own folder.
 *
 * <p>Several threads may ask.
 */
public final class CreationRules {
  /** What is said about one file. */
  public sealed interface Answer {
    /**
     * The first rule that matches.
     *
     * @param demanded whether the rule means this file, and not just all files
     */
    record Rule(CreationRule rule, boolean demanded) implements Answer {}

    /** There are rules, and none is for this file. */
    record NoRuleMatches() implements Answer {}

    /** There is no {@code .sops.yaml}, or it has no rules. */
    record NoRules() implements Answer {}

    /** There is one that cannot be used; the problems say why. */
    record Refused() implements Answer {}
  }

  private final Path workingDirectory;
  private final Problems problems;
  private final Optional<ConfigSearch.Outcome> named;
  private final Map<Path, ConfigSearch.Outcome> found = new HashMap<>();

  /**
   * @param named the file that {@code --config} or {@code SOPS_CONFIG} names
   * @param problems takes what is wrong with any {@code .sops.yaml} that is found
   */
  public CreationRules(Optional<Path> named, Path workingDirectory, Problems problems) {
    this.workingDirectory = workingDirectory.toAbsolutePath().normalize();
    this.problems = problems;
    this.named = named.map(file -> ConfigSearch.named(file, problems));
  }

  /** What is said about a file, whatever is in it. */
  public Answer of(Path file) {
    return switch (search(file)) {
      case ConfigSearch.Outcome.None _ -> new Answer.NoRules();
      case ConfigSearch.Outcome.Refused _ -> new Answer.Refused();
      case ConfigSearch.Outcome.Found(ConfigFile config) ->
          switch (config.ruleFor(file)) {
            case SopsConfig.Answer.Rule(CreationRule rule) ->
                new Answer.Rule(rule, demands(config, file));
            case SopsConfig.Answer.NoRuleMatches _ -> new Answer.NoRuleMatches();
            case SopsConfig.Answer.NoRules _ -> new Answer.NoRules();
          };
    };
  }

  /**
   * How the file is to be laid out.
   *
   * @throws RefusedException when its config cannot be used
   */
  public StoreIndent indent(Path file) {
    return switch (search(file)) {
      case ConfigSearch.Outcome.None _ -> StoreIndent.DEFAULT;
      case ConfigSearch.Outcome.Refused _ -> throw new RefusedException(problems.all());
      case ConfigSearch.Outcome.Found(ConfigFile config) -> config.config().indent();
    };
  }

  /** The config itself may match its own rules, and has to stay readable. */
  private static boolean demands(ConfigFile config, Path file) {
    return !file.toAbsolutePath().normalize().equals(config.path())
        && config.config().demands(config.pathOf(file));
  }

  private synchronized ConfigSearch.Outcome search(Path file) {
    if (named.isPresent()) {
      return named.get();
    }
    ConfigSearch.Outcome here = upwards(workingDirectory);
    Path absolute = file.toAbsolutePath().normalize();
    return here instanceof ConfigSearch.Outcome.None
        ? Optional.ofNullable(absolute.getParent()).map(this::upwards).orElse(here)
        : here;
  }

  private ConfigSearch.Outcome upwards(Path folder) {
    return found.computeIfAbsent(
        folder, start -> ConfigSearch.upwards(start, ConfigSearch.Reach.REPOSITORY, problems));
  }
}
