package dev.secretsync.crypt.sops;

import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The keys that a command line or the environment names (formats.md 1.13). Where there are any,
 * they replace all groups of {@code .sops.yaml} by one group; its other settings stay.
 */
public final class EncryptionKeys {
  private static final String PROFILE = "aws-profile";
  private static final String CONTEXT = "encryption-context";

  /** A flag that takes keys separated by commas, and the variable that stands in for it. */
  private record Source(KeyKind kind, String flag, String variable) {}

  /** In the order in which SOPS puts them into the group. */
  private static final List<Source> SOURCES =
      List.of(
          new Source(KeyKind.KMS, "kms", "SOPS_KMS_ARN"),
          new Source(KeyKind.GCP_KMS, "gcp-kms", "SOPS_GCP_KMS_IDS"),
          new Source(KeyKind.HCKMS, "hckms", "SOPS_HUAWEICLOUD_KMS_IDS"),
          new Source(KeyKind.AZURE_KV, "azure-kv", "SOPS_AZURE_KEYVAULT_URLS"),
          new Source(KeyKind.PGP, "pgp", "SOPS_PGP_FP"),
          new Source(KeyKind.HC_VAULT, "hc-vault-transit", "SOPS_VAULT_URIS"),
          new Source(KeyKind.AGE, "age", "SOPS_AGE_RECIPIENTS"));

  private final Map<String, String> flags;
  private final Problems problems;
  private final List<MasterKey> keys = new ArrayList<>();

  private EncryptionKeys(Map<String, String> flags, Problems problems) {
    this.flags = flags;
    this.problems = problems;
  }

  /** The names of the flags that take keys. */
  public static List<String> flags() {
    return SOURCES.stream().map(Source::flag).toList();
  }

  /**
   * The one group for a new file. A flag hides its variable.
   *
   * @param flags by name without dashes: those of {@link #flags}, and for AWS {@code aws-profile}
   *     and {@code encryption-context} ({@code name:value,...})
   * @param env the environment
   * @param problems takes each text that is no key, by its flag or variable
   * @return nothing when no key is named, so that those of {@code .sops.yaml} stand
   */
  public static Optional<List<MasterKey>> of(
      Map<String, String> flags, Map<String, String> env, Problems problems) {
    EncryptionKeys named = new EncryptionKeys(flags, problems);
    boolean any = false;
    for (Source source : SOURCES) {
      Optional<String> flag = given(flags, source.flag());
      Optional<String> text = flag.or(() -> given(env, source.variable()));
      String name = flag.isPresent() ? "--" + source.flag() : source.variable();
      text.ifPresent(list -> named.add(source.kind(), name, list));
      any |= text.isPresent();
    }
    return any ? Optional.of(List.copyOf(named.keys)) : Optional.empty();
  }

  /**
   * The keys of the flags that begin with {@code prefix}, such as {@code add-} for {@code add-age};
   * no variable stands in for them.
   */
  public static List<MasterKey> of(String prefix, Map<String, String> flags, Problems problems) {
    EncryptionKeys named = new EncryptionKeys(flags, problems);
    for (Source source : SOURCES) {
      given(flags, prefix + source.flag())
          .ifPresent(list -> named.add(source.kind(), "--" + prefix + source.flag(), list));
    }
    return List.copyOf(named.keys);
  }

  private static Optional<String> given(Map<String, String> texts, String name) {
    return Optional.ofNullable(texts.get(name)).filter(text -> !text.isEmpty());
  }

  private void add(KeyKind kind, String name, String list) {
    SortedMap<String, String> context = kind == KeyKind.KMS ? context() : new TreeMap<>();
    String profile = given(flags, PROFILE).orElse("");
    List<String> texts = KeyTexts.split(list);
    if (texts.isEmpty()) {
      wrong(name, "names no key", KeyTexts.example(kind));
    }
    for (int i = 0; i < texts.size(); i++) {
      Optional<MasterKey> key = KeyTexts.parse(kind, texts.get(i), context, profile);
      key.ifPresent(keys::add);
      if (key.isEmpty()) {
        wrong(
            name,
            "key " + (i + 1) + " of the list is no " + KeyTexts.expected(kind),
            KeyTexts.example(kind));
      }
    }
  }

  private SortedMap<String, String> context() {
    SortedMap<String, String> context = new TreeMap<>();
    for (String pair :
        given(flags, CONTEXT).map(list -> list.split(",", -1)).orElse(new String[0])) {
      int colon = pair.indexOf(':');
      if (colon < 0 || pair.indexOf(':', colon + 1) >= 0) {
        wrong("--" + CONTEXT, "is no list of names and values", "write name:value,name:value");
        return new TreeMap<>();
      }
      context.put(pair.substring(0, colon), pair.substring(colon + 1));
    }
    return context;
  }

  private void wrong(String name, String summary, String hint) {
    problems.add(Diagnostic.error(Code.BAD_ENCRYPTION_KEY, name, summary, hint));
  }
}
