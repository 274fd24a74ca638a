package tallystick.domain.settlement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tallystick.domain.settlement.LateUsage.Lateness.LATE;
import static tallystick.domain.settlement.LateUsage.Lateness.ON_TIME;
import static tallystick.domain.settlement.LateUsage.Lateness.TOO_LATE;
import static tallystick.domain.settlement.Refusals.assertRefused;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tallystick.domain.money.Pico;
import tallystick.domain.settlement.LateUsage.Lateness;
import tallystick.domain.settlement.LateUsage.Line;
import tallystick.domain.settlement.VolumeTiers.Kind;
import tallystick.domain.settlement.VolumeTiers.Tier;

class LateUsageTest {

    private interface Posting {
        Pico delta(PeriodTerms terms, Map<String, LineTokens> before, Map<String, LineTokens> late);
    }

    private static final List<Tier> TIERS = List.of(new Tier(0, 5), new Tier(100, 3));

    /** 90 tokens at 5 = 450; 8 late at 5 = 40; 98 × 5 = 490: nothing crossed, nothing to adjust. */
    @Test
    void belowTheTierLateTokensAreRatedAndNothingElse() {
        LateUsage late = late(terms(Kind.GRADUATED, 0), 90, 8);
        assertEquals(Map.of("m", line(40, 0)), late.lines());
        assertEquals(Pico.ZERO, late.trueUpDelta());
        assertEquals(Pico.of(40), late.delta());
        assertFalse(late.isRecomputed());
        assertEquals("2026-10", late.period());
    }

    /**
     * 90 + 20 late: rated 20 × 5 = 100 as the period stood. Recomputed graduated: 100 × 5 + 10 × 3
     * = 530, less 450 is 80: adjust −20. By volume: 110 × 3 = 330, less 450 is −120: adjust −220.
     */
    @Test
    void acrossTheTierOnlyTheDifferenceIsPosted() {
        LateUsage graduated = late(terms(Kind.GRADUATED, 0), 90, 20);
        assertEquals(Map.of("m", line(100, -20)), graduated.lines());
        assertEquals(Pico.of(80), graduated.delta());
        assertTrue(graduated.isRecomputed());

        LateUsage volume = late(terms(Kind.VOLUME, 0), 90, 20);
        assertEquals(Map.of("m", line(100, -220)), volume.lines());
        assertEquals(Pico.of(-120), volume.delta());
    }

    /**
     * 600 committed, 450 charged: 150 was trued up. 8 late cost 40, and the true-up shrinks by the
     * same 40: nothing more is due. 40 late cost 10 × 5 + 30 × 3 = 140: true-up shrinks to 10.
     */
    @Test
    void aCommitmentThatWasPaidPaysForLateUsage() {
        LateUsage few = late(terms(Kind.GRADUATED, 600), 90, 8);
        assertEquals(Pico.of(-40), few.trueUpDelta());
        assertEquals(Pico.ZERO, few.delta());
        assertTrue(few.isRecomputed());

        assertEquals(Pico.ZERO, late(terms(Kind.GRADUATED, 600), 90, 40).delta());
        // 110 late: 450 → 500 + 100 × 3 = 800, of which 600 were paid: 200 more.
        assertEquals(Pico.of(200), late(terms(Kind.GRADUATED, 600), 90, 110).delta());
    }

    /** By volume 110 cost 330 where 90 cost 450: the commitment of 460 lacks 120 more. */
    @Test
    void aCheaperTierLeavesMoreOfTheCommitmentUnspent() {
        LateUsage late = late(terms(Kind.VOLUME, 460), 90, 20);
        assertEquals(Pico.of(120), late.trueUpDelta());
        assertEquals(Pico.ZERO, late.delta());
    }

    /**
     * 100 sent against 60 at 4 / 7: 520. 10 late the other way balance 10 more: 70 × 4 + 30 × 7 =
     * 490, an adjustment of −30 for tokens that are the other side's to pay.
     */
    @Test
    void lateTrafficTheOtherWayMovesTheBalance() {
        PeriodTerms terms =
                new PeriodTerms(new TreeMap<>(Map.of("m", new BalancedPrice(4, 7))), Pico.ZERO);
        Map<String, LineTokens> before = Map.of("m", new LineTokens(100, 60));
        LateUsage ours = LateUsage.of("p", terms, before, Map.of("m", new LineTokens(0, 10)));
        assertEquals(Map.of("m", line(0, -30)), ours.lines());
        LateUsage theirs =
                LateUsage.of(
                        "p",
                        terms,
                        Map.of("m", new LineTokens(60, 100)),
                        Map.of("m", new LineTokens(10, 0)));
        assertEquals(Map.of("m", line(40, 0)), theirs.lines());
    }

