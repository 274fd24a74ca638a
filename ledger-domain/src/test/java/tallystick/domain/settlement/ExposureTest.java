package tallystick.domain.settlement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tallystick.domain.settlement.ExposureAlert.AT_50_PERCENT;
import static tallystick.domain.settlement.ExposureAlert.AT_75_PERCENT;
import static tallystick.domain.settlement.ExposureAlert.AT_90_PERCENT;
import static tallystick.domain.settlement.Refusals.assertRefused;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tallystick.domain.money.Pico;
import tallystick.domain.settlement.NetDebitCap.Admitted;
import tallystick.domain.settlement.NetDebitCap.Collateral;
import tallystick.domain.settlement.NetDebitCap.Exceeded;

class ExposureTest {

    private interface Gate {
        NetDebitCap.Answer admit(NetDebitCap cap, Exposure now, Pico hold);
    }

    /** 500 posted + 200 held − 333 × (1 − 10 %) = 299.7, floored 299: 401. */
    @Test
    void incomingCreditsCountAfterAHaircutFloored() {
        assertEquals(Pico.of(401), exposure(500, 200, 333, 1_000).amount());
        assertEquals(Pico.of(700), exposure(500, 200, 333, 10_000).amount());
        assertEquals(Pico.of(367), exposure(500, 200, 333, 0).amount());
        assertEquals(Pico.of(-200), exposure(0, 100, 300, 0).amount());
        assertEquals(Pico.of(411), exposure(500, 200, 333, 1_000).withHold(Pico.of(10)).amount());
    }

    /** 1000 at 20 % haircut + 101 at 50 % = 800 + 50 = 850. */
    @Test
    void collateralCountsAfterItsHaircut() {
        NetDebitCap cap = cap(850, pledge(1_000, 2_000), pledge(101, 5_000));
        assertEquals(Pico.of(850), cap.counted());
        assertTrue(cap.isBacked());
        assertEquals(Pico.of(850), cap.limit());
        NetDebitCap tooHigh = cap(851, pledge(1_000, 2_000), pledge(101, 5_000));
        assertFalse(tooHigh.isBacked());
        assertEquals(Pico.of(850), tooHigh.limit());
        assertEquals(Pico.of(700), cap(700, pledge(1_000, 2_000)).limit());
        assertTrue(cap(0).isBacked());
        assertFalse(cap(1).isBacked());
    }

    @Test
    void aHoldFitsUpToTheLimitItself() {
        NetDebitCap cap = cap(100, pledge(100, 0));
        assertEquals(
                new Admitted(Pico.of(100), List.of(AT_90_PERCENT)),
                cap.admit(exposure(80, 0, 0, 0), Pico.of(20)));
        assertEquals(
                new Exceeded(Pico.of(101), Pico.of(1)),
                cap.admit(exposure(80, 0, 0, 0), Pico.of(21)));
        assertEquals(
                new Admitted(Pico.of(49), List.of()), cap.admit(exposure(0, 0, 0, 0), Pico.of(49)));
    }

    /** Collateral lost its value under a running exposure: nothing new fits, not even nothing. */
    @Test
    void withoutCollateralNothingFits() {
        assertInstanceOf(Exceeded.class, cap(100).admit(exposure(80, 0, 0, 0), Pico.ZERO));
        assertInstanceOf(
                Exceeded.class,
                cap(100, pledge(100, 10_000)).admit(exposure(0, 0, 0, 0), Pico.of(1)));
        assertEquals(
                new Admitted(Pico.ZERO, List.of()), cap(0).admit(exposure(0, 0, 0, 0), Pico.ZERO));
    }

    /** A limit of 200: 50 % is 100, 75 % is 150, 90 % is 180. */
    @ParameterizedTest
    @CsvSource({
        "99,false,false,false",
        "100,true,false,false",
        "149,true,false,false",
        "150,true,true,false",
        "179,true,true,false",
        "180,true,true,true",
        "500,true,true,true",
        "0,false,false,false",
        "-5,false,false,false"
    })
    void alertsStandAtTheirShareOfTheLimit(long at, boolean half, boolean three, boolean ninety) {
        Pico limit = Pico.of(200);
        assertEquals(half, AT_50_PERCENT.isReached(Pico.of(at), limit));
        assertEquals(three, AT_75_PERCENT.isReached(Pico.of(at), limit));
        assertEquals(ninety, AT_90_PERCENT.isReached(Pico.of(at), limit));
    }

    @Test
    void alertsAreRaisedOnceOnTheWayUp() {
        Pico limit = Pico.of(200);
        assertEquals(
                List.of(AT_50_PERCENT, AT_75_PERCENT, AT_90_PERCENT),
                ExposureAlert.raised(Pico.of(-5), Pico.of(200), limit));
        assertEquals(
                List.of(AT_75_PERCENT), ExposureAlert.raised(Pico.of(100), Pico.of(179), limit));
        assertEquals(List.of(), ExposureAlert.raised(Pico.of(150), Pico.of(179), limit));
        assertEquals(List.of(), ExposureAlert.raised(Pico.of(200), Pico.of(0), limit));
        assertTrue(AT_90_PERCENT.isReached(Pico.of(1), Pico.ZERO), "any debt without a limit");
        assertFalse(AT_50_PERCENT.isReached(Pico.ZERO, Pico.ZERO));
        assertTrue(AT_90_PERCENT.isReached(Pico.MAX, Pico.MAX), "beyond 128 bits on the way");
    }

