package dev.secretsync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.secretsync.crypt.Tool;
import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.ExitCode;
import dev.secretsync.model.RefusedException;
import dev.secretsync.model.SourceLocation;
import dev.secretsync.plan.Plan;
import dev.secretsync.report.Document;
import dev.secretsync.report.Ending;
import dev.secretsync.report.ReportSamples;
import dev.secretsync.report.ci.JunitXml;
import dev.secretsync.report.ci.Metrics;
import dev.secretsync.report.ci.Sarif;
import dev.secretsync.saved.MergedDocuments;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.validation.SchemaFactory;
import javax.xml.validation.Validator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/**
 * Every kind of document, read by what reads such files elsewhere: metrics by Prometheus' own tool,
 * SARIF by that of its makers with the rules that it has for GitHub's code scanning, test results
 * against the schema of Jenkins.
 */
@DisplayName("cli.md 2.8-2.10: reports, read by others")
class ReportReadersIT {
  private static final int TEN_MEGABYTES = 10 * 1024 * 1024;
  private static final Ending ENDED =
      new Ending(ExitCode.OK, EnumSet.of(ExitCode.OK), Optional.of(Duration.ofMillis(1_234)));

  /** Without the one rule that asks the web whether an address is there. */
  private static final String NO_NETWORK =
      """
      <Properties>
        <Properties Key="SARIF2006.UrisShouldBeReachable.Options">
          <Property Key="RuleEnabled" Value="Disabled" Type="Driver.RuleEnabledState" />
        </Properties>
      </Properties>
      """;

  /** There is no page on the web to name yet. */
  private static final String PAGE = "SARIF2005 [\"runs[0].tool.driver\",\"secretsync\"]";

  private static final Map<String, Document> DOCUMENTS = new TreeMap<>();

  @TempDir private Path folder = Path.of("");

  @BeforeAll
  static void everyDocument(@TempDir Path results) throws IOException {
    for (Map.Entry<String, Plan> plan :
        Map.of(
                "everything", ReportSamples.everything(),
                "hostile", ReportSamples.hostile(),
                "nothing", ReportSamples.large(0, 0),
                "large", ReportSamples.large(100, 100))
            .entrySet()) {
      DOCUMENTS.put("plan-" + plan.getKey(), ReportSamples.planned(plan.getValue()));
      DOCUMENTS.put("drift-" + plan.getKey(), ReportSamples.drifted(plan.getValue()));
    }
    DOCUMENTS.put("drift-spread", ReportSamples.spread());
    DOCUMENTS.put("drift-hostile-spread", ReportSamples.hostileSpread());
    DOCUMENTS.put("apply-mixed", ReportSamples.applied());
    DOCUMENTS.putAll(MergedDocuments.all(results));
    List<Diagnostic> found = new ArrayList<>(said("secrets/db.yaml", "is no ManagedSecret"));
    DOCUMENTS.put("validate-found", new Document.Validated(found, ReportSamples.RUN));
    DOCUMENTS.put("failed-plan", new Document.Failed("plan", found, ReportSamples.RUN));
    List<Diagnostic> hostile = said(ReportSamples.HOSTILE, ReportSamples.HOSTILE);
    DOCUMENTS.put("validate-hostile", new Document.Validated(hostile, ReportSamples.RUN));
    DOCUMENTS.put("failed-hostile", new Document.Failed("apply", hostile, ReportSamples.RUN));
    DOCUMENTS.put("validate-nothing", new Document.Validated(List.of(), ReportSamples.RUN));
    for (String name : CaseDocuments.names("plan")) {
      DOCUMENTS.put("case-" + name, ofCase(name));
    }
    for (String name : CaseDocuments.names("offline")) {
      DOCUMENTS.put("case-offline-" + name, offlineCase(name));
    }
  }

  private static List<Diagnostic> said(String path, String words) {
    return List.of(
        Diagnostic.error(Code.SCHEMA, new SourceLocation(path, 3, 5), words, words),
        Diagnostic.error(Code.CLUSTER_UNREACHABLE, path, words, words),
        Diagnostic.warning(Code.REDUNDANT, new SourceLocation(path, 1, 1), words, ""));
  }

  private static Document ofCase(String name) throws IOException {
    try {
      return ReportSamples.planned(CaseDocuments.plan(name));
    } catch (RefusedException e) {
      return new Document.Failed("plan", e.diagnostics(), ReportSamples.RUN);
    }
  }

