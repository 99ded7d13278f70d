package dev.secretsync.report.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.Severity;
import dev.secretsync.model.SourceLocation;
import java.io.Writer;
import java.util.Collection;
import java.util.Locale;

/** Diagnostics in the form of {@code terraform validate -json}, with our code beside each. */
public final class DiagnosticsJson {
  public static final String KIND = "secretsync.diagnostics";

  private DiagnosticsJson() {}

  /** Writes a document of its own, for {@code validate} and for runs that were refused. */
  public static void write(Collection<Diagnostic> diagnostics, Writer out) {
    JsonText.write(document(diagnostics), out);
  }

  static ObjectNode document(Collection<Diagnostic> diagnostics) {
    long errors = diagnostics.stream().filter(Diagnostic::isError).count();
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("format_version", "1.0");
    root.put("kind", KIND);
    root.put("valid", errors == 0);
    root.put("error_count", errors);
    root.put("warning_count", diagnostics.size() - errors);
    root.set("diagnostics", nodes(diagnostics));
    return root;
  }

  static ArrayNode nodes(Collection<Diagnostic> diagnostics) {
    ArrayNode nodes = JsonNodeFactory.instance.arrayNode();
    diagnostics.stream().sorted().map(DiagnosticsJson::node).forEach(nodes::add);
    return nodes;
  }

  static ObjectNode node(Diagnostic diagnostic) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("severity", diagnostic.severity() == Severity.ERROR ? "error" : "warning");
    node.put("code", diagnostic.code().id());
    node.put("name", diagnostic.code().name().toLowerCase(Locale.ROOT));
    node.put("summary", diagnostic.summary());
    node.put("detail", diagnostic.hint());
    if (!diagnostic.subject().isEmpty()) {
      node.put("address", diagnostic.subject());
    }
    diagnostic.at().ifPresent(at -> node.set("range", range(at)));
    return node;
  }

  static ObjectNode range(SourceLocation at) {
    ObjectNode range = JsonNodeFactory.instance.objectNode();
    range.put("filename", at.file());
    range.putObject("start").put("line", at.line()).put("column", at.column());
    return range;
  }
}
