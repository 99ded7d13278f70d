package dev.secretsync.crypt.sops;

import java.nio.ByteBuffer;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Which files of a run have one data key. A value could be moved between such files, to the same
 * keys, and would still authenticate (security.md X2).
 *
 * <p>Data keys are compared by a MAC under a key that this object alone has and that ends with it:
 * nothing that is kept tells of a data key, and no two runs can be compared (security.md S6).
 * Several threads may add to it.
 */
public final class SharedDataKeys {
  private static final String ALGORITHM = "HmacSHA256";
  private static final int KEY_SIZE = 32;

  private final SecretKeySpec key;
  private final Map<ByteBuffer, SortedSet<String>> files = new HashMap<>();

  /** None seen yet. */
  public SharedDataKeys() {
    byte[] random = new byte[KEY_SIZE];
    new SecureRandom().nextBytes(random);
    key = new SecretKeySpec(random, ALGORITHM);
  }

  void add(String file, byte[] dataKey) {
    ByteBuffer tag = ByteBuffer.wrap(tag(dataKey));
    synchronized (files) {
      files.computeIfAbsent(tag, _ -> new TreeSet<>()).add(file);
    }
  }

  /** Each group of files that have one data key, by the name of its first file. */
  public List<SortedSet<String>> groups() {
    synchronized (files) {
      return files.values().stream()
          .filter(group -> group.size() > 1)
          .<SortedSet<String>>map(TreeSet::new)
          .sorted(Comparator.comparing(SortedSet::getFirst))
          .toList();
    }
  }

  private byte[] tag(byte[] dataKey) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return mac.doFinal(dataKey);
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("this Java lacks " + ALGORITHM, e);
    }
  }

  @Override
  public String toString() {
    return "SharedDataKeys[" + groups().size() + " groups]";
  }
}
