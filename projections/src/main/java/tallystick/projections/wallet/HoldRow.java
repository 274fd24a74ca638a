package tallystick.projections.wallet;

import tallystick.domain.HoldState;
import tallystick.domain.LedgerEvent.Holds;
import tallystick.domain.LedgerEvent.Holds.HoldOpened;
import tallystick.domain.money.Pico;

/** A hold's row, changed in memory by the events of a unit of work. */
final class HoldRow {

    final String hold;
    final String wallet;
    final String model;
    final String factory;
    final String tariff;
    final long openedEpochNanos;
    final long openedPosition;

    /** What was set aside when the unit of work began. */
    final Pico reservedBefore;

    HoldState state = HoldState.OPEN;
    int sequence;
    Pico reserved;
    Pico charged = Pico.ZERO;
    long validUntilEpochNanos;
    long closedEpochNanos;
    long position;

    HoldRow(
            String hold,
            String wallet,
            String model,
            String factory,
            String tariff,
            long openedEpochNanos,
            long openedPosition,
            Pico reservedBefore) {
        this.hold = hold;
        this.wallet = wallet;
        this.model = model;
        this.factory = factory;
        this.tariff = tariff;
        this.openedEpochNanos = openedEpochNanos;
        this.openedPosition = openedPosition;
        this.reservedBefore = reservedBefore;
        this.reserved = reservedBefore;
        this.position = openedPosition;
    }

    static HoldRow open(HoldOpened event, long recordedEpochNanos, long position) {
        HoldRow row =
                new HoldRow(
                        event.hold(),
                        event.terms().wallet(),
                        event.terms().model(),
                        event.terms().factory(),
                        event.tariff(),
                        recordedEpochNanos,
                        position,
                        Pico.ZERO);
        row.reserved = event.reservation().amount();
        row.validUntilEpochNanos = event.validUntilEpochNanos();
        return row;
    }

    /** Applies an event after the opening. */
    void apply(Holds event, long recordedEpochNanos, long at) {
        position = at;
        switch (event) {
            case HoldOpened _ -> throw new IllegalStateException("opened twice: " + hold);
            case Holds.HoldExtended e -> {
                sequence = e.sequence();
                reserved = e.reservation().amount();
                validUntilEpochNanos = e.validUntilEpochNanos();
            }
            case Holds.HoldCommitted e -> {
                sequence = e.sequence();
                if (e.last() && state == HoldState.OPEN) {
                    close(HoldState.COMMITTED, recordedEpochNanos);
                }
            }
            case Holds.HoldReleased e -> {
                sequence = e.sequence();
                close(HoldState.RELEASED, recordedEpochNanos);
            }
            case Holds.HoldExpired _ -> close(HoldState.EXPIRED, recordedEpochNanos);
        }
    }

    /** Takes a usage record's charge from what is set aside. */
    void charge(Pico retail, Pico setAside, long at) {
        position = at;
        charged = charged.plus(retail);
        reserved = reserved.minus(setAside);
    }

    /** It ends once: what comes late changes what was charged, not how it ended. */
    private void close(HoldState as, long recordedEpochNanos) {
        state = as;
        reserved = Pico.ZERO;
        closedEpochNanos = recordedEpochNanos;
    }
}
