package dev.secretsync.lock;

import java.time.Duration;

/**
 * A run waits for another one.
 *
 * @param holder whom it waits for
 * @param waited how long already; zero when it has just begun to wait for this holder
 * @param timeout how long it will wait in all
 */
public record LockWait(LockInfo holder, Duration waited, Duration timeout) {}
