/**
 * In: plans, results and drift.
 *
 * <p>Out: text and JSON for people and programs; the only Jackson.
 *
 * <p>Never: name plaintext, or write to anything but the Writer it is given.
 */
@NullMarked
package dev.secretsync.report;

import org.jspecify.annotations.NullMarked;
