package tallystick.domain.ledger;

import static tallystick.domain.ledger.FieldCheck.first;
import static tallystick.domain.ledger.FieldCheck.invalid;

import org.jspecify.annotations.Nullable;
import tallystick.domain.Decision.Refused;
import tallystick.domain.LedgerCommand.Reference.ConcludeAgreement;
import tallystick.domain.rating.TariffTerms;
import tallystick.domain.settlement.AgreementConditions;
import tallystick.domain.settlement.AgreementConditions.Discount;

/** Rules of agreements' conditions that need the ledger; the others are their constructors'. */
final class ConditionsCheck {

    private ConditionsCheck() {}

    /** The first rule that conditions break, null for none. */
    static @Nullable Refused conditions(
            ConcludeAgreement agreement, LedgerState state, long nowEpochNanos) {
        AgreementConditions conditions = agreement.conditions();
        if (conditions.isNone()) {
            return null;
        }
        TariffTerms tariff = state.tariffs.firstTerms(agreement.terms().interOperatorTariff());
        Refused refused =
                first(
                        FieldCheck.amount("conditions.committed", conditions.committed()),
                        begun(agreement, tariff, state, nowEpochNanos));
        for (int i = 0; refused == null && i < conditions.discounts().size(); i++) {
            Discount discount = conditions.discounts().get(i);
            refused =
                    FieldCheck.known(
                            "conditions.discounts[" + i + "].model",
                            discount.model(),
                            state.names.models);
        }
        return refused;
    }

    /** Usage that was recorded before conditions are agreed is not counted by them. */
    private static @Nullable Refused begun(
            ConcludeAgreement agreement,
            @Nullable TariffTerms tariff,
            LedgerState state,
            long nowEpochNanos) {
        int home = state.names.operators.refOf(agreement.terms().homeOperator());
        int serving = state.names.operators.refOf(agreement.terms().servingOperator());
        if (tariff == null || home < 0 || serving < 0) {
            return null;
        }
        int asset = state.names.assets.refOf(tariff.asset());
        return agreement.conditions().startsAtEpochNanos() < nowEpochNanos
                        && state.accounts.isOpen(AccountKind.INTEROP_PAYABLE, home, serving, asset)
                ? invalid(
                        "conditions.starts_at",
                        "must not be in the past when the operators have usage already")
                : null;
    }
}
