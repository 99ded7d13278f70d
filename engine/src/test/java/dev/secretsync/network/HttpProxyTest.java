package dev.secretsync.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpProxyTest {

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "127.9.9.9", "localhost", "[::1]"})
  void thisMachineIsKnownByItsAddress(String host) {
    assertThat(HttpProxy.isLoopback(host)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1.example.org", "127.example.org", "localhost.example.org"})
  void aNameThatBeginsLikeThisMachineIsAnother(String host) {
    assertThat(HttpProxy.isLoopback(host)).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          server                 | proxy-url  | HTTPS_PROXY   | NO_PROXY             | used
          https://a.example.org  | -          | -             | -                    | -
          https://a.example.org  | -          | http://p:3128 | -                    | http://p:3128
          https://a.example.org  | -          | p:3128        | -                    | http://p:3128
          https://a.example.org  | http://k:1 | http://p:3128 | *                    | http://k:1
          https://a.example.org  | -          | http://p:3128 | *                    | -
          https://a.example.org  | -          | http://p:3128 | other, EXAMPLE.org   | -
          https://a.example.org  | -          | http://p:3128 | .example.org         | -
          https://a.example.org  | -          | http://p:3128 | *.example.org        | -
          https://example.org    | -          | http://p:3128 | ample.org            | http://p:3128
          https://127.0.0.1:6443 | -          | http://p:3128 | -                    | -
          https://localhost:6443 | -          | http://p:3128 | -                    | -
          https://127.0.0.1.a.org | -         | http://p:3128 | -                    | http://p:3128
          """,
      useHeadersInDisplayName = true)
  void proxyIsChosenAsKubectlDoes(
      String server, String proxyUrl, String httpsProxy, String noProxy, String used) {
    Map<String, String> env =
        Map.of(
            "HTTPS_PROXY", Optional.ofNullable(httpsProxy).orElse(""),
            "no_proxy", Optional.ofNullable(noProxy).orElse(""));

    assertThat(HttpProxy.choose(URI.create(server), Optional.ofNullable(proxyUrl), env))
        .isEqualTo(Optional.ofNullable(used).map(URI::create));
  }
}
