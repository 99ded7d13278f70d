package dev.secretsync.document;

import dev.secretsync.model.SecretBytes;
import java.util.Base64;
import java.util.Optional;

/** The scalars that carry a core tag of YAML; every other tag is refused (security.md G6). */
final class TaggedScalars {
  private static final String CORE = "tag:yaml.org,2002:";

  private TaggedScalars() {}

  /** The value, or nothing where the tag is none of ours or the text does not fit it. */
  static Optional<ScalarValue> resolve(String tag, String text) {
    return switch (tag) {
      case "!", CORE + "str" -> Optional.of(new ScalarValue.Text(text));
      case CORE + "merge" ->
          text.equals("<<") ? Optional.of(new ScalarValue.Text(text)) : Optional.empty();
      case CORE + "binary" -> binary(text);
      case CORE + "timestamp" -> YamlTimestamp.parse(text).map(ScalarValue.Time::new);
      case CORE + "null" -> of(ScalarValue.Null.class, text);
      case CORE + "bool" -> of(ScalarValue.Bool.class, text);
      case CORE + "int" ->
          of(ScalarValue.Int.class, text).or(() -> of(ScalarValue.Unrepresentable.class, text));
      case CORE + "float" ->
          of(ScalarValue.FloatingPoint.class, text)
              .or(() -> of(ScalarValue.Int.class, text).map(TaggedScalars::widened));
      default -> Optional.empty();
    };
  }

  private static ScalarValue widened(ScalarValue value) {
    return value instanceof ScalarValue.Int(long n) ? new ScalarValue.FloatingPoint(n) : value;
  }

  private static Optional<ScalarValue> of(Class<? extends ScalarValue> type, String text) {
    return Optional.of(PlainScalars.resolveNoTimestamp(text)).filter(type::isInstance);
  }

  private static Optional<ScalarValue> binary(String text) {
    String base64 = text.replaceAll("[ \\t\\r\\n]", "");
    try {
      byte[] bytes = Base64.getDecoder().decode(base64);
      boolean canonical = Base64.getEncoder().encodeToString(bytes).equals(base64);
      return canonical
          ? Optional.of(new ScalarValue.Binary(SecretBytes.copyOf(bytes)))
          : Optional.empty();
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
