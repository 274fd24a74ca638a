package tallystick.projections.check;

import java.time.Duration;
import java.util.List;
import tallystick.domain.LedgerEvent;
import tallystick.domain.usage.UsageRecord;
import tallystick.domain.usage.UsageStatus;
import tallystick.projections.usage.UsageCubeProjection;

/** Usage, record by record. */
final class NaiveUsage implements NaiveFold {

    private final NaiveTable cube =
            new NaiveTable("usage_cube", "wallet", "hour_epoch_hours", "model");
    private final NaiveTable totals = new NaiveTable("usage_totals", "id");
    private final NaiveTable suspense = new NaiveTable("suspense_summary", "reason");

    @Override
    public String projection() {
        return UsageCubeProjection.GROUP;
    }

    @Override
    public List<NaiveTable> tables() {
        return List.of(cube, totals, suspense);
    }

    @Override
    public void use(UsageRecord usage, long position) {
        boolean accepted = usage.status == UsageStatus.ACCEPTED;
        NaiveTable.Row sums =
                totals.row(1)
                        .add("accepted", accepted ? 1 : 0)
                        .add("suspended", accepted ? 0 : 1)
                        .add("late", accepted && usage.late ? 1 : 0)
                        .add("roaming", accepted && usage.isRoaming() ? 1 : 0);
        if (accepted) {
            sums.addTokens(usage);
            long hour = Math.floorDiv(usage.endedEpochNanos, Duration.ofHours(1).toNanos());
            cube.row(usage.wallet, hour, usage.model)
                    .add("records", 1)
                    .add("retail", usage.retail().toBigInteger())
                    .addTokens(usage);
        } else {
            sums.addTokens(new UsageRecord());
            suspense.row(usage.suspense.wireName())
                    .add("records", 1)
                    .add("tokens", usage.totalTokens());
        }
    }

    @Override
    public void apply(LedgerEvent event, long position, long recordedEpochNanos) {}
}
