package tallystick.domain.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import tallystick.domain.money.Pico;
import tallystick.domain.settlement.AgreementConditions;
import tallystick.domain.settlement.AppliedTerms;
import tallystick.domain.settlement.BalancedPrice;
import tallystick.domain.settlement.LinePricing;
import tallystick.domain.settlement.Statement;
import tallystick.domain.settlement.VolumeTiers;
import tallystick.domain.usage.TokenClass;
import tallystick.domain.usage.UsageRecord;

/**
 * What agreements' conditions charge, window by window, against a reckoning in decimals that knows
 * nothing but the records: with usage that comes late, before and after the true-up.
 */
class TermsTwinTest {

    private static final long HOUR = TermsTest.HOUR;
    private static final BigDecimal PRICE = new BigDecimal("0.0000003");

    /** Text out within the term, and which window counts it. */
    private record Used(int window, boolean returned, long tokens) {}

    private final List<Used> used = new ArrayList<>();

    @Test
    void everyWindowChargesWhatTheTwinReckons() {
        for (long seed = 0; seed < 60; seed++) {
            history(new SplittableRandom(seed), "seed " + seed);
        }
    }

    private void history(SplittableRandom random, String seed) {
        used.clear();
        LedgerFixture f = LedgerFixture.quickFederation();
        f.after(1);
        long start = f.now();
        int last = 1 + random.nextInt(4);
        BigDecimal committed = BigDecimal.valueOf(random.nextInt(8));
        LinePricing off = pricing(random);
        AgreementConditions conditions =
                new AgreementConditions(
                        start,
                        start + last * HOUR,
                        Pico.parse(committed.toPlainString()),
                        List.of(TermsTest.offText(off)),
                        TermsTest.NO_SERVICE,
                        9_500);
        f.given(TermsTest.agreement(f, conditions));
        BigDecimal before = BigDecimal.ZERO;
        BigDecimal accrued = BigDecimal.ZERO;
        for (int window = 1; window <= 6; window++) {
            f.after(HOUR - 1);
            for (int i = random.nextInt(6); i > 0; i--) {
                use(f, random, window, start, last);
            }
            f.after(1);
            List<AppliedTerms> applied = TermsTest.calculated(f, "w" + window, "w" + (window + 1));
            BigDecimal due = due(window, off, committed, window >= last);
            assertEquals(
                    0,
                    due.subtract(before).compareTo(charged(f, "w" + window)),
                    seed + " window " + window);
            before = due;
            if (!applied.isEmpty()) {
                accrued = accrued.add(decimal(applied.getFirst().accrued()));
            }
            if (window <= last) {
                assertEquals(0, accrual(window, off, committed, last).compareTo(accrued), seed);
            }
        }
        assertEquals(f.state.digest(), f.replayed().digest(), seed);
    }

    private void use(LedgerFixture f, SplittableRandom random, int window, long start, int last) {
        boolean returned = random.nextInt(3) == 0;
        UsageRecord usage =
                f.usage(
                        window + "-" + used.size() + "-" + random.nextInt(),
                        returned ? "wal-fr" : "wal-kr");
        usage.servingOperator = returned ? "op-kr" : "op-fr";
        usage.tokens[TokenClass.INPUT_UNCACHED.ordinal()] = 0;
        long tokens = random.nextLong(4_000_000);
        usage.tokens[TokenClass.OUTPUT_TEXT.ordinal()] = tokens;
        usage.endedEpochNanos = start + random.nextLong(Math.min(window, last) * HOUR - 1);
        f.record(usage);
        used.add(new Used(window, returned, tokens));
    }

    private static LinePricing pricing(SplittableRandom random) {
        if (random.nextInt(3) == 0) {
            return new BalancedPrice(random.nextLong(300_000), random.nextLong(100_000));
        }
        return new VolumeTiers(
                random.nextBoolean() ? VolumeTiers.Kind.VOLUME : VolumeTiers.Kind.GRADUATED,
                List.of(
                        new VolumeTiers.Tier(0, 0),
                        new VolumeTiers.Tier(3_000_000, 50_000),
                        new VolumeTiers.Tier(8_000_000, 120_000)));
    }

    private BigDecimal tokens(int window, boolean returned) {
        long sum = 0;
        for (Used one : used) {
            sum += one.window <= window && one.returned == returned ? one.tokens : 0;
        }
        return BigDecimal.valueOf(sum);
    }

    /** Charges after discounts of all usage up to a window. */
    private BigDecimal after(int window, LinePricing off) {
        BigDecimal sent = tokens(window, false);
        return sent.multiply(PRICE).subtract(discount(sent, tokens(window, true), off));
    }

    private static BigDecimal discount(BigDecimal sent, BigDecimal returned, LinePricing off) {
        return switch (off) {
            case BalancedPrice price -> {
                BigDecimal matched = sent.min(returned);
                yield matched.multiply(pico(price.balancedPicoPerToken()))
                        .add(sent.subtract(matched).multiply(pico(price.unbalancedPicoPerToken())));
            }
            case VolumeTiers tiers -> {
                BigDecimal sum = BigDecimal.ZERO;
                for (int i = 0; i < tiers.tiers().size(); i++) {
                    BigDecimal from = BigDecimal.valueOf(tiers.tiers().get(i).fromTokens());
                    BigDecimal to =
                            i + 1 == tiers.tiers().size()
                                    ? sent
                                    : BigDecimal.valueOf(tiers.tiers().get(i + 1).fromTokens());
                    BigDecimal price = pico(tiers.tiers().get(i).pricePicoPerToken());
                    boolean whole = tiers.kind() == VolumeTiers.Kind.VOLUME;
                    if (sent.compareTo(from) >= 0) {
                        sum =
                                whole
                                        ? sent.multiply(price)
                                        : sum.add(sent.min(to).subtract(from).multiply(price));
                    }
                }
                yield sum;
            }
        };
    }

    private BigDecimal due(int window, LinePricing off, BigDecimal committed, boolean isOver) {
        BigDecimal charged = after(window, off);
        return isOver ? charged.max(committed) : charged;
    }

    private BigDecimal accrual(int window, LinePricing off, BigDecimal committed, int last) {
        BigDecimal elapsed =
                committed
                        .multiply(BigDecimal.valueOf(window * HOUR))
                        .divide(BigDecimal.valueOf(last * HOUR), 12, RoundingMode.DOWN);
        return elapsed.subtract(after(window, off)).max(BigDecimal.ZERO);
    }

    private static BigDecimal charged(LedgerFixture f, String window) {
        BigDecimal sum = BigDecimal.ZERO;
        for (Statement statement : f.state.statementsOf(window)) {
            if (statement.homeOperator().equals("op-kr")) {
                sum = sum.add(decimal(statement.exact()));
            }
        }
        return sum;
    }

    private static BigDecimal pico(long pico) {
        return BigDecimal.valueOf(pico, Pico.SCALE);
    }

    private static BigDecimal decimal(Pico amount) {
        return new BigDecimal(amount.toBigInteger(), Pico.SCALE);
    }
}
