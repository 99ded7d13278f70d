package dev.secretsync.cluster.kubernetes;

import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientImpl;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.InetAddress;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/**
 * HTTP/1.1 on two threads: for many short requests that is about two thirds of the processor time
 * of HTTP/2 with a virtual thread for every step. What is parallel is bounded by {@link Limits}, so
 * there are never more connections than that.
 *
 * <p>fabric8 leaves the JDK's client open when its own is closed, and a virtual machine that ends
 * waits 0.3 s for its selector thread. So this remembers the client and closes it.
 */
final class FewThreads extends JdkHttpClientFactory {
  private static final Duration ENDING = Duration.ofMillis(250);
  private final List<HttpClient> built = new CopyOnWriteArrayList<>();
  private final ExecutorService threads =
      Executors.newFixedThreadPool(
          2, Thread.ofPlatform().daemon().name("secretsync-http-", 0).factory());

  @Override
  protected HttpClient.Builder createNewHttpClientBuilder() {
    return new Remembering(
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).executor(threads), built);
  }

  @Override
  protected void closeHttpClient(JdkHttpClientImpl client) {
    built.forEach(HttpClient::shutdownNow);
    built.forEach(FewThreads::awaitEnd);
    threads.shutdownNow();
    super.closeHttpClient(client);
  }

  private static void awaitEnd(HttpClient client) {
    try {
      client.awaitTermination(ENDING);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The JDK's builder, which tells what it built. */
  private record Remembering(HttpClient.Builder builder, List<HttpClient> built)
      implements HttpClient.Builder {
    @Override
    public HttpClient.Builder cookieHandler(CookieHandler handler) {
      builder.cookieHandler(handler);
      return this;
    }

    @Override
    public HttpClient.Builder connectTimeout(Duration duration) {
      builder.connectTimeout(duration);
      return this;
    }

    @Override
    public HttpClient.Builder sslContext(SSLContext context) {
      builder.sslContext(context);
      return this;
    }

    @Override
    public HttpClient.Builder sslParameters(SSLParameters parameters) {
      builder.sslParameters(parameters);
      return this;
    }

    @Override
    public HttpClient.Builder executor(Executor executor) {
      builder.executor(executor);
      return this;
    }

    @Override
    public HttpClient.Builder followRedirects(HttpClient.Redirect policy) {
      builder.followRedirects(policy);
      return this;
    }

    @Override
    public HttpClient.Builder version(HttpClient.Version version) {
      builder.version(version);
      return this;
    }

    @Override
    public HttpClient.Builder priority(int priority) {
      builder.priority(priority);
      return this;
    }

    @Override
    public HttpClient.Builder proxy(ProxySelector selector) {
      builder.proxy(selector);
      return this;
    }

    @Override
    public HttpClient.Builder authenticator(Authenticator authenticator) {
      builder.authenticator(authenticator);
      return this;
    }

    @Override
    public HttpClient.Builder localAddress(InetAddress address) {
      builder.localAddress(address);
      return this;
    }

    @Override
    public HttpClient build() {
      HttpClient client = builder.build();
      built.add(client);
      return client;
    }
  }
}
