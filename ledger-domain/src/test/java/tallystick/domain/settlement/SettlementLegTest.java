package tallystick.domain.settlement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SettlementLegTest {

    /** The worked example of the settlement chapter: 700 moves. */
    @Test
    void debtorsPayCreditors() {
        List<SettlementLeg> legs =
                SettlementLeg.of(
                        "w1",
                        List.of(
                                new NetPosition("EUR", "C", 700),
                                new NetPosition("EUR", "A", -600),
                                new NetPosition("EUR", "B", -100)));
        assertEquals(
                List.of(
                        new SettlementLeg(1, "EUR", "A", "C", 600, SettlementLeg.uetr("w1", 1)),
                        new SettlementLeg(2, "EUR", "B", "C", 100, SettlementLeg.uetr("w1", 2))),
                legs);
    }

    @Test
    void aReferenceIsAVersion4UuidOfWindowAndLeg() {
        Set<String> seen = new HashSet<>();
        for (String window : List.of("w1", "w2", "w11")) {
            for (int leg = 1; leg <= 50; leg++) {
                String uetr = SettlementLeg.uetr(window, leg);
                assertEquals(uetr, SettlementLeg.uetr(window, leg));
                assertEquals(4, UUID.fromString(uetr).version());
                assertEquals(2, UUID.fromString(uetr).variant());
                assertTrue(seen.add(uetr), uetr);
            }
        }
    }

    @Test
    void positionsThatDoNotSumToNothingAreRefused() {
        for (List<Long> minors : List.of(List.of(-5L, 4L), List.of(-4L, 5L), List.of(-1L))) {
            List<NetPosition> positions = new ArrayList<>();
            minors.forEach(m -> positions.add(new NetPosition("EUR", "o" + m, m)));
            assertThrows(IllegalArgumentException.class, () -> SettlementLeg.of("w", positions));
        }
    }

    @Test
    void legsBringEveryPositionToNothingWhateverTheOrder() {
        Random random = new Random(7);
        for (int round = 0; round < 500; round++) {
            List<NetPosition> positions = positions(random);
            List<SettlementLeg> legs = SettlementLeg.of("w", positions);
            TreeMap<String, Long> left = new TreeMap<>();
            positions.forEach(p -> left.merge(p.asset() + p.operator(), p.minor(), Long::sum));
            for (SettlementLeg leg : legs) {
                assertTrue(leg.minor() > 0);
                assertNotEquals(leg.debtor(), leg.creditor());
                left.merge(leg.asset() + leg.debtor(), leg.minor(), Long::sum);
                left.merge(leg.asset() + leg.creditor(), -leg.minor(), Long::sum);
            }
            assertTrue(left.values().stream().allMatch(minor -> minor == 0), left::toString);
            Collections.shuffle(positions, random);
            assertEquals(legs, SettlementLeg.of("w", positions));
        }
    }

    private static List<NetPosition> positions(Random random) {
        List<NetPosition> positions = new ArrayList<>();
        for (String asset : List.of("EUR", "KRW")) {
            long sum = 0;
            for (int i = 0; i < 1 + random.nextInt(8); i++) {
                long minor = random.nextInt(3) == 0 ? 0 : random.nextInt(2_000) - 1_000L;
                positions.add(new NetPosition(asset, "op-" + i, minor));
                sum += minor;
            }
            positions.add(new NetPosition(asset, "rest", -sum));
        }
        return positions;
    }
}
