package dev.secretsync.desired;

import dev.secretsync.crypt.sops.DecryptedLeaf;
import dev.secretsync.crypt.sops.Opening;
import dev.secretsync.declare.DataEntry;
import dev.secretsync.declare.ManagedSecret;
import dev.secretsync.document.Document;
import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.Problems;
import dev.secretsync.model.SecretBytes;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The files that the runner's identities opened, and those they did not. */
public final class OpenedFiles {
  /** The API server's limit for all values of one Secret together (K12). */
  private static final int MAX_SECRET_BYTES = 1024 * 1024;

  private final SortedMap<String, Opening> files;
  private final Map<String, List<Document>> documents;
  private final Map<ManagedSecret, Data> read = new HashMap<>();

  OpenedFiles(SortedMap<String, Opening> files, Map<String, List<Document>> documents) {
    this.files = files;
    this.documents = documents;
  }

  /** What is known of one Secret's values. */
  sealed interface Data {
    record Known(SortedMap<String, SecretBytes> values) implements Data {}

    /** Its file could not be opened. */
    record Unknown(Diagnostic why) implements Data {}
  }

  /** Why each file that could not be opened was not. */
  List<Diagnostic> unopened() {
    return files.values().stream().flatMap(opening -> opening.problems().stream()).toList();
  }

  /** The first reason for each such file, by path. */
  SortedMap<String, Diagnostic> unopenedFiles() {
    SortedMap<String, Diagnostic> reasons = new TreeMap<>();
    files.forEach((path, opening) ->
        opening.problems().stream().findFirst().ifPresent(why -> reasons.put(path, why)));
    return reasons;
  }

  /** The values of one declared Secret. */
  Data dataOf(ManagedSecret secret, Problems problems) {
    return read.computeIfAbsent(
        secret,
        s ->
            switch (files.get(s.file())) {
              case null -> new Data.Known(values(s, Optional.empty(), problems));
              case Opening.Opened opened ->
                  new Data.Known(values(s, Optional.of(opened), problems));
              case Opening other -> new Data.Unknown(other.problems().getFirst());
            });
  }

  private SortedMap<String, SecretBytes> values(
      ManagedSecret secret, Optional<Opening.Opened> opened, Problems problems) {
    SortedMap<String, SecretBytes> values = new TreeMap<>();
    secret
        .data()
        .values()
        .forEach(entry ->
            value(secret, entry, opened, problems)
                .ifPresent(value -> values.put(entry.key(), value)));
    if (values.values().stream().mapToInt(SecretBytes::size).sum() > MAX_SECRET_BYTES) {
      problems.add(
          Diagnostic.error(
              Code.TOO_LARGE,
              secret.at(),
              "the values of " + secret.secretName() + " are larger than 1 MiB together",
              "Kubernetes holds no larger Secret; split it"));
    }
    return values;
  }

  private Optional<SecretBytes> value(
      ManagedSecret secret, DataEntry entry, Optional<Opening.Opened> opened, Problems problems) {
    Optional<DecryptedLeaf> leaf =
        opened.flatMap(file -> file.leaf(secret.document(), entry.path()));
    if (leaf.isEmpty()) {
      if (Leaves.isEmptyText(documents.get(secret.file()), secret.document(), entry.path())) {
        return Optional.of(SecretBytes.ofUtf8(""));
      }
      problems.add(bad(entry, "is not an encrypted text", "encrypt the file again with sops"));
      return Optional.empty();
    }
    if (!leaf.get().type().isText()) {
      problems.add(
          bad(entry, "is not a text but a number, boolean or time", "quote it and encrypt again"));
      return Optional.empty();
    }
    return switch (entry.encoding()) {
      case TEXT -> Optional.of(leaf.get().bytes());
      case BASE64 -> base64(entry, leaf.get().bytes(), problems);
    };
  }

  private static Optional<SecretBytes> base64(
      DataEntry entry, SecretBytes text, Problems problems) {
    try {
      return Optional.of(
          text.reveal(bytes -> {
            byte[] decoded = Base64.getDecoder().decode(withoutLineEnds(bytes));
            try {
              return SecretBytes.copyOf(decoded);
            } finally {
              Arrays.fill(decoded, (byte) 0);
            }
          }));
    } catch (IllegalArgumentException e) {
      // its message quotes a character of the value
      problems.add(bad(entry, "is not base64", "encode it, or declare it under stringData"));
      return Optional.empty();
    }
  }

  /** {@code base64 file} and YAML blocks put line ends in, which the API server ignores too. */
  private static byte[] withoutLineEnds(byte[] bytes) {
    byte[] kept = new byte[bytes.length];
    int length = 0;
    for (byte b : bytes) {
      if (b != '\n' && b != '\r') {
        kept[length++] = b;
      }
    }
    byte[] result = Arrays.copyOf(kept, length);
    Arrays.fill(kept, (byte) 0);
    return result;
  }

  private static Diagnostic bad(DataEntry entry, String what, String hint) {
    return Diagnostic.error(
        Code.BAD_VALUE, entry.at(), String.join(".", entry.path()) + " " + what, hint);
  }
}
