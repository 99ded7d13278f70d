package dev.secretsync.declare;

import dev.secretsync.declare.ControlPlane.Product;
import dev.secretsync.document.Node;
import dev.secretsync.model.LabelSelector;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** What {@code spec.kargo} comes to, whether it is declared now or was in the past. */
final class KargoFields {
  private KargoFields() {}

  /**
   * Reads it.
   *
   * @param agents an empty one is no cluster: everything without a word is never meant (rules.md
   *     T7)
   */
  static Product.Kargo kargo(Fields kargo, Optional<LabelSelector> agents) {
    SortedSet<String> shared = new TreeSet<>();
    for (Node element : kargo.elements("sharedNamespaces")) {
      Fields.text(element).ifPresent(shared::add);
    }
    return new Product.Kargo(
        kargo.text("version"), agents.filter(selector -> !selector.isEmpty()), shared);
  }
}
