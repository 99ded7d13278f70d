package dev.secretsync.cli;

import dev.secretsync.apply.Stop;
import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets SIGINT and SIGTERM end an apply in good order: no new write begins, what is under way ends,
 * the result is written, and only then the process ends. A second signal ends it at once.
 *
 * <p>The JVM answers both signals with its shutdown hooks and the exit status 130 or 143, and has
 * no supported way to see a signal. The thread that it starts for each is seen by its name; should
 * that ever change, SIGTERM would be told as SIGINT in the result, and a second signal would not be
 * seen.
 */
final class Interruption implements AutoCloseable {
  private static final String INTERRUPT = "SIGINT handler";
  private static final String TERMINATE = "SIGTERM handler";
  private static final int STATUS_OF_INTERRUPT = 130;
  private static final int STATUS_OF_TERMINATE = 143;
  private static final long LOOK_MILLIS = 50;

  private final Stop stop;
  private final PrintStream err;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread hook = new Thread(this::shutDown, "secretsync-interruption");

  private Interruption(Stop stop, PrintStream err) {
    this.stop = stop;
    this.err = err;
  }

  /**
   * From now on a signal stops what asks {@code stop}, and waits until this is closed.
   *
   * @param err where whoever sent it reads that it was heard
   */
  static Interruption saidTo(Stop stop, PrintStream err) {
    Interruption interruption = new Interruption(stop, err);
    Runtime.getRuntime().addShutdownHook(interruption.hook);
    return interruption;
  }

  private void shutDown() {
    boolean terminated = signals().contains(TERMINATE);
    stop.because(why(terminated));
    err.println("Stopping: what is under way is finished first. A second signal ends it at once.");
    err.flush();
    try {
      while (!ended.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
        if (signals().size() > 1) {
          Runtime.getRuntime().halt(terminated ? STATUS_OF_TERMINATE : STATUS_OF_INTERRUPT);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** One name for each signal that came. */
  private static List<String> signals() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.equals(INTERRUPT) || name.equals(TERMINATE))
        .toList();
  }

  private static Diagnostic why(boolean terminated) {
    return Diagnostic.error(
        terminated ? Code.TERMINATED : Code.INTERRUPTED,
        "",
        "ended by a signal; the rest was not tried",
        "run apply again: it goes on where it stopped");
  }

  /** What was under way has ended and was told. */
  @Override
  public void close() {
    ended.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException _) {
      // it is running
    }
  }
}
