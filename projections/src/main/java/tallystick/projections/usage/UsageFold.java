package tallystick.projections.usage;

import static tallystick.domain.usage.UsageRecord.NO_REF;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import tallystick.domain.LedgerEvent;
import tallystick.domain.usage.UsageRecord;
import tallystick.projections.fold.Fold;

/** What the usage of one unit of work adds to the cube, the totals and the suspense register. */
final class UsageFold implements Fold {

    private final UsageCube cube = new UsageCube();
    private final SuspenseRegister suspense = new SuspenseRegister();
    private final ReleaseRows releases = new ReleaseRows();
    private long records;
    private long accepted;
    private long late;
    private long roaming;

    @Override
    public void apply(LedgerEvent event, long firstPosition, long recordedEpochNanos) {
        switch (event) {
            case LedgerEvent.UsageRecorded usage -> use(usage.records(), firstPosition);
            case LedgerEvent.Rerating release -> releases.add(release, recordedEpochNanos);
            case LedgerEvent.Reference _,
                    LedgerEvent.Wallets _,
                    LedgerEvent.Holds _,
                    LedgerEvent.Quotas _,
                    LedgerEvent.Caps _,
                    LedgerEvent.Settlement _,
                    LedgerEvent.RequestAnswered _ -> {}
        }
    }

    private void use(List<UsageRecord> run, long firstPosition) {
        long position = firstPosition;
        for (UsageRecord usage : run) {
            switch (usage.status) {
                case ACCEPTED -> accept(usage);
                case SUSPENDED -> suspense.enter(usage, position);
                case DUPLICATE, CONFLICT, NOT_APPLIED ->
                        throw new IllegalArgumentException("no event is made of " + usage);
            }
            position++;
        }
        records += run.size();
    }

    private void accept(UsageRecord usage) {
        accepted++;
        late += usage.late ? 1 : 0;
        roaming += usage.isRoaming() ? 1 : 0;
        if (usage.settles >= 0) {
            suspense.settle(usage.settles);
        }
        // What voids a suspended record charges nothing, and may be of no known wallet.
        if (usage.retailVersionRef != NO_REF) {
            cube.add(usage);
        }
    }

    @Override
    public void flush(Connection connection) throws SQLException {
        cube.flush(connection);
        long suspended = suspense.flush(connection);
        releases.flush(connection);
        if (records > 0) {
            UsageTotalsRow.flush(connection, cube, accepted, suspended, late, roaming);
        }
    }
}
