package tallystick.app.api.wallet;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tallystick.app.api.Rfc3339;
import tallystick.app.api.Wire;
import tallystick.app.api.WireText;
import tallystick.domain.GrantTerms;
import tallystick.projections.wallet.WalletBalanceView.GrantBalance;

/**
 * A grant as the API shows it.
 *
 * @param remaining what may still be drawn; absent in the answer to its issue
 * @param effectiveAt absent: at once
 * @param expiresAt absent: never
 * @param appliesTo models it may be drawn for, absent for all
 * @param rollover what becomes of credit left at expiry, absent: it lapses
 */
@Wire
record GrantResource(
        String grant,
        String wallet,
        String amount,
        @Nullable String remaining,
        String asset,
        String kind,
        int priority,
        @Nullable String effectiveAt,
        @Nullable String expiresAt,
        @Nullable List<String> appliesTo,
        @Nullable Rollover rollover,
        String position) {

    /** How credit lives on when its grant expires. */
    @Wire
    record Rollover(int shareBasisPoints, String period, int times) {
        static @Nullable Rollover of(GrantTerms.@Nullable Rollover terms) {
            return terms == null
                    ? null
                    : new Rollover(
                            terms.shareBasisPoints(),
                            Duration.ofNanos(terms.periodNanos()).toString(),
                            terms.times());
        }
    }

    private static @Nullable List<String> orNull(List<String> models) {
        return models.isEmpty() ? null : models;
    }

    static GrantResource of(String grant, GrantTerms terms, long position) {
        return new GrantResource(
                grant,
                terms.wallet(),
                terms.amount().toDecimalString(),
                null,
                terms.asset(),
                WireText.word(terms.kind()),
                terms.priority(),
                terms.effectiveAtEpochNanos() == 0
                        ? null
                        : Rfc3339.format(terms.effectiveAtEpochNanos()),
                terms.expiresAtEpochNanos() == GrantTerms.NEVER
                        ? null
                        : Rfc3339.format(terms.expiresAtEpochNanos()),
                orNull(terms.appliesTo()),
                Rollover.of(terms.rollover()),
                WireText.position(position));
    }

    static GrantResource of(GrantBalance row) {
        return new GrantResource(
                row.grant(),
                row.wallet(),
                row.amount().toDecimalString(),
                row.remaining().toDecimalString(),
                row.asset(),
                WireText.word(row.kind()),
                row.priority(),
                row.effectiveAt().getEpochSecond() == 0 ? null : WireText.time(row.effectiveAt()),
                WireText.timeOrNull(row.expiresAt()),
                orNull(row.appliesTo()),
                Rollover.of(row.rollover()),
                WireText.position(row.position()));
    }
}
