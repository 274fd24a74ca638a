package tallystick.domain.settlement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tallystick.domain.settlement.Refusals.assertRefused;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tallystick.domain.money.Pico;
import tallystick.domain.settlement.Commitment.Accrual;

class CommitmentTest {

    private interface Accruing {
        Accrual window(Commitment terms, long from, long to, Pico before, Pico after);
    }

    /**
     * 1000 committed over [0, 10). Window [0, 4): 400 elapsed, 300 charged: accrue 100. Window [4,
     * 8): 800 elapsed, 850 charged in all: the 100 is taken back. Window [8, 10): 1000 elapsed, 900
     * charged: accrue and true up 100.
     */
    @Test
    void accruesTakesBackAndTruesUp() {
        Commitment terms = new Commitment(Pico.of(1_000), 0, 10);
        assertEquals(accrual(100, 0), window(terms, 0, 4, 0, 300));
        assertEquals(accrual(-100, 0), window(terms, 4, 8, 300, 850));
        assertEquals(accrual(100, 100), window(terms, 8, 10, 850, 900));
    }

    @Test
    void aTermThatKeptItsCommitmentOwesNothing() {
        Commitment terms = new Commitment(Pico.of(1_000), 0, 10);
        assertEquals(accrual(0, 0), window(terms, 0, 10, 0, 1_000));
        assertEquals(accrual(0, 0), window(terms, 0, 10, 0, 1_001));
        assertEquals(accrual(1, 1), window(terms, 0, 10, 0, 999));
    }

    /** A window may begin before the term or end after it; only the part inside elapses. */
    @Test
    void onlyTheTermElapses() {
        Commitment terms = new Commitment(Pico.of(1_000), 100, 110);
        assertEquals(accrual(0, 0), window(terms, 0, 100, 0, 0));
        assertEquals(accrual(100, 0), window(terms, 0, 101, 0, 0));
        assertEquals(accrual(0, 0), window(terms, 110, 120, 0, 0), "the term is over: no true-up");
        assertEquals(accrual(100, 1_000), window(terms, 109, 500, 0, 0));
        assertEquals(accrual(900, 0), window(terms, 100, 109, 0, 0));
    }

    /** A third of the term of 100: 33, the fraction is floored. */
    @Test
    void theElapsedPartIsFloored() {
        Commitment terms = new Commitment(Pico.of(100), 0, 3);
        assertEquals(Pico.of(33), terms.accruedAt(1, Pico.ZERO));
        assertEquals(Pico.of(66), terms.accruedAt(2, Pico.ZERO));
        assertEquals(Pico.of(100), terms.accruedAt(3, Pico.ZERO));
        assertEquals(Pico.of(26), terms.accruedAt(2, Pico.of(40)));
    }

    @Test
    void accrualsOfAllWindowsSumToTheTrueUp() {
        Seeded.check(random -> sumsToTrueUp(random, Commitment::window));
        // Accruals that are never taken back.
        Seeded.isCaught(
                random ->
                        sumsToTrueUp(
                                random,
                                (terms, from, to, before, after) -> {
                                    Accrual real = terms.window(from, to, before, after);
                                    return real.accrued().isNegative()
                                            ? new Accrual(Pico.ZERO, real.trueUp())
                                            : real;
                                }));
        // A true-up in every window.
        Seeded.isCaught(
                random ->
                        sumsToTrueUp(
                                random,
                                (terms, from, to, before, after) ->
                                        new Accrual(
                                                terms.window(from, to, before, after).accrued(),
                                                Commitment.shortfall(terms.committed(), after))));
    }

    private static void sumsToTrueUp(SplittableRandom random, Accruing accruing) {
        long start = random.nextLong(1_000_000_000_000L);
        long end = start + 1 + Seeded.magnitude(random, 50);
        Commitment terms = new Commitment(Settlements.pico(random, 62), start, end);
        TreeSet<Long> cuts = new TreeSet<>();
        for (int i = random.nextInt(8); i > 0; i--) {
            cuts.add(random.nextLong(start - 100, end + 100));
        }
        cuts.add(start - 100);
        cuts.add(end + (random.nextBoolean() ? 0L : 200L));
        Pico charged = Pico.ZERO;
        Pico accrued = Pico.ZERO;
        Pico trueUp = Pico.ZERO;
        Pico chargedInTerm = Pico.ZERO;
        long from = cuts.pollFirst();
        for (long to : cuts) {
            // Charges after the term are not the term's.
            Pico after = from < end ? charged.plus(Settlements.pico(random, 60)) : charged;
            Accrual accrual = accruing.window(terms, from, to, charged, after);
            accrued = accrued.plus(accrual.accrued());
            trueUp = trueUp.plus(accrual.trueUp());
            chargedInTerm = after;
            charged = after;
            from = to;
        }
        assertEquals(Commitment.shortfall(terms.committed(), chargedInTerm), trueUp);
        assertEquals(trueUp, accrued);
    }

    /** A naive twin with decimals. */
    @Test
    void theElapsedPartAgreesWithBigDecimal() {
        Seeded.check(
                random -> {
                    long start = random.nextInt(1_000_000);
                    long end = start + 1 + random.nextInt(1_000_000);
                    long at = random.nextLong(start, end + 1);
                    Pico committed = new Pico(Seeded.magnitude(random, 40), random.nextLong());
                    BigDecimal due =
                            new BigDecimal(committed.toBigInteger())
                                    .multiply(BigDecimal.valueOf(at - start))
                                    .divide(BigDecimal.valueOf(end - start), 0, RoundingMode.DOWN);
                    assertEquals(
                            due.toBigIntegerExact(),
                            new Commitment(committed, start, end)
                                    .accruedAt(at, Pico.ZERO)
                                    .toBigInteger());
                });
    }

    @Test
    void theLaterTheMoreAccrues() {
        Seeded.check(
                random -> {
                    Commitment terms = new Commitment(Settlements.pico(random, 60), 0, 1_000);
                    Pico charged = Settlements.pico(random, 60);
                    long at = random.nextLong(-10, 1_010);
                    assertTrue(
                            terms.accruedAt(at, charged).compareTo(terms.accruedAt(at + 1, charged))
                                    <= 0);
                });
    }

    @Test
    void refusesWhatIsNoCommitment() {
        String term = "endsAtEpochNanos − startsAtEpochNanos must be more than 0";
        assertRefused(term, () -> new Commitment(Pico.ZERO, 5, 5));
        assertRefused(term, () -> new Commitment(Pico.ZERO, 5, 4));
        assertRefused("committed must be 0 or more", () -> new Commitment(Pico.of(-1), 0, 1));
        assertThrows(
                ArithmeticException.class,
                () -> new Commitment(Pico.ZERO, Long.MIN_VALUE, Long.MAX_VALUE));
        Commitment terms = new Commitment(Pico.of(10), 0, 10);
        assertRefused("toEpochNanos must be after fromEpochNanos", () -> window(terms, 3, 3, 0, 0));
        assertRefused("charged must be 0 or more", () -> window(terms, 0, 3, -1, 0));
        assertRefused("charged must be 0 or more", () -> window(terms, 0, 3, 0, -1));
    }

    private static Accrual window(
            Commitment terms, long from, long to, long chargedBefore, long chargedAfter) {
        return terms.window(from, to, Pico.of(chargedBefore), Pico.of(chargedAfter));
    }

    private static Accrual accrual(long accrued, long trueUp) {
        return new Accrual(Pico.of(accrued), Pico.of(trueUp));
    }
}
