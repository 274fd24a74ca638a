package tallystick.app.api.reference;

import tallystick.app.api.Rfc3339;
import tallystick.app.api.Wire;
import tallystick.app.api.WireText;
import tallystick.domain.AgreementTerms;
import tallystick.projections.reference.ReferenceView;

/** A version of an agreement as the API shows it. */
@Wire
record AgreementResource(
        String agreement,
        int version,
        String homeOperator,
        String servingOperator,
        String interOperatorTariff,
        String settlementModel,
        String effectiveFrom,
        String position) {

    static AgreementResource of(AgreementTerms terms, int version, long position) {
        return new AgreementResource(
                terms.agreement(),
                version,
                terms.homeOperator(),
                terms.servingOperator(),
                terms.interOperatorTariff(),
                terms.settlementModel(),
                Rfc3339.format(terms.effectiveFromEpochNanos()),
                WireText.position(position));
    }

    static AgreementResource of(ReferenceView.AgreementVersion row) {
        return of(row.terms(), row.version(), row.position());
    }
}
