package dev.secretsync.declare;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Reads which clusters may have a Secret from the annotations of a live one. */
final class LiveGrantReader {
  private final Collection<String> clusters;
  private final LiveAnnotations annotations;
  private final List<Grant> grants = new ArrayList<>();

  LiveGrantReader(Map<String, String> annotations, Collection<String> clusters) {
    this.annotations = new LiveAnnotations(annotations, "clusters");
    this.clusters = clusters;
  }

  LiveGrants read() {
    annotations.names(GrantReader.NAMES_ANNOTATION).ifPresent(this::names);
    annotations
        .selector(GrantReader.SELECTOR_ANNOTATION)
        .ifPresent(selector ->
            grants.add(
                new Grant.Selector(
                    selector,
                    "annotation "
                        + GrantReader.SELECTOR_ANNOTATION
                        + " "
                        + Shown.name(selector.toString()))));
    return new LiveGrants(
        annotations.isMalformed() ? List.of() : grants,
        annotations.isMalformed(),
        annotations.complaints());
  }

  private void names(AllowedNames names) {
    names.grant(clusters).ifPresent(grants::add);
    names.lint("clusters").ifPresent(lint -> annotations.hint(GrantReader.NAMES_ANNOTATION, lint));
    annotations.bad(
        GrantReader.NAMES_ANNOTATION,
        names.named().keySet().stream().filter(name -> !clusters.contains(name)).toList(),
        name -> GrantLint.unknown(name, clusters),
        new GrantLint("unknown clusters", "declare them with kind Cluster, or remove them"));
  }
}
