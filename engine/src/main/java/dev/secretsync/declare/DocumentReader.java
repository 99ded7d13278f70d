package dev.secretsync.declare;

import dev.secretsync.declare.ControlPlane.Product;
import dev.secretsync.document.Document;
import dev.secretsync.document.Node;
import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.LabelSelector;
import dev.secretsync.model.Nearest;
import dev.secretsync.model.SecretContent;
import dev.secretsync.model.SourceLocation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Reads one document of ours. It reads on where the schema was violated, so that all problems are
 * found together; where both have a word on the same place, the schema is silent.
 */
final class DocumentReader {
  private final Document document;
  private final String kind;
  private final List<Diagnostic> violations;
  private final Fields root;
  private final Fields spec;
  private final List<Diagnostic> problems = new ArrayList<>();
  private final SelectorReader selectors;
  private final GrantReader grants;

  /**
   * @param violations what the schema of the kind says about the document
   */
  DocumentReader(Document document, String kind, List<Diagnostic> violations, TextPlaces places) {
    this.violations = violations;
    this.document = document;
    this.kind = kind;
    this.root = Fields.of(document.root());
    this.spec = root.at("spec");
    this.selectors = new SelectorReader(places, problems);
    this.grants = new GrantReader(places, selectors, problems);
  }

  /** Reads the document into {@code found}. */
  void into(Found found) {
    switch (kind) {
      case "Cluster" -> cluster(found);
      case "ManagedSecret" -> managedSecret(found);
      case "Secret" -> plainSecret(found);
      case "AllowedClusters" -> allowedClusters(found);
      case "ControlPlane" -> controlPlane(found);
      case "SecretSource" -> secretSource(found);
      default -> policy(found);
    }
    EncryptedMetadata.check((Node.Mapping) document.root(), problems);
    found.named(grants.named());
    found.problems(withoutDoubles());
  }

  private List<Diagnostic> withoutDoubles() {
    Set<Optional<SourceLocation>> said = new HashSet<>();
    problems.stream().filter(Diagnostic::isError).forEach(p -> said.add(p.at()));
    List<Diagnostic> all = new ArrayList<>(problems);
    violations.stream().filter(v -> !said.contains(v.at())).forEach(all::add);
    return all;
  }

  private Optional<String> name() {
    return root.at("metadata").text("name");
  }

  private SourceLocation namePlace() {
    return root.at("metadata").place("name");
  }

  private void cluster(Found found) {
    Optional<String> name = name();
    if (name.filter(GrantReader.ALL::equals).isPresent()) {
      problems.add(
          Diagnostic.error(
              Code.RESERVED_NAME,
              namePlace(),
              "a cluster cannot be called ALL",
              "ALL means every cluster; choose another name"));
    }
    name.ifPresent(n ->
        found.cluster(
            new ClusterDeclaration(
                n,
                root.at("metadata").at("labels").texts(),
                spec.text("context").orElse(n),
                spec.text("agentNamespace").orElse(ClusterDeclaration.DEFAULT_AGENT_NAMESPACE),
                spec.text("identity"),
                namePlace())));
  }

  private void managedSecret(Found found) {
    ReservedMetadata.checkLabels(spec.at("labels"), problems);
    ReservedMetadata.checkAnnotations(spec.at("annotations"), problems);
    for (Node.Entry entry : spec.at("annotations").entries()) {
      if (entry.key().startsWith(ReservedMetadata.CONTROL_PREFIX)) {
        problems.add(
            Diagnostic.error(
                Code.RESERVED_NAME,
                entry.keyAt(),
                "annotation " + Shown.name(entry.key()) + " has no say in a ManagedSecret",
                "use spec.allowedClusters"));
      }
    }
    List<Grant> allowed = grants.clusters(spec.at("allowedClusters"), "allowedClusters");
    SortedMap<String, DataEntry> data =
        new SecretData(isEncrypted(), problems).read(spec, List.of("spec"));
    String type = type(spec, data);
    spec.text("controlPlane")
        .ifPresent(p -> found.controlPlanes().named(p, spec.place("controlPlane")));
    name()
        .ifPresent(id ->
            found.managed(
                new ManagedSecret(
                    id,
                    spec.text("name").orElse(id),
                    spec.text("namespace"),
                    type,
                    spec.isTrue("immutable"),
                    spec.at("labels").texts(),
                    spec.at("annotations").texts(),
                    spec.isTrue("adopt"),
                    spec.text("controlPlane"),
                    spec.get("projects").map(Fields::of).map(grants::projects),
                    allowed,
                    data,
                    document.at().file(),
                    document.index(),
                    namePlace()),
                spec.place("controlPlane"),
                spec.keyPlace("projects")));
  }