  private static Document offlineCase(String name) throws IOException {
    try {
      return new Document.Offline(CaseDocuments.offline(name), ReportSamples.RUN);
    } catch (RefusedException e) {
      return new Document.Failed("plan", e.diagnostics(), ReportSamples.RUN);
    }
  }

  @Test
  void prometheusTakesTheMetrics() throws IOException, InterruptedException {
    Tool promtool = Tool.find("promtool");
    SortedMap<String, String> texts = new TreeMap<>();
    DOCUMENTS.forEach((name, document) -> {
      texts.putIfAbsent(Metrics.text(document, ENDED, false, ""), name);
      texts.putIfAbsent(Metrics.text(document, ENDED, true, ""), name + ", detailed");
    });
    assertThat(texts).hasSizeGreaterThan(100);
    for (Map.Entry<String, String> text : texts.entrySet()) {
      Tool.Ran ran = checked(promtool, text.getKey());
      assertThat(ran.out() + ran.err()).as(text.getValue()).isEmpty();
      assertThat(ran.exit()).as(text.getValue()).isZero();
    }
  }

  @Test
  void prometheusWouldComplain() throws IOException, InterruptedException {
    Tool promtool = Tool.find("promtool");
    String text = Metrics.text(ReportSamples.applied(), ENDED, false, "");
    assertThat(checked(promtool, text + text).exit()).isNotZero();
    assertThat(checked(promtool, text.replaceFirst("(?m)^# HELP.*\n", "")).exit()).isNotZero();
    assertThat(checked(promtool, text.replace("c1", "c\"1")).exit()).isNotZero();
  }

  private Tool.Ran checked(Tool promtool, String metrics) throws IOException, InterruptedException {
    return promtool.attempt(folder, Map.of(), metrics, "check", "metrics");
  }

  /** Of the specification and of GitHub no rule is broken; {@link #PAGE} is a wish. */
  @Test
  void codeScanningTakesTheLogs() throws IOException, InterruptedException {
    Tool multitool = Tool.find("sarif-multitool");
    SortedMap<String, String> texts = new TreeMap<>();
    DOCUMENTS.forEach((name, document) -> texts.putIfAbsent(sarif(document), name));
    assertThat(texts).hasSizeGreaterThan(100);
    for (Map.Entry<String, String> text : texts.entrySet()) {
      Files.writeString(folder.resolve(text.getValue() + ".sarif"), text.getKey());
    }
    assertThat(complaints(multitool)).isNotEmpty().allMatch(PAGE::equals);
  }

  @Test
  void codeScanningWouldComplain() throws IOException, InterruptedException {
    Tool multitool = Tool.find("sarif-multitool");
    ObjectNode unheard = log();
    unheard.put("unheard-of", 1);
    Files.writeString(folder.resolve("unheard.sarif"), unheard.toString());
    ObjectNode broken = log();
    ((ObjectNode) broken.at("/runs/0/results/1/locations/0/physicalLocation")).remove("region");
    ((ObjectNode) broken.at("/runs/0/tool/driver/rules/0")).remove("help");
    Files.writeString(folder.resolve("broken.sarif"), broken.toString());
    assertThat(complaints(multitool))
        .extracting(complaint -> complaint.substring(0, complaint.indexOf(' ')))
        .contains("JSON1005", "SARIF2017", "GH2012");
  }

  private static ObjectNode log() throws IOException {
    return (ObjectNode) new ObjectMapper().readTree(sarif(ReportSamples.spread()));
  }

  /** What docs.github.com says of SARIF, and no program checks before it is uploaded. */
  @Test
  void codeScanningShowsAllOfTheLogs() throws IOException {
    for (Map.Entry<String, Document> document : DOCUMENTS.entrySet()) {
      String text = sarif(document.getValue());
      assertThat(zipped(text)).as(document.getKey()).isLessThan(TEN_MEGABYTES);
      JsonNode run = new ObjectMapper().readTree(text).path("runs").path(0);
      assertThat(run.path("results").size()).isLessThanOrEqualTo(5_000);
      for (JsonNode rule : run.at("/tool/driver/rules")) {
        assertThat(rule.path("name").asText()).hasSizeLessThan(256);
        assertThat(rule.at("/shortDescription/text").asText()).hasSizeLessThan(1_025);
        assertThat(rule.at("/fullDescription/text").asText()).hasSizeLessThan(1_025);
        assertThat(rule.at("/properties/tags").size()).isLessThanOrEqualTo(10);
        assertThat(rule.at("/properties/precision").asText())
            .isIn("very-high", "high", "medium", "low");
        if (rule.path("properties").has("security-severity")) {
          assertThat(rule.at("/properties/security-severity").asText()).matches("\\d\\.\\d");
          assertThat(rule.at("/properties/tags").toString()).contains("\"security\"");
        }
      }
    }
  }

