package dev.secretsync.cluster.kubernetes;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;

/** What goes into the {@code Authorization} header. None of it can be printed. */
sealed interface Credentials permits Credentials.Fixed, Credentials.TokenFile, ExecPlugin {

  /**
   * The header's value.
   *
   * @throws IOException when it cannot be had; the message may hold anything and is never shown
   */
  Optional<String> authorization() throws IOException;

  /**
   * The server refused this header: get another one for the next request. False when there is none.
   * Requests side by side may report the same one.
   */
  boolean renew(String refused);

  static Credentials none() {
    return new Fixed(Optional.empty());
  }

  static Credentials token(String token) {
    return new Fixed(Optional.of("Bearer " + token));
  }

  static Credentials basic(String user, String password) {
    byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    return new Fixed(Optional.of("Basic " + Base64.getEncoder().encodeToString(pair)));
  }

  /** Stands in the kubeconfig. */
  final class Fixed implements Credentials {
    private final Optional<String> header;

    private Fixed(Optional<String> header) {
      this.header = header;
    }

    @Override
    public Optional<String> authorization() {
      return header;
    }

    @Override
    public boolean renew(String refused) {
      return false;
    }
  }

  /** Read for every request, because others renew the file while we run. */
  final class TokenFile implements Credentials {
    private final Path file;

    TokenFile(Path file) {
      this.file = file;
    }

    @Override
    public Optional<String> authorization() throws IOException {
      return Optional.of("Bearer " + Files.readString(file).strip());
    }

    @Override
    public boolean renew(String refused) {
      return true;
    }
  }
}
