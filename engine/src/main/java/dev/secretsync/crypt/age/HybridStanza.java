package dev.secretsync.crypt.age;

import java.util.List;
import java.util.Optional;
import org.bouncycastle.crypto.hpke.HPKEContextWithEncapsulation;

/** A stanza of type {@code mlkem768x25519} (formats.md 2.3). */
final class HybridStanza implements KnownStanza {
  static final String TYPE = "mlkem768x25519";

  private final byte[] share;
  private final byte[] body;

  private HybridStanza(byte[] share, byte[] body) {
    this.share = share;
    this.body = body;
  }

  static HybridStanza parse(Stanza stanza) {
    return new HybridStanza(
        stanza.onlyArgument(HybridKey.SHARE_SIZE), stanza.body(FileKey.WRAPPED_SIZE));
  }

  static Stanza wrap(byte[] fileKey, HybridRecipient recipient) {
    HPKEContextWithEncapsulation sender = HybridKey.sender(recipient.key());
    String share = StrictBase64.encodeUnpadded(sender.getEncapsulation());
    return new Stanza(TYPE, List.of(share), HybridKey.seal(sender, fileKey));
  }

  Optional<byte[]> unwrap(HybridIdentity identity, KeyMemory memory) {
    return HybridKey.open(identity.pair(), share, body).map(memory::keep);
  }
}
