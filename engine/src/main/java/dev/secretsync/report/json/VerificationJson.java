package dev.secretsync.report.json;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.secretsync.model.Diagnostic;
import java.io.Writer;
import java.util.Collection;

/** What {@code verify} found, for programs. */
public final class VerificationJson {
  private VerificationJson() {}

  /**
   * Writes it.
   *
   * @param files encrypted files, and those that should be
   * @param withMac of these, those whose MAC was checked and fits
   * @param withoutMac of these, those that no key of the run opened
   */
  public static void write(
      int files, int withMac, int withoutMac, Collection<Diagnostic> found, Writer out) {
    long errors = found.stream().filter(Diagnostic::isError).count();
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("format_version", "1.0");
    root.put("kind", "secretsync.verification");
    root.put("valid", errors == 0);
    root.put("file_count", files);
    root.put("mac_verified_count", withMac);
    root.put("mac_unverified_count", withoutMac);
    root.put("error_count", errors);
    root.put("warning_count", found.size() - errors);
    root.set("diagnostics", DiagnosticsJson.nodes(found));
    JsonText.write(root, out);
  }
}
