package dev.secretsync.cluster.kubernetes;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How many requests may be under way in one cluster. Halved when the server has too many, and one
 * more again after as many answers in peace as are allowed at once (cli.md 6.2), as TCP does it: so
 * a server that is asked by many runs is shared by them. Turns are given in the order in which they
 * were asked for, so that a lock is renewed however many writes are waiting. Safe for use by
 * several threads.
 */
final class Pace {
  private final int most;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition room = lock.newCondition();
  private final Deque<Object> waiting = new ArrayDeque<>();
  private int allowed;
  private int underWay;
  private int inPeace;
  private int halvings;

  Pace(int most) {
    this.most = most;
    this.allowed = most;
  }

  /** One request's turn; whoever has one gives it back. */
  record Turn(boolean granted, int halvings) {}

  /** Waits for a turn, not longer than so long; then it is not granted. */
  Turn await(Duration time) throws InterruptedException {
    lock.lockInterruptibly();
    Object me = new Object();
    waiting.add(me);
    try {
      long left = time.toNanos();
      while (waiting.peek() != me || underWay >= allowed) {
        if (left <= 0) {
          return new Turn(false, halvings);
        }
        left = room.awaitNanos(left);
      }
      underWay++;
      return new Turn(true, halvings);
    } finally {
      waiting.remove(me);
      room.signalAll();
      lock.unlock();
    }
  }

  /**
   * Gives a turn back.
   *
   * @param tooMany whether the server said that it has too many requests. Requests that were under
   *     way when it was halved last say nothing new
   */
  void end(Turn turn, boolean tooMany) {
    lock.lock();
    try {
      underWay--;
      if (!tooMany) {
        inPeace++;
        if (inPeace >= allowed && allowed < most) {
          allowed++;
          inPeace = 0;
        }
      } else if (turn.halvings() == halvings) {
        allowed = Math.max(1, allowed / 2);
        inPeace = 0;
        halvings++;
      }
      room.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** How many may be under way now. */
  int allowed() {
    lock.lock();
    try {
      return allowed;
    } finally {
      lock.unlock();
    }
  }

  /** How many wait for a turn. */
  int waiting() {
    lock.lock();
    try {
      return waiting.size();
    } finally {
      lock.unlock();
    }
  }
}
