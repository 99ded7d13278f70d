package dev.secretsync.resolve;

import dev.secretsync.model.SecretBytes;
import dev.secretsync.model.SecretContent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** A Secret that somebody makes in a cluster of a {@link TestFleet}. */
record TestSecret(
    SecretContent content,
    Optional<Instant> created,
    String manager,
    boolean terminating,
    boolean controlled) {
  static final String OPT_IN = "akuity.io/secret-sync";
  static final String KARGO = "kargo.akuity.io/secret-sync";
  static final String CRED_TYPE = "kargo.akuity.io/cred-type";
  static final String NAMES = "akuity.io/managed-secret-allowed-clusters";
  static final String SELECTOR = "akuity.io/managed-secret-allowed-cluster-selector";

  /** One that is not opted in. */
  static TestSecret plain() {
    SortedMap<String, SecretBytes> data = new TreeMap<>();
    data.put("password", SecretBytes.ofUtf8("visibly-fake"));
    return new TestSecret(
        new SecretContent("Opaque", false, data, new TreeMap<>(), new TreeMap<>()),
        Optional.empty(),
        "kubectl-create",
        false,
        false);
  }

  /** One that is opted in and of team my-team, as the seed's examples are. */
  static TestSecret optedIn() {
    return plain().label(OPT_IN, "true").label("team", "my-team");
  }

  /** One that is offered to a project or a shared namespace of a Kargo, and of team my-team. */
  static TestSecret forKargo(String namespace) {
    return plain().label(KARGO, namespace).label(CRED_TYPE, "generic").label("team", "my-team");
  }

  TestSecret label(String key, String value) {
    SortedMap<String, String> labels = new TreeMap<>(content.labels());
    labels.put(key, value);
    return labels(labels);
  }

  TestSecret withoutLabel(String key) {
    SortedMap<String, String> labels = new TreeMap<>(content.labels());
    labels.remove(key);
    return labels(labels);
  }

  private TestSecret labels(SortedMap<String, String> labels) {
    return with(
        new SecretContent(
            content.type(), content.immutable(), content.data(), labels, content.annotations()));
  }

  TestSecret annotation(String key, String value) {
    SortedMap<String, String> annotations = new TreeMap<>(content.annotations());
    annotations.put(key, value);
    return annotations(annotations);
  }

  TestSecret withoutAnnotation(String key) {
    SortedMap<String, String> annotations = new TreeMap<>(content.annotations());
    annotations.remove(key);
    return annotations(annotations);
  }

  private TestSecret annotations(SortedMap<String, String> annotations) {
    return with(
        new SecretContent(
            content.type(), content.immutable(), content.data(), content.labels(), annotations));
  }

  TestSecret allowing(String names) {
    return annotation(NAMES, names);
  }

  TestSecret allowingSelected(String selector) {
    return annotation(SELECTOR, selector);
  }

  TestSecret type(String type) {
    return with(
        new SecretContent(
            type, content.immutable(), content.data(), content.labels(), content.annotations()));
  }

  TestSecret immutable() {
    return with(
        new SecretContent(
            content.type(), true, content.data(), content.labels(), content.annotations()));
  }

  TestSecret data(String key, String value) {
    return data(key, value.getBytes(StandardCharsets.UTF_8));
  }

  TestSecret data(String key, byte[] value) {
    SortedMap<String, SecretBytes> data = new TreeMap<>(content.data());
    data.put(key, SecretBytes.copyOf(value));
    return withData(data);
  }

  TestSecret withoutData() {
    return withData(new TreeMap<>());
  }

  private TestSecret withData(SortedMap<String, SecretBytes> data) {
    return with(
        new SecretContent(
            content.type(), content.immutable(), data, content.labels(), content.annotations()));
  }

  TestSecret created(String instant) {
    return new TestSecret(
        content, Optional.of(Instant.parse(instant)), manager, terminating, controlled);
  }

  TestSecret writtenBy(String name) {
    return new TestSecret(content, created, name, terminating, controlled);
  }

  TestSecret beingDeleted() {
    return new TestSecret(content, created, manager, true, controlled);
  }

  TestSecret heldByAController() {
    return new TestSecret(content, created, manager, terminating, true);
  }

  TestSecret with(SecretContent other) {
    return new TestSecret(other, created, manager, terminating, controlled);
  }
}