    @Test
    void onlyTheLinesTouchedArePosted() {
        PeriodTerms terms =
                new PeriodTerms(
                        new TreeMap<>(
                                Map.of(
                                        "a", new VolumeTiers(Kind.VOLUME, TIERS),
                                        "b", new VolumeTiers(Kind.VOLUME, TIERS))),
                        Pico.ZERO);
        LateUsage late =
                LateUsage.of(
                        "p",
                        terms,
                        Map.of("b", new LineTokens(50, 0)),
                        Map.of("a", new LineTokens(2, 0)));
        assertEquals(Map.of("a", line(10, 0)), late.lines());
    }

    @Test
    void howeverLateUsageArrivesThePeriodEndsUpBilledOnce() {
        Seeded.check(
                random -> arrivesAnyhow(random, (t, b, l) -> LateUsage.of("p", t, b, l).delta()));
        // Only rated, the period never looked at again.
        Seeded.isCaught(
                random ->
                        arrivesAnyhow(
                                random,
                                (t, b, l) -> {
                                    Pico sum = Pico.ZERO;
                                    for (Line line : LateUsage.of("p", t, b, l).lines().values()) {
                                        sum = sum.plus(line.rated());
                                    }
                                    return sum;
                                }));
        // The whole period posted again instead of the difference.
        Seeded.isCaught(
                random ->
                        arrivesAnyhow(
                                random,
                                (t, b, l) -> {
                                    SortedMap<String, LineTokens> after = new TreeMap<>(b);
                                    l.forEach((k, v) -> after.merge(k, v, LineTokens::plus));
                                    return t.bill(after).total();
                                }));
        // The commitment forgotten.
        Seeded.isCaught(
                random ->
                        arrivesAnyhow(
                                random,
                                (t, b, l) -> {
                                    LateUsage late = LateUsage.of("p", t, b, l);
                                    return late.delta().minus(late.trueUpDelta());
                                }));
    }

    /** Late records in one order and in another, one by one and in batches: the same in the end. */
    private static void arrivesAnyhow(SplittableRandom random, Posting posting) {
        PeriodTerms terms = randomTerms(random);
        List<String> lines = List.copyOf(terms.lines().keySet());
        SortedMap<String, LineTokens> start = new TreeMap<>();
        lines.forEach(line -> start.put(line, tokens(random)));
        List<Map.Entry<String, LineTokens>> records = new ArrayList<>();
        for (int i = random.nextInt(12); i >= 0; i--) {
            records.add(Map.entry(lines.get(random.nextInt(lines.size())), tokens(random)));
        }
        SortedMap<String, LineTokens> end = new TreeMap<>(start);
        records.forEach(r -> end.merge(r.getKey(), r.getValue(), LineTokens::plus));
        Pico expected = terms.bill(end).total().minus(terms.bill(start).total());
        for (int round = 0; round < 2; round++) {
            Pico posted = Pico.ZERO;
            SortedMap<String, LineTokens> billed = new TreeMap<>(start);
            SortedMap<String, LineTokens> batch = new TreeMap<>();
            for (Map.Entry<String, LineTokens> record : Seeded.shuffled(records, random)) {
                batch.merge(record.getKey(), record.getValue(), LineTokens::plus);
                if (random.nextBoolean()) {
                    posted = posted.plus(posting.delta(terms, billed, batch));
                    batch.forEach((k, v) -> billed.merge(k, v, LineTokens::plus));
                    batch.clear();
                }
            }
            posted = posted.plus(posting.delta(terms, billed, batch));
            assertEquals(expected, posted);
        }
    }

    @Test
    void renamedLinesCostTheSame() {
        Seeded.check(
                random -> {
                    PeriodTerms terms = randomTerms(random);
                    SortedMap<String, LineTokens> used = new TreeMap<>();
                    SortedMap<String, LineTokens> late = new TreeMap<>();
                    terms.lines().keySet().forEach(line -> used.put(line, tokens(random)));
                    terms.lines().keySet().forEach(line -> late.put(line, tokens(random)));
                    LateUsage usage = LateUsage.of("p", terms, used, late);
                    LateUsage renamed =
                            LateUsage.of(
                                    "p",
                                    new PeriodTerms(
                                            Settlements.relabelledKeys(terms.lines()),
                                            terms.committed()),
                                    Settlements.relabelledKeys(used),
                                    Settlements.relabelledKeys(late));
                    assertEquals(Settlements.relabelledKeys(usage.lines()), renamed.lines());
                    assertEquals(usage.delta(), renamed.delta());
                });
    }