  private static int zipped(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream zip = new GZIPOutputStream(bytes)) {
      zip.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.size();
  }

  private static String sarif(Document document) {
    StringWriter out = new StringWriter();
    Sarif.write(document, ENDED, Optional.empty(), out);
    return out.toString();
  }

  /** Of all logs in the folder; once, for it takes seconds to start. */
  private List<String> complaints(Tool multitool) throws IOException, InterruptedException {
    Path said = folder.resolve("said.json");
    Tool.Ran ran =
        multitool.attempt(
            folder,
            Map.of("DOTNET_SYSTEM_GLOBALIZATION_INVARIANT", "1", "HOME", folder.toString()),
            "",
            "validate",
            "*.sarif",
            "--quiet",
            "true",
            "--config",
            Files.writeString(folder.resolve("rules.xml"), NO_NETWORK).toString(),
            "--rule-kind",
            "Sarif;Ghas",
            "--level",
            "Error;Warning",
            "--output",
            said.toString());
    assertThat(said).as(ran.toString()).exists();
    JsonNode run = new ObjectMapper().readTree(said.toFile()).path("runs").path(0);
    assertThat(run.at("/invocations/0/executionSuccessful").asBoolean()).as(ran.out()).isTrue();
    List<String> complaints = new ArrayList<>();
    for (JsonNode result : run.path("results")) {
      complaints.add(result.path("ruleId").asText() + " " + result.at("/message/arguments"));
    }
    return complaints;
  }

  /** The schema of Jenkins' xUnit plugin, which pytest keeps to. */
  @Test
  void viewersOfTestResultsTakeTheSuites() throws Exception {
    Validator schema = schema();
    for (Map.Entry<String, Document> document : DOCUMENTS.entrySet()) {
      Element suites = suites(document.getValue());
      assertThatCode(() -> schema.validate(new DOMSource(suites)))
          .as(document.getKey())
          .doesNotThrowAnyException();
    }
  }

  @Test
  void viewersOfTestResultsWouldComplain() throws Exception {
    Validator schema = schema();
    Element suites = suites(ReportSamples.applied());
    ((Element) suites.getElementsByTagName("testcase").item(0)).removeAttribute("name");
    assertThatThrownBy(() -> schema.validate(new DOMSource(suites)))
        .hasMessageContaining("'name' must appear on element 'testcase'");
  }

  /** Without the three attributes that cli.md 2.9 wants and this schema does not know. */
  private static Element suites(Document document) throws Exception {
    StringWriter out = new StringWriter();
    JunitXml.write(document, out);
    Element suites =
        DocumentBuilderFactory.newDefaultInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(out.toString())))
            .getDocumentElement();
    assertThat(suites.getAttribute("skipped")).isNotEmpty();
    suites.removeAttribute("skipped");
    NodeList cases = suites.getElementsByTagName("testcase");
    for (int i = 0; i < cases.getLength(); i++) {
      Element one = (Element) cases.item(i);
      assertThat(one.hasAttribute("file")).isEqualTo(one.hasAttribute("line"));
      one.removeAttribute("file");
      one.removeAttribute("line");
    }
    return suites;
  }

  private static Validator schema() throws SAXException {
    Optional<Path> file = Optional.ofNullable(System.getenv("JUNIT_SCHEMA")).map(Path::of);
    if ("true".equals(System.getenv("CI"))) {
      assertThat(file).as("CI needs JUNIT_SCHEMA").isPresent();
    }
    assumeThat(file).as("no JUNIT_SCHEMA").isPresent();
    return SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
        .newSchema(file.orElseThrow().toFile())
        .newValidator();
  }
}
