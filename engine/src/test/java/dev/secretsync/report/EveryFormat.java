package dev.secretsync.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.secretsync.report.ci.Annotations;
import dev.secretsync.report.ci.GitHubOutputs;
import dev.secretsync.report.ci.JunitXml;
import dev.secretsync.report.ci.Metrics;
import dev.secretsync.report.ci.Sarif;
import dev.secretsync.report.html.HtmlReport;
import dev.secretsync.report.markdown.DocumentMarkdown;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/** Writes a document in every format there is, and holds each against the rules of its format. */
public final class EveryFormat {
  private static final String LABEL = "[a-z_]+=\"(?:[^\"\\\\\\n]|\\\\[\\\\\"n])*\"";
  private static final Pattern SAMPLE =
      Pattern.compile(
          "([a-z_]+)(\\{" + LABEL + "(?:," + LABEL + ")*\\})? (-?[0-9]+(?:\\.[0-9]+)?)");
  private static final Pattern COMMAND =
      Pattern.compile("::(error|warning|notice) ((?:[a-zA-Z]+=[^,:\\r\\n]*,?)+)::[^\\r\\n]*");

  private EveryFormat() {}

  /** All formats by name, each of them checked. */
  public static Map<String, String> of(Document document, Ending ending) {
    Map<String, String> texts = new LinkedHashMap<>();
    StringWriter markdown = new StringWriter();
    DocumentMarkdown.write(document, DocumentMarkdown.COMMENT, markdown);
    texts.put("markdown", markdown.toString());
    assertThat(markdown.toString()).hasSizeLessThanOrEqualTo(DocumentMarkdown.COMMENT);
    StringWriter html = new StringWriter();
    HtmlReport.write(document, html);
    texts.put("html", html.toString());
    StringWriter sarif = new StringWriter();
    Sarif.write(document, ending, Optional.empty(), sarif);
    texts.put("sarif", sarif.toString());
    sarif(sarif.toString());
    StringWriter junit = new StringWriter();
    JunitXml.write(document, junit);
    texts.put("junit", junit.toString());
    junit(junit.toString());
    for (boolean detailed : new boolean[] {false, true}) {
      String metrics = Metrics.text(document, ending, detailed, "");
      texts.put("metrics " + detailed, metrics);
      metrics(metrics);
    }
    StringWriter annotations = new StringWriter();
    Annotations.write(document, new PrintWriter(annotations));
    texts.put("annotations", annotations.toString());
    annotations(annotations.toString());
    String outputs = GitHubOutputs.text(document, ending, Map.of(), () -> "delimiter");
    texts.put("outputs", outputs);
    outputs(outputs);
    return texts;
  }

