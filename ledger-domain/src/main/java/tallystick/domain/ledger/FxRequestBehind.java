package tallystick.domain.ledger;

import static tallystick.domain.ledger.RequestBehind.UNNAMED;
import static tallystick.domain.ledger.RequestBehind.by;

import tallystick.domain.FxCommand;
import tallystick.domain.FxEvent;
import tallystick.domain.LedgerRequest;
import tallystick.domain.settlement.FxFixing;
import tallystick.domain.settlement.SignedFixing;

/** {@link RequestBehind} for fixings and conversions that were asked for by themselves. */
final class FxRequestBehind {

    private FxRequestBehind() {}

    static LedgerRequest of(FxEvent event) {
        return switch (event) {
            case FxEvent.FxSourceRegistered e ->
                    by(UNNAMED, new FxCommand.RegisterFxSource(e.source(), e.publicKey()));
            case FxEvent.FxFixingRecorded e -> by(UNNAMED, recorded(e.fixing()));
            case FxEvent.FxTermsSet e -> by(UNNAMED, new FxCommand.SetFxTerms(e.terms()));
            case FxEvent.WindowConverted e ->
                    by(
                            e.actor(),
                            new FxCommand.ConvertWindow(e.window(), e.conversion().without()));
        };
    }

    private static FxCommand recorded(SignedFixing signed) {
        FxFixing fixing = signed.fixing();
        return new FxCommand.RecordFxFixing(
                fixing.source(),
                fixing.fixedAtEpochNanos(),
                fixing.base(),
                fixing.quote(),
                SignedFixing.decimal(fixing.mid()),
                fixing.spreadPpm(),
                fixing.path(),
                signed.signature());
    }
}
