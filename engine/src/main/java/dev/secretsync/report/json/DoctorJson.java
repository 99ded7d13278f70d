package dev.secretsync.report.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.secretsync.doctor.Check;
import dev.secretsync.doctor.Examination;
import dev.secretsync.doctor.Findings;
import dev.secretsync.report.RunInfo;
import java.io.Writer;
import java.util.List;

/** What the doctor found, for programs. */
public final class DoctorJson {
  private DoctorJson() {}

  /** Writes it. */
  public static void write(Findings findings, RunInfo run, Writer out) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("format_version", "1.0");
    root.put("kind", "secretsync.doctor");
    root.putObject("tool")
        .put("name", "secretsync")
        .put("version", run.version())
        .put("java", Runtime.version().toString());
    root.put("timestamp", run.now().toString());
    root.put("identity", findings.identity().word());
    root.put("healthy", findings.count("problem") == 0);
    ObjectNode summary = root.putObject("summary");
    List.of("ok", "warning", "problem").forEach(grade -> summary.put(grade, findings.count(grade)));
    root.set("repository", checks(findings.repository()));
    ObjectNode clusters = root.putObject("clusters");
    for (Examination one : findings.clusters()) {
      clusters
          .putObject(one.cluster())
          .put("context", one.context())
          .set("checks", checks(one.checks()));
    }
    JsonText.write(root, out);
  }

  private static ArrayNode checks(List<Check> checks) {
    ArrayNode nodes = JsonNodeFactory.instance.arrayNode();
    for (Check check : checks) {
      ObjectNode node = nodes.addObject();
      node.put("check", check.topic().word());
      node.put("grade", check.grade());
      node.put("summary", check.summary());
      check.finding().ifPresent(finding -> node.set("diagnostic", DiagnosticsJson.node(finding)));
    }
    return nodes;
  }
}
