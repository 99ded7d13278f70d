package dev.secretsync.saved;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.secretsync.crypt.ed25519.SigningKey;
import dev.secretsync.crypt.ed25519.VerifyingKeys;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A DSSE envelope around the document of a plan, with one signature. It has one spelling: what is
 * not exactly as we write it is refused, so that no byte of the file can change unnoticed.
 */
final class Envelope {
  static final String TYPE = "application/vnd.secretsync.plan+json";

  private static final String PAYLOAD_TYPE = "payloadType";
  private static final String HEAD = "{\"" + PAYLOAD_TYPE + "\":\"" + TYPE + "\",\"payload\":\"";

  /** What follows the payload, and is no longer than this. */
  private static final Pattern REST =
      Pattern.compile(
          "\",\"signatures\":\\[\\{\"keyid\":\"(?<signer>SHA256:[A-Za-z0-9+/]{43})\","
              + "\"sig\":\"(?<signature>[A-Za-z0-9+/=]{88})\"}]}\n");

  private static final int MOST = 256;

  /** So many bytes at a time are whole groups of base64. */
  private static final int PIECE = 3 << 14;

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

  /**
   * Whether a file is an envelope, and not the document of a plan.
   *
   * @throws UnreadablePlan when it is neither
   */
  static boolean isOne(byte[] file) {
    return StrictJson.firstName(file).equals(PAYLOAD_TYPE);
  }

  /**
   * Reads an envelope.
   *
   * @param file all of the file
   * @throws UnreadablePlan when it is not exactly what {@link #writeTo} writes
   */
  static Envelope read(byte[] file) {
    int from = Math.min(HEAD.length(), file.length);
    int end = from;
    while (end < file.length && file[end] != '"') {
      end++;
    }
    Matcher rest = REST.matcher(new String(file, end, Math.min(file.length - end, MOST), US_ASCII));
    if (!rest.matches()) {
      throw new UnreadablePlan();
    }
    Envelope envelope =
        new Envelope(
            decoded(ByteBuffer.wrap(file, from, end - from)),
            rest.group("signer"),
            decoded(ByteBuffer.wrap(rest.group("signature").getBytes(US_ASCII))));
    SameBytes.require(file, envelope::writeTo);
    return envelope;
  }

  private static byte[] decoded(ByteBuffer base64) {
    try {
      ByteBuffer decoded = Base64.getDecoder().decode(base64);
      byte[] bytes = new byte[decoded.remaining()];
      decoded.get(bytes);
      return bytes;
    } catch (IllegalArgumentException _) {
      throw new UnreadablePlan();
    }
  }

  /** Writes the file, in ASCII. */
  void writeTo(OutputStream out) throws IOException {
    out.write(HEAD.getBytes(US_ASCII));
    Base64.Encoder base64 = Base64.getEncoder();
    for (int from = 0; from < payload.length; from += PIECE) {
      out.write(
          base64.encode(Arrays.copyOfRange(payload, from, Math.min(from + PIECE, payload.length))));
    }
    out.write(
        ("\",\"signatures\":[{\"keyid\":\""
                + signer
                + "\",\"sig\":\""
                + base64.encodeToString(signature)
                + "\"}]}\n")
            .getBytes(US_ASCII));
  }

  /** Whether one of these keys made it, and it says which. */
  boolean isSignedBy(VerifyingKeys keys) {
    return keys.whoseSignature(authenticated(payload), signature)
        .filter(key -> key.fingerprint().equals(signer))
        .isPresent();
  }

  /** The pre-authentication encoding of DSSE v1: what is signed. */
  static byte[] authenticated(byte[] payload) {
    byte[] head =
        ("DSSEv1 " + TYPE.length() + " " + TYPE + " " + payload.length + " ").getBytes(US_ASCII);
    byte[] all = Arrays.copyOf(head, head.length + payload.length);
    System.arraycopy(payload, 0, all, head.length, payload.length);
    return all;
  }
}
