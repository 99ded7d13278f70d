package dev.secretsync.policy;

import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiPredicate;

/**
 * Which rules may have something to say about a place and a file. A fleet has few clusters,
 * namespaces and files beside its Secrets, so that each is held against each rule once.
 */
final class Sieve {
  private final List<DeclaredRule> rules;
  private final Map<String, BitSet> clusters = new ConcurrentHashMap<>();
  private final Map<String, BitSet> namespaces = new ConcurrentHashMap<>();
  private final Map<Optional<String>, BitSet> paths = new ConcurrentHashMap<>();

  Sieve(List<DeclaredRule> rules) {
    this.rules = List.copyOf(rules);
  }

  /**
   * The numbers of the rules that may match there, for something that follows from {@code path}.
   */
  BitSet candidates(Intent intent, Optional<String> path) {
    BitSet left = (BitSet) remembered(paths, path, DeclaredRule::mayFollowFrom).clone();
    left.and(remembered(clusters, intent.address().cluster(), DeclaredRule::mayBeInCluster));
    left.and(
        remembered(namespaces, intent.address().ref().namespace(), DeclaredRule::mayBeInNamespace));
    return left;
  }

  private <T> BitSet remembered(
      Map<T, BitSet> answers, T asked, BiPredicate<DeclaredRule, T> mayMatch) {
    BitSet known = answers.get(asked);
    if (known != null) {
      return known;
    }
    BitSet found = new BitSet(rules.size());
    for (int i = 0; i < rules.size(); i++) {
      found.set(i, mayMatch.test(rules.get(i), asked));
    }
    answers.put(asked, found);
    return found;
  }
}