  private void plainSecret(Found found) {
    Fields metadata = root.at("metadata");
    Fields annotations = metadata.at("annotations");
    List<Node.Item> own = new ArrayList<>();
    for (Node.Entry entry : annotations.entries()) {
      if (!entry.key().startsWith(ReservedMetadata.CONTROL_PREFIX)) {
        own.add(entry);
      } else if (!entry.key().equals(GrantReader.NAMES_ANNOTATION)
          && !entry.key().equals(GrantReader.SELECTOR_ANNOTATION)) {
        problems.add(
            Diagnostic.error(
                Code.RESERVED_NAME,
                entry.keyAt(),
                "unknown control annotation " + Shown.name(entry.key()),
                Nearest.hint(
                    entry.key(),
                    List.of(GrantReader.NAMES_ANNOTATION, GrantReader.SELECTOR_ANNOTATION),
                    "remove it")));
      }
    }
    Fields kept = new Fields(new Node.Mapping(own, annotations.place()));
    ReservedMetadata.checkLabels(metadata.at("labels"), problems);
    ReservedMetadata.checkAnnotations(kept, problems);
    List<Grant> allowed = grants.annotations(annotations);
    SortedMap<String, DataEntry> data =
        new SecretData(isEncrypted(), problems).read(root, List.of());
    String type = type(root, data);
    name()
        .ifPresent(name ->
            found.plain(
                new ManagedSecret(
                    name,
                    name,
                    metadata.text("namespace"),
                    type,
                    root.isTrue("immutable"),
                    metadata.at("labels").texts(),
                    kept.texts(),
                    false,
                    Optional.empty(),
                    Optional.empty(),
                    allowed,
                    data,
                    document.at().file(),
                    document.index(),
                    namePlace())));
  }

  private String type(Fields holder, SortedMap<String, DataEntry> data) {
    String type = holder.text("type").filter(t -> !t.isEmpty()).orElse(SecretContent.DEFAULT_TYPE);
    SecretShapes.check(type, data.keySet(), holder.place("type"), problems);
    return type;
  }

  private boolean isEncrypted() {
    return root.get("sops").filter(Node.Mapping.class::isInstance).isPresent();
  }

  private void allowedClusters(Found found) {
    Fields secrets = spec.at("secrets");
    SortedSet<String> names = new TreeSet<>();
    for (Node element : secrets.elements("names")) {
      Fields.text(element)
          .ifPresent(name -> {
            names.add(name);
            found.secretName(name, element.at());
          });
    }
    Optional<LabelSelector> selector = secrets.get("selector").flatMap(selectors::read);
    if (selector.filter(LabelSelector::isEmpty).isPresent()) {
      problems.add(
          Diagnostic.warning(
              Code.REDUNDANT,
              secrets.place("selector"),
              "an empty selector means no secret here",
              "remove it, or say which secrets"));
    }
    name()
        .ifPresent(name ->
            found.authorization(
                new AllowedClusters(
                    name,
                    names,
                    selector.filter(s -> !s.isEmpty()),
                    grants.clusters(spec.at("clusters"), "AllowedClusters " + name + " clusters"),
                    namePlace())));
  }

  private void controlPlane(Found found) {
    Optional<String> cluster = spec.text("cluster");
    cluster.ifPresent(
        c -> found.named(List.of(new GrantReader.NamedCluster(c, spec.place("cluster")))));
    Optional<Product> product = product();
    name()
        .ifPresent(name -> {
          found.controlPlane(name, namePlace());
          if (cluster.isPresent() && product.isPresent()) {
            found
                .controlPlanes()
                .add(new ControlPlane(name, cluster.get(), product.get(), namePlace()));
          }
        });
  }

  /** Argo CD or Kargo; nothing where it is not one of them alone, which the schema reports. */
  private Optional<Product> product() {
    Optional<Node> argocd = spec.get("argocd");
    Optional<Node> kargo = spec.get("kargo");
    if (argocd.isPresent() == kargo.isPresent()) {
      return Optional.empty();
    }
    if (argocd.isPresent()) {
      return Optional.of(
          new Product.ArgoCd(
              spec.at("argocd").text("namespace").orElse(Product.ArgoCd.DEFAULT_NAMESPACE)));
    }
    return Optional.of(
        KargoFields.kargo(
            spec.at("kargo"),
            spec.at("kargo").at("agents").get("selector").flatMap(selectors::read)));
  }

  private void secretSource(Found found) {
    Optional<LabelSelector> clusters = sourceSelector("clusterSelector");
    Optional<LabelSelector> secrets = sourceSelector("secretSelector");
    if (clusters.filter(LabelSelector::isEmpty).isPresent()
        && secrets.filter(LabelSelector::isEmpty).isPresent()) {
      problems.add(
          Diagnostic.error(
              Code.SCHEMA,
              root.place("spec"),
              "clusterSelector and secretSelector are both empty",
              "say which clusters or which secrets; one of them may be empty"));
      clusters = Optional.empty();
    }
    Optional<String> plane = spec.get("controlPlane").flatMap(Fields::text);
    plane.ifPresentOrElse(
        p -> found.controlPlanes().named(p, spec.place("controlPlane")),
        () -> found.controlPlanes().onlyOne(root.place("spec")));
    Optional<String> name = name();
    name.ifPresent(n -> found.source(n, namePlace()));
    if (name.isPresent() && clusters.isPresent() && secrets.isPresent()) {
      found.controlPlanes().source(name.get(), plane, clusters.get(), secrets.get(), namePlace());
    }
  }

  /**
   * One half of a source; empty, and so everything, where it says nothing (R4, R5, R8). Nothing
   * where it is malformed: such a source must take no Secret (R55).
   */
  private Optional<LabelSelector> sourceSelector(String field) {
    return spec.get(field)
        .map(selectors::read)
        .orElseGet(() -> Optional.of(new LabelSelector(List.of())));
  }

  private void policy(Found found) {
    new PolicyChecks(spec, problems).check();
    name()
        .ifPresent(name -> found.policy(new PolicyFields(spec, selectors).read(name, namePlace())));
  }
}
