package dev.secretsync.crypt.pgp;

import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.Problems;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.bouncycastle.gpg.keybox.KeyBlob;
import org.bouncycastle.gpg.keybox.PublicKeyRingBlob;
import org.bouncycastle.gpg.keybox.bc.BcKeyBox;
import org.bouncycastle.openpgp.PGPPublicKeyRing;
import org.bouncycastle.openpgp.PGPSecretKeyRing;
import org.bouncycastle.openpgp.PGPUtil;
import org.bouncycastle.openpgp.bc.BcPGPObjectFactory;

/** Reads the keys that lie in files (formats.md 2.9). */
final class KeyFiles {
  private static final int MAX_FILE = 16 << 20;
  private static final Pattern BLOCKS = Pattern.compile("(?=-----BEGIN PGP )");

  private final PgpSources sources;
  private final Problems problems;
  private final Keyrings found;

  private KeyFiles(PgpSources sources, Problems problems) {
    this.sources = sources;
    this.problems = problems;
    found = new Keyrings(sources.passphrase());
  }

  /**
   * All of them.
   *
   * @param problems takes a warning for each file that somebody named and that holds no key; what
   *     is unusable in the folder of GnuPG is left to {@code gpg}
   */
  static Keyrings read(PgpSources sources, Problems problems) {
    KeyFiles files = new KeyFiles(sources, problems);
    files.named(PgpSources.KEY_FILE);
    sources.value(PgpSources.KEY).ifPresent(files::text);
    files.named(PgpSources.PUBLIC_KEY_FILE);
    sources.gnupgHome().ifPresent(files::gnupgHome);
    return files.found;
  }

  private void named(String variable) {
    Optional<String> name = sources.value(variable);
    if (name.isEmpty()) {
      return;
    }
    Optional<byte[]> content = content(name.get());
    if (content.isEmpty()) {
      warn(variable, "the key file cannot be read", "check that it exists and who may read it");
    } else if (!rings(content.get())) {
      warnOfNoKey(variable);
    }
  }

  private void text(String armored) {
    if (!rings(armored.getBytes(StandardCharsets.UTF_8))) {
      warnOfNoKey(PgpSources.KEY);
    }
  }

  private void warnOfNoKey(String variable) {
    warn(
        variable,
        "there is no intact OpenPGP key in it",
        "export one with gpg --armor --export-secret-keys, or --export for a public key");
  }

  private void warn(String variable, String summary, String hint) {
    problems.add(Diagnostic.warning(Code.BAD_IDENTITY, variable, summary, hint));
  }

  private void gnupgHome(Path home) {
    content(home.resolve("secring.gpg").toString()).ifPresent(this::rings);
    content(home.resolve("pubring.gpg").toString()).ifPresent(this::rings);
    content(home.resolve("pubring.kbx").toString()).ifPresent(this::keyBox);
    TreeSet<Path> files = new TreeSet<>();
    try (DirectoryStream<Path> all =
        Files.newDirectoryStream(home.resolve("private-keys-v1.d"), "*.key")) {
      all.forEach(files::add);
    } catch (IOException | RuntimeException _) { // an unreadable folder, by either name
      return;
    }
    for (Path file : files) {
      Optional<byte[]> content = content(file.toString());
      content.flatMap(AgentKeyFile::parse).ifPresent(found::add);
      content.ifPresent(bytes -> Arrays.fill(bytes, (byte) 0));
    }
  }

  private static Optional<byte[]> content(String file) {
    try (InputStream in = Files.newInputStream(Path.of(file))) {
      byte[] content = in.readNBytes(MAX_FILE + 1);
      return Optional.of(content).filter(bytes -> bytes.length <= MAX_FILE);
    } catch (IOException | InvalidPathException | SecurityException _) {
      return Optional.empty();
    }
  }

  /** Keys as {@code gpg --export} writes them, armored or not; overwrites the bytes. */
  private boolean rings(byte[] file) {
    try {
      List<String> blocks =
          BLOCKS
              .splitAsStream(new String(file, StandardCharsets.ISO_8859_1))
              .filter(block -> block.startsWith("-----BEGIN"))
              .toList();
      if (blocks.isEmpty()) {
        return ringsOf(new ByteArrayInputStream(file));
      }
      boolean any = false;
      for (String block : blocks) {
        byte[] armored = block.getBytes(StandardCharsets.ISO_8859_1);
        any |= ringsOf(PGPUtil.getDecoderStream(new ByteArrayInputStream(armored)));
      }
      return any;
    } catch (IOException | RuntimeException _) { // the library throws any of them
      return false;
    } finally {
      Arrays.fill(file, (byte) 0);
    }
  }

  private boolean ringsOf(InputStream packets) throws IOException {
    BcPGPObjectFactory objects = new BcPGPObjectFactory(packets);
    boolean any = false;
    for (Object object = objects.nextObject(); object != null; object = objects.nextObject()) {
      if (object instanceof PGPSecretKeyRing ring) {
        found.add(ring);
        any = true;
      } else if (object instanceof PGPPublicKeyRing ring) {
        found.add(ring);
        any = true;
      }
    }
    return any;
  }

  private void keyBox(byte[] file) {
    try {
      for (KeyBlob blob : new BcKeyBox(file).getKeyBlobs()) {
        if (blob instanceof PublicKeyRingBlob ring) {
          found.add(ring.getPGPPublicKeyRing());
        }
      }
    } catch (IOException | RuntimeException _) { // the library throws any of them
      // gpg knows its own file better
    }
  }
}
