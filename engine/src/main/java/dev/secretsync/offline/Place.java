package dev.secretsync.offline;

import dev.secretsync.declare.ManagedSecret;
import java.util.Comparator;

/** Which document of which file: what tells two declarations of one revision apart. */
record Place(String file, int document) implements Comparable<Place> {
  private static final Comparator<Place> ORDER =
      Comparator.comparing(Place::file).thenComparingInt(Place::document);

  static Place of(ManagedSecret secret) {
    return new Place(secret.file(), secret.document());
  }

  @Override
  public int compareTo(Place other) {
    return ORDER.compare(this, other);
  }
}
