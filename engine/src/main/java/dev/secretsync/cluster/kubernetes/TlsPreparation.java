package dev.secretsync.cluster.kubernetes;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;

/**
 * Makes the first message of a TLS handshake and throws it away: that loads the key exchanges and
 * ciphers, which costs more than reading a small cluster. Trusts nobody and connects nowhere.
 */
public final class TlsPreparation {
  private TlsPreparation() {}

  /** Runs it; a failure means nothing here. */
  public static void run() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(new KeyManager[0], new TrustManager[0], null);
      SSLEngine engine = context.createSSLEngine();
      engine.setUseClientMode(true);
      engine.beginHandshake();
      engine.wrap(
          ByteBuffer.allocate(0), ByteBuffer.allocate(engine.getSession().getPacketBufferSize()));
    } catch (GeneralSecurityException | SSLException e) {
      // a cluster that is really spoken to reports it, with its name
      return;
    }
  }
}
