package dev.secretsync.declare;

import dev.secretsync.declare.ControlPlane.Product;
import dev.secretsync.declare.FoundControlPlanes.Use;
import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.Problems;
import dev.secretsync.model.SourceLocation;
import java.util.List;

/** Whether what is declared for Kargo can come to anything. */
record KargoChecks(Declarations declared, Problems problems) {

  void check(List<Use> uses) {
    declared.controlPlanes().values().stream()
        .filter(plane -> plane.product() instanceof Product.Kargo)
        .forEach(plane -> agents(plane, (Product.Kargo) plane.product()));
    uses.forEach(this::use);
  }

  /** Without an agent there is no source (R81). Who only distributes from Git needs none. */
  private void agents(ControlPlane plane, Product.Kargo kargo) {
    boolean collects =
        kargo.agents().isPresent()
            || declared.sources().stream().anyMatch(s -> s.controlPlane().equals(plane.name()));
    if (collects && declared.clusters().values().stream().noneMatch(kargo::hasAgentIn)) {
      problems.add(
          Diagnostic.warning(
              Code.CONTROL_PLANE,
              plane.at(),
              "no declared cluster has an agent of Kargo "
                  + Shown.name(plane.name())
                  + ", so nothing is collected for it",
              "say which clusters have one, by their labels, in spec.kargo.agents.selector"));
    }
  }

  private void use(Use use) {
    if (use.secret().controlPlane().isEmpty()) {
      needsKargo(use);
      return;
    }
    ControlPlane plane = declared.controlPlanes().get(use.secret().controlPlane().get());
    if (plane == null) {
      return; // said elsewhere
    }
    switch (plane.product()) {
      case Product.ArgoCd argocd -> needsKargo(use);
      case Product.Kargo kargo ->
          use.secret()
              .projects()
              .ifPresentOrElse(
                  projects -> projects(projects, plane, kargo, use.projects()),
                  () -> withoutProjects(use, plane));
    }
  }

  private void needsKargo(Use use) {
    if (use.secret().projects().isPresent()) {
      problems.add(
          Diagnostic.error(
              Code.CONTROL_PLANE,
              use.projects(),
              "projects are those of a Kargo, and controlPlane names none",
              "name a ControlPlane with kargo, or remove projects"));
    }
  }

  private void withoutProjects(Use use, ControlPlane plane) {
    String summary =
        "control plane " + Shown.name(plane.name()) + " is a Kargo, and no projects are given";
    String hint = "say which projects with spec.projects: all, names or selector";
    problems.add(
        declared.grantsFor(use.secret()).isEmpty()
            ? Diagnostic.error(Code.CONTROL_PLANE, use.controlPlane(), summary, hint)
            : Diagnostic.warning(
                Code.CONTROL_PLANE,
                use.controlPlane(),
                summary + ", so the Secret goes to clusters alone",
                hint));
  }

  private void projects(
      ProjectGrant projects, ControlPlane plane, Product.Kargo kargo, SourceLocation at) {
    if (projects.all()
        && (projects.selector().isPresent()
            || projects.names().stream().anyMatch(name -> !kargo.isReserved(name)))) {
      problems.add(
          Diagnostic.warning(
              Code.REDUNDANT,
              at,
              "all makes names and selector of projects pointless",
              "keep one of them, and only shared namespaces beside all"));
    }
    projects.names().stream()
        .filter(name -> kargo.isReserved(name) && !kargo.fitsVersion(name))
        .forEach(name ->
            problems.add(
                Diagnostic.warning(
                    Code.CONTROL_PLANE,
                    at,
                    "Kargo " + kargo.version().orElse("") + " has no shared namespace " + name,
                    "name one of "
                        + String.join(", ", kargo.namespaces())
                        + ", or add it to spec.kargo.sharedNamespaces of "
                        + Shown.name(plane.name()))));
  }
}
