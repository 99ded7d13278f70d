package dev.secretsync;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.Architectures;
import dev.secretsync.cluster.LiveSecret;
import dev.secretsync.desired.DesiredSecret;
import dev.secretsync.model.SecretBytes;
import dev.secretsync.model.SecretContent;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The map of the house, on the compiled classes: which package may import which, where each library
 * may be named, and who may see a value.
 */
class LayersTest {
  private static final String ROOT = "dev.secretsync";

  /**
   * What each package may import, by name below {@link #ROOT}. Data flows one way; {@code desired}
   * names the files and documents it decrypts, and {@code report} the differences it shows.
   */
  private static final Map<String, List<String>> MAY_IMPORT =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("model", List.of()),
              Map.entry("source", List.of("model")),
              Map.entry("source.git", List.of("model", "source")),
              Map.entry("document", List.of("model")),
              Map.entry("declare", List.of("model", "source", "document")),
              Map.entry("crypt.age", List.of("model")),
              Map.entry("crypt.pgp", List.of("model")),
              Map.entry("crypt.ed25519", List.of("model")),
              Map.entry("crypt", List.of("model", "crypt.age", "crypt.pgp")),
              Map.entry(
                  "crypt.sops", List.of("model", "document", "crypt", "crypt.age", "crypt.pgp")),
              Map.entry(
                  "files",
                  List.of("model", "document", "crypt", "crypt.age", "crypt.pgp", "crypt.sops")),
              Map.entry(
                  "desired",
                  List.of("model", "source", "document", "declare", "crypt", "crypt.sops")),
              Map.entry("cluster", List.of("model")),
              Map.entry("network", List.of()),
              Map.entry("cluster.kubernetes", List.of("model", "cluster", "network")),
              Map.entry("resolve", List.of("model", "declare", "desired", "cluster")),
              Map.entry("credentials", List.of("model", "declare", "desired")),
              Map.entry("argocd", List.of("model", "declare", "desired", "credentials")),
              Map.entry("kargo", List.of("model", "document", "declare", "desired", "credentials")),
              Map.entry("diff", List.of("model", "desired", "cluster")),
              Map.entry("policy", List.of("model", "declare", "desired", "diff")),
              Map.entry(
                  "trust",
                  List.of("model", "source", "crypt.sops", "declare", "desired", "policy")),
              Map.entry(
                  "offline",
                  List.of("model", "document", "declare", "desired", "crypt.sops", "policy")),
              Map.entry("plan", List.of("model", "diff", "policy")),
              Map.entry("shard", List.of("model")),
              Map.entry(
                  "inspect",
                  List.of(
                      "model", "declare", "desired", "cluster", "resolve", "diff", "policy",
                      "plan")),
              Map.entry("lock", List.of("model", "cluster")),
              Map.entry("apply", List.of("model", "desired", "cluster", "policy", "plan", "lock")),
              Map.entry("access", List.of("model", "declare", "desired")),
              Map.entry(
                  "doctor", List.of("model", "declare", "desired", "crypt", "cluster", "access")),
              Map.entry("report", List.of("model", "diff", "policy", "offline", "plan", "apply")),
              Map.entry("report.text", format("inspect", "lock", "access", "doctor", "shard")),
              Map.entry("report.json", format("inspect", "access", "doctor", "shard")),
              Map.entry("report.markdown", format("report.text")),
              Map.entry("report.html", format()),
              Map.entry("report.ci", format("report.json")),
              Map.entry(
                  "github",
                  List.of("model", "network", "report", "report.json", "report.markdown")),
              Map.entry(
                  "saved",
                  List.of(
                      "model",
                      "crypt.ed25519",
                      "files",
                      "diff",
                      "policy",
                      "offline",
                      "plan",
                      "apply",
                      "report",
                      "report.json"))));

  /** What every format of a report may import, and what this one may besides. */
  private static List<String> format(String... besides) {
    return Stream.concat(
            Stream.of("model", "diff", "policy", "offline", "plan", "apply", "report"),
            Stream.of(besides))
        .toList();
  }

  /** The packages that put the stages together: nothing above imports them. */
  private static final List<String> WIRING = List.of("", "cli", "demo");

  /** What was compiled together with {@link SecretSync}: no test and no fixture. */
  private static final JavaClasses ENGINE =
      new ClassFileImporter()
          .importUrl(SecretSync.class.getProtectionDomain().getCodeSource().getLocation());

  private static String exactly(String name) {
    return name.isEmpty() ? ROOT : ROOT + "." + name;
  }

  @Test
  void everyPackageHasARow() {
    assertThat(ENGINE.stream().map(JavaClass::getPackageName).distinct())
        .containsExactlyInAnyOrderElementsOf(
            Stream.concat(MAY_IMPORT.keySet().stream(), WIRING.stream())
                .map(LayersTest::exactly)
                .toList());
  }

  /** A rule that looks at nothing holds; so the classes are counted. */
  @Test
  void theRulesSeeTheWholeEngine() {
    assertThat(ENGINE.size()).isGreaterThan(250);
  }

  @Test
  void importsFlowOneWay() {
    Architectures.LayeredArchitecture layers =
        Architectures.layeredArchitecture().consideringOnlyDependenciesInLayers();
    for (String name : MAY_IMPORT.keySet()) {
      layers = layers.layer(name).definedBy(exactly(name));
    }
    layers = layers.layer("root").definedBy(ROOT);
    layers = layers.layer("cli").definedBy(exactly("cli"));
    layers = layers.layer("demo").definedBy(exactly("demo"));
    for (Map.Entry<String, List<String>> row : MAY_IMPORT.entrySet()) {
      layers =
          row.getValue().isEmpty()
              ? layers.whereLayer(row.getKey()).mayNotAccessAnyLayer()
              : layers
                  .whereLayer(row.getKey())
                  .mayOnlyAccessLayers(row.getValue().toArray(String[]::new));
    }
    layers
        .whereLayer("root")
        .mayOnlyBeAccessedByLayers("cli", "demo")
        .whereLayer("cli")
        .mayOnlyBeAccessedByLayers("demo")
        .whereLayer("demo")
        .mayOnlyBeAccessedByLayers("cli")
        .check(ENGINE);
  }

  @Test
  void noStageIsPartOfACycle() {
    slices()
        .matching(ROOT + ".(**)")
        .should()
        .beFreeOfCycles()
        // `secretsync demo` is a command that runs commands
        .ignoreDependency(resideInAPackage(exactly("cli")), resideInAPackage(exactly("demo")))
        .check(ENGINE);
  }

  @TestFactory
  Stream<DynamicTest> eachLibraryHasItsPlace() {
    return Stream.of(
            new Place("org.eclipse.jgit..", "source.git", "demo"),
            new Place("org.yaml.snakeyaml..", "document"),
            new Place("com.networknt..", "declare"),
            new Place("org.bouncycastle..", "crypt", "crypt.age", "crypt.pgp", "crypt.ed25519"),
            new Place("javax.xml..", "report.ci"),
            new Place("com.google.re2j..", "declare", "model", "crypt.sops", "kargo"),
            new Place("io.fabric8..", "cluster.kubernetes"),
            new Place("org.apache.commons.cli..", "cli"),
            new Place(
                "com.fasterxml.jackson..",
                "report.json",
                "report.ci",
                "saved",
                "github",
                "declare",
                "document",
                "cluster.kubernetes"),
            new Place(ROOT + ".fixtures..", "demo"))
        .map(place -> dynamicTest(place.library, () -> place.rule().check(ENGINE)));
  }

  private record Place(String library, List<String> packages) {
    Place(String library, String... packages) {
      this(library, List.of(packages));
    }

    ArchRule rule() {
      return noClasses()
          .that()
          .resideOutsideOfPackages(
              packages.stream().map(LayersTest::exactly).toArray(String[]::new))
          .should()
          .dependOnClassesThat()
          .resideInAPackage(library);
    }
  }

  @Test
  void noOtherLibraryIsNamed() {
    noClasses()
        .should()
        .dependOnClassesThat(
            describe(
                "are of a library without a place",
                type ->
                    Stream.of(
                                ROOT,
                                "java.",
                                "javax.crypto",
                                "javax.net",
                                "javax.security",
                                "javax.xml.stream",
                                "org.jspecify",
                                "org.eclipse.jgit",
                                "org.yaml.snakeyaml",
                                "com.networknt",
                                "org.bouncycastle",
                                "com.google.re2j",
                                "io.fabric8",
                                "org.apache.commons.cli",
                                "com.fasterxml.jackson")
                            .noneMatch(known -> type.getPackageName().startsWith(known))
                        && !type.getBaseComponentType().isPrimitive()))
        .check(ENGINE);
  }

  /**
   * {@code accessTargetWhere} and not {@code callMethod}: that one misses {@code value::reveal}.
   */
  @Test
  void plaintextIsReadOnlyAtTheEdges() {
    noClasses()
        .that(
            describe(
                "are none of model, document, crypt, files, desired, credentials and cluster.kubernetes",
                type ->
                    Stream.of(
                                "model",
                                "document",
                                "crypt",
                                "crypt.age",
                                "crypt.pgp",
                                "crypt.sops",
                                "crypt.ed25519",
                                "desired",
                                "credentials",
                                "files")
                            .map(LayersTest::exactly)
                            .noneMatch(type.getPackageName()::equals)
                        && !type.getPackageName().equals(exactly("cluster.kubernetes"))))
        .should()
        .accessTargetWhere(reveals())
        .check(ENGINE);
  }

  private static DescribedPredicate<JavaAccess<?>> reveals() {
    return describe(
        "it is SecretBytes.reveal",
        access ->
            access.getName().equals("reveal")
                && access.getTargetOwner().isEquivalentTo(SecretBytes.class));
  }

  @Test
  void nothingShownOrSavedCanHoldPlaintext() {
    noClasses()
        .that()
        .resideInAnyPackage(
            exactly("policy"),
            exactly("offline"),
            exactly("plan"),
            exactly("report.."),
            exactly("saved"),
            exactly("github"),
            exactly("cli"))
        .should()
        .dependOnClassesThat(
            belongToAnyOf(
                SecretBytes.class, SecretContent.class, DesiredSecret.class, LiveSecret.class))
        .check(ENGINE);
  }

  /** P1: a run that cannot name them cannot look for them either. */
  @Test
  void theOfflinePlanKnowsNeitherKeysNorClusters() {
    noClasses()
        .that()
        .resideInAPackage(exactly("offline"))
        .or()
        .haveFullyQualifiedName(exactly("cli.OfflineCommand"))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            exactly("crypt"),
            exactly("crypt.age"),
            exactly("crypt.pgp"),
            exactly("cluster"),
            exactly("cluster.kubernetes"),
            "java.net..")
        .check(ENGINE);
  }

  @Test
  void neitherADifferenceNorAnAnswerCanHoldPlaintext() {
    noClasses()
        .that(
            describe(
                "are what diff and inspect hand on",
                type ->
                    List.of(exactly("diff"), exactly("inspect")).contains(type.getPackageName())
                        && type.getModifiers().contains(JavaModifier.PUBLIC)
                        && (type.isRecord() || type.isEnum())))
        .should(
            com.tngtech.archunit.lang.conditions.ArchConditions.have(
                describe(
                    "a component that holds a value",
                    (JavaClass type) ->
                        type.getFields().stream()
                            .flatMap(field -> field.getAllInvolvedRawTypes().stream())
                            .anyMatch(raw ->
                                raw.isEquivalentTo(SecretBytes.class)
                                    || raw.isEquivalentTo(SecretContent.class)
                                    || raw.isEquivalentTo(DesiredSecret.class)
                                    || raw.isEquivalentTo(LiveSecret.class)))))
        .check(ENGINE);
  }

  @Test
  void theProcessIsTouchedOnlyWhereItStarts() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName(exactly("cli.Main"))
        .and()
        .doNotHaveFullyQualifiedName(exactly("cli.Terminal"))
        .should()
        .accessTargetWhere(
            describe(
                "it is System.in, System.out, System.err, System.exit or System.getenv",
                access ->
                    access.getTargetOwner().isEquivalentTo(System.class)
                        && List.of("in", "out", "err", "exit", "getenv")
                            .contains(access.getName())))
        .check(ENGINE);
  }

  @Test
  void nothingOfOursCanBeSerialized() {
    noClasses()
        .that(
            describe(
                "are neither exceptions, enums nor escapes of Jackson",
                type ->
                    !type.isAssignableTo(Throwable.class)
                        && !type.isEnum()
                        && !type.isAssignableTo(Enum.class)
                        && !type.isAssignableTo(
                            com.fasterxml.jackson.core.io.CharacterEscapes.class)))
        .should()
        .beAssignableTo(Serializable.class)
        .check(ENGINE);
  }

  @Test
  void everyPackageIsNullMarked() {
    assertThat(
            ENGINE.stream()
                .map(JavaClass::getPackage)
                .filter(one -> !one.isAnnotatedWith(NullMarked.class))
                .map(one -> one.getName())
                .distinct())
        .isEmpty();
  }

  @Test
  void onlyRefusedExceptionsLeaveAStage() {
    classes()
        .that()
        .areAssignableTo(Exception.class)
        .and()
        .arePublic()
        .should()
        .haveFullyQualifiedName(exactly("model.RefusedException"))
        .check(ENGINE);
  }

  @Test
  void packagesAreNamedAfterWhatTheyHold() {
    noClasses()
        .should()
        .resideInAnyPackage(
            "..util..", "..common..", "..impl..", "..manager..", "..core..", "..helper..")
        .orShould()
        .haveNameMatching(".*\\.(Standard|Default)[A-Z]\\w*|.*(Impl|Factory|Helper|Utils?)")
        .check(ENGINE);
  }
}
