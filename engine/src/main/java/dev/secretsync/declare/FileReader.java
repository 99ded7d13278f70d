package dev.secretsync.declare;

import dev.secretsync.document.Document;
import dev.secretsync.document.Node;
import dev.secretsync.document.YamlReader;
import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.Nearest;
import dev.secretsync.model.Problems;
import dev.secretsync.source.SourceFile;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Finds the documents of ours in one file; everything else in it is left alone. */
final class FileReader {
  private static final String GROUP = "secretsync.dev";
  private static final String POLICY = "Policy";
  private static final String VERSION = GROUP + "/v1alpha1";
  private static final Pattern KIND_SECRET =
      Pattern.compile("(?m)^[ \\t]*[\"']?kind[\"']?[ \\t]*:[ \\t]*[\"']?Secret\\b");

  private final Found found;

  FileReader(Found found) {
    this.found = found;
  }

  /**
   * Whether a file can hold anything that we must know of. Only a quick look at its text: most YAML
   * of a repository is not ours and need not even be YAML (Helm templates).
   */
  static boolean mayBeOurs(SourceFile file) {
    return file.text().contains(GROUP)
        || file.text().contains("ENC[AES256_GCM,")
        || file.text().contains("Secret");
  }

  /**
   * A file that was parsed and held against the schemas: what takes time, and needs no other file.
   *
   * @param broken what is wrong with its YAML
   * @param violations what the schemas say, one list for each document
   */
  record Parsed(
      SourceFile file,
      List<Document> documents,
      List<Diagnostic> broken,
      List<List<Diagnostic>> violations) {
    static Parsed of(SourceFile file) {
      Problems broken = new Problems();
      List<Document> documents = YamlReader.read(file.path(), file.text(), broken);
      return new Parsed(
          file,
          documents,
          broken.all(),
          broken.hasErrors() ? List.of() : documents.stream().map(FileReader::violations).toList());
    }
  }

  private static List<Diagnostic> violations(Document document) {
    return schemaOf(Fields.of(document.root()))
        .map(kind -> Schemas.of(kind).check(document.root()))
        .orElse(List.of());
  }

  /** Which schema a document must fit; none when it is not ours, or of no known kind. */
  private static Optional<String> schemaOf(Fields root) {
    String version = root.text("apiVersion").orElse("");
    String kind = root.text("kind").orElse("");
    boolean plain =
        version.equals("v1")
            && kind.equals("Secret")
            && root.get("sops").filter(Node.Mapping.class::isInstance).isPresent();
    return plain || (version.equals(VERSION) && Schemas.KINDS.containsKey(kind))
        ? Optional.of(kind)
        : Optional.empty();
  }

  /** Takes over what {@code parsed} declares. */
  void take(Parsed parsed) {
    if (!parsed.violations().isEmpty() || parsed.broken().isEmpty()) {
      TextPlaces places = new TextPlaces(parsed.file().text());
      for (int i = 0; i < parsed.documents().size(); i++) {
        document(parsed.documents().get(i), parsed.violations().get(i), places);
      }
      if (parsed.documents().stream().anyMatch(FileReader::holdsValuesOfOurs)) {
        found.encrypted(parsed.file().path(), parsed.documents());
      }
    } else if (mustBeRead(parsed.file().text())) {
      found.somethingIsDeclared();
      found.problems(parsed.broken());
    }
  }

  /**
   * Takes over the policies of {@code parsed} alone, and what may be one: a file that is broken and
   * speaks of one, a document of ours of no kind that is known.
   */
  void takePolicies(Parsed parsed) {
    if (parsed.violations().isEmpty() && !parsed.broken().isEmpty()) {
      if (parsed.file().text().contains(GROUP) && parsed.file().text().contains(POLICY)) {
        found.problems(parsed.broken());
      }
      return;
    }
    TextPlaces places = new TextPlaces(parsed.file().text());
    for (int i = 0; i < parsed.documents().size(); i++) {
      Document document = parsed.documents().get(i);
      Fields root = Fields.of(document.root());
      String version = root.text("apiVersion").orElse("");
      String kind = root.text("kind").orElse("");
      boolean ours = version.equals(GROUP) || version.startsWith(GROUP + "/");
      if (ours && (kind.equals(POLICY) || !Schemas.KINDS.containsKey(kind))) {
        ours(document, root, version, kind, parsed.violations().get(i), places);
      }
    }
  }

