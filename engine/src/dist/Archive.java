import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/**
 * Packs the folder that {@code Distribution.java} makes into what a release offers, and prints the
 * line that {@code action/setup/release} needs of it:
 *
 * <pre>java Archive.java FOLDER VERSION TIMESTAMP</pre>
 *
 * <p>The same folder gives the same bytes: entries are sorted, owned by nobody, and all of one
 * time, which has to be that of the jars, for the AOT cache remembers it.
 */
final class Archive {
  private static final int BLOCK = 512;
  private static final int NAME = 100;
  private static final byte[] FILE = {'0'};
  private static final byte[] LINK = {'2'};
  private static final byte[] FOLDER = {'5'};

  private final Path folder;
  private final long time;

  private Archive(Path folder, Instant time) {
    this.folder = folder;
    this.time = time.getEpochSecond();
  }

  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]).toAbsolutePath();
    String platform = platform(System.getProperty("os.name"), System.getProperty("os.arch"));
    String name = folder.getFileName() + "-" + args[1] + "-" + platform + ".tar.gz";
    String sha256 = new Archive(folder, Instant.parse(args[2])).write(folder.resolveSibling(name));
    System.out.println(platform + " " + sha256 + " " + name);
  }

  /** In the words that GitHub's runners have for themselves. */
  private static String platform(String system, String processor) {
    return (system.toLowerCase(Locale.ROOT).startsWith("mac") ? "macos" : "linux")
        + "-"
        + (List.of("aarch64", "arm64").contains(processor) ? "arm64" : "x64");
  }

  private String write(Path archive) throws Exception {
    var digest = MessageDigest.getInstance("SHA-256");
    Path fresh = archive.resolveSibling(archive.getFileName() + ".tmp");
    try (Stream<Path> all = Files.walk(folder);
        var file = new DigestOutputStream(Files.newOutputStream(fresh), digest);
        var out = new BufferedOutputStream(new GZIPOutputStream(file, 1 << 16), 1 << 16)) {
      for (Path path : all.sorted(Comparator.comparing(this::name)).toList()) {
        write(path, out);
      }
      out.write(new byte[2 * BLOCK]);
    }
    Files.move(fresh, archive, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    return HexFormat.of().formatHex(digest.digest());
  }

  private String name(Path path) {
    return folder.getParent().relativize(path).toString().replace('\\', '/');
  }

  private void write(Path path, OutputStream out) throws IOException {
    if (Files.isSymbolicLink(path)) {
      out.write(header(name(path), "0777", 0, LINK, Files.readSymbolicLink(path).toString()));
    } else if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      out.write(header(name(path) + "/", "0755", 0, FOLDER, ""));
    } else {
      boolean runs =
          Files.getPosixFilePermissions(path).contains(PosixFilePermission.OWNER_EXECUTE);
      long size = Files.size(path);
      out.write(header(name(path), runs ? "0755" : "0644", size, FILE, ""));
      Files.copy(path, out);
      out.write(new byte[(int) ((BLOCK - size % BLOCK) % BLOCK)]);
    }
  }

  /** As POSIX has it for ustar; octal numbers end in a zero byte. */
  private byte[] header(String name, String mode, long size, byte[] type, String target) {
    byte[] header = new byte[BLOCK];
    int cut = name.length() <= NAME ? 0 : name.indexOf('/', name.length() - NAME - 1) + 1;
    put(header, 0, NAME, name.substring(cut));
    put(header, 345, 155, cut == 0 ? "" : name.substring(0, cut - 1));
    put(header, 100, 7, "000" + mode);
    put(header, 108, 7, "0000000");
    put(header, 116, 7, "0000000");
    put(header, 124, 11, "%011o".formatted(size));
    put(header, 136, 11, "%011o".formatted(time));
    System.arraycopy(type, 0, header, 156, 1);
    put(header, 157, NAME, target);
    put(header, 257, 8, "ustar\00000");
    Arrays.fill(header, 148, 156, (byte) ' ');
    int sum = 0;
    for (byte one : header) {
      sum += one & 0xff;
    }
    put(header, 148, 7, "%06o\0".formatted(sum));
    return header;
  }

  private static void put(byte[] header, int at, int most, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > most) {
      throw new IllegalStateException("too long for an archive: " + text);
    }
    System.arraycopy(bytes, 0, header, at, bytes.length);
  }
}
