package tallystick.projections.usage;

import java.sql.Connection;
import tallystick.domain.LedgerEvent;
import tallystick.domain.LedgerEvent.Rerating;
import tallystick.domain.usage.UsageRecord;
import tallystick.domain.usage.UsageStatus;
import tallystick.projections.parking.Sequencing;

/** The usage of a wallet is one sequence, and so is what becomes of a suspended record. */
final class UsageSequences implements Sequencing {

    @Override
    public Sequences of(UsageRecord usage, long position) {
        // What nobody knows may hold a NUL, which PostgreSQL keeps in no text.
        String wallet = "wallet:" + usage.wallet.replace('\0', '\uFFFD');
        if (usage.status == UsageStatus.SUSPENDED) {
            return Sequences.touching(wallet, record(position));
        }
        return usage.settles < 0
                ? Sequences.touching(wallet)
                : Sequences.touching(wallet, record(usage.settles));
    }

    @Override
    public Sequences of(Connection connection, LedgerEvent event) {
        return switch (event) {
            case Rerating.ReleaseProposed e -> Sequences.touching(record(e.position()));
            case Rerating.ReleaseApproved e -> Sequences.touching(record(e.position()));
            case LedgerEvent.Reference _,
                    LedgerEvent.Wallets _,
                    LedgerEvent.Holds _,
                    LedgerEvent.Quotas _,
                    LedgerEvent.Caps _,
                    LedgerEvent.Settlement _,
                    LedgerEvent.UsageRecorded _,
                    LedgerEvent.RequestAnswered _ ->
                    Sequences.NONE;
        };
    }

    private static String record(long position) {
        return "record:" + position;
    }
}
