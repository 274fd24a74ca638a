package tallystick.domain.ledger;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import tallystick.domain.money.Pico;
import tallystick.domain.rating.TariffVersion;
import tallystick.domain.rating.TierLadder;
import tallystick.domain.usage.TokenClass;
import tallystick.domain.usage.UsageRecord;

/**
 * Tokens used per payer, tiered price line and period. A payer is a wallet for a retail tariff, a
 * pair of operators for an inter-operator one.
 */
final class TierBook {

    private record Key(
            int tariffRef,
            long payer,
            int modelRef,
            int jurisdiction,
            int tokenClass,
            long periodStartEpochNanos)
            implements Comparable<Key> {

        private static final Comparator<Key> ORDER =
                Comparator.comparingInt(Key::tariffRef)
                        .thenComparingLong(Key::payer)
                        .thenComparingInt(Key::modelRef)
                        .thenComparingInt(Key::jurisdiction)
                        .thenComparingInt(Key::tokenClass)
                        .thenComparingLong(Key::periodStartEpochNanos);

        @Override
        public int compareTo(Key other) {
            return ORDER.compare(this, other);
        }
    }

    private final TariffBook tariffs;
    private final Map<Key, Long> tokens = new HashMap<>();

    TierBook(TariffBook tariffs) {
        this.tariffs = tariffs;
    }

    static long retailPayer(int walletRef) {
        return walletRef;
    }

    static long wholesalePayer(int homeRef, int servingRef) {
        return (long) homeRef << 12 | servingRef;
    }

    /** What the billed tokens of a class cost beyond those of the payer's period so far. */
    Pico difference(
            UsageRecord usage,
            TariffVersion version,
            long payer,
            TierLadder ladder,
            int tokenClass) {
        long before = tokens.getOrDefault(key(usage, version, payer, ladder, tokenClass), 0L);
        return ladder.difference(before, usage.billed(tokenClass));
    }

    /** Adds what a record bills to the sums of its tiered lines. */
    void add(UsageRecord usage, TariffVersion version, long payer) {
        for (int i = 0; i < TokenClass.COUNT; i++) {
            long billed = usage.billed(i);
            TierLadder ladder =
                    billed == 0 ? null : version.ladder(usage.modelRef, usage.jurisdiction, i);
            if (ladder != null) {
                tokens.merge(key(usage, version, payer, ladder, i), billed, Long::sum);
            }
        }
    }

    private Key key(
            UsageRecord usage,
            TariffVersion version,
            long payer,
            TierLadder ladder,
            int tokenClass) {
        return new Key(
                tariffs.tariffOf(version),
                payer,
                usage.modelRef,
                ladder.jurisdiction(),
                tokenClass,
                version.tierPeriodStart(usage.ratedAtEpochNanos));
    }

    void digestInto(StateDigest digest) {
        digest.number(tokens.size());
        tokens.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(e -> digest.text(e.getKey().toString()).number(e.getValue()));
    }

    void saveInto(StateWriter out) {
        out.section("tiers").number(tokens.size());
        tokens.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(
                        e -> {
                            Key key = e.getKey();
                            out.number(key.tariffRef()).number(key.payer());
                            out.number(key.modelRef()).number(key.jurisdiction());
                            out.number(key.tokenClass()).number(key.periodStartEpochNanos());
                            out.number(e.getValue());
                        });
    }

    void load(StateReader in) {
        in.section("tiers");
        for (int left = in.count(); left > 0; left--) {
            Key key = new Key(in.ref(), in.number(), in.ref(), in.ref(), in.ref(), in.number());
            tokens.put(key, in.number());
        }
    }
}
