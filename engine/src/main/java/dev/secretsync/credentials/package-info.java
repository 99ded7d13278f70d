/**
 * In: Secrets that hold credentials for a program such as Argo CD or Kargo, and what that program
 * makes of one of them.
 *
 * <p>Out: what it would ignore or misread, told once and to whom it concerns.
 *
 * <p>Never: name a value.
 */
@NullMarked
package dev.secretsync.credentials;

import org.jspecify.annotations.NullMarked;
