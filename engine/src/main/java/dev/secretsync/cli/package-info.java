/**
 * In: arguments and the environment.
 *
 * <p>Out: an exit code; the only Commons CLI.
 *
 * <p>Never: contain rules.
 */
@NullMarked
package dev.secretsync.cli;

import org.jspecify.annotations.NullMarked;
