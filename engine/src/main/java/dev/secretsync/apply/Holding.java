package dev.secretsync.apply;

import dev.secretsync.model.Marks;
import dev.secretsync.model.SecretContent;
import java.util.Map;

/** Tells done from not done by what is there. */
final class Holding {
  private Holding() {}

  /** Whether everything that is declared is there, and of the same owner. */
  static boolean all(SecretContent live, SecretContent want) {
    return live.type().equals(want.type())
        && live.immutable() == want.immutable()
        && containsAll(live.data(), want.data())
        && containsAll(live.labels(), want.labels())
        && Marks.owner(live.annotations()).equals(Marks.owner(want.annotations()))
        && want.annotations().entrySet().stream()
            .filter(entry -> !entry.getKey().startsWith(Marks.RESERVED_PREFIX))
            .allMatch(entry -> entry.getValue().equals(live.annotations().get(entry.getKey())));
  }

  private static <V> boolean containsAll(Map<String, V> all, Map<String, V> some) {
    return some.entrySet().stream()
        .allMatch(entry -> entry.getValue().equals(all.get(entry.getKey())));
  }
}
