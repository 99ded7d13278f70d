package dev.secretsync.desired;

import dev.secretsync.crypt.KeyRing;
import dev.secretsync.crypt.sops.Opening;
import dev.secretsync.crypt.sops.SopsFile;
import dev.secretsync.declare.DataEntry;
import dev.secretsync.declare.Declarations;
import dev.secretsync.declare.ManagedSecret;
import dev.secretsync.document.Document;
import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.Problems;
import dev.secretsync.model.SourceLocation;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;

/** The encrypted files of a revision, as far as they are understood without any key. */
public final class EncryptedFiles {
  private final SortedMap<String, SopsFile> files;
  private final Map<String, List<Document>> documents;

  private EncryptedFiles(SortedMap<String, SopsFile> files, Map<String, List<Document>> documents) {
    this.files = files;
    this.documents = documents;
  }

  /**
   * Reads their structure. Whatever stands in clear where a value of a Secret belongs is a problem,
   * also where the file's own rule allows it (X7).
   *
   * @param problems takes what is wrong; a value in clear that it holds already is not said again
   */
  public static EncryptedFiles of(Declarations declared, Problems problems) {
    SortedMap<String, SopsFile> files = new TreeMap<>();
    Problems found = new Problems();
    declared
        .encryptedFiles()
        .forEach((path, documents) ->
            SopsFile.parse(path, documents, found).ifPresent(file -> files.put(path, file)));
    EncryptedFiles all = new EncryptedFiles(files, declared.encryptedFiles());
    Set<SourceLocation> said = inClear(problems);
    found.all().stream()
        .filter(
            d -> d.code() != Code.PLAINTEXT_VALUE || !said.containsAll(d.at().stream().toList()))
        .forEach(problems::add);
    said.addAll(inClear(found));
    declared.secrets().forEach(secret -> all.findPlaintext(secret, said, problems));
    return all;
  }

  private static Set<SourceLocation> inClear(Problems problems) {
    return problems.all().stream()
        .filter(d -> d.code() == Code.PLAINTEXT_VALUE)
        .flatMap(d -> d.at().stream())
        .collect(Collectors.toCollection(HashSet::new));
  }

  private void findPlaintext(
      ManagedSecret secret, Set<SourceLocation> reported, Problems problems) {
    SopsFile file = files.get(secret.file());
    if (file == null) {
      return;
    }
    for (DataEntry entry : secret.data().values()) {
      boolean clear =
          !file.isEncrypted(secret.document(), entry.path())
              && !Leaves.isEmptyText(documents.get(secret.file()), secret.document(), entry.path());
      SourceLocation at =
          Leaves.at(documents.get(secret.file()), secret.document(), entry.path())
              .orElse(entry.at());
      if (clear && !reported.contains(at)) {
        problems.add(
            Diagnostic.error(
                Code.PLAINTEXT_VALUE,
                at,
                String.join(".", entry.path()) + " is not encrypted",
                "encrypt the file again with encrypted_regex ^(data|stringData)$, and change the"
                    + " value where it is used: it has been in Git"));
      }
    }
  }

  /** Who may open each file, by path, as the file says itself. */
  public SortedMap<String, FileRecipients> recipients() {
    SortedMap<String, FileRecipients> recipients = new TreeMap<>();
    files.forEach((path, file) -> recipients.put(path, FileRecipients.of(file)));
    return recipients;
  }

  /**
   * Opens the files that the targets need, several at once.
   *
   * @param refused why files are not to be opened, by path: no key is even asked for
   * @param keys read only when a file has to be opened
   */
  public OpenedFiles open(
      Targets targets, SortedMap<String, List<Diagnostic>> refused, KeyRing keys) {
    Set<String> wanted = new HashSet<>();
    targets.byAddress().values().forEach(target -> wanted.add(target.secret().file()));
    targets.forProjects().forEach(one -> wanted.add(one.secret().file()));
    return open(wanted, refused, keys);
  }

  /** How many there are. */
  public int count() {
    return files.size();
  }

  /** Which of them the runner's keys do not open, and why; no value is decrypted (R117). */
  public List<Diagnostic> withoutKey(KeyRing keys) {
    return files.values().parallelStream()
        .flatMap(file -> file.missingKey(keys).stream())
        .sorted()
        .toList();
  }

  OpenedFiles openAll(KeyRing keys) {
    return open(files.keySet(), Collections.emptySortedMap(), keys);
  }

  private OpenedFiles open(
      Set<String> wanted, SortedMap<String, List<Diagnostic>> refused, KeyRing keys) {
    SortedMap<String, Opening> opened = new ConcurrentSkipListMap<>(Comparator.naturalOrder());
    refused.forEach((path, why) -> opened.put(path, new Opening.Refused(why)));
    files.entrySet().parallelStream()
        .filter(entry -> wanted.contains(entry.getKey()) && !refused.containsKey(entry.getKey()))
        .forEach(entry -> opened.put(entry.getKey(), open(entry.getKey(), entry.getValue(), keys)));
    return new OpenedFiles(opened, documents);
  }

  /** security.md X1: under mac_only_encrypted, names and namespaces could be edited unnoticed. */
  private static Opening open(String path, SopsFile file, KeyRing keys) {
    return file.leavesPlainValuesOpen()
        ? new Opening.Refused(
            List.of(
                Diagnostic.error(
                    Code.NOT_SUPPORTED_YET,
                    new SourceLocation(path, 1, 1),
                    "mac_only_encrypted leaves what is not encrypted open to edits",
                    "encrypt the file again without mac_only_encrypted")))
        : file.open(keys);
  }
}
