package dev.secretsync.cluster.kubernetes;

import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;

/** What to tell people when a cluster does not do what we ask. Never what it said itself. */
final class Complaints {
  private final String cluster;

  Complaints(String cluster) {
    this.cluster = cluster;
  }

  Diagnostic noAnswer(String subject, NoAnswer none) {
    return switch (none.cause()) {
      case CREDENTIALS ->
          unreachable(
              subject, none.words(), "run the plugin that the kubeconfig names by hand to see why");
      case CERTIFICATE_NOT_TRUSTED, CERTIFICATE_EXPIRED, CERTIFICATE_NAME, TLS ->
          unreachable(
              subject, none.words(), "check server and certificate-authority in the kubeconfig");
      case REFUSED, NO_ROUTE, UNKNOWN_HOST, CONNECT_TIMED_OUT, TIMED_OUT, LOST, INTERRUPTED ->
          unreachable(
              subject,
              none.words(),
              "check that the cluster runs and that the kubeconfig's server can be reached");
    };
  }

  /** An answer to a read that is neither what we asked for nor a plain no. */
  Diagnostic unusable(String subject, int status) {
    return switch (status) {
      case 401 -> unreachable(subject, "unauthorized", "renew the credentials in the kubeconfig");
      case 429 -> unreachable(subject, "too many requests", "run again later");
      default ->
          status < 300
              ? unreachable(
                  subject,
                  "unexpected answer",
                  "check that the kubeconfig's server is a Kubernetes API server")
              : unreachable(subject, "server error, status " + status, "run again later");
    };
  }

  private static Diagnostic unreachable(String subject, String summary, String hint) {
    return Diagnostic.error(Code.CLUSTER_UNREACHABLE, subject, summary, hint);
  }

  Diagnostic mayNot(String verb, String resource, String namespace) {
    return Diagnostic.error(
        Code.CLUSTER_FORBIDDEN,
        cluster + "/" + namespace,
        "may not " + verb + " " + resource,
        "a Role in namespace "
            + namespace
            + " has to grant verb '"
            + verb
            + "' on "
            + resource
            + " to the kubeconfig's user");
  }

  Diagnostic mayNotListNamespaces() {
    return Diagnostic.error(
        Code.CLUSTER_FORBIDDEN,
        cluster,
        "may not list namespaces",
        "grant verb 'list' on namespaces in a ClusterRole to the kubeconfig's user");
  }

  Diagnostic mayNotAskForRights() {
    return Diagnostic.error(
        Code.CLUSTER_FORBIDDEN,
        cluster,
        "may not ask what it may do",
        "ClusterRole system:basic-user allows that to everybody who has credentials; use some");
  }

  Diagnostic mayNotCreateNamespace(String namespace) {
    return Diagnostic.error(
        Code.CLUSTER_FORBIDDEN,
        cluster + "/" + namespace,
        "may not create the namespace",
        "create it by hand, or grant verb 'create' on namespaces in a ClusterRole");
  }

  Diagnostic namespaceMissing(String namespace) {
    return unreachable(
        cluster + "/" + namespace, "the namespace does not exist", "create it by hand");
  }

  /** The server refused a write for good. */
  Diagnostic writeRefused(String subject, Status status) {
    if (status.causes().contains("NamespaceTerminating")) {
      return failed(subject, "the namespace is being deleted", "run again when it is gone");
    }
    String hint;
    if (status.causes().contains("FieldValueForbidden")) {
      hint = "an immutable Secret has to be deleted and created again";
    } else if (status.causes().contains("FieldValueTooLong")) {
      hint = "a Secret holds at most 1 MiB";
    } else if (status.fields().contains("type")) {
      hint = "the type of a Secret cannot be changed: delete it and create it again";
    } else {
      hint = "the server's own message is not shown because it may hold values";
    }
    return failed(subject, "the cluster refused the write: " + status.words(), hint);
  }

  private static Diagnostic failed(String subject, String summary, String hint) {
    return Diagnostic.error(Code.WRITE_FAILED, subject, summary, hint);
  }
}
