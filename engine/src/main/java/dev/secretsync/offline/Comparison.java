package dev.secretsync.offline;

import dev.secretsync.declare.ManagedSecret;
import dev.secretsync.model.SecretAddress;
import dev.secretsync.model.SecretContent;
import dev.secretsync.model.SourceLocation;
import dev.secretsync.offline.TargetChange.Fate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Compares the declared Secrets of two revisions, one by one. */
final class Comparison {
  /** What a new declaration says beside its name, its places and what allows them. */
  private static final Set<String> WORTH_SAYING = Set.of("type", "immutable", "adopt");

  private final Declared base;
  private final Declared head;
  private final Addresses inBase;
  private final Addresses inHead;
  private final Doubt inOld;
  private final Doubt inNew;
  private final Causes causes;
  private final List<SecretChange> changes = new ArrayList<>();
  private final List<Reached> reached = new ArrayList<>();

  Comparison(Declared base, Declared head) {
    this.base = base;
    this.head = head;
    this.inBase = Addresses.of(base.targets());
    this.inHead = Addresses.of(head.targets());
    this.inOld = new Doubt(base);
    this.inNew = new Doubt(head);
    this.causes = new Causes(base.declarations(), head.declarations());
    new Pairs(base, head, inBase, inHead).all().forEach(this::compare);
  }

  List<SecretChange> changes() {
    return changes;
  }

  List<Reached> reached() {
    return reached;
  }

  private void compare(Pairs.Pair pair) {
    if (pair.before().isEmpty()) {
      added(pair.after().orElseThrow());
    } else if (pair.after().isEmpty()) {
      removed(pair.before().orElseThrow());
    } else {
      both(pair.before().orElseThrow(), pair.after().orElseThrow());
    }
  }

  private void added(ManagedSecret now) {
    boolean doubtful = inOld.mayDeclareIn(now.file());
    List<TargetChange> targets = new ArrayList<>();
    inHead.of(now).forEach((address, reasons) -> targets.add(joined(address, now, reasons)));
    List<Field> fields = new ArrayList<>();
    Facts.between(Facts.none(), Facts.of(now)).stream()
        .filter(field -> WORTH_SAYING.contains(field.name()))
        .filter(field -> !field.words().equals(SecretContent.DEFAULT_TYPE))
        .forEach(fields::add);
    fields.addAll(Ciphertexts.between(Ciphertexts.none(), written(head, now)));
    changes.add(
        new SecretChange(
            doubtful ? SecretChange.Kind.UNKNOWN : SecretChange.Kind.ADDED,
            now.id(),
            Optional.empty(),
            Optional.of(now.at()),
            targets,
            fields,
            unassigned(now)));
  }

  private List<String> unassigned(ManagedSecret now) {
    return inHead.of(now).isEmpty() && now.projects().filter(to -> !to.isNobody()).isEmpty()
        ? List.of("no cluster is allowed it")
        : projects(now);
  }

  private static List<String> projects(ManagedSecret secret) {
    return secret.projects().filter(to -> to.all() || to.selector().isPresent()).isPresent()
        ? List.of("which projects it goes to is unknown offline")
        : List.of();
  }

  private void removed(ManagedSecret old) {
    boolean doubtful = inNew.mayDeclareIn(old.file());
    List<TargetChange> targets = new ArrayList<>();
    inBase.of(old).keySet().forEach(address -> left(address, old).ifPresent(targets::add));
    changes.add(
        new SecretChange(
            doubtful ? SecretChange.Kind.UNKNOWN : SecretChange.Kind.REMOVED,
            old.id(),
            Optional.of(old.at()),
            Optional.empty(),
            targets,
            List.of(),
            doubtful ? List.of("its file cannot be read any more") : List.of()));
  }

