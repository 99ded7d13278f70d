package dev.secretsync.declare;

import dev.secretsync.model.LabelSelector;
import dev.secretsync.model.SourceLocation;

/**
 * Which Secrets of which clusters a control plane takes (R1-R12). Both selectors must match; an
 * empty one matches everything, and both empty is refused when it is read (R3).
 *
 * @param controlPlane name of the control plane; the only one where none was given
 * @param clusters on the declared labels of clusters (R9)
 * @param secrets on the labels of live Secrets (R10)
 */
public record SecretSource(
    String name,
    String controlPlane,
    LabelSelector clusters,
    LabelSelector secrets,
    SourceLocation at) {}
