package dev.secretsync.cluster;

import dev.secretsync.model.Marks;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

/**
 * Whose a live Secret is, read off the object alone: our labels, and our field manager. Labels can
 * be set by anybody, so a label alone is enough to write what is declared here anyway, and never
 * enough to delete.
 */
public sealed interface Ownership {

  /**
   * Ours by label.
   *
   * @param written whether our field manager wrote any of it; without that it is a copy of ours,
   *     such as one restored from a backup
   */
  record Ours(boolean written) implements Ownership {}

  /** Written by us, and the label that says which installation is gone. */
  record Unlabelled() implements Ownership {}

  /**
   * Somebody else's.
   *
   * @param owner whose, in words
   * @param controlled whether a controller holds it by ownerReferences
   */
  record Others(String owner, boolean controlled) implements Ownership {}

  static Ownership of(LiveSecret live, String installation) {
    if (live.content().labels().containsKey(Marks.KARGO_REPLICA)) {
      // a replica repeats the labels of its original, ours too
      return new Others("Kargo, which replicated it", true);
    }
    Optional<String> label = Optional.ofNullable(live.content().labels().get(Marks.INSTALLATION));
    boolean written = live.managers().stream().anyMatch(Ownership::isUs);
    if (label.isPresent()) {
      return label.get().equals(installation)
          ? new Ours(written)
          : new Others("secretsync installation " + label.get(), live.controlled());
    }
    return written ? new Unlabelled() : new Others(owner(live), live.controlled());
  }

  /** When we last wrote it, where its field managers tell. */
  static Optional<Instant> lastWrite(LiveSecret live) {
    return live.managers().stream()
        .filter(Ownership::isUs)
        .flatMap(entry -> entry.time().stream())
        .max(Comparator.naturalOrder());
  }

  /** Whether anything on it says that an installation of secretsync has it. */
  static boolean isMarked(LiveSecret live) {
    return live.content().labels().containsKey(Marks.INSTALLATION)
        || live.managers().stream().anyMatch(Ownership::isUs);
  }

  static boolean isUs(FieldManager entry) {
    return entry.manager().equals(Marks.MANAGER);
  }

  private static String owner(LiveSecret live) {
    if (live.controlled()) {
      return "a controller, by its ownerReferences";
    }
    String managedBy = live.content().labels().get(Marks.MANAGED_BY);
    if (managedBy != null) {
      return managedBy;
    }
    return live.managers().stream()
        .max(
            Comparator.comparing((FieldManager m) -> m.time().isPresent())
                .thenComparing(m -> m.time().orElse(live.created())))
        .map(m -> "field manager " + m.manager())
        .orElse("an unknown writer");
  }
}
