package dev.secretsync.cluster;

import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.Permission;
import java.time.Instant;
import java.util.Optional;

/**
 * What can be told about a cluster without reading a Secret. As with {@link Cluster}, nothing that
 * a cluster can do to us is thrown.
 */
public interface Survey {

  /** Says hello with our credentials. */
  Greeting greet();

  /** Asks whether we have a permission; nothing is done with it. */
  Review may(Permission permission);

  /** Looks whether a namespace is there. */
  Presence find(String namespace);

  /** How a server answers. */
  sealed interface Greeting {

    /**
     * It knows us, or lets anybody ask.
     *
     * @param version such as {@code v1.33.2}; empty when it does not say
     * @param time its clock, to the second; empty when it does not say
     */
    record Answered(Optional<String> version, Optional<Instant> time) implements Greeting {}

    /** It does not answer, or not to us. */
    record Unanswered(Diagnostic why) implements Greeting {}
  }

  /** Whether we may. */
  sealed interface Review {
    record Allowed() implements Review {}

    record Denied() implements Review {}

    /** The cluster does not say. */
    record Unknown(Diagnostic why) implements Review {}
  }

  /** Whether it is there. */
  sealed interface Presence {
    record Present() implements Presence {}

    record Absent() implements Presence {}

    /** We may not look, and whether it is there is not known. */
    record Hidden() implements Presence {}

    /** No usable answer. */
    record Unknown(Diagnostic why) implements Presence {}
  }
}
