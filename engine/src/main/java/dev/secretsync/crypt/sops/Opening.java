package dev.secretsync.crypt.sops;

import dev.secretsync.crypt.age.AgeIdentity;
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
import java.util.Set;
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
   * None of the runner's identities opens the file.
   *
   * @param at the file's {@code sops} block
   * @param recipients the age recipients that could open it
   * @param kinds the kinds of all keys that could
   * @param unsupported kinds of identities that the runner has and we cannot use yet
   */
  record NoMatchingKey(
      SourceLocation at,
      SortedSet<String> recipients,
      SortedSet<KeyKind> kinds,
      Set<AgeIdentity.Kind> unsupported)
      implements Opening {
    public NoMatchingKey {
      recipients = Collections.unmodifiableSortedSet(new TreeSet<>(recipients));
      kinds = Collections.unmodifiableSortedSet(new TreeSet<>(kinds));
      unsupported = Collections.unmodifiableSortedSet(new TreeSet<>(unsupported));
    }

    @Override
    public List<Diagnostic> problems() {
      String names = kinds.stream().map(KeyKind::field).collect(Collectors.joining(", "));
      List<Diagnostic> problems = new ArrayList<>();
      problems.add(
          Diagnostic.error(
              Code.NO_MATCHING_KEY,
              at,
              "no identity of this run opens the file; its keys are of kind " + names,
              kinds.contains(KeyKind.AGE)
                  ? "give an identity of one of its age recipients in SOPS_AGE_KEY or"
                      + " SOPS_AGE_KEY_FILE"
                  : "add an age recipient to the file; other kinds of keys are not supported yet"));
      for (AgeIdentity.Kind kind : unsupported) {
        problems.add(
            Diagnostic.error(
                Code.KEY_TYPE_NOT_SUPPORTED,
                at,
                "the identity " + kind.prefix() + "... is of a kind that is not supported yet",
                "give an identity that begins with AGE-SECRET-KEY-1"));
      }
      return problems;
    }
  }

  /** Somebody changed the file after it was encrypted, or parts of it are in clear. */
  record Damaged(List<Diagnostic> problems) implements Opening {
    public Damaged {
      problems = List.copyOf(problems);
    }
  }

  /** The file uses something that we do not open. */
  record Refused(Diagnostic why) implements Opening {
    @Override
    public List<Diagnostic> problems() {
      return List.of(why);
    }
  }
}
