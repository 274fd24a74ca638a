package tallystick.app.api.hold;

import org.jspecify.annotations.Nullable;
import tallystick.app.api.Wire;
import tallystick.app.api.WireText;
import tallystick.projections.wallet.HoldView.HoldStatus;

/**
 * Where a hold stands.
 *
 * @param sequence of the last message, 0 after the opening
 * @param held what is set aside now
 * @param closedAt absent while it is open
 * @param position of the last event that changed it
 */
@Wire
record HoldStatusResource(
        String hold,
        String wallet,
        String model,
        String factory,
        int sequence,
        String state,
        String tariff,
        HoldResource.Charged held,
        HoldResource.Charged charged,
        String validUntil,
        String openedAt,
        @Nullable String closedAt,
        String position) {

    static HoldStatusResource of(HoldStatus row) {
        return new HoldStatusResource(
                row.hold(),
                row.wallet(),
                row.model(),
                row.factory(),
                row.sequence(),
                row.state().wireName(),
                row.tariff(),
                new HoldResource.Charged(row.reserved().toDecimalString(), row.asset()),
                new HoldResource.Charged(row.charged().toDecimalString(), row.asset()),
                WireText.time(row.validUntil()),
                WireText.time(row.openedAt()),
                WireText.timeOrNull(row.closedAt()),
                WireText.position(row.position()));
    }
}
