package dev.secretsync.model;

/**
 * One rule held against one Secret, as {@code explain} shows it.
 *
 * @param rule its number, for example {@code R13}; several are {@code R6, R7}
 * @param passed whether the Secret gets past it
 * @param words what was found, lower case, no full stop, without any value
 */
public record Check(String rule, boolean passed, String words) {}
