package tallystick.app.api.trail;

import org.jspecify.annotations.Nullable;
import tallystick.app.api.Wire;
import tallystick.app.api.WireText;
import tallystick.domain.money.Assets;
import tallystick.projections.settlement.TrailView;

/**
 * What a bank's entry did.
 *
 * @param kind pay_in, leg or unmatched
 * @param uetr of the leg it is of, or that the bank said
 * @param operator who paid in
 * @param amount what of it counted, or what did not
 * @param reason why it matched nothing
 */
@Wire
record EntryResource(
        String entry,
        String kind,
        String window,
        @Nullable String uetr,
        @Nullable String operator,
        String asset,
        String amount,
        @Nullable String reason,
        String recordedAt,
        String position) {

    static EntryResource of(TrailView.Entry row, String asset) {
        return new EntryResource(
                row.entry(),
                row.kind(),
                row.window(),
                orNull(row.uetr()),
                orNull(row.operator()),
                asset,
                WireText.minor(row.minor(), Assets.minorDigits(asset)),
                orNull(row.reason()),
                WireText.time(row.recordedAt()),
                WireText.position(row.position()));
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
