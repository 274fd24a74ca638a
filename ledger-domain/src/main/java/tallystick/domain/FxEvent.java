package tallystick.domain;

import tallystick.domain.settlement.FxTerms;
import tallystick.domain.settlement.SignedFixing;
import tallystick.domain.settlement.WindowConversion;

/** What happens to exchange rates and to nets that are converted. */
public sealed interface FxEvent extends LedgerEvent.Settlement {

    /**
     * @param publicKey Ed25519, base64: of fixings recorded from here on
     */
    record FxSourceRegistered(String source, String publicKey) implements FxEvent {}

    record FxFixingRecorded(SignedFixing fixing) implements FxEvent {}

    /**
     * @param version of this model's terms, from 1
     */
    record FxTermsSet(FxTerms terms, int version) implements FxEvent {}

    /**
     * A window's final nets were converted, after any conversion before was taken back. One that
     * converts nothing leaves every net in the currency of its invoices.
     *
     * @param actor who asked, {@code ledger} when it came with the netting
     */
    record WindowConverted(String window, WindowConversion conversion, String actor)
            implements FxEvent {}
}
