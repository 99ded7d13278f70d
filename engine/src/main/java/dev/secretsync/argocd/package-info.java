/**
 * In: Secrets that Argo CD reads.
 *
 * <p>Out: what Argo CD would ignore or misread in them.
 *
 * <p>Never: name a value.
 */
@NullMarked
package dev.secretsync.argocd;

import org.jspecify.annotations.NullMarked;
