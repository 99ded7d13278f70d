package dev.secretsync.declare;

import dev.secretsync.model.LabelSelector;
import dev.secretsync.model.SourceLocation;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What may be done, besides what the built-in rules forbid.
 *
 * @param name its name
 * @param rules in order of place
 * @param deletes how many Secrets of a cluster one run may destroy
 * @param changes how many Secrets of a cluster one run may change
 * @param recipients who must and who may be able to decrypt which files
 * @param protectedClusters where every destructive change needs to be counted out
 * @param waves in which order clusters are written to; empty where none are declared
 * @param ignoredDrift which drift is known and does not count for now
 */
public record PolicyDeclaration(
    String name,
    List<Rule> rules,
    Optional<Limit> deletes,
    Optional<Limit> changes,
    List<Recipients> recipients,
    Optional<Protected> protectedClusters,
    List<Wave> waves,
    List<IgnoredDrift> ignoredDrift,
    SourceLocation at) {
  public PolicyDeclaration {
    rules = List.copyOf(rules);
    recipients = List.copyOf(recipients);
    waves = List.copyOf(waves);
    ignoredDrift = List.copyOf(ignoredDrift);
  }

  /** What a rule does with what it matches. */
  public enum Effect {
    /** Wins over every allow. */
    DENY,
    /** As soon as there is one, what no rule allows is denied. */
    ALLOW
  }

  /**
   * A rule.
   *
   * @param reason why, shown with every refusal
   */
  public record Rule(
      String name, Effect effect, Match match, Optional<String> reason, SourceLocation at) {}

  /**
   * What a rule is about: everything that is given has to match; an empty list or no selector
   * matches everything. In patterns {@code *} stands for any text, in paths {@code *} for any text
   * without a slash and {@code **} for any folders.
   *
   * @param actions what would be done; a rule without any is also about what stays as it is
   * @param owners who says what the Secret holds: Git, or the cluster that owns it
   * @param paths files that declare the Secret or allow a cluster to have it; of what a cluster
   *     owns, those of the control plane and the sources that take it
   */
  public record Match(
      Optional<LabelSelector> clusters,
      List<String> namespaces,
      List<String> names,
      List<String> types,
      Optional<LabelSelector> labels,
      List<String> keys,
      List<String> actions,
      List<String> owners,
      List<String> paths) {
    public Match {
      namespaces = List.copyOf(namespaces);
      names = List.copyOf(names);
      types = List.copyOf(types);
      keys = List.copyOf(keys);
      actions = List.copyOf(actions);
      owners = List.copyOf(owners);
      paths = List.copyOf(paths);
    }
  }

  /**
   * How much one run may do to one cluster: the greater of both.
   *
   * @param percent share of the managed Secrets
   * @param floor number that is always allowed
   */
  public record Limit(OptionalInt percent, OptionalInt floor, SourceLocation at) {}

  /**
   * Recipients of the files that match, as their {@code sops} blocks name them.
   *
   * @param require each of them must be able to decrypt
   * @param allow nobody may but they and those that are required; empty for anybody
   */
  public record Recipients(
      List<String> paths, List<String> require, List<String> allow, SourceLocation at) {
    public Recipients {
      paths = List.copyOf(paths);
      require = List.copyOf(require);
      allow = List.copyOf(allow);
    }
  }

  /** Clusters where every destructive change needs to be counted out. */
  public record Protected(LabelSelector clusters, SourceLocation at) {}

  /**
   * Clusters that apply goes through together (cli.md 6.4).
   *
   * @param clusters which of those that no earlier wave has; an empty selector is all of them
   * @param maxParallel how many at once
   * @param maxFailed how many may fail, as a number or as a share such as {@code 10%}
   */
  public record Wave(
      String name,
      LabelSelector clusters,
      OptionalInt maxParallel,
      Optional<String> maxFailed,
      Optional<Duration> pause,
      boolean requireVerified,
      SourceLocation at) {}

  /**
   * Drift that is known and does not count for now: everything that is given has to match, with
   * patterns as in {@link Match}.
   *
   * @param keys data keys; where none are given, every field is meant
   * @param managers who did it, by field manager
   * @param until the last day on which it is ignored
   * @param reason why, shown with what is ignored
   */
  public record IgnoredDrift(
      String name,
      Optional<LabelSelector> clusters,
      List<String> namespaces,
      List<String> names,
      List<String> keys,
      List<String> managers,
      LocalDate until,
      String reason,
      SourceLocation at) {
    public IgnoredDrift {
      namespaces = List.copyOf(namespaces);
      names = List.copyOf(names);
      keys = List.copyOf(keys);
      managers = List.copyOf(managers);
    }
  }
}
