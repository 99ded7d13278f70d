package dev.secretsync.crypt.age;

import java.nio.file.Path;

/** A key pair that a real program made: its file, and how we read it. */
record TestPair(Path file, AgeIdentity identity, String recipient) {}
