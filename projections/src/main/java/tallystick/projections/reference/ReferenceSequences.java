package tallystick.projections.reference;

import java.sql.Connection;
import tallystick.domain.LedgerEvent;
import tallystick.domain.LedgerEvent.Caps;
import tallystick.domain.LedgerEvent.Quotas;
import tallystick.domain.LedgerEvent.Reference;
import tallystick.domain.LedgerEvent.Wallets.WalletOpened;
import tallystick.domain.usage.UsageRecord;
import tallystick.projections.parking.Sequencing;

/** Whatever is registered or limited under one name is one sequence. */
final class ReferenceSequences implements Sequencing {

    @Override
    public Sequences of(UsageRecord usage, long position) {
        return Sequences.NONE;
    }

    @Override
    public Sequences of(Connection connection, LedgerEvent event) {
        return switch (event) {
            case Reference.OperatorRegistered e -> Sequences.touching("operator:" + e.operator());
            case Reference.FactoryRegistered e -> Sequences.touching("factory:" + e.factory());
            case Reference.ModelRegistered e -> Sequences.touching("model:" + e.model());
            case Reference.TenantRegistered e -> Sequences.touching("tenant:" + e.tenant());
            case Reference.TariffPublished e -> Sequences.touching("tariff:" + e.terms().tariff());
            case Reference.AgreementConcluded e ->
                    Sequences.touching("agreement:" + e.terms().agreement());
            case Reference.ConditionsAgreed e ->
                    Sequences.touching("agreement:" + e.terms().agreement());
            case WalletOpened e -> Sequences.touching("wallet:" + e.terms().wallet());
            case Quotas.QuotaSet e -> Sequences.touching("quota:" + e.terms().quota());
            case Quotas.QuotaRemoved e -> Sequences.touching("quota:" + e.quota());
            case Caps.BilateralCapSet e ->
                    Sequences.touching("pair:" + e.homeOperator() + "|" + e.servingOperator());
            case Caps.ExposureAlerted _ -> Sequences.NONE;
            case Caps.NetDebitCapSet e -> Sequences.touching("cap:" + e.operator());
            case LedgerEvent.Wallets _,
                    LedgerEvent.Holds _,
                    LedgerEvent.Rerating _,
                    LedgerEvent.Settlement _,
                    LedgerEvent.UsageRecorded _,
                    LedgerEvent.RequestAnswered _ ->
                    Sequences.NONE;
        };
    }
}
