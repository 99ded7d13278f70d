package dev.secretsync.desired;

import dev.secretsync.declare.ManagedSecret;
import dev.secretsync.model.Marks;
import dev.secretsync.model.SecretBytes;
import dev.secretsync.model.SecretContent;
import dev.secretsync.source.SourceFile;
import dev.secretsync.source.SourceTree;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Turns declared values into the content of a Secret, with our marks on it. */
record Marker(SourceTree tree, String installation) {

  SecretContent mark(ManagedSecret secret, SortedMap<String, SecretBytes> values) {
    SortedMap<String, String> labels = new TreeMap<>(secret.labels());
    labels.put(Marks.MANAGED_BY, Marks.MANAGER);
    labels.put(Marks.INSTALLATION, installation);
    SortedMap<String, String> annotations = new TreeMap<>(secret.annotations());
    annotations.put(Marks.SOURCE_FILE, secret.file());
    annotations.put(Marks.SOURCE_COMMIT, tree.revision().commit());
    annotations.put(Marks.SOURCE_BLOB, blob(secret.file()));
    return new SecretContent(secret.type(), secret.immutable(), values, labels, annotations);
  }

  /** Blob id of a file of the revision. */
  String blob(String file) {
    return Optional.ofNullable(tree.files().get(file)).map(SourceFile::blobId).orElse("");
  }
}
