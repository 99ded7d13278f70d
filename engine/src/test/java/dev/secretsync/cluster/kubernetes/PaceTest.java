package dev.secretsync.cluster.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("cli.md 6.2: a server with too many requests is asked by fewer at once")
class PaceTest {
  private final Pace pace = new Pace(8);

  private Pace.Turn turn() throws InterruptedException {
    Pace.Turn turn = pace.await(Duration.ZERO);
    assertThat(turn.granted()).isTrue();
    return turn;
  }

  private void inPeace(int many) throws InterruptedException {
    for (int i = 0; i < many; i++) {
      pace.end(turn(), false);
    }
  }

  @Test
  void itStartsWithAllThatIsAllowed() throws InterruptedException {
    for (int i = 0; i < 8; i++) {
      turn();
    }
    assertThat(pace.await(Duration.ZERO).granted()).isFalse();
  }

  @Test
  void tooManyHalvesItOnceForAllThatWereUnderWay() throws InterruptedException {
    List<Pace.Turn> burst = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      burst.add(turn());
    }
    burst.forEach(turn -> pace.end(turn, true));
    assertThat(pace.allowed()).isEqualTo(4);
    pace.end(turn(), true);
    assertThat(pace.allowed()).isEqualTo(2);
  }

  @Test
  void itNeverComesToNothing() throws InterruptedException {
    for (int i = 0; i < 10; i++) {
      pace.end(turn(), true);
    }
    assertThat(pace.allowed()).isEqualTo(1);
  }

  @Test
  void itGrowsByOneAfterSoManyInPeace() throws InterruptedException {
    pace.end(turn(), true);
    pace.end(turn(), true);
    assertThat(pace.allowed()).isEqualTo(2);
    inPeace(2);
    assertThat(pace.allowed()).isEqualTo(3);
    inPeace(3);
    assertThat(pace.allowed()).isEqualTo(4);
    inPeace(1000);
    assertThat(pace.allowed()).isEqualTo(8);
  }

  @Test
  void whoWaitsIsLetInWhenAnotherIsDone() throws InterruptedException {
    for (int i = 0; i < 3; i++) {
      pace.end(turn(), true);
    }
    Pace.Turn only = turn();
    Thread other =
        Thread.ofVirtual()
            .start(() -> {
              try {
                pace.end(pace.await(Duration.ofMinutes(10)), false);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    pace.end(only, false);
    other.join();
    assertThat(pace.await(Duration.ZERO).granted()).isTrue();
  }

  @Test
  @DisplayName("cli.md 6.1: what asked first is let in first, so writes cannot keep a lock waiting")
  void turnsAreGivenInTheOrderInWhichTheyWereAskedFor() throws InterruptedException {
    List<Pace.Turn> all = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      all.add(turn());
    }
    List<Integer> order = Collections.synchronizedList(new ArrayList<>());
    List<Thread> waiting = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      int number = i;
      waiting.add(
          Thread.ofPlatform()
              .start(() -> {
                try {
                  Pace.Turn mine = pace.await(Duration.ofMinutes(10));
                  order.add(number);
                  pace.end(mine, false);
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              }));
      while (pace.waiting() <= i) {
        Thread.onSpinWait();
      }
    }
    // one place alone, so that who is let in next is not for the scheduler to say
    pace.end(all.getFirst(), false);
    for (Thread one : waiting) {
      one.join();
    }
    assertThat(order).isEqualTo(IntStream.range(0, 20).boxed().toList());
  }
}
