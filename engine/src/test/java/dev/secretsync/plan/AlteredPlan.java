package dev.secretsync.plan;

import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.Revision;
import dev.secretsync.model.TrustChange;
import dev.secretsync.policy.Guard;
import dev.secretsync.policy.PolicySource;
import dev.secretsync.policy.Wave;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;

/** A plan that is as another one was, apart from what is said here. */
public final class AlteredPlan {
  private Revision revision;
  private String installation;
  private PolicySource policy;
  private List<TrustChange> trust;
  private SortedMap<String, PlannedCluster> clusters;
  private List<PlannedChange> changes;
  private List<Guard> guards;
  private List<Wave> waves;
  private SortedSet<String> unassigned;
  private List<Diagnostic> diagnostics;
  private Optional<Part> part;

  private AlteredPlan(Plan plan) {
    revision = plan.revision();
    installation = plan.installation();
    policy = plan.policy();
    trust = plan.trust();
    clusters = plan.clusters();
    changes = plan.changes();
    guards = plan.guards();
    waves = plan.waves();
    unassigned = plan.unassigned();
    diagnostics = plan.diagnostics();
    part = plan.part();
  }

  public static AlteredPlan of(Plan plan) {
    return new AlteredPlan(plan);
  }

  public AlteredPlan revision(Revision other) {
    revision = other;
    return this;
  }

  public AlteredPlan installation(String other) {
    installation = other;
    return this;
  }

  public AlteredPlan policy(PolicySource other) {
    policy = other;
    return this;
  }

  public AlteredPlan trust(List<TrustChange> other) {
    trust = other;
    return this;
  }

  public AlteredPlan clusters(SortedMap<String, PlannedCluster> other) {
    clusters = other;
    return this;
  }

  public AlteredPlan changes(List<PlannedChange> other) {
    changes = other;
    return this;
  }

  public AlteredPlan guards(List<Guard> other) {
    guards = other;
    return this;
  }

  public AlteredPlan waves(List<Wave> other) {
    waves = other;
    return this;
  }

  public AlteredPlan unassigned(SortedSet<String> other) {
    unassigned = other;
    return this;
  }

  public AlteredPlan diagnostics(List<Diagnostic> other) {
    diagnostics = other;
    return this;
  }

  public AlteredPlan part(Optional<Part> other) {
    part = other;
    return this;
  }

  public Plan plan() {
    return new Plan(
        revision,
        installation,
        policy,
        trust,
        clusters,
        changes,
        guards,
        waves,
        unassigned,
        diagnostics,
        part);
  }
}
