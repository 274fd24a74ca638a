package tallystick.client;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Credit to put into a wallet.
 *
 * @param grant its name, null to have one made up
 * @param amount more than 0, at most twelve decimals
 * @param kind {@code paid}, {@code promo} or {@code goodwill}
 * @param priority 0 … 255, lower is drawn first; null for 100
 * @param effectiveAt null for at once
 * @param expiresAt null for never
 * @param appliesTo models it may be drawn for, null for all
 */
public record GrantRequest(
        @Nullable String grant,
        BigDecimal amount,
        String asset,
        String kind,
        @Nullable Integer priority,
        @Nullable Instant effectiveAt,
        @Nullable Instant expiresAt,
        @Nullable List<String> appliesTo) {

    /** Paid credit without end, for every model. */
    public static GrantRequest paid(BigDecimal amount, String asset) {
        return new GrantRequest(null, amount, asset, "paid", null, null, null, null);
    }
}