    @Test
    void i15ExposureNeverPassesCapOrCollateral() {
        Seeded.check(random -> neverPasses(random, NetDebitCap::admit));
        // A gate that looks at the cap and forgets the collateral.
        Seeded.isCaught(
                random ->
                        neverPasses(
                                random,
                                (cap, now, hold) -> {
                                    Pico after = now.withHold(hold).amount();
                                    return after.compareTo(cap.cap()) <= 0
                                            ? new Admitted(after, List.of())
                                            : new Exceeded(after, Pico.ZERO);
                                }));
        // A gate that looks at what is posted and forgets open holds.
        Seeded.isCaught(
                random ->
                        neverPasses(
                                random,
                                (cap, now, hold) ->
                                        cap.admit(
                                                new Exposure(
                                                        now.postedUnsettled(),
                                                        Pico.ZERO,
                                                        now.incomingUnsettled(),
                                                        now.haircutBasisPoints()),
                                                hold)));
    }

    private static void neverPasses(SplittableRandom random, Gate gate) {
        List<Collateral> pledges = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            pledges.add(pledge(random.nextInt(5_000), random.nextInt(10_001)));
        }
        NetDebitCap cap = new NetDebitCap(Pico.of(random.nextInt(10_000)), pledges);
        assertEquals(
                cap.limit(), new NetDebitCap(cap.cap(), Seeded.shuffled(pledges, random)).limit());
        Exposure now =
                new Exposure(
                        Pico.ZERO,
                        Pico.ZERO,
                        Pico.of(random.nextInt(2_000)),
                        random.nextInt(10_001));
        List<ExposureAlert> raised = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            Pico hold = Pico.of(random.nextInt(1_000));
            if (gate.admit(cap, now, hold) instanceof Admitted admitted) {
                now = now.withHold(hold);
                assertEquals(now.amount(), admitted.exposure());
                raised.addAll(admitted.raised());
                assertTrue(now.amount().compareTo(cap.cap()) <= 0);
                assertTrue(now.amount().compareTo(cap.counted()) <= 0);
            }
        }
        assertEquals(raised.stream().distinct().sorted().toList(), raised, "each alert once");
    }

    @Test
    void exposureAgreesWithBigDecimal() {
        Seeded.check(
                random -> {
                    Pico posted = new Pico(Seeded.magnitude(random, 40), random.nextLong());
                    Pico held = new Pico(Seeded.magnitude(random, 40), random.nextLong());
                    Pico incoming = new Pico(Seeded.magnitude(random, 40), random.nextLong());
                    int haircut = random.nextInt(10_001);
                    BigDecimal counted =
                            new BigDecimal(incoming.toBigInteger())
                                    .multiply(
                                            BigDecimal.ONE.subtract(BigDecimal.valueOf(haircut, 4)))
                                    .setScale(0, RoundingMode.DOWN);
                    assertEquals(
                            new BigDecimal(posted.toBigInteger().add(held.toBigInteger()))
                                    .subtract(counted)
                                    .toBigIntegerExact(),
                            new Exposure(posted, held, incoming, haircut).amount().toBigInteger());
                });
    }

    @Test
    void refusesWhatIsNoExposure() {
        assertRefused("postedUnsettled must be 0 or more", () -> exposure(-1, 0, 0, 0));
        assertRefused("pendingHolds must be 0 or more", () -> exposure(0, -1, 0, 0));
        assertRefused("incomingUnsettled must be 0 or more", () -> exposure(0, 0, -1, 0));
        String range = "haircutBasisPoints must be 0 to 10000 basis points";
        assertRefused(range, () -> exposure(0, 0, 0, -1));
        assertRefused(range, () -> exposure(0, 0, 0, 10_001));
        assertRefused(range, () -> pledge(0, 10_001));
        assertRefused("value must be 0 or more", () -> pledge(-1, 0));
        assertRefused("pledge must not be blank", () -> new Collateral("", Pico.ZERO, 0));
        assertRefused("cap must be 0 or more", () -> cap(-1));
        assertRefused(
                "hold must be 0 or more", () -> cap(1).admit(exposure(0, 0, 0, 0), Pico.of(-1)));
        assertThrows(
                ArithmeticException.class,
                () -> new Exposure(Pico.MAX, Pico.of(1), Pico.ZERO, 0).amount());
    }

    private static Exposure exposure(long posted, long held, long incoming, int haircut) {
        return new Exposure(Pico.of(posted), Pico.of(held), Pico.of(incoming), haircut);
    }

    private static Collateral pledge(long value, int haircut) {
        return new Collateral("bonds", Pico.of(value), haircut);
    }

    private static NetDebitCap cap(long cap, Collateral... pledges) {
        return new NetDebitCap(Pico.of(cap), List.of(pledges));
    }
}
