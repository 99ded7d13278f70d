package dev.secretsync.report.ci;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.secretsync.model.Code;
import dev.secretsync.model.SourceLocation;
import dev.secretsync.report.Document;
import dev.secretsync.report.Ending;
import dev.secretsync.report.Remark;
import dev.secretsync.report.Shown;
import dev.secretsync.report.json.JsonText;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Remarks for code scanning: SARIF 2.1.0, in the fields that GitHub reads (cli.md 2.8). A result
 * has to have a place there, so what has none in the repository, such as a cluster that does not
 * answer, is a notification of the run.
 */
public final class Sarif {
  /** As many as GitHub keeps; what is left out is counted in a notification. */
  static final int MOST = 5_000;

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private Sarif() {}

  /**
   * Writes the log of one run.
   *
   * @param label parts it from the logs of others, which it would replace where it is uploaded; a
   *     run that fails has to have that of one that does not, or what it found stays there for good
   */
  public static void write(Document document, Ending ending, Optional<String> label, Writer out) {
    List<Remark> remarks = Remark.of(document);
    List<Remark> placed = remarks.stream().filter(remark -> remark.at().isPresent()).toList();
    List<Remark> elsewhere = remarks.stream().filter(remark -> remark.at().isEmpty()).toList();
    List<Code> rules = rules(remarks);
    ObjectNode root = NODES.objectNode();
    root.put("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
    root.put("version", "2.1.0");
    ObjectNode run = root.putArray("runs").addObject();
    ObjectNode driver = run.putObject("tool").putObject("driver");
    driver.put("name", "secretsync");
    driver.put("semanticVersion", document.run().version());
    ArrayNode described = driver.putArray("rules");
    rules.forEach(rule -> described.add(rule(rule)));
    run.putObject("automationDetails")
        .put("id", "secretsync/" + label.orElse(document.command().replace(' ', '-')) + "/");
    ObjectNode invocation = run.putArray("invocations").addObject();
    invocation.put("executionSuccessful", sawAll(document));
    invocation.put("exitCode", ending.exit().number());
    ArrayNode notifications = invocation.putArray("toolExecutionNotifications");
    elsewhere.stream().limit(MOST).forEach(remark -> notifications.add(notification(remark)));
    int more = Math.max(0, placed.size() - MOST) + Math.max(0, elsewhere.size() - MOST);
    if (more > 0) {
      ObjectNode note = notifications.addObject();
      note.put("level", "note");
      note.putObject("message").put("text", Shown.count(more, "more finding") + " left out");
    }
    ArrayNode results = run.putArray("results");
    placed.stream()
        .limit(MOST)
        .forEach(remark -> results.add(result(remark, rules.indexOf(remark.code()))));
    JsonText.write(root, out);
  }

  /** What is missing in the log of a run that did not, nobody may take for gone. */
  private static boolean sawAll(Document document) {
    return switch (document) {
      case Document.Planned d -> d.plan().complete();
      case Document.Drifted d -> d.plan().complete();
      case Document.Applied d -> d.result().complete() && d.result().plan().complete();
      case Document.Offline d -> true;
      case Document.Validated d -> true;
      case Document.Failed d -> false;
    };
  }

  private static List<Code> rules(List<Remark> remarks) {
    SortedSet<Code> used = new TreeSet<>();
    remarks.forEach(remark -> used.add(remark.code()));
    return new ArrayList<>(used);
  }

  private static ObjectNode rule(Code code) {
    String name = code.name().toLowerCase(Locale.ROOT);
    String words = name.replace('_', ' ');
    ObjectNode rule = NODES.objectNode();
    rule.put("id", code.id());
    rule.put("name", name);
    rule.putObject("shortDescription").put("text", words);
    rule.putObject("fullDescription").put("text", "secretsync " + code.id() + ": " + words);
    ObjectNode help = rule.putObject("help");
    help.put("text", "the message of each finding says what to do next");
    help.put("markdown", "The message of each finding says what to do next.");
    rule.putObject("defaultConfiguration").put("level", "error");
    ObjectNode properties = rule.putObject("properties");
    ArrayNode tags = properties.putArray("tags");
    tags.add("secrets");
    properties.put("precision", "very-high");
    severity(code, properties, tags);
    return rule;
  }

  /** Only what may give a value away is rated as a vulnerability. */
  private static void severity(Code code, ObjectNode properties, ArrayNode tags) {
    String rated =
        switch (code) {
          case PLAINTEXT_VALUE -> "9.0";
          case RECIPIENT, MAC_MISMATCH -> "8.0";
          case BLOCKED_SECRET, NEWLY_REACHED -> "6.0";
          default -> "";
        };
    if (!rated.isEmpty()) {
      tags.add("security");
      properties.put("security-severity", rated);
    }
  }

  private static ObjectNode notification(Remark remark) {
    ObjectNode node = NODES.objectNode();
    node.putObject("descriptor").put("id", remark.code().id());
    node.put("level", level(remark));
    node.putObject("message").put("text", text(remark));
    return node;
  }

  private static ObjectNode result(Remark remark, int rule) {
    SourceLocation at = remark.at().orElseThrow();
    ObjectNode node = NODES.objectNode();
    node.put("ruleId", remark.code().id());
    node.put("ruleIndex", rule);
    node.put("level", level(remark));
    node.putObject("message").put("text", text(remark));
    ObjectNode place = node.putArray("locations").addObject().putObject("physicalLocation");
    place.putObject("artifactLocation").put("uri", uri(at.file()));
    place.putObject("region").put("startLine", at.line()).put("startColumn", at.column());
    node.putObject("partialFingerprints").put("secretsyncFinding/v1", fingerprint(remark));
    return node;
  }

  private static String level(Remark remark) {
    return remark.level().name().toLowerCase(Locale.ROOT);
  }

  private static String text(Remark remark) {
    boolean named = remark.words().contains(remark.subject());
    return (named ? "" : Shown.name(remark.subject()) + ": ") + Shown.name(remark.words());
  }

  /** Relative, whatever the path is made of. */
  private static String uri(String path) {
    StringBuilder uri = new StringBuilder();
    for (byte one : path.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (one & 0xff);
      boolean plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      if (plain || "-._~/".indexOf(c) >= 0) {
        uri.append(c);
      } else {
        uri.append('%').append(HexFormat.of().withUpperCase().toHexDigits(one));
      }
    }
    return uri.toString();
  }

  /** By which a finding is known again when lines move; made of names, and never of a value. */
  private static String fingerprint(Remark remark) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (String part :
          List.of(
              remark.code().id(),
              remark.at().map(SourceLocation::file).orElse(""),
              remark.subject(),
              remark.words())) {
        digest.update(part.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
