package dev.secretsync.saved;

import com.fasterxml.jackson.databind.JsonNode;
import dev.secretsync.model.SecretAddress;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * An object of a plan document. Every question has the answer that the writer gives to it, or the
 * document is {@link UnreadablePlan}.
 *
 * @param node the object
 */
record Entry(JsonNode node) {
  Entry {
    if (!node.isObject()) {
      throw new UnreadablePlan();
    }
  }

  boolean has(String name) {
    return node.has(name);
  }

  Entry entry(String name) {
    return new Entry(node.path(name));
  }

  Optional<Entry> possibleEntry(String name) {
    return has(name) ? Optional.of(entry(name)) : Optional.empty();
  }

  /** All objects of a list. */
  Stream<Entry> entries(String name) {
    return list(name).stream().map(Entry::new);
  }

  String text(String name) {
    return text(node.path(name));
  }

  Optional<String> possibleText(String name) {
    return has(name) ? Optional.of(text(name)) : Optional.empty();
  }

  List<String> texts(String name) {
    return list(name).stream().map(Entry::text).toList();
  }

  SortedSet<String> sortedTexts(String name) {
    return new TreeSet<>(texts(name));
  }

  SecretAddress address(String name) {
    return parsed(text(name));
  }

  Optional<SecretAddress> possibleAddress(String name) {
    return has(name) ? Optional.of(address(name)) : Optional.empty();
  }

  /** All addresses of a list. */
  Stream<SecretAddress> addresses(String name) {
    return texts(name).stream().map(Entry::parsed);
  }

  /** No part of an address has a slash in it, and none is empty. */
  private static SecretAddress parsed(String text) {
    List<String> parts = List.of(text.split("/", -1));
    if (parts.size() != 3 || parts.contains("")) {
      throw new UnreadablePlan();
    }
    return SecretAddress.of(parts.get(0), parts.get(1), parts.get(2));
  }

  /** An object of texts. */
  SortedMap<String, String> textsByName(String name) {
    SortedMap<String, String> texts = new TreeMap<>();
    Entry entry = entry(name);
    entry.names().forEach(key -> texts.put(key, entry.text(key)));
    return Collections.unmodifiableSortedMap(texts);
  }

  List<String> names() {
    List<String> names = new ArrayList<>();
    node.fieldNames().forEachRemaining(names::add);
    return names;
  }

  boolean flag(String name) {
    JsonNode flag = node.path(name);
    if (!flag.isBoolean()) {
      throw new UnreadablePlan();
    }
    return flag.booleanValue();
  }

  int number(String name) {
    JsonNode number = node.path(name);
    if (!number.isInt()) {
      throw new UnreadablePlan();
    }
    return number.intValue();
  }

  OptionalInt possibleNumber(String name) {
    return has(name) ? OptionalInt.of(number(name)) : OptionalInt.empty();
  }

  /** No clock shows a year of five digits, and not everything can count that far. */
  Instant instant(String name) {
    String text = text(name);
    if (text.startsWith("+") || text.startsWith("-")) {
      throw new UnreadablePlan();
    }
    try {
      return Instant.parse(text);
    } catch (DateTimeException _) {
      throw new UnreadablePlan();
    }
  }

  Optional<Instant> possibleInstant(String name) {
    return has(name) ? Optional.of(instant(name)) : Optional.empty();
  }

  Duration duration(String name) {
    try {
      return Duration.parse(text(name));
    } catch (DateTimeException _) {
      throw new UnreadablePlan();
    }
  }

  private List<JsonNode> list(String name) {
    JsonNode list = node.path(name);
    if (!list.isArray()) {
      throw new UnreadablePlan();
    }
    List<JsonNode> nodes = new ArrayList<>(list.size());
    list.forEach(nodes::add);
    return nodes;
  }

  private static String text(JsonNode text) {
    if (!text.isTextual()) {
      throw new UnreadablePlan();
    }
    return text.textValue();
  }
}
