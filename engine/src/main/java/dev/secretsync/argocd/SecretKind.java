package dev.secretsync.argocd;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The Secrets that Argo CD finds by their label, and the keys that it reads of each. Kind {@code
 * cluster} is missing: such a Secret is never written (R23).
 */
enum SecretKind {
  REPOSITORY("repository", false),
  REPOSITORY_WRITE("repository-write", false),
  REPO_CREDS("repo-creds", true),
  REPO_WRITE_CREDS("repo-write-creds", true),
  /** Tokens under keys that an ApplicationSet names, so every key is good. */
  SCM_CREDS("scm-creds", false);

  /** Argo CD looks at Secrets with this label and no other. */
  static final String LABEL = "argocd.argoproj.io/secret-type";

  /** The one key that Argo CD finds a Secret for a repository by. */
  static final String URL = "url";

  static final String TYPE = "type";
  static final String NAME = "name";
  static final String PROJECT = "project";

  private static final List<String> TEXTS =
      List.of(
          URL,
          TYPE,
          "username",
          "password",
          "bearerToken",
          "sshPrivateKey",
          "tlsClientCertData",
          "tlsClientCertKey",
          "githubAppPrivateKey",
          "githubAppEnterpriseBaseUrl",
          "gcpServiceAccountKey",
          "azureServicePrincipalClientSecret",
          "azureActiveDirectoryEndpoint",
          "proxy",
          "noProxy");
  private static final List<String> SWITCHES =
      List.of(
          "enableOCI", "insecureOCIForceHttp", "forceHttpBasicAuth", "useAzureWorkloadIdentity");
  private static final List<String> NUMBERS = List.of("githubAppID", "githubAppInstallationID");

  private static final List<String> REPOSITORY_TEXTS = List.of(NAME, PROJECT);
  private static final List<String> REPOSITORY_SWITCHES =
      List.of("insecure", "insecureIgnoreHostKey", "enableLfs", "webhookManifestCacheWarmDisabled");
  private static final List<String> REPOSITORY_NUMBERS = List.of("depth");

  private final String label;
  private final boolean template;

  SecretKind(String label, boolean template) {
    this.label = label;
    this.template = template;
  }

  static Optional<SecretKind> of(String label) {
    return Arrays.stream(values()).filter(kind -> kind.label.equals(label)).findFirst();
  }

  static List<String> labels() {
    return Arrays.stream(values()).map(SecretKind::label).toList();
  }

  /** Value of {@link #LABEL}. */
  String label() {
    return label;
  }

  /** Whether it serves every repository whose URL starts with its own. */
  boolean isTemplate() {
    return template;
  }

  /** Whether Argo CD finds it by {@link #URL}. */
  boolean hasUrl() {
    return this != SCM_CREDS;
  }

  /** For a repository the templates that Argo CD asks for credentials. */
  Optional<SecretKind> templates() {
    return switch (this) {
      case REPOSITORY -> Optional.of(REPO_CREDS);
      case REPOSITORY_WRITE -> Optional.of(REPO_WRITE_CREDS);
      case REPO_CREDS, REPO_WRITE_CREDS, SCM_CREDS -> Optional.empty();
    };
  }

  /** For a template the kind of the repositories that it serves. */
  Optional<SecretKind> repositories() {
    return switch (this) {
      case REPO_CREDS -> Optional.of(REPOSITORY);
      case REPO_WRITE_CREDS -> Optional.of(REPOSITORY_WRITE);
      case REPOSITORY, REPOSITORY_WRITE, SCM_CREDS -> Optional.empty();
    };
  }

  /** Argo CD spells these two differently in a template (T5). */
  String azureClient() {
    return template ? "azureServicePrincipalClientID" : "azureServicePrincipalClientId";
  }

  String azureTenant() {
    return template ? "azureServicePrincipalTenantID" : "azureServicePrincipalTenantId";
  }

  /** Keys with {@code true} or {@code false}. */
  List<String> switches() {
    return with(SWITCHES, REPOSITORY_SWITCHES);
  }

  /** Keys with a whole number. */
  List<String> numbers() {
    return with(NUMBERS, REPOSITORY_NUMBERS);
  }

  /** Every key that Argo CD reads. */
  SortedSet<String> keys() {
    SortedSet<String> keys = new TreeSet<>(with(TEXTS, REPOSITORY_TEXTS));
    keys.addAll(switches());
    keys.addAll(numbers());
    keys.add(azureClient());
    keys.add(azureTenant());
    return keys;
  }

  private List<String> with(List<String> all, List<String> repositoryOnly) {
    List<String> keys = new ArrayList<>(all);
    if (!template) {
      keys.addAll(repositoryOnly);
    }
    return keys;
  }
}
