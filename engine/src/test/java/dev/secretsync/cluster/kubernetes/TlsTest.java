package dev.secretsync.cluster.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.X509KeyManager;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.io.pem.PemObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Client certificates as kind, kubeadm, minikube and k3s write them. */
class TlsTest {

  @ParameterizedTest
  @CsvSource({
    "RSA, 2048, SHA256withRSA, false",
    "RSA, 2048, SHA256withRSA, true",
    "EC, 256, SHA256withECDSA, false",
    "EC, 256, SHA256withECDSA, true"
  })
  void clientCertificateIsShownWithEveryKindOfKey(
      String algorithm, int bits, String signature, boolean pkcs8)
      throws GeneralSecurityException, IOException, OperatorCreationException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
    generator.initialize(bits);
    KeyPair pair = generator.generateKeyPair();
    X509Certificate certificate = selfSigned(pair, signature);

    List<KeyManager> managers =
        Tls.showing(
            pem(certificate),
            pem(pkcs8 ? new JcaPKCS8Generator(pair.getPrivate(), null) : traditional(pair)));

    var manager = (X509KeyManager) managers.getFirst();
    String alias = manager.getClientAliases(algorithm, null)[0];
    assertThat(manager.getCertificateChain(alias)).containsExactly(certificate);
    assertThat(manager.getPrivateKey(alias)).isEqualTo(pair.getPrivate());
  }

  @Test
  void authorityWithoutCertificateIsRefused() {
    assertThatExceptionOfType(GeneralSecurityException.class)
        .isThrownBy(() -> Tls.trusting("".getBytes(StandardCharsets.UTF_8)));
  }

  private static X509Certificate selfSigned(KeyPair pair, String signature)
      throws GeneralSecurityException, OperatorCreationException {
    X500Principal name = new X500Principal("CN=test");
    Instant now = Instant.now();
    return new JcaX509CertificateConverter()
        .getCertificate(
            new JcaX509v3CertificateBuilder(
                    name,
                    BigInteger.ONE,
                    Date.from(now),
                    Date.from(now.plusSeconds(3600)),
                    name,
                    pair.getPublic())
                .build(new JcaContentSignerBuilder(signature).build(pair.getPrivate())));
  }

  /** PKCS#1 for RSA; SEC 1 with its curve, as Go and OpenSSL write it, for EC. */
  private static Object traditional(KeyPair pair) throws IOException {
    if (!(pair.getPrivate() instanceof ECPrivateKey key)) {
      return pair.getPrivate();
    }
    var publicKey = SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded());
    var sec1 =
        new org.bouncycastle.asn1.sec.ECPrivateKey(
            256,
            key.getS(),
            publicKey.getPublicKeyData(),
            publicKey.getAlgorithm().getParameters());
    return new PemObject("EC PRIVATE KEY", sec1.getEncoded());
  }

  private static byte[] pem(Object object) throws IOException {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
      writer.writeObject(object);
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }
}
