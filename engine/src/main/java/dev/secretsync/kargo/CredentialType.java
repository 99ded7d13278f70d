package dev.secretsync.kargo;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** The Secrets that Kargo finds by their label, and the keys that it reads of each (R87). */
enum CredentialType {
  GIT,
  HELM,
  IMAGE,
  /** Anything that a Project asks for by name, so every key is good. */
  GENERIC;

  /** Kargo looks at Secrets with this label and no other. */
  static final String LABEL = "kargo.akuity.io/cred-type";

  /** The one key that Kargo finds credentials of a repository by (R100). */
  static final String REPO_URL = "repoURL";

  /** Whether {@link #REPO_URL} is a regex. */
  static final String IS_REGEX = "repoURLIsRegex";

  static Optional<CredentialType> of(String label) {
    return Arrays.stream(values()).filter(type -> type.label().equals(label)).findFirst();
  }

  static List<String> labels() {
    return Arrays.stream(values()).map(CredentialType::label).toList();
  }

  /** Value of {@link #LABEL}. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What people call such a Secret. */
  String words() {
    return (this == IMAGE ? "an " : "a ") + label() + " Secret";
  }

  /** Whether it holds credentials of a repository, and not just anything. */
  boolean hasRepository() {
    return this != GENERIC;
  }

  /** The shapes that its credentials may have, in the order in which Kargo tries them. */
  List<Shape> shapes() {
    return Arrays.stream(Shape.values()).filter(shape -> shape.isOf(this)).toList();
  }

  /** Every key that Kargo reads. */
  SortedSet<String> keys() {
    SortedSet<String> keys = new TreeSet<>(List.of(REPO_URL, IS_REGEX));
    shapes().forEach(shape -> keys.addAll(shape.keys()));
    return keys;
  }
}
