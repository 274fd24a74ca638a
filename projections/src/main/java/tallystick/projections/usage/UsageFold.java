package tallystick.projections.usage;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import tallystick.domain.LedgerEvent;
import tallystick.domain.usage.UsageRecord;
import tallystick.projections.fold.Fold;

/** What the usage of one unit of work adds to the cube, the totals and the suspense summary. */
final class UsageFold implements Fold {

    private final UsageCube cube = new UsageCube();
    private final SuspenseCounts suspense = new SuspenseCounts();
    private long late;
    private long roaming;

    @Override
    public void apply(LedgerEvent event, long firstPosition, long recordedEpochNanos) {
        switch (event) {
            case LedgerEvent.UsageRecorded usage -> use(usage.records());
            case LedgerEvent.Reference _,
                    LedgerEvent.Wallets _,
                    LedgerEvent.Settlement _,
                    LedgerEvent.RequestAnswered _ -> {}
        }
    }

    private void use(List<UsageRecord> records) {
        for (UsageRecord usage : records) {
            switch (usage.status) {
                case ACCEPTED -> accept(usage);
                case SUSPENDED -> suspense.add(usage);
                case DUPLICATE, CONFLICT, NOT_APPLIED ->
                        throw new IllegalArgumentException("no event is made of " + usage);
            }
        }
    }

    private void accept(UsageRecord usage) {
        cube.add(usage);
        late += usage.late ? 1 : 0;
        roaming += usage.isRoaming() ? 1 : 0;
    }

    @Override
    public void flush(Connection connection) throws SQLException {
        cube.flush(connection);
        suspense.flush(connection);
        UsageTotalsRow.flush(connection, cube, suspense.records(), late, roaming);
    }
}
