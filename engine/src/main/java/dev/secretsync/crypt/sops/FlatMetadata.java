package dev.secretsync.crypt.sops;

import dev.secretsync.document.Document;
import dev.secretsync.document.FileFormat;
import dev.secretsync.document.Node;
import dev.secretsync.document.ScalarValue;
import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.Problems;
import dev.secretsync.model.RefusedException;
import java.util.ArrayList;
import java.util.List;

/**
 * Metadata in formats without nesting: dotenv has it in keys that begin with {@code sops_}, INI in
 * the section {@code sops}, where line feeds are escaped once more (formats.md 1.8).
 */
final class FlatMetadata {
  private static final String PREFIX = SopsFile.BLOCK + "_";

  private FlatMetadata() {}

  /** The same documents with the metadata as a mapping. */
  static List<Document> nested(FileFormat format, List<Document> documents, Problems problems) {
    List<Document> nested = new ArrayList<>();
    for (Document document : documents) {
      try {
        Node root = document.root();
        nested.add(
            root instanceof Node.Mapping mapping
                ? new Document(
                    document.index(),
                    format == FileFormat.DOTENV ? ofLines(mapping) : ofSections(mapping))
                : document);
      } catch (RefusedException e) {
        problems.addAll(e.diagnostics());
      }
    }
    return nested;
  }

  private static Node.Mapping ofLines(Node.Mapping root) {
    List<Node.Item> items = new ArrayList<>();
    List<Node.Entry> flat = new ArrayList<>();
    for (Node.Item item : root.items()) {
      if (item instanceof Node.Entry(String key, var at, Node value) && key.startsWith(PREFIX)) {
        flat.add(new Node.Entry(key.substring(PREFIX.length()), at, value));
      } else {
        items.add(item);
      }
    }
    if (!flat.isEmpty()) {
      var at = flat.getFirst().keyAt();
      items.add(new Node.Entry(SopsFile.BLOCK, at, Flattening.unflatten(flat, at)));
    }
    return new Node.Mapping(items, root.at());
  }

  private static Node.Mapping ofSections(Node.Mapping root) {
    List<Node.Item> items = new ArrayList<>();
    for (Node.Item item : root.items()) {
      if (item instanceof Node.Entry(String key, var at, Node.Mapping section)
          && key.equals(SopsFile.BLOCK)) {
        List<Node.Entry> flat =
            section.entries().stream().map(entry -> replaced(entry, "\\n", "\n")).toList();
        items.add(new Node.Entry(key, at, Flattening.unflatten(flat, section.at())));
      } else {
        items.add(item);
      }
    }
    return new Node.Mapping(items, root.at());
  }

  /** The same documents with the metadata as the format keeps it. */
  static List<Document> flat(FileFormat format, List<Document> documents) {
    List<Document> flat = new ArrayList<>();
    for (Document document : documents) {
      List<Node.Item> items = new ArrayList<>();
      if (document.root() instanceof Node.Mapping root) {
        for (Node.Item item : root.items()) {
          if (item instanceof Node.Entry(String key, var at, Node.Mapping metadata)
              && key.equals(SopsFile.BLOCK)) {
            items.addAll(flat(format, new Node.Entry(key, at, metadata), metadata));
          } else {
            refuseReserved(format, item);
            items.add(item);
          }
        }
      }
      flat.add(new Document(document.index(), new Node.Mapping(items, document.at())));
    }
    return flat;
  }

  /** Read again, such a line would be metadata: of a file that is encrypted already, mostly. */
  private static void refuseReserved(FileFormat format, Node.Item item) {
    if (format == FileFormat.DOTENV
        && item instanceof Node.Entry(String key, var at, _)
        && key.startsWith(PREFIX)) {
      throw new RefusedException(
          Diagnostic.error(
              Code.ALREADY_ENCRYPTED,
              at,
              "a key that begins with sops_: the file is encrypted already, or uses a name that"
                  + " SOPS needs",
              "change an encrypted file with edit or set, or rename the key"));
    }
  }

  private static List<Node.Entry> flat(FileFormat format, Node.Entry block, Node.Mapping metadata) {
    List<Node.Entry> flat = Flattening.flatten(metadata);
    if (format == FileFormat.DOTENV) {
      return flat.stream()
          .map(entry -> new Node.Entry(PREFIX + entry.key(), entry.keyAt(), entry.value()))
          .toList();
    }
    List<Node.Item> escaped = new ArrayList<>();
    flat.forEach(entry -> escaped.add(replaced(entry, "\n", "\\n")));
    return List.of(
        new Node.Entry(block.key(), block.keyAt(), new Node.Mapping(escaped, metadata.at())));
  }

  private static Node.Entry replaced(Node.Entry entry, String from, String to) {
    return entry.value() instanceof Node.Scalar(ScalarValue.Text(String text), var at)
        ? new Node.Entry(
            entry.key(),
            entry.keyAt(),
            new Node.Scalar(new ScalarValue.Text(text.replace(from, to)), at))
        : entry;
  }
}
