import java.security.MessageDigest;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * What the JDK alone needs for the cryptography of one large binary file, in a virtual machine as
 * fresh as that of one command: AES-256-GCM and SHA-512 over so many MiB. Prints seconds.
 */
public final class Throughput {
  private Throughput() {}

  public static void main(String[] args) throws Exception {
    byte[] bytes = new byte[Integer.parseInt(args[0]) << 20];
    long start = System.nanoTime();
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    SecretKeySpec key = new SecretKeySpec(new byte[32], "AES");
    cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(128, new byte[32]));
    int written = cipher.doFinal(bytes).length;
    written += MessageDigest.getInstance("SHA-512").digest(bytes).length;
    System.out.printf("%.3f %d%n", (System.nanoTime() - start) / 1e9, written);
  }
}
