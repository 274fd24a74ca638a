package tallystick.app.api.reference;

import org.jspecify.annotations.Nullable;
import tallystick.app.api.Rfc3339;
import tallystick.app.api.Wire;
import tallystick.app.api.WireText;
import tallystick.domain.AgreementTerms;
import tallystick.domain.settlement.AgreementConditions;
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
        @Nullable ConditionsResource conditions,
        String position) {

    static AgreementResource of(
            AgreementTerms terms, int version, AgreementConditions conditions, long position) {
        return new AgreementResource(
                terms.agreement(),
                version,
                terms.homeOperator(),
                terms.servingOperator(),
                terms.interOperatorTariff(),
                terms.settlementModel(),
                Rfc3339.format(terms.effectiveFromEpochNanos()),
                ConditionsResource.of(conditions),
                WireText.position(position));
    }

    static AgreementResource of(
            ReferenceView.AgreementVersion row, AgreementConditions conditions) {
        return of(row.terms(), row.version(), conditions, row.position());
    }
}
