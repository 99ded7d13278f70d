package dev.secretsync.crypt.sops;

import dev.secretsync.document.BinaryFile;
import dev.secretsync.document.Document;
import dev.secretsync.document.DotenvReader;
import dev.secretsync.document.DotenvWriter;
import dev.secretsync.document.FileFormat;
import dev.secretsync.document.IniReader;
import dev.secretsync.document.IniWriter;
import dev.secretsync.document.JsonReader;
import dev.secretsync.document.JsonWriter;
import dev.secretsync.document.Limits;
import dev.secretsync.document.Node;
import dev.secretsync.document.ScalarValue;
import dev.secretsync.document.YamlReader;
import dev.secretsync.document.YamlWriter;
import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.Problems;
import dev.secretsync.model.RefusedException;
import dev.secretsync.model.SecretBytes;
import dev.secretsync.model.SourceLocation;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalInt;

/**
 * Where each format of SOPS keeps what (formats.md 1.8): bytes to documents and back. For the rest
 * of this package the metadata of every format is a mapping below the root key {@code sops}.
 *
 * <p>Documents may hold plaintext; whoever has them keeps them no longer than needed.
 */
public final class Store {
  private Store() {}

  /**
   * The documents of a file in clear, each of them a mapping. A file that has {@code sops} metadata
   * is not refused here.
   *
   * @param file its path, for locations only
   * @param problems takes everything that is wrong; on an error the documents must not be used for
   *     anything but finding more problems
   */
  public static List<Document> readPlain(
      FileFormat format, String file, byte[] bytes, Problems problems) {
    return switch (format) {
      case YAML -> mappings(YamlReader.read(file, bytes, Limits.LOCAL, problems), problems);
      case JSON -> JsonReader.read(file, bytes, Limits.LOCAL, problems);
      case DOTENV -> DotenvReader.read(file, bytes, Limits.LOCAL, problems);
      case INI -> IniReader.read(file, bytes, Limits.LOCAL, problems);
      case BINARY -> BinaryFile.read(file, bytes, problems);
    };
  }

  /**
   * The documents of an encrypted file, each with its metadata as a mapping below the root key
   * {@code sops}. Where a file has no metadata there is no such key.
   *
   * @param file its path, for locations only
   * @param problems takes everything that is wrong; on an error the documents must not be used for
   *     anything but finding more problems
   */
  public static List<Document> readEncrypted(
      FileFormat format, String file, byte[] bytes, Problems problems) {
    return switch (format) {
      case YAML, JSON -> readPlain(format, file, bytes, problems);
      case DOTENV, INI ->
          FlatMetadata.nested(format, readPlain(format, file, bytes, problems), problems);
      case BINARY -> BinaryFile.readEnvelope(file, bytes, problems);
    };
  }

  /**
   * The bytes of an encrypted file.
   *
   * @param documents whose last root entry is the mapping {@code sops}
   * @throws RefusedException where the format cannot hold them
   */
  public static byte[] writeEncrypted(
      FileFormat format, List<Document> documents, StoreIndent indent) {
    return switch (format) {
      case YAML, JSON -> writePlain(format, documents, indent);
      case DOTENV, INI -> writePlain(format, FlatMetadata.flat(format, documents), indent);
      case BINARY -> BinaryFile.writeEnvelope(single(format, documents), tabs(indent.jsonBinary()));
    };
  }

  /**
   * The bytes of a file in clear.
   *
   * @throws RefusedException where the format cannot hold the documents
   */
  public static byte[] writePlain(FileFormat format, List<Document> documents, StoreIndent indent) {
    return switch (format) {
      case YAML -> YamlWriter.write(documents, yaml(indent));
      case JSON -> JsonWriter.write(single(format, documents), tabs(indent.json()));
      case DOTENV -> DotenvWriter.write(single(format, documents));
      case INI -> IniWriter.write(single(format, documents));
      case BINARY -> BinaryFile.write(single(format, documents));
    };
  }

  /**
   * One value as {@code decrypt --extract} prints it: a text raw, a mapping as a file, anything
   * else in the format's own notation.
   *
   * @throws RefusedException where the format cannot hold the value
   */
  public static byte[] writeValue(FileFormat format, Node value, StoreIndent indent) {
    if (value instanceof Node.Mapping mapping) {
      return writePlain(format, List.of(new Document(0, mapping)), indent);
    }
    if (value instanceof Node.Scalar(ScalarValue.Text(String text), _)) {
      return text.getBytes(StandardCharsets.UTF_8);
    }
    if (value instanceof Node.Scalar(ScalarValue.Binary(SecretBytes bytes), _)) {
      return bytes.reveal(byte[]::clone);
    }
    return switch (format) {
      case YAML -> YamlWriter.writeValue(value);
      case JSON -> JsonWriter.writeValue(value, tabs(indent.json()));
      case INI -> JsonWriter.writeValue(value, OptionalInt.empty());
      case DOTENV, BINARY ->
          throw new RefusedException(
              Diagnostic.error(
                  Code.OUTPUT_SHAPE,
                  value.at(),
                  "a file of type " + format + " holds nothing but texts",
                  "choose another output type"));
    };
  }

  private static int yaml(StoreIndent indent) {
    int configured = indent.yaml().orElse(0);
    return configured == 0 ? YamlWriter.DEFAULT_INDENT : configured;
  }

  private static OptionalInt tabs(OptionalInt configured) {
    return configured.isPresent() && configured.getAsInt() < 0 ? OptionalInt.empty() : configured;
  }

  private static List<Document> mappings(List<Document> documents, Problems problems) {
    for (Document document : documents) {
      if (!(document.root() instanceof Node.Mapping)) {
        problems.add(
            Diagnostic.error(
                Code.FILE_SHAPE,
                document.at(),
                "a document that is no mapping, which SOPS cannot hold",
                "put what stands there below a key"));
      }
    }
    return documents;
  }

  private static Node.Mapping single(FileFormat format, List<Document> documents) {
    if (documents.size() == 1 && documents.getFirst().root() instanceof Node.Mapping root) {
      return root;
    }
    SourceLocation at =
        documents.isEmpty() ? new SourceLocation("", 1, 1) : documents.getLast().at();
    throw new RefusedException(
        Diagnostic.error(
            Code.OUTPUT_SHAPE,
            at,
            "a file of type " + format + " holds exactly one mapping",
            "write the file as YAML"));
  }
}
