package tallystick.domain.settlement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tallystick.domain.money.Pico;
import tallystick.domain.settlement.Rounding.Share;

class RoundingTest {

    @Test
    void spareUnitsGoToTheLargestRemainders() {
        List<Share> shares = List.of(share("a", "1.004"), share("b", "1.009"), share("c", "1.007"));
        assertEquals(List.of(100L, 101L, 101L), Rounding.largestRemainder(shares, 2));
    }

    @Test
    void tiesGoToTheFirstKeyWhateverTheOrder() {
        List<Share> shares = List.of(share("c", "0.005"), share("a", "0.005"), share("b", "0.005"));
        assertEquals(List.of(0L, 1L, 0L), Rounding.largestRemainder(shares, 2));
    }

    @Test
    void wonHaveNoMinorUnit() {
        assertEquals(
                List.of(9_300_001L),
                Rounding.largestRemainder(List.of(share("a", "9300001.999999999999")), 0));
    }

    @Test
    void linesSumToTheFlooredTotalAndOrderNeverMatters() {
        Random random = new Random(11);
        for (int round = 0; round < 500; round++) {
            int digits = random.nextInt(4);
            List<Share> shares = new ArrayList<>();
            for (int i = 0; i < 1 + random.nextInt(40); i++) {
                long pico = Math.abs(random.nextLong() >> random.nextInt(50));
                shares.add(new Share("line-" + i, Pico.of(pico)));
            }
            List<Long> rounded = Rounding.largestRemainder(shares, digits);
            BigInteger unit = BigInteger.TEN.pow(12 - digits);
            BigInteger exact =
                    shares.stream()
                            .map(s -> s.exact().toBigInteger())
                            .reduce(BigInteger.ZERO, BigInteger::add);
            long total = rounded.stream().mapToLong(Long::longValue).sum();
            assertEquals(exact.divide(unit).longValueExact(), total);
            Map<String, Long> byKey = byKey(shares, rounded);
            for (Share share : shares) {
                long floor = share.exact().toBigInteger().divide(unit).longValueExact();
                long given = byKey.getOrDefault(share.key(), -1L);
                assertTrue(
                        given == floor || given == floor + 1, "a line moves by one unit at most");
            }
            Collections.shuffle(shares, random);
            assertEquals(byKey, byKey(shares, Rounding.largestRemainder(shares, digits)));
        }
    }

    @Test
    void roundsDownBelowZeroTooSoThatTheResidualIsNeverNegative() {
        List<Share> shares = List.of(share("a", "-1.005"), share("b", "0.001"));
        // The total is -1.004, floored -1.01; a is floored to -1.01 and b to 0.
        assertEquals(List.of(-101L, 0L), Rounding.largestRemainder(shares, 2));
        assertEquals(List.of(-100L), Rounding.largestRemainder(List.of(share("a", "-1")), 2));
    }

    @Test
    void refusesTotalsBeyondSixtyThreeBits() {
        assertThrows(
                ArithmeticException.class,
                () -> Rounding.largestRemainder(List.of(new Share("a", Pico.MAX)), 2));
    }

    private static Map<String, Long> byKey(List<Share> shares, List<Long> rounded) {
        Map<String, Long> result = new HashMap<>();
        for (int i = 0; i < shares.size(); i++) {
            result.put(shares.get(i).key(), rounded.get(i));
        }
        return result;
    }

    private static Share share(String key, String exact) {
        return new Share(key, Pico.parse(exact));
    }
}
