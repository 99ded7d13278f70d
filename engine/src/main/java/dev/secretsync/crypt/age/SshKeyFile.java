package dev.secretsync.crypt.age;

import dev.secretsync.model.SecretBytes;
import java.nio.charset.StandardCharsets;
import java.security.interfaces.RSAPrivateCrtKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A private SSH key in one of its text forms: OpenSSH, PKCS#1, or PKCS#8, each of at most 16 KiB
 * (formats.md 2.5), with or without a passphrase.
 */
public final class SshKeyFile {
  /** What a key file may have. */
  public static final int MAX_BYTES = 16 << 10;

  private static final int MIN_RSA_BITS = 2048;
  private static final String BEGIN = "-----BEGIN ";
  private static final String END = "-----END ";
  private static final String DASHES = "-----";

  private SshKeyFile() {}

  /** What a file holds. */
  public sealed interface Content {
    record Key(AgeIdentity identity) implements Content {}

    /** A key behind a passphrase. */
    final class Locked implements Content {
      private final Form form;
      private final byte[] body;
      private final Optional<SshTag> tag;

      Locked(Form form, byte[] body, Optional<SshTag> tag) {
        this.form = form;
        this.body = body;
        this.tag = tag;
      }

      /** Whether the file itself says which public key belongs to it. */
      public boolean namesPublicKey() {
        return tag.isPresent();
      }

      /** The key, when this is the passphrase. */
      public Content open(SecretBytes passphrase) {
        return form.open(body, passphrase);
      }

      /**
       * An identity that asks only for files that are for this key.
       *
       * @param authorizedKey the text of the {@code .pub} file beside, for forms that do not name
       *     their public key
       * @param unlock asks and opens; gives nothing where that fails, and says why elsewhere
       */
      public LockedIdentity identity(
          Optional<String> authorizedKey, Supplier<List<AgeIdentity>> unlock) {
        return LockedIdentity.ofSshKey(
            tag.or(() -> authorizedKey.flatMap(SshTag::ofAuthorizedKey)), unlock);
      }
    }

    /** It cannot be used, or not with this passphrase. */
    record Unusable(Why why) implements Content {}
  }

  /** Why a key cannot be used. */
  public enum Why {
    TOO_LARGE("is larger than 16 KiB"),
    MALFORMED("is no private SSH key"),
    UNSUPPORTED_TYPE("is of a type that age does not know; it knows ssh-ed25519 and ssh-rsa"),
    UNSUPPORTED_LOCK("has its passphrase in a way that is too old or too slow"),
    WEAK("is an RSA key of less than 2048 bits"),
    WRONG_PASSPHRASE("does not open with this passphrase");

    private final String words;

    Why(String words) {
      this.words = words;
    }

    /** Follows the name of the key's source in a message. */
    public String words() {
      return words;
    }
  }

  /** How the text between the dashes is to be read. */
  enum Form {
    OPENSSH("OPENSSH PRIVATE KEY"),
    PKCS1("RSA PRIVATE KEY"),
    PKCS8("PRIVATE KEY"),
    LOCKED_PKCS8("ENCRYPTED PRIVATE KEY");

    private final String label;

    Form(String label) {
      this.label = label;
    }

    Content read(byte[] body) {
      return switch (this) {
        case OPENSSH -> OpenSshKey.read(body);
        case PKCS1 -> DerKey.pkcs1(body);
        case PKCS8 -> DerKey.pkcs8(body);
        case LOCKED_PKCS8 -> new Content.Locked(this, body.clone(), Optional.empty());
      };
    }

    Content open(byte[] body, SecretBytes passphrase) {
      return this == OPENSSH
          ? OpenSshKey.open(body, passphrase)
          : DerKey.lockedPkcs8(body, passphrase);
    }
  }

  /** Reads a key; the caller still has to clear {@code file}. */
  public static Content read(byte[] file) {
    if (file.length > MAX_BYTES) {
      return new Content.Unusable(Why.TOO_LARGE);
    }
    String text = new String(file, StandardCharsets.ISO_8859_1);
    String[] lines = text.strip().split("\r?\n", -1);
    String label = label(lines[0]);
    if (label.isEmpty() || !lines[lines.length - 1].equals(END + label + DASHES)) {
      return new Content.Unusable(Why.MALFORMED);
    }
    if (lines.length > 1 && lines[1].startsWith("Proc-Type:")) {
      return new Content.Unusable(Why.UNSUPPORTED_LOCK);
    }
    for (Form form : Form.values()) {
      if (form.label.equals(label)) {
        return read(form, lines);
      }
    }
    return new Content.Unusable(
        label.endsWith("PRIVATE KEY") ? Why.UNSUPPORTED_TYPE : Why.MALFORMED);
  }

  private static Content read(Form form, String[] lines) {
    StringBuilder base64 = new StringBuilder();
    for (int i = 1; i < lines.length - 1; i++) {
      base64.append(lines[i]);
    }
    byte[] body;
    try {
      body = Base64.getDecoder().decode(base64.toString());
    } catch (IllegalArgumentException _) {
      return new Content.Unusable(Why.MALFORMED);
    }
    try {
      return form.read(body);
    } finally {
      Arrays.fill(body, (byte) 0);
    }
  }

  static boolean knows(String type) {
    return type.equals("ssh-ed25519") || type.equals("ssh-rsa");
  }

  static Content ed25519(byte[] seed) {
    return SshEd25519Identity.of(seed)
        .<Content>map(Content.Key::new)
        .orElseGet(() -> new Content.Unusable(Why.MALFORMED));
  }

  static Content rsa(RSAPrivateCrtKey key) {
    return key.getModulus().bitLength() < MIN_RSA_BITS
        ? new Content.Unusable(Why.WEAK)
        : SshRsaIdentity.of(key)
            .<Content>map(Content.Key::new)
            .orElseGet(() -> new Content.Unusable(Why.MALFORMED));
  }

  private static String label(String line) {
    return line.startsWith(BEGIN) && line.endsWith(DASHES) && line.length() > BEGIN.length() + 5
        ? line.substring(BEGIN.length(), line.length() - DASHES.length())
        : "";
  }
}
