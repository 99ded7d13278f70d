package dev.secretsync.desired;

import dev.secretsync.crypt.KeyRing;
import dev.secretsync.declare.Declarations;
import dev.secretsync.declare.ManagedSecret;
import dev.secretsync.model.LastWrite;
import dev.secretsync.model.Marks;
import dev.secretsync.model.Origin;
import dev.secretsync.model.Problems;
import dev.secretsync.model.Revision;
import dev.secretsync.model.SecretAddress;
import dev.secretsync.model.SecretContent;
import dev.secretsync.source.SourceFile;
import dev.secretsync.source.SourceTree;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What was written last, found through what live objects carry: the blob ids and commits of their
 * declarations, or the version of their source. It only explains changes; what is written never
 * depends on it.
 *
 * @param contents what the declaration held when the live object was written, where the repository
 *     still has that blob and it can be opened; what the source holds, where it has not moved since
 * @param addresses every Secret that was declared at a commit which live objects show as applied
 */
public record LastApplied(
    SortedMap<SecretAddress, SecretContent> contents, SortedSet<SecretAddress> addresses) {

  /** How many of the commits that live objects name are read again; the commonest first. */
  private static final int COMMITS = 3;

  public LastApplied {
    contents = Collections.unmodifiableSortedMap(new TreeMap<>(contents));
    addresses = Collections.unmodifiableSortedSet(new TreeSet<>(addresses));
  }

  /** When nothing is known of the past. */
  public static LastApplied nothing() {
    return new LastApplied(Collections.emptySortedMap(), Collections.emptySortedSet());
  }

  /**
   * Looks it up.
   *
   * @param writes what live objects of ours say about their last write; commits are only read when
   *     something that is declared is not among them
   * @param blob a file of an earlier write, where the repository still has it
   * @param commit the files of an earlier commit, where the repository still has it
   */
  public static LastApplied of(
      DesiredState desired,
      SortedMap<SecretAddress, LastWrite> writes,
      Function<LastWrite.Declared, Optional<SourceFile>> blob,
      Function<String, Optional<SourceTree>> commit,
      KeyRing keys) {
    return new LastApplied(
        contents(desired, writes, blob, keys), addresses(desired, writes, commit));
  }

  private static SortedMap<SecretAddress, SecretContent> contents(
      DesiredState desired,
      SortedMap<SecretAddress, LastWrite> writes,
      Function<LastWrite.Declared, Optional<SourceFile>> blob,
      KeyRing keys) {
    Map<String, PastFile> files = new HashMap<>();
    SortedMap<SecretAddress, SecretContent> found = new TreeMap<>();
    writes.forEach((address, write) ->
        desired
            .find(address)
            .flatMap(now ->
                isFrom(now, write)
                    ? Optional.of(now.content())
                    : past(address, write, files, blob, desired, keys))
            .ifPresent(content -> found.put(address, content)));
    return found;
  }

  /** Whether what was written is what is there to be written now, under the same names. */
  private static boolean isFrom(DesiredSecret now, LastWrite write) {
    return switch (write) {
      case LastWrite.Declared then ->
          now.origin() instanceof Origin.Declared declared && declared.blob().equals(then.blob());
      case LastWrite.Collected then ->
          now.origin() instanceof Origin.Collected collected
              && collected.version().equals(then.version())
              && Marks.owner(now.content().annotations()).equals(then.owner());
    };
  }

  /** Git keeps its past; what a source held before is nowhere. */
  private static Optional<SecretContent> past(
      SecretAddress address,
      LastWrite write,
      Map<String, PastFile> files,
      Function<LastWrite.Declared, Optional<SourceFile>> blob,
      DesiredState desired,
      KeyRing keys) {
    return write instanceof LastWrite.Declared then
        ? files
            .computeIfAbsent(
                then.file() + "\n" + then.blob(),
                any -> PastFile.open(blob.apply(then), desired, keys))
            .find(address)
        : Optional.empty();
  }

  private static SortedSet<SecretAddress> addresses(
      DesiredState desired,
      SortedMap<SecretAddress, LastWrite> writes,
      Function<String, Optional<SourceTree>> commit) {
    Map<String, Long> commits =
        writes.values().stream()
            .filter(LastWrite.Declared.class::isInstance)
            .map(write -> ((LastWrite.Declared) write).commit())
            .collect(Collectors.groupingBy(one -> one, Collectors.counting()));
    SortedSet<SecretAddress> declared = desired.declared();
    if (commits.isEmpty() || writes.keySet().containsAll(declared)) {
      return Collections.emptySortedSet();
    }
    Set<String> commonest =
        commits.entrySet().stream()
            .sorted(
                Comparator.comparingLong((Map.Entry<String, Long> e) -> -e.getValue())
                    .thenComparing(Map.Entry::getKey))
            .limit(COMMITS)
            .map(Map.Entry::getKey)
            .collect(Collectors.toSet());
    SortedSet<SecretAddress> found = new TreeSet<>();
    for (String one : commonest) {
      if (one.equals(desired.revision().commit())) {
        found.addAll(declared);
      } else {
        commit.apply(one).ifPresent(tree -> found.addAll(declaredIn(tree)));
      }
    }
    return found;
  }

  private static Set<SecretAddress> declaredIn(SourceTree tree) {
    Problems ignored = new Problems();
    Targets targets = Targets.of(Declarations.parse(tree, ignored), ignored);
    Set<SecretAddress> declared = new TreeSet<>(targets.byAddress().keySet());
    targets.forProjects().forEach(one -> declared.addAll(one.named()));
    return declared;
  }

  /** One file of an earlier write, opened. */
  private record PastFile(
      List<ManagedSecret> secrets, Optional<OpenedFiles> files, Optional<Marker> marker) {

    static PastFile open(Optional<SourceFile> file, DesiredState desired, KeyRing keys) {
      if (file.isEmpty()) {
        return new PastFile(List.of(), Optional.empty(), Optional.empty());
      }
      Problems ignored = new Problems();
      SourceTree tree =
          new SourceTree(
              new Revision("", "", false), new TreeMap<>(Map.of(file.get().path(), file.get())));
      Declarations declared = Declarations.parse(tree, ignored);
      return new PastFile(
          declared.secrets(),
          Optional.of(EncryptedFiles.of(declared, ignored).openAll(keys)),
          Optional.of(new Marker(tree, desired.installation())));
    }

    Optional<SecretContent> find(SecretAddress address) {
      return secrets.stream()
          .filter(secret -> secret.secretName().equals(address.ref().name()))
          .filter(secret -> mayLiveIn(address.ref().namespace(), secret))
          .min(Comparator.comparing(secret -> !names(address.ref().namespace(), secret)))
          .flatMap(this::content);
    }

    private static boolean names(String namespace, ManagedSecret secret) {
      return secret.namespace().filter(namespace::equals).isPresent()
          || secret.projects().filter(to -> to.names().contains(namespace)).isPresent();
    }

    /** Agent namespaces, and those of control planes, stand in other files. */
    private static boolean mayLiveIn(String namespace, ManagedSecret secret) {
      return names(namespace, secret)
          || secret.namespace().isEmpty()
          || secret.controlPlane().isPresent();
    }

    private Optional<SecretContent> content(ManagedSecret secret) {
      Problems problems = new Problems();
      return files
          .map(opened -> opened.dataOf(secret, problems))
          .filter(data -> !problems.hasErrors())
          .flatMap(data ->
              data instanceof OpenedFiles.Data.Known known
                  ? marker.map(mark -> mark.mark(secret, known.values()))
                  : Optional.empty());
    }
  }
}
