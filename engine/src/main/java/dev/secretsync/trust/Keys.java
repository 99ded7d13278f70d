package dev.secretsync.trust;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** Who can decrypt, before and now, in words. */
record Keys(SortedSet<String> before, SortedSet<String> now) {
  /** Those that can now and could not. */
  List<String> added() {
    return without(now, before);
  }

  /** Those that could and no longer can. */
  List<String> removed() {
    return without(before, now);
  }

  private static List<String> without(SortedSet<String> all, SortedSet<String> others) {
    SortedSet<String> rest = new TreeSet<>(all);
    rest.removeAll(others);
    List<String> shown = new ArrayList<>();
    rest.forEach(key -> shown.add(shown(key)));
    return shown;
  }

  /** A private key does happen to be put where a recipient belongs, and is never repeated. */
  private static String shown(String key) {
    return key.contains("SECRET-KEY") ? "a private key, which is no recipient" : key;
  }
}
