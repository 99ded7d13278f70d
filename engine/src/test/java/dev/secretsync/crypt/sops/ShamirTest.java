package dev.secretsync.crypt.sops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.secretsync.model.SecretBytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("formats.md 1.10: sharing a data key among groups")
class ShamirTest {
  private static final int SEED = 310;

  private static SecretBytes bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return SecretBytes.copyOf(bytes);
  }

  private static SecretBytes random(Random random, int size) {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    return SecretBytes.copyOf(bytes);
  }

  private static SecretBytes combined(List<SecretBytes> shares) {
    assertThat(Shamir.combine(shares)).isInstanceOf(Shamir.Combined.class);
    return ((Shamir.Combined) Shamir.combine(shares)).secret();
  }

  @Test
  void theFieldIsThatOfAes() {
    // FIPS 197, 4.2: {57} x {83} = {c1}; and {53} is the inverse of {ca}
    assertThat(Shamir.multiply(0x57, 0x83)).isEqualTo(0xc1);
    assertThat(Shamir.multiply(0x57, 0x13)).isEqualTo(0xfe);
    assertThat(Shamir.multiply(0x53, 0xca)).isEqualTo(1);
  }

  @Test
  void everyByteButZeroHasAnInverseAndProductsAreThoseOfPolynomials() {
    for (int a = 0; a < 256; a++) {
      assertThat(Shamir.multiply(a, Shamir.inverse(a))).isEqualTo(a == 0 ? 0 : 1);
      for (int b = 0; b < 256; b++) {
        assertThat(Shamir.multiply(a, b)).isEqualTo(remainder(a, b));
      }
    }
  }

  /** Long multiplication, then division by 0x11b. */
  private static int remainder(int a, int b) {
    int product = 0;
    for (int bit = 0; bit < 8; bit++) {
      product ^= ((b >> bit) & 1) == 1 ? a << bit : 0;
    }
    for (int bit = 15; bit >= 8; bit--) {
      product ^= ((product >> bit) & 1) == 1 ? 0x11b << (bit - 8) : 0;
    }
    return product;
  }

  @Test
  void aLineThroughKnownPointsMeetsZeroWhereItMust() {
    // y = 0x2a + 0x03 x, by hand: x=1 gives 0x29, x=2 gives 0x2c, x=3 gives 0x2f
    assertThat(combined(List.of(bytes(0x29, 1), bytes(0x2c, 2)))).isEqualTo(bytes(0x2a));
    assertThat(combined(List.of(bytes(0x2f, 3), bytes(0x29, 1)))).isEqualTo(bytes(0x2a));
    assertThat(combined(List.of(bytes(0x2f, 3), bytes(0x2c, 2), bytes(0x29, 1))))
        .isEqualTo(bytes(0x2a));
  }

  @Test
  void aShareIsThePolynomialsValuesAndThenTheNumberOfItsGroup() {
    List<SecretBytes> shares = Shamir.split(random(new Random(SEED), 32), 2, 3);
    List<Integer> numbers =
        shares.stream().map(share -> share.<Integer>reveal(b -> (int) b[32])).toList();
    assertThat(shares).allSatisfy(share -> assertThat(share.size()).isEqualTo(33));
    assertThat(numbers).containsExactly(1, 2, 3);
  }

  @ParameterizedTest
  @CsvSource({"2,2", "2,3", "3,3", "3,5", "5,9", "2,255", "255,255"})
  void anyThresholdOfSharesAndAnyMoreGiveTheSecret(int threshold, int parts) {
    Random random = new Random(SEED);
    for (int size : new int[] {1, 16, 32, 100}) {
      SecretBytes secret = random(random, size);
      List<SecretBytes> shares = new ArrayList<>(Shamir.split(secret, threshold, parts));
      for (int count : new int[] {threshold, (threshold + parts) / 2, parts}) {
        Collections.shuffle(shares, random);
        assertThat(combined(shares.subList(0, count))).isEqualTo(secret);
      }
    }
  }

  @Test
  void fewerSharesThanTheThresholdTellNothing() {
    SecretBytes secret = bytes(0x2a);
    // two points of a parabola: which third one completes them decides about the secret
    List<SecretBytes> shares = Shamir.split(secret, 3, 3).subList(0, 2);
    long possible =
        IntStream.range(0, 256)
            .mapToObj(y -> combined(List.of(shares.get(0), shares.get(1), bytes(y, 3))))
            .map(s -> s.reveal(HexFormat.of()::formatHex))
            .distinct()
            .count();
    assertThat(possible).isEqualTo(256);
  }

  @Test
  @DisplayName("X12: the polynomials are drawn anew for every split and every byte")
  void noTwoSplitsGiveTheSameShares() {
    SecretBytes zeros = SecretBytes.copyOf(new byte[64]);
    List<String> shares =
        Stream.generate(() -> Shamir.split(zeros, 2, 2).getFirst())
            .limit(50)
            .map(share -> share.<String>reveal(HexFormat.of()::formatHex))
            .toList();
    assertThat(shares).doesNotHaveDuplicates();
    byte[] first = HexFormat.of().parseHex(shares.getFirst());
    assertThat(IntStream.range(0, 64).map(i -> first[i]).distinct().count()).isGreaterThan(20);
  }

  @ParameterizedTest
  @CsvSource({"0,2", "1,2", "1,1", "3,2", "2,256", "-1,3", "2,0", "2147483647,2147483647"})
  void otherNumbersOfSharesAreRefused(int threshold, int parts) {
    assertThat(Shamir.allows(threshold, parts)).isFalse();
    assertThatThrownBy(() -> Shamir.split(bytes(1), threshold, parts))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void hostileSharesAreToldApart() {
    assertUnfit(Shamir.Why.TOO_FEW);
    assertUnfit(Shamir.Why.TOO_FEW, bytes(5, 1));
    assertUnfit(Shamir.Why.TOO_MANY, Stream.generate(() -> bytes(5, 1)).limit(256));
    assertUnfit(Shamir.Why.OF_DIFFERENT_LENGTHS, bytes(5, 1), bytes(5, 5, 2));
    assertUnfit(Shamir.Why.OF_DIFFERENT_LENGTHS, bytes(5, 1), bytes());
    assertUnfit(Shamir.Why.TOO_SHORT, bytes(), bytes());
    assertUnfit(Shamir.Why.TOO_SHORT, bytes(1), bytes(2));
    assertUnfit(Shamir.Why.AT_ZERO, bytes(5, 1), bytes(5, 0));
    assertUnfit(Shamir.Why.REPEATED, bytes(5, 1), bytes(6, 2), bytes(7, 1));
    assertUnfit(Shamir.Why.REPEATED, bytes(5, 255), bytes(5, 255));
  }

  private static void assertUnfit(Shamir.Why why, SecretBytes... shares) {
    assertUnfit(why, Arrays.stream(shares));
  }

  private static void assertUnfit(Shamir.Why why, Stream<SecretBytes> shares) {
    assertThat(Shamir.combine(shares.toList())).isEqualTo(new Shamir.Unfit(why));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 10, 31})
  void aChangedShareGivesAnotherSecretSoThatTheValuesDoNotOpen(int at) {
    SecretBytes secret = random(new Random(SEED), 32);
    List<SecretBytes> shares = new ArrayList<>(Shamir.split(secret, 2, 2));
    byte[] changed = shares.getFirst().reveal(byte[]::clone);
    changed[at] ^= 1;
    shares.set(0, SecretBytes.copyOf(changed));
    assertThat(combined(shares)).isNotEqualTo(secret);
  }
}
