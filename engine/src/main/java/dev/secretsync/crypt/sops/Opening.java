package dev.secretsync.crypt.sops;

import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.SecretBytes;
import dev.secretsync.model.SourceLocation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What came of opening a SOPS file. All but {@link Opened} can say what is wrong. */
public sealed interface Opening {
  /** What is wrong, with file, line and path; empty when the file was opened. */
  List<Diagnostic> problems();

  /** Every value authenticated and the MAC fits. The caller closes it. */
  final class Opened implements Opening, AutoCloseable {
    private final SequencedMap<Place, DecryptedLeaf> leaves;

    Opened(SequencedMap<Place, DecryptedLeaf> leaves) {
      this.leaves = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(leaves));
    }

    /**
     * An encrypted leaf. What the file's rule leaves in clear is not here but in the documents.
     *
     * @param document its number in the file, from 0
     * @param path mapping keys, and for elements of lists their numbers from 0
     */
    public Optional<DecryptedLeaf> leaf(int document, List<String> path) {
      return Optional.ofNullable(leaves.get(new Place(document, path)));
    }

    /** The same for texts only; a number, boolean or time is nothing here. */
    public Optional<SecretBytes> value(int document, List<String> path) {
      return leaf(document, path).filter(l -> l.type().isText()).map(DecryptedLeaf::bytes);
    }

    Map<Place, DecryptedLeaf> leaves() {
      return leaves;
    }

    @Override
    public List<Diagnostic> problems() {
      return List.of();
    }

    @Override
    public void close() {
      leaves.values().forEach(leaf -> leaf.bytes().close());
    }

    @Override
    public String toString() {
      return "Opened[" + leaves.size() + " values]";
    }
  }

  /**
   * The runner's identities do not open the file.
   *
   * @param at the file's {@code sops} block
   * @param keys all keys that it names
   * @param openedGroups how many groups of keys they opened
   * @param neededGroups how many would have to be
   */
  record NoMatchingKey(SourceLocation at, List<MasterKey> keys, int openedGroups, int neededGroups)
      implements Opening {
    public NoMatchingKey {
      keys = List.copyOf(keys);
    }

    @Override
    public List<Diagnostic> problems() {
      SortedSet<KeyKind> kinds =
          keys.stream().map(MasterKey::kind).collect(Collectors.toCollection(TreeSet::new));
      String names = kinds.stream().map(KeyKind::field).collect(Collectors.joining(", "));
      List<Diagnostic> problems = new ArrayList<>();
      problems.add(
          Diagnostic.error(
              Code.NO_MATCHING_KEY,
              at,
              (neededGroups == 1
                      ? "no identity of this run opens the file"
                      : "%d key groups are needed, and the identities of this run open %d"
                          .formatted(neededGroups, openedGroups))
                  + "; its keys are of kind "
                  + names,
              hint(kinds)));
      keys.stream()
          .filter(key -> !key.kind().isSupported())
          .forEach(key -> problems.add(unsupported(at, key)));
      return problems;
    }

    /** The same in one, for who has to find out whose key is missing (R117). */
    Diagnostic namingKeys() {
      Diagnostic first = problems().getFirst();
      return Diagnostic.error(
          first.code(),
          at,
          (neededGroups == 1
                  ? "no key of this run opens the file"
                  : "%d key groups are needed, and the keys of this run open %d"
                      .formatted(neededGroups, openedGroups))
              + "; it is for "
              + keys.stream()
                  .map(key ->
                      key.kind() == KeyKind.AGE
                          ? key.shown()
                          : key.kind().field() + " " + key.shown())
                  .distinct()
                  .collect(Collectors.joining(", ")),
          first.hint());
    }

    private static String hint(SortedSet<KeyKind> kinds) {
      if (kinds.contains(KeyKind.AGE)) {
        return "give an identity of one of its age recipients in SOPS_AGE_KEY or"
            + " SOPS_AGE_KEY_FILE";
      }
      return kinds.contains(KeyKind.PGP)
          ? "give the secret key of one of its pgp keys in GNUPGHOME or SECRETSYNC_PGP_KEY_FILE"
          : "add an age recipient to the file";
    }

    /** security.md X9: named, and no connection is made. */
    private static Diagnostic unsupported(SourceLocation at, MasterKey key) {
      return Diagnostic.error(
          Code.KEY_TYPE_NOT_SUPPORTED,
          at,
          "keys of kind %s are not supported yet: %s".formatted(key.kind().field(), key.shown()),
          "add an age or pgp key to the file");
    }
  }

  /** Somebody changed the file after it was encrypted, or parts of it are in clear. */
  record Damaged(List<Diagnostic> problems) implements Opening {
    public Damaged {
      problems = List.copyOf(problems);
    }
  }

  /** The file could be opened, and whoever asked does not want it. */
  record Refused(List<Diagnostic> problems) implements Opening {
    public Refused {
      problems = List.copyOf(problems);
    }
  }
}
