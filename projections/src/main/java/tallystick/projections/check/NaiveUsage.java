package tallystick.projections.check;

import java.time.Duration;
import java.util.List;
import tallystick.domain.LedgerEvent;
import tallystick.domain.LedgerEvent.Rerating.ReleaseApproved;
import tallystick.domain.LedgerEvent.Rerating.ReleaseProposed;
import tallystick.domain.usage.UsageKind;
import tallystick.domain.usage.UsageRecord;
import tallystick.domain.usage.UsageStatus;
import tallystick.projections.usage.UsageCubeProjection;

/** Usage, record by record. */
final class NaiveUsage implements NaiveFold {

    private final NaiveTable cube =
            new NaiveTable("usage_cube", "wallet", "hour_epoch_hours", "model");
    private final NaiveTable totals = new NaiveTable("usage_totals", "id");
    private final NaiveTable suspense = new NaiveTable("suspense_summary", "reason");
    private final NaiveTable waiting = new NaiveTable("suspense_record", "position");
    private final NaiveTable releases = new NaiveTable("suspense_release", "position");

    @Override
    public String projection() {
        return UsageCubeProjection.GROUP;
    }

    @Override
    public List<NaiveTable> tables() {
        return List.of(cube, totals, suspense, waiting, releases);
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
            settle(usage, sums);
            charge(usage);
        } else {
            sums.addTokens(new UsageRecord());
            suspend(usage, position);
        }
    }

    private void charge(UsageRecord usage) {
        if (usage.retailVersionRef == UsageRecord.NO_REF) {
            return;
        }
        long hour = Math.floorDiv(usage.endedEpochNanos, Duration.ofHours(1).toNanos());
        cube.row(usage.wallet, hour, usage.model)
                .add("records", usage.kind == UsageKind.RECORDED ? 1 : 0)
                .add("adjustments", usage.kind == UsageKind.RECORDED ? 0 : 1)
                .add("retail", usage.retail().toBigInteger())
                .addTokens(usage);
    }

    private void settle(UsageRecord usage, NaiveTable.Row sums) {
        if (usage.settles < 0) {
            return;
        }
        NaiveTable.Row settled = waiting.row(usage.settles);
        suspense.row(settled.text("reason"))
                .add("records", -1)
                .add("tokens", settled.number("tokens").negate());
        sums.add("suspended", -1);
        waiting.remove(usage.settles);
    }

    private void suspend(UsageRecord usage, long position) {
        suspense.row(usage.suspense.wireName())
                .add("records", 1)
                .add("tokens", usage.totalTokens());
        waiting.row(position)
                .set("reason", usage.suspense.wireName())
                .set("tokens", usage.totalTokens())
                .set("kind", usage.kind)
                .set("source", storable(usage.source))
                .set("id", storable(usage.id))
                .set("wallet", storable(usage.wallet))
                .set("home_operator", storable(usage.homeOperator))
                .set("serving_operator", storable(usage.servingOperator))
                .set("model", storable(usage.model))
                .set("ended_epoch_nanos", usage.endedEpochNanos)
                .set("recorded_epoch_nanos", usage.recordedEpochNanos);
    }

    private static String storable(String text) {
        return text.replace("\0", "\uFFFD");
    }

    @Override
    public void apply(LedgerEvent event, long position, long recordedEpochNanos) {
        if (event instanceof ReleaseProposed proposed) {
            releases.row(proposed.position())
                    .set("proposed_by", proposed.actor())
                    .set("reason", proposed.reason())
                    .set("proposed_epoch_nanos", recordedEpochNanos)
                    .set("approved_by", "")
                    .set("approved_epoch_nanos", 0);
        } else if (event instanceof ReleaseApproved approved) {
            releases.row(approved.position())
                    .set("approved_by", approved.actor())
                    .set("approved_epoch_nanos", recordedEpochNanos);
        }
    }
}