  private static boolean mustBeRead(String text) {
    return text.contains(GROUP + "/")
        || (KIND_SECRET.matcher(text).find() && text.contains("ENC[AES256_GCM,"));
  }

  private void document(Document document, List<Diagnostic> violations, TextPlaces places) {
    if (!(document.root() instanceof Node.Mapping mapping)) {
      return;
    }
    Fields root = new Fields(mapping);
    String version = root.text("apiVersion").orElse("");
    String kind = root.text("kind").orElse("");
    if (version.equals(GROUP) || version.startsWith(GROUP + "/")) {
      found.somethingIsDeclared();
      ours(document, root, version, kind, violations, places);
    } else if (version.equals("v1") && kind.equals("Secret")) {
      plainSecret(document, root, violations, places);
    } else if (version.equals("v1") && (kind.equals("List") || kind.equals("SecretList"))) {
      root.elements("items").forEach(this::item);
    } else if (EncryptedMetadata.isHidden(document)) {
      found.problems(List.of(EncryptedMetadata.hidden(document)));
    }
  }

  private void ours(
      Document document,
      Fields root,
      String version,
      String kind,
      List<Diagnostic> violations,
      TextPlaces places) {
    if (!version.equals(VERSION)) {
      found.problems(
          List.of(
              Diagnostic.error(
                  Code.UNKNOWN_KIND,
                  root.place("apiVersion"),
                  "unknown version " + Shown.word(version),
                  "this secretsync knows " + VERSION)));
    } else if (!Schemas.KINDS.containsKey(kind)) {
      String known = String.join(", ", Schemas.KINDS.keySet());
      found.problems(
          List.of(
              Diagnostic.error(
                  Code.UNKNOWN_KIND,
                  root.place("kind"),
                  kind.isEmpty() ? "the kind is missing" : "unknown kind " + Shown.word(kind),
                  Nearest.hint(kind, Schemas.KINDS.keySet(), "kinds are " + known))));
    } else {
      new DocumentReader(document, kind, violations, places).into(found);
    }
  }

  private void plainSecret(
      Document document, Fields root, List<Diagnostic> violations, TextPlaces places) {
    if (hasSops(document)) {
      found.somethingIsDeclared();
      new DocumentReader(document, "Secret", violations, places).into(found);
    } else {
      plaintext(root);
    }
  }

  private void item(Node item) {
    Fields root = Fields.of(item);
    if (root.text("kind").filter("Secret"::equals).isPresent()) {
      plaintext(root);
    }
  }

  /** A Secret in clear is an error wherever it stands in the repository (R116). */
  private void plaintext(Fields root) {
    for (String map : List.of("data", "stringData")) {
      Optional<Node.Entry> value =
          root.at(map).entries().stream().filter(e -> !SecretData.isEmpty(e.value())).findFirst();
      if (value.isPresent() && SecretData.isEncrypted(value.get().value())) {
        found.problems(
            List.of(
                Diagnostic.error(
                    Code.SOPS_METADATA,
                    root.keyPlace(map),
                    "a Secret with encrypted values, but without a sops block",
                    "restore the sops block of this document from Git")));
      } else if (value.isPresent()) {
        found.problems(
            List.of(
                Diagnostic.error(
                    Code.PLAINTEXT_VALUE,
                    root.keyPlace(map),
                    "a Secret that is not encrypted",
                    "encrypt it with sops, and rotate its values: whoever can read the repository"
                        + " has them")));
      }
    }
  }

  private static boolean holdsValuesOfOurs(Document document) {
    Fields root = Fields.of(document.root());
    String version = root.text("apiVersion").orElse("");
    return hasSops(document)
        && switch (root.text("kind").orElse("")) {
          case "ManagedSecret" -> version.equals(VERSION);
          case "Secret" -> version.equals("v1");
          default -> false;
        };
  }

  private static boolean hasSops(Document document) {
    return Fields.of(document.root())
        .get("sops")
        .filter(Node.Mapping.class::isInstance)
        .isPresent();
  }
}
