package dev.secretsync.crypt.age;

import dev.secretsync.crypt.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.RSAPrivateCrtKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.RSAPrivateCrtKeyParameters;
import org.bouncycastle.crypto.util.OpenSSHPrivateKeyUtil;

/** The kinds of key pairs that real programs make. */
enum KeyKind {
  X25519 {
    @Override
    TestPair make(Path folder) throws IOException, InterruptedException {
      return keygen(folder, List.of());
    }
  },
  HYBRID {
    @Override
    TestPair make(Path folder) throws IOException, InterruptedException {
      return keygen(folder, List.of("-pq"));
    }
  },
  SSH_ED25519 {
    @Override
    TestPair make(Path folder) throws IOException, InterruptedException {
      return ssh(folder, List.of("-t", "ed25519"));
    }
  },
  SSH_RSA {
    @Override
    TestPair make(Path folder) throws IOException, InterruptedException {
      return ssh(folder, List.of("-t", "rsa", "-b", "2048"));
    }
  };

  abstract TestPair make(Path folder) throws IOException, InterruptedException;

  private static TestPair keygen(Path folder, List<String> options)
      throws IOException, InterruptedException {
    Path file = folder.resolve("key-" + UUID.randomUUID());
    run("age-keygen", folder, options, List.of("-o", file.toString()));
    AgeIdentity identity = AgeIdentity.parse(Files.readAllLines(file).getLast()).orElseThrow();
    String recipient = Tool.find("age-keygen").run(folder, Map.of(), "-y", file.toString()).strip();
    return new TestPair(file, identity, recipient);
  }

  private static TestPair ssh(Path folder, List<String> options)
      throws IOException, InterruptedException {
    Path file = folder.resolve("key-" + UUID.randomUUID());
    run("ssh-keygen", folder, options, List.of("-q", "-N", "", "-f", file.toString()));
    String pem = String.join("", Files.readAllLines(file)).replaceAll("-----[A-Z ]+-----", "");
    String line = Files.readString(Path.of(file + ".pub")).strip();
    return new TestPair(file, identity(Base64.getDecoder().decode(pem)), line);
  }

  private static AgeIdentity identity(byte[] blob) {
    AsymmetricKeyParameter key = OpenSSHPrivateKeyUtil.parsePrivateKeyBlob(blob);
    return key instanceof Ed25519PrivateKeyParameters ed25519
        ? SshEd25519Identity.of(ed25519.getEncoded()).orElseThrow()
        : SshRsaIdentity.of(rsa((RSAPrivateCrtKeyParameters) key)).orElseThrow();
  }

  private static RSAPrivateCrtKey rsa(RSAPrivateCrtKeyParameters key) {
    try {
      return (RSAPrivateCrtKey)
          KeyFactory.getInstance("RSA")
              .generatePrivate(
                  new RSAPrivateCrtKeySpec(
                      key.getModulus(),
                      key.getPublicExponent(),
                      key.getExponent(),
                      key.getP(),
                      key.getQ(),
                      key.getDP(),
                      key.getDQ(),
                      key.getQInv()));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static void run(String tool, Path folder, List<String> options, List<String> rest)
      throws IOException, InterruptedException {
    String[] arguments = Stream.concat(options.stream(), rest.stream()).toArray(String[]::new);
    Tool.find(tool).run(folder, Map.of(), arguments);
  }
}
