package dev.secretsync.diff;

import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.SecretAddress;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** How one Secret of Git and one Secret of a cluster stand to each other. Holds no value. */
public sealed interface Difference {
  /** Several may be about one address: what belongs there, and what does not get there. */
  Comparator<Difference> ORDER =
      Comparator.comparing(Difference::address)
          .thenComparing(Difference::place)
          .thenComparing(difference -> difference.getClass().getSimpleName());

  SecretAddress address();

  /** The place that it is about, where that is another one than where the Secret is. */
  default SecretAddress place() {
    return address();
  }

  /** What belongs there; empty where nothing does, or where that is not known. */
  default Optional<Subject> belonging() {
    return switch (this) {
      case Missing d -> Optional.of(d.subject());
      case Changed d -> Optional.of(d.subject());
      case Unchangeable d -> Optional.of(d.subject());
      case Same d -> Optional.of(d.subject());
      case Foreign d -> Optional.of(d.subject());
      case Moved d -> Optional.of(d.subject());
      case Orphaned d -> Optional.empty();
      case NotCollected d -> Optional.empty();
      case Released d -> Optional.empty();
      case Itself d -> Optional.empty();
      case Unknown d -> Optional.empty();
    };
  }

  /**
   * Declared, and not there.
   *
   * @param deleted it was there: a commit that this fleet shows as applied declared it
   * @param namespaceMissing its namespace does not exist either
   */
  record Missing(Subject subject, boolean deleted, boolean namespaceMissing) implements Difference {
    @Override
    public SecretAddress address() {
      return subject.address();
    }
  }

  /**
   * Ours, and other than declared.
   *
   * @param changes fields that a write would change; never empty unless {@code adoption}
   * @param foreign fields that others added on top of ours and that stay
   * @param kept how many fields of others stay
   * @param recreated it carries our labels, but we did not write it
   * @param adoption it is not ours yet and the declaration says {@code adopt: true}
   */
  record Changed(
      Subject subject,
      Seen seen,
      List<FieldChange> changes,
      List<FieldChange> foreign,
      int kept,
      boolean recreated,
      boolean adoption)
      implements Difference {
    public Changed {
      changes = changes.stream().sorted().toList();
      foreign = foreign.stream().sorted().toList();
    }

    @Override
    public SecretAddress address() {
      return subject.address();
    }
  }

  /**
   * Ours, and different in a way that Kubernetes does not let anybody change in place.
   *
   * @param why what forces it, in words that name no value
   */
  record Unchangeable(Subject subject, Seen seen, List<FieldChange> changes, Why why)
      implements Difference {
    public Unchangeable {
      changes = changes.stream().sorted().toList();
    }

    /** What Kubernetes refuses to change in place. */
    public sealed interface Why {
      /** A Secret's type is fixed when it is created. */
      record Type(String from, String to) implements Why {}

      /** An immutable Secret keeps its data, and stays immutable. */
      record Immutable() implements Why {}
    }

    @Override
    public SecretAddress address() {
      return subject.address();
    }
  }

  /** Ours, and as declared in every field that we declare. */
  record Same(Subject subject, Seen seen, List<FieldChange> foreign) implements Difference {
    public Same {
      foreign = foreign.stream().sorted().toList();
    }

    @Override
    public SecretAddress address() {
      return subject.address();
    }
  }

  /**
   * Ours, and no longer declared for this cluster.
   *
   * @param fields its data fields
   * @param why what became of its source, in words; empty when Git declared it
   * @param sourceFile the file that declared it when it was last written
   * @param sourceCommit the commit of that write
   */
  record Orphaned(
      SecretAddress address,
      Seen seen,
      String type,
      SortedMap<String, String> labels,
      SortedSet<String> fields,
      Optional<String> why,
      Optional<String> sourceFile,
      Optional<String> sourceCommit)
      implements Difference {
    public Orphaned {
      labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
      fields = Collections.unmodifiableSortedSet(new TreeSet<>(fields));
    }
  }

  /**
   * Declared, and the name is taken by a Secret that is not ours.
   *
   * @param owner who it belongs to, in words
   * @param by who wrote it last
   * @param notAdoptable why {@code adopt: true} does not help, in words that name no value
   * @param recreated ours was there before: a commit that this fleet shows as applied declared it
   */
  record Foreign(
      Subject subject,
      Seen seen,
      String owner,
      Optional<Writer> by,
      Optional<String> notAdoptable,
      boolean recreated)
      implements Difference {
    @Override
    public SecretAddress address() {
      return subject.address();
    }
  }

  /**
   * Offered for a place and not taken: blocked by a rule, or the place has another owner.
   *
   * @param address the offered Secret
   * @param wanted the place it was offered for
   * @param origin in words: {@code offered by east} or {@code declared at FILE:LINE}
   * @param owner who has the place, in words; empty when a rule blocks it
   */
  record NotCollected(
      SecretAddress address,
      SecretAddress wanted,
      String type,
      SortedMap<String, String> labels,
      String origin,
      Optional<String> owner)
      implements Difference {
    public NotCollected {
      labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
    }

    @Override
    public SecretAddress place() {
      return wanted;
    }

    /** Whether Git declares it: what a cluster offers is somewhere else than where it is wanted. */
    public boolean declared() {
      return address.equals(wanted);
    }
  }

  /**
   * Wanted here, not there yet, and still where its source wanted it before: a change of the
   * project that it belongs to (R92).
   *
   * @param from where it is, in the same cluster
   * @param seen the object there
   */
  record Moved(Subject subject, SecretAddress from, Seen seen) implements Difference {
    @Override
    public SecretAddress address() {
      return subject.address();
    }
  }

  /**
   * Ours, its source is no longer synced, and it stays with its last values: only our marks come
   * off (R38).
   *
   * @param why what released it, in words
   */
  record Released(SecretAddress address, Seen seen, String why) implements Difference {}

  /**
   * A source that is allowed onto its own cluster: nothing is ever written to it (R40, R59).
   *
   * @param allowedBy what allows it, in words
   */
  record Itself(SecretAddress address, String allowedBy) implements Difference {}

  /** One side could not be read, so nothing is known and nothing is done. */
  record Unknown(SecretAddress address, Diagnostic why) implements Difference {}
}
