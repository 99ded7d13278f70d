/**
 * In: a Git repository and a revision, or a folder for local trials.
 *
 * <p>Out: the files of that revision, with their blob ids.
 *
 * <p>Never: know what YAML is.
 */
@NullMarked
package dev.secretsync.source;

import org.jspecify.annotations.NullMarked;
