package tallystick.domain;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tallystick.domain.money.Pico;

/**
 * A bucket of credit as granted to a wallet.
 *
 * @param grant its name, unique for ever, 1 … 128 characters
 * @param wallet the wallet credited
 * @param amount more than 0
 * @param asset the wallet's asset
 * @param kind where the credit comes from
 * @param priority lower is drawn first, 0 … 255
 * @param effectiveAtEpochNanos from when it may be drawn, nanoseconds since 1970
 * @param expiresAtEpochNanos when what is left of it ends; {@link #NEVER} for never
 * @param appliesTo models it may be drawn for, each once; empty: all
 * @param rollover what becomes of credit left at expiry; null: it lapses
 */
public record GrantTerms(
        String grant,
        String wallet,
        Pico amount,
        String asset,
        GrantKind kind,
        int priority,
        long effectiveAtEpochNanos,
        long expiresAtEpochNanos,
        List<String> appliesTo,
        @Nullable Rollover rollover) {

    /** A grant without expiry. */
    public static final long NEVER = Long.MAX_VALUE;

    public GrantTerms {
        appliesTo = List.copyOf(appliesTo);
    }

    /** A grant for all models whose rest lapses at expiry. */
    public GrantTerms(
            String grant,
            String wallet,
            Pico amount,
            String asset,
            GrantKind kind,
            int priority,
            long effectiveAtEpochNanos,
            long expiresAtEpochNanos) {
        this(
                grant,
                wallet,
                amount,
                asset,
                kind,
                priority,
                effectiveAtEpochNanos,
                expiresAtEpochNanos,
                List.of(),
                null);
    }

    /**
     * Credit left at expiry lives on as a new grant of the same kind, priority and models, named
     * after the old one with {@code +1} appended.
     *
     * @param shareBasisPoints how much of the rest, 1 … 10,000; what is beyond it lapses
     * @param periodNanos how long the new grant lives, more than 0
     * @param times how often this may happen, 1 … 120; the new grant has one less
     */
    public record Rollover(int shareBasisPoints, long periodNanos, int times) {}
}