  /** What GitHub requires of SARIF; the whole schema is larger and says less. */
  public static JsonNode sarif(String text) {
    try {
      JsonNode root = new ObjectMapper().readTree(text);
      assertThat(root.path("version").asText()).isEqualTo("2.1.0");
      assertThat(root.path("runs").size()).isEqualTo(1);
      JsonNode run = root.path("runs").path(0);
      JsonNode driver = run.path("tool").path("driver");
      assertThat(driver.path("name").asText()).isEqualTo("secretsync");
      assertThat(driver.path("semanticVersion").asText()).isNotEmpty();
      assertThat(run.path("automationDetails").path("id").asText()).matches("secretsync/[a-z]+/");
      List<String> rules = new ArrayList<>();
      for (JsonNode rule : driver.path("rules")) {
        rules.add(rule.path("id").asText());
        assertThat(rule.path("shortDescription").path("text").asText()).isNotEmpty();
        assertThat(rule.path("fullDescription").path("text").asText()).isNotEmpty();
        assertThat(rule.path("help").path("text").asText()).isNotEmpty();
      }
      assertThat(rules).doesNotHaveDuplicates();
      Set<String> known = new HashSet<>();
      for (JsonNode result : run.path("results")) {
        assertThat(rules.get(result.path("ruleIndex").asInt()))
            .isEqualTo(result.path("ruleId").asText());
        assertThat(result.path("level").asText()).isIn("error", "warning");
        assertThat(result.path("message").path("text").asText()).isNotEmpty();
        JsonNode place = result.path("locations").path(0).path("physicalLocation");
        assertThat(place.path("artifactLocation").path("uri").asText())
            .matches("[\\x21-\\x7e]+")
            .doesNotStartWith("/")
            .doesNotContain(":");
        assertThat(place.path("region").path("startLine").asInt()).isPositive();
        assertThat(place.path("region").path("startColumn").asInt()).isPositive();
        String print = result.path("partialFingerprints").path("secretsyncFinding/v1").asText();
        assertThat(print).matches("[0-9a-f]{64}");
        known.add(print + place);
      }
      assertThat(known).hasSize(run.path("results").size());
      return run;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The elements and attributes that all viewers know, and numbers that add up. */
  public static Element junit(String text) {
    try {
      Element root =
          DocumentBuilderFactory.newDefaultInstance()
              .newDocumentBuilder()
              .parse(new InputSource(new StringReader(text)))
              .getDocumentElement();
      assertThat(root.getTagName()).isEqualTo("testsuites");
      NodeList suites = root.getElementsByTagName("testsuite");
      int tests = 0;
      for (int i = 0; i < suites.getLength(); i++) {
        Element suite = (Element) suites.item(i);
        assertThat(suite.getAttribute("name")).isNotEmpty();
        tests += count(suite, "testcase", "tests");
        count(suite, "failure", "failures");
        count(suite, "error", "errors");
        count(suite, "skipped", "skipped");
      }
      assertThat(root.getAttribute("tests")).isEqualTo(String.valueOf(tests));
      return root;
    } catch (ParserConfigurationException | SAXException e) {
      throw new AssertionError("no XML: " + text, e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int count(Element suite, String element, String attribute) {
    int number = suite.getElementsByTagName(element).getLength();
    assertThat(suite.getAttribute(attribute)).isEqualTo(String.valueOf(number));
    return number;
  }

  /** The text format of Prometheus: help and type before the samples, none of them twice. */
  public static Map<String, String> metrics(String text) {
    assertThat(text).endsWith("\n").doesNotContain("\r");
    Map<String, String> samples = new TreeMap<>();
    Set<String> families = new HashSet<>();
    Optional<String> family = Optional.empty();
    for (String line : text.split("\n", -1)) {
      if (line.startsWith("# HELP ")) {
        family = Optional.of(line.split(" ", 4)[2]);
        assertThat(families.add(family.orElseThrow())).as(line).isTrue();
      } else if (line.startsWith("# TYPE ")) {
        assertThat(line).isEqualTo("# TYPE " + family.orElseThrow() + " gauge");
      } else if (!line.isEmpty()) {
        Matcher sample = SAMPLE.matcher(line);
        assertThat(sample.matches()).as(line).isTrue();
        assertThat(sample.group(1)).isEqualTo(family.orElseThrow()).startsWith("secretsync_");
        String name = sample.group(1) + Optional.ofNullable(sample.group(2)).orElse("");
        assertThat(samples.put(name, sample.group(3))).as(line).isNull();
      }
    }
    return samples;
  }

  /** Nothing but what GitHub takes for an annotation, and no more than it shows. */
  public static List<String> annotations(String text) {
    List<String> lines = text.lines().toList();
    assertThat(lines).allSatisfy(line -> assertThat(line).matches(COMMAND));
    assertThat(lines.stream().filter(line -> line.startsWith("::error "))).hasSizeLessThan(11);
    assertThat(lines.stream().filter(line -> line.startsWith("::warning "))).hasSizeLessThan(11);
    return lines;
  }

  /** Reads them as GitHub's runner does. */
  public static Map<String, String> outputs(String text) {
    Map<String, String> outputs = new LinkedHashMap<>();
    assertThatCode(
            () -> {
              List<String> lines = new ArrayList<>(text.lines().toList());
              while (!lines.isEmpty()) {
                String line = lines.removeFirst();
                if (line.matches("[a-z_]+<<.*")) {
                  String end = line.substring(line.indexOf("<<") + 2);
                  List<String> value = new ArrayList<>();
                  while (!lines.getFirst().equals(end)) {
                    value.add(lines.removeFirst());
                  }
                  lines.removeFirst();
                  outputs.put(line.substring(0, line.indexOf("<<")), String.join("\n", value));
                } else {
                  outputs.put(
                      line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1));
                }
              }
            })
        .doesNotThrowAnyException();
    assertThat(outputs.keySet()).allMatch(name -> name.matches("[a-z_]+"));
    return outputs;
  }
}
