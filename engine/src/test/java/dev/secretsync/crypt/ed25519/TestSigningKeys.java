package dev.secretsync.crypt.ed25519;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.HexFormat;

/** Key files of RFC 8032's test vectors, which nobody may take for real ones. */
public final class TestSigningKeys {
  /** The seed of test 1 of RFC 8032 section 7.1, and its public key. */
  static final String SEED = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";

  static final String POINT = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";

  /** Those of test 2. */
  private static final String OTHER_SEED =
      "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb";

  private TestSigningKeys() {}

  /** A private key as {@code openssl genpkey} writes it, which its owner alone may read. */
  public static Path privateKey(Path folder) throws IOException {
    return privateKey(folder.resolve("key.pem"), SEED);
  }

  /** Another one. */
  public static Path otherPrivateKey(Path folder) throws IOException {
    return privateKey(folder.resolve("other.pem"), OTHER_SEED);
  }

  private static Path privateKey(Path file, String seed) throws IOException {
    Files.writeString(file, pem("PRIVATE KEY", "302e020100300506032b657004220420" + seed));
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  /** The public half of {@link #privateKey}, as {@code openssl pkey -pubout} writes it. */
  public static Path publicKey(Path folder) throws IOException {
    return Files.writeString(
        folder.resolve("key.pub.pem"), pem("PUBLIC KEY", "302a300506032b6570032100" + POINT));
  }

  static String pem(String label, String hex) {
    return "-----BEGIN "
        + label
        + "-----\n"
        + new String(
            Base64.getMimeEncoder(64, new byte[] {'\n'}).encode(HexFormat.of().parseHex(hex)),
            StandardCharsets.US_ASCII)
        + "\n-----END "
        + label
        + "-----\n";
  }
}
