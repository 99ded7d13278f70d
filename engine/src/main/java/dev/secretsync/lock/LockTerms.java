package dev.secretsync.lock;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * How a run asks for locks.
 *
 * @param timeout how long to wait for a cluster that another run holds
 * @param version of secretsync, for others to see
 * @param waiting told whom it waits for; by several threads at once
 * @param pace of waiting and renewing
 */
public record LockTerms(Duration timeout, String version, Consumer<LockWait> waiting, Pace pace) {}
