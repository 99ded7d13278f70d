package dev.secretsync.plan;

import dev.secretsync.model.SecretAddress;
import java.util.List;

/**
 * Where a new plan is not what was reviewed. Nothing of it is written.
 *
 * @param address the Secret
 * @param reviewed whether the reviewed plan would have written it
 * @param words what is different, each a phrase that names no value; never empty
 */
public record Deviation(SecretAddress address, boolean reviewed, List<String> words)
    implements Comparable<Deviation> {
  public Deviation {
    words = List.copyOf(words);
  }

  /** All of it in one line. */
  public String line() {
    return String.join("; ", words);
  }

  @Override
  public int compareTo(Deviation other) {
    return address.compareTo(other.address);
  }
}