  private void both(ManagedSecret old, ManagedSecret now) {
    Ciphertexts oldValues = written(base, old);
    Ciphertexts newValues = written(head, now);
    Sealed oldSeal = Sealed.of(base.declarations(), old);
    Sealed newSeal = Sealed.of(head.declarations(), now);
    List<Field> fields = new ArrayList<>(Facts.between(Facts.of(old), Facts.of(now)));
    fields.addAll(Sealed.between(oldSeal, newSeal));
    fields.addAll(Ciphertexts.between(oldValues, newValues));
    List<String> notes = new ArrayList<>();
    if (Ciphertexts.wereAllWrittenAgain(oldValues, newValues)) {
      notes.add(
          "every ciphertext changed, as when a file is encrypted anew: the values may be the"
              + " same");
    } else if (Sealed.isWrappedAgain(oldSeal, newSeal)) {
      notes.add("its data key was wrapped anew for recipients that it had before");
    }
    boolean another = !notes.isEmpty() || fields.stream().anyMatch(one -> !Facts.isGrant(one));
    List<TargetChange> targets = targets(old, now, another ? Fate.CHANGED : Fate.KEPT);
    boolean moved = !old.file().equals(now.file());
    boolean same =
        fields.isEmpty()
            && notes.isEmpty()
            && old.id().equals(now.id())
            && targets.stream().allMatch(target -> target.fate() == Fate.KEPT);
    if (fields.stream().anyMatch(field -> field.name().startsWith("projects."))) {
      notes.addAll(projects(now));
    }
    if (!same || moved) {
      changes.add(
          new SecretChange(
              same ? SecretChange.Kind.ELSEWHERE : SecretChange.Kind.CHANGED,
              old.id().equals(now.id()) ? now.id() : old.id() + " -> " + now.id(),
              Optional.of(old.at()),
              Optional.of(now.at()),
              targets,
              fields,
              notes));
    }
    reached(old, now);
  }

  private Ciphertexts written(Declared revision, ManagedSecret secret) {
    return Ciphertexts.of(revision.declarations(), secret);
  }

  /**
   * The places of both.
   *
   * @param staying the fate of those that both have
   */
  private List<TargetChange> targets(ManagedSecret old, ManagedSecret now, Fate staying) {
    SortedMap<SecretAddress, List<String>> before = inBase.of(old);
    SortedMap<SecretAddress, List<String>> after = inHead.of(now);
    List<SecretAddress> leaving =
        before.keySet().stream().filter(address -> !after.containsKey(address)).toList();
    Map<String, List<SecretAddress>> byCluster =
        leaving.stream()
            .collect(
                Collectors.groupingBy(SecretAddress::cluster, TreeMap::new, Collectors.toList()));
    Set<SecretAddress> moved = new HashSet<>();
    List<TargetChange> targets = new ArrayList<>();
    after.forEach((address, reasons) -> {
      if (before.containsKey(address)) {
        targets.add(
            new TargetChange(staying, address, Optional.empty(), reasons, Optional.empty()));
        return;
      }
      TargetChange joined = joined(address, now, reasons);
      List<SecretAddress> from = byCluster.getOrDefault(address.cluster(), List.of());
      if (joined.fate() == Fate.MANAGED
          && from.size() == 1
          && inHead.owner(from.getFirst()).isEmpty()) {
        moved.add(from.getFirst());
        targets.add(
            new TargetChange(
                Fate.MOVED, address, Optional.of(from.getFirst()), reasons, Optional.empty()));
      } else {
        targets.add(joined);
      }
    });
    leaving.stream()
        .filter(address -> !moved.contains(address))
        .forEach(address -> left(address, old).ifPresent(targets::add));
    return targets;
  }

  private TargetChange joined(SecretAddress address, ManagedSecret now, List<String> reasons) {
    Optional<SourceLocation> owner = inBase.owner(address).map(ManagedSecret::at);
    Fate fate =
        owner.isPresent()
            ? Fate.TAKEN
            : inOld.mayReach(address, now, head.declarations()) ? Fate.UNKNOWN : Fate.MANAGED;
    return new TargetChange(fate, address, Optional.empty(), reasons, owner);
  }

  /** A place that another declaration has now is not left; it is shown with that one. */
  private Optional<TargetChange> left(SecretAddress address, ManagedSecret old) {
    if (inHead.owner(address).isPresent()) {
      return Optional.empty();
    }
    Fate fate = inNew.mayReach(address, old, base.declarations()) ? Fate.UNKNOWN : Fate.LEFT;
    return Optional.of(
        new TargetChange(fate, address, Optional.empty(), List.of(), Optional.empty()));
  }

  private void reached(ManagedSecret old, ManagedSecret now) {
    Set<String> known =
        inBase.of(old).keySet().stream().map(SecretAddress::cluster).collect(Collectors.toSet());
    inHead
        .of(now)
        .forEach((address, reasons) -> {
          if (!known.contains(address.cluster())
              && !inOld.mayReach(address, now, head.declarations())) {
            reached.add(new Reached(address, now.at(), reasons, causes.of(address, old, now)));
          }
        });
  }
}
