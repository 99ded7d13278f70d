package dev.secretsync.saved;

import dev.secretsync.crypt.ed25519.SigningKey;
import dev.secretsync.crypt.ed25519.VerifyingKeys;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * A DSSE envelope around the document of a plan, with one signature. It has one spelling: what is
 * not exactly as we write it is refused, so that no byte of the file can change unnoticed.
 */
final class Envelope {
  static final String TYPE = "application/vnd.secretsync.plan+json";

  private static final String PAYLOAD_TYPE = "payloadType";
  private static final String SIGNATURES = "signatures";
  private static final Pattern FINGERPRINT = Pattern.compile("SHA256:[A-Za-z0-9+/]{43}");

  private final byte[] payload;
  private final String signer;
  private final byte[] signature;

  private Envelope(byte[] payload, String signer, byte[] signature) {
    this.payload = payload;
    this.signer = signer;
    this.signature = signature;
  }

  /** The document. */
  byte[] payload() {
    return payload;
  }

  /** Fingerprint of the key that signed it, as the envelope has it; proves nothing. */
  String signer() {
    return signer;
  }

  static Envelope sign(byte[] payload, SigningKey key) {
    return new Envelope(payload, key.publicHalf().fingerprint(), key.sign(authenticated(payload)));
  }

  /** Whether a file is an envelope, and not the document of a plan. */
  static boolean isOne(Entry root) {
    return root.has(PAYLOAD_TYPE) || root.has(SIGNATURES);
  }

  /**
   * Reads an envelope.
   *
   * @param file all of the file
   * @throws UnreadablePlan when it is not exactly what {@link #bytes} gives
   */
  static Envelope read(Entry root, byte[] file) {
    Entry signature = root.entries(SIGNATURES).findFirst().orElseThrow(UnreadablePlan::new);
    String signer = signature.text("keyid");
    if (!FINGERPRINT.matcher(signer).matches()) {
      throw new UnreadablePlan();
    }
    Envelope envelope =
        new Envelope(decoded(root.text("payload")), signer, decoded(signature.text("sig")));
    if (!Arrays.equals(envelope.bytes(), file)) {
      throw new UnreadablePlan();
    }
    return envelope;
  }

  private static byte[] decoded(String base64) {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException _) {
      throw new UnreadablePlan();
    }
  }

  /** The file, in ASCII. */
  byte[] bytes() {
    Base64.Encoder base64 = Base64.getEncoder();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    write(out, "{\"" + PAYLOAD_TYPE + "\":\"" + TYPE + "\",\"payload\":\"");
    out.writeBytes(base64.encode(payload));
    write(out, "\",\"" + SIGNATURES + "\":[{\"keyid\":\"" + signer + "\",\"sig\":\"");
    out.writeBytes(base64.encode(signature));
    write(out, "\"}]}\n");
    return out.toByteArray();
  }

  /** Whether one of these keys made it, and it says which. */
  boolean isSignedBy(VerifyingKeys keys) {
    return keys.whoseSignature(authenticated(payload), signature)
        .filter(key -> key.fingerprint().equals(signer))
        .isPresent();
  }

  /** The pre-authentication encoding of DSSE v1: what is signed. */
  static byte[] authenticated(byte[] payload) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    write(out, "DSSEv1 " + TYPE.length() + " " + TYPE + " " + payload.length + " ");
    out.writeBytes(payload);
    return out.toByteArray();
  }

  private static void write(ByteArrayOutputStream out, String ascii) {
    out.writeBytes(ascii.getBytes(StandardCharsets.US_ASCII));
  }
}
