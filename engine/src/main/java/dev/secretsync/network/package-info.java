/**
 * In: an address, and the environment of the run.
 *
 * <p>Out: how it is reached: through which proxy, or whether it is this machine.
 *
 * <p>Never: connect.
 */
@NullMarked
package dev.secretsync.network;

import org.jspecify.annotations.NullMarked;
