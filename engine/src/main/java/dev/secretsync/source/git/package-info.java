/**
 * In: a path inside a Git repository and a revision.
 *
 * <p>Out: its files, read from the object database.
 *
 * <p>Never: read through the work tree, run a filter or a hook.
 */
@NullMarked
package dev.secretsync.source.git;

import org.jspecify.annotations.NullMarked;
