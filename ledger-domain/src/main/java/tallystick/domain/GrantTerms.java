package tallystick.domain;

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
 */
public record GrantTerms(
        String grant,
        String wallet,
        Pico amount,
        String asset,
        GrantKind kind,
        int priority,
        long effectiveAtEpochNanos,
        long expiresAtEpochNanos) {

    /** A grant without expiry. */
    public static final long NEVER = Long.MAX_VALUE;
}
