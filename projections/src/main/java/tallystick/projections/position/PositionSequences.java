package tallystick.projections.position;

import java.sql.Connection;
import tallystick.domain.LedgerEvent;
import tallystick.domain.LedgerEvent.Reference.TariffPublished;
import tallystick.domain.LedgerEvent.Settlement.WindowOpened;
import tallystick.domain.usage.UsageRecord;
import tallystick.domain.usage.UsageStatus;
import tallystick.projections.parking.Sequencing;

/** The roaming of one operator's customers at another is one sequence. */
final class PositionSequences implements Sequencing {

    @Override
    public Sequences of(UsageRecord usage, long position) {
        return usage.status == UsageStatus.ACCEPTED && usage.isRoaming()
                ? Sequences.touching("pair:" + usage.homeOperator + "|" + usage.servingOperator)
                : Sequences.NONE;
    }

    @Override
    public Sequences of(Connection connection, LedgerEvent event) {
        return switch (event) {
            case TariffPublished e -> Sequences.touching("tariff:" + e.terms().tariff());
            case WindowOpened e -> Sequences.touching("window:" + e.window());
            case LedgerEvent.Reference _,
                    LedgerEvent.Wallets _,
                    LedgerEvent.Holds _,
                    LedgerEvent.Quotas _,
                    LedgerEvent.Caps _,
                    LedgerEvent.Rerating _,
                    LedgerEvent.Settlement _,
                    LedgerEvent.UsageRecorded _,
                    LedgerEvent.RequestAnswered _ ->
                    Sequences.NONE;
        };
    }
}
