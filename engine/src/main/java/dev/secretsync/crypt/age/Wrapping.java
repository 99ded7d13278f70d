package dev.secretsync.crypt.age;

import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.RefusedException;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What a recipient makes of a file key.
 *
 * @param labels whom else the file may be for: recipients with the same labels only (formats.md
 *     2.3); of a plugin they are known only now
 */
record Wrapping(List<Stanza> stanzas, SortedSet<String> labels) {
  private static final String POST_QUANTUM = "postquantum";

  Wrapping {
    stanzas = List.copyOf(stanzas);
    labels = Collections.unmodifiableSortedSet(new TreeSet<>(labels));
  }

  static Wrapping of(Stanza stanza) {
    return new Wrapping(List.of(stanza), new TreeSet<>());
  }

  static Wrapping postQuantum(Stanza stanza) {
    return new Wrapping(List.of(stanza), new TreeSet<>(Set.of(POST_QUANTUM)));
  }

  /**
   * The stanzas of all.
   *
   * @throws RefusedException when a plugin's recipient may not stand together with the others
   */
  static List<Stanza> together(List<Wrapping> all) {
    if (all.stream().map(Wrapping::labels).distinct().count() > 1) {
      throw new RefusedException(
          Diagnostic.error(
              Code.PLUGIN_FAILED,
              "",
              "the recipient of a plugin may not stand in one file with the others",
              "encrypt for them one by one, or for recipients of one kind"));
    }
    return all.stream().flatMap(wrapping -> wrapping.stanzas().stream()).toList();
  }
}