    @Test
    void windowsOfAPeriodAddUpToItsBill() {
        Seeded.check(
                random -> {
                    PeriodTerms terms = randomTerms(random);
                    SortedMap<String, LineTokens> used = new TreeMap<>();
                    SortedMap<String, Pico> accrued = new TreeMap<>();
                    terms.lines().keySet().forEach(line -> accrued.put(line, Pico.ZERO));
                    for (int window = 0; window < 5; window++) {
                        SortedMap<String, LineTokens> more = new TreeMap<>();
                        terms.lines().keySet().forEach(line -> more.put(line, tokens(random)));
                        terms.window(used, more)
                                .forEach((line, by) -> accrued.merge(line, by, Pico::plus));
                        more.forEach((line, by) -> used.merge(line, by, LineTokens::plus));
                    }
                    assertEquals(terms.bill(used).charges(), accrued);
                });
    }

    /** 80 + 80 tokens by volume: 400 in the first window, 160 × 3 − 400 = 80 in the second. */
    @Test
    void aWindowAccruesWhatItAddsToThePeriod() {
        PeriodTerms terms = terms(Kind.VOLUME, 0);
        Map<String, LineTokens> eighty = Map.of("m", new LineTokens(80, 0));
        assertEquals(Map.of("m", Pico.of(400)), terms.window(Map.of(), eighty));
        assertEquals(Map.of("m", Pico.of(80)), terms.window(eighty, eighty));
    }

    /** 90 × 5 = 450, and 600 were committed. */
    @Test
    void aBillIsTheLargerOfChargesAndCommitment() {
        Map<String, LineTokens> used = Map.of("m", new LineTokens(90, 0));
        PeriodTerms.Bill short150 = terms(Kind.VOLUME, 600).bill(used);
        assertEquals(Map.of("m", Pico.of(450)), short150.charges());
        assertEquals(Pico.of(450), short150.charged());
        assertEquals(Pico.of(150), short150.trueUp());
        assertEquals(Pico.of(600), short150.total());
        assertEquals(Pico.ZERO, short150.charge("other"));
        assertEquals(Pico.of(450), terms(Kind.VOLUME, 450).bill(used).total());
        assertEquals(Pico.of(450), terms(Kind.VOLUME, 0).bill(used).total());
        assertEquals(Pico.of(600), terms(Kind.VOLUME, 600).bill(Map.of()).total());
    }

    @Test
    void latenessIsByServiceTimeAndTheLimitIsInclusive() {
        assertEquals(ON_TIME, Lateness.of(100, 100, 200, 10));
        assertEquals(LATE, Lateness.of(99, 100, 109, 10));
        assertEquals(TOO_LATE, Lateness.of(99, 100, 110, 10));
        assertEquals(ON_TIME, Lateness.of(100, 100, 1_000, 10), "served in the open window");
        assertEquals(LATE, Lateness.of(99, 100, 99, 0));
        assertRefused("limitNanos must be 0 or more", () -> Lateness.of(0, 0, 0, -1));
        assertThrows(
                ArithmeticException.class,
                () -> Lateness.of(Long.MIN_VALUE, 0, Long.MAX_VALUE, 10));
    }

    @Test
    void refusesUsageThatHasNoPrice() {
        PeriodTerms terms = terms(Kind.VOLUME, 0);
        Map<String, LineTokens> other = Map.of("other", new LineTokens(1, 0));
        String rule = "tokens must be on a priced line: other";
        assertRefused(rule, () -> terms.bill(other));
        assertRefused(rule, () -> LateUsage.of("p", terms, Map.of(), other));
        assertRefused(
                "period must not be blank", () -> LateUsage.of("", terms, Map.of(), Map.of()));
        assertRefused(
                "committed must be 0 or more", () -> new PeriodTerms(new TreeMap<>(), Pico.of(-1)));
    }

    private static PeriodTerms randomTerms(SplittableRandom random) {
        SortedMap<String, LinePricing> lines = new TreeMap<>();
        for (int i = random.nextInt(4); i >= 0; i--) {
            lines.put(
                    "line-" + i,
                    switch (random.nextInt(3)) {
                        case 0 -> new VolumeTiers(Kind.GRADUATED, LinePricingTest.tiers(random));
                        case 1 -> new VolumeTiers(Kind.VOLUME, LinePricingTest.tiers(random));
                        default -> new BalancedPrice(random.nextInt(1_000), random.nextInt(1_000));
                    });
        }
        return new PeriodTerms(lines, Settlements.pico(random, 32));
    }

    private static LineTokens tokens(SplittableRandom random) {
        return new LineTokens(Seeded.magnitude(random, 18), Seeded.magnitude(random, 18));
    }

    private static PeriodTerms terms(Kind kind, long committed) {
        return new PeriodTerms(
                new TreeMap<>(Map.of("m", new VolumeTiers(kind, TIERS))), Pico.of(committed));
    }

    private static LateUsage late(PeriodTerms terms, long billed, long late) {
        return LateUsage.of(
                "2026-10",
                terms,
                Map.of("m", new LineTokens(billed, 0)),
                Map.of("m", new LineTokens(late, 0)));
    }

    private static Line line(long rated, long adjustment) {
        return new Line(Pico.of(rated), Pico.of(adjustment));
    }
}
