package tallystick.projections.reference;

import java.sql.Connection;
import java.sql.SQLException;
import tallystick.domain.LedgerEvent;
import tallystick.domain.LedgerEvent.Reference.AgreementConcluded;
import tallystick.domain.LedgerEvent.Reference.ConditionsAgreed;
import tallystick.domain.LedgerEvent.Reference.FactoryRegistered;
import tallystick.domain.LedgerEvent.Reference.ModelRegistered;
import tallystick.domain.LedgerEvent.Reference.OperatorRegistered;
import tallystick.domain.LedgerEvent.Reference.TariffPublished;
import tallystick.domain.LedgerEvent.Reference.TenantRegistered;
import tallystick.domain.LedgerEvent.Wallets.WalletOpened;
import tallystick.projections.fold.Fold;

/** What one unit of work registered, and the limits it set. */
final class ReferenceFold implements Fold {

    private final RegisteredRows<OperatorRegistered> operators = new RegisteredRows<>();
    private final RegisteredRows<FactoryRegistered> factories = new RegisteredRows<>();
    private final RegisteredRows<ModelRegistered> models = new RegisteredRows<>();
    private final RegisteredRows<TenantRegistered> tenants = new RegisteredRows<>();
    private final RegisteredRows<TariffPublished> tariffs = new RegisteredRows<>();
    private final RegisteredRows<AgreementConcluded> agreements = new RegisteredRows<>();
    private final RegisteredRows<WalletOpened> wallets = new RegisteredRows<>();
    private final LimitRows limits = new LimitRows();

    @Override
    public void apply(LedgerEvent event, long position, long recordedEpochNanos) {
        switch (event) {
            case OperatorRegistered it -> operators.add(it, recordedEpochNanos, position);
            case FactoryRegistered it -> factories.add(it, recordedEpochNanos, position);
            case ModelRegistered it -> models.add(it, recordedEpochNanos, position);
            case TenantRegistered it -> tenants.add(it, recordedEpochNanos, position);
            case TariffPublished it -> tariffs.add(it, recordedEpochNanos, position);
            case AgreementConcluded it -> agreements.add(it, recordedEpochNanos, position);
            case ConditionsAgreed _ -> {
                // Read from the ledger.
            }
            case WalletOpened it -> wallets.add(it, recordedEpochNanos, position);
            case LedgerEvent.Quotas it -> limits.add(it, recordedEpochNanos, position);
            case LedgerEvent.Caps it -> limits.add(it, recordedEpochNanos, position);
            case LedgerEvent.Wallets _,
                    LedgerEvent.Holds _,
                    LedgerEvent.Rerating _,
                    LedgerEvent.Settlement _,
                    LedgerEvent.UsageRecorded _,
                    LedgerEvent.RequestAnswered _ -> {}
        }
    }

    @Override
    public void flush(Connection connection) throws SQLException {
        MemberRows.insertOperators(connection, operators);
        MemberRows.insertFactories(connection, factories);
        MemberRows.insertModels(connection, models);
        MemberRows.insertTenants(connection, tenants);
        TermsRows.insertTariffs(connection, tariffs);
        TermsRows.insertAgreements(connection, agreements);
        TermsRows.insertWallets(connection, wallets);
        limits.flush(connection);
    }
}
