package dev.secretsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.secretsync.fixtures.apiserver.EmbeddedApiServer;
import dev.secretsync.fixtures.apiserver.Faults.Fault;
import dev.secretsync.fixtures.apiserver.LoggedRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Runs in processes of their own that stay in the middle: an API server does not answer one kind of
 * request for Secrets before the test says so.
 */
final class HeldRun implements AutoCloseable {
  private static final long LOOK_MILLIS = 50;

  private final String method;
  private final CountDownLatch underWay = new CountDownLatch(1);
  private final CountDownLatch release = new CountDownLatch(1);
  private final List<Process> started = new ArrayList<>();
  private volatile boolean holding;

  /**
   * @param server where a request is held back
   * @param method of that request, such as {@code GET}
   */
  HeldRun(EmbeddedApiServer server, String method) {
    this.method = method;
    server.faults().plan(new Fault.ServerError(), 1, this::isToFail);
  }

  /** None fails; some come late. */
  private boolean isToFail(LoggedRequest request) {
    if (holding && request.method().equals(method) && request.path().endsWith("/secrets")) {
      underWay.countDown();
      try {
        release.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    return false;
  }

  /** Starts a run, and returns when it waits for the answer. */
  Process start(List<String> line, Map<String, String> env)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(line);
    builder.environment().clear();
    builder.environment().putAll(env);
    builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    holding = true;
    Process process = builder.start();
    started.add(process);
    while (!underWay.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
      assertThat(process.isAlive())
          .as(() -> process.errorReader().lines().collect(Collectors.joining("\n")))
          .isTrue();
    }
    return process;
  }

  /** Answers, and holds nothing back any more. */
  void release() {
    holding = false;
    release.countDown();
  }

  @Override
  public void close() {
    release();
    started.forEach(Process::destroyForcibly);
  }
}
