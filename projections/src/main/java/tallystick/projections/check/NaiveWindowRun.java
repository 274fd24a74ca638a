package tallystick.projections.check;

import java.util.List;
import tallystick.domain.WindowRunEvent;
import tallystick.domain.settlement.BatchNotice;
import tallystick.domain.settlement.BusinessCalendar;
import tallystick.domain.settlement.SettlementModelTerms;

/** Models, schedules and batches, event by event. */
final class NaiveWindowRun {

    private final NaiveTable models = new NaiveTable("settlement_model", "model");
    private final NaiveTable schedules = new NaiveTable("window_schedule", "window_name");
    private final NaiveTable batches = new NaiveTable("settlement_batch", "position");

    List<NaiveTable> tables() {
        return List.of(models, schedules, batches);
    }

    void apply(WindowRunEvent event, long position, long recordedEpochNanos) {
        switch (event) {
            case WindowRunEvent.SettlementModelDefined e ->
                    define(e.terms(), e.version(), position);
            case WindowRunEvent.WindowScheduled e ->
                    schedules
                            .row(e.window())
                            .set("model_version", e.modelVersion())
                            .set("cut_off_epoch_nanos", e.cutOffEpochNanos())
                            .set("grace_nanos", e.graceNanos())
                            .set("affirm_nanos", e.affirmNanos())
                            .set("tolerance_minor", e.toleranceMinor())
                            .set("grace_until_epoch_nanos", 0)
                            .set("stopped_at", "")
                            .set("stopped_reason", "")
                            .set("position", position);
            case WindowRunEvent.GraceBegun e ->
                    schedules
                            .row(e.window())
                            .set("grace_until_epoch_nanos", e.untilEpochNanos())
                            .set("position", position);
            case WindowRunEvent.AutomationStopped e ->
                    schedules
                            .row(e.window())
                            .set("stopped_at", e.at())
                            .set("stopped_reason", e.reason())
                            .set("position", position);
            case WindowRunEvent.BatchNoted e ->
                    batch(e.notice(), position, recordedEpochNanos)
                            .set("returned", "")
                            .set("reason", "");
            case WindowRunEvent.BatchReturned e ->
                    batch(e.notice(), position, recordedEpochNanos)
                            .set("returned", e.code())
                            .set("reason", e.reason());
        }
    }

    private void define(SettlementModelTerms terms, int version, long position) {
        models.row(terms.model())
                .set("version", version)
                .set("calendar", terms.calendar())
                .set("zone", terms.zone())
                .set("cut_off_minute", terms.cutOffMinute())
                .set("cut_offs", terms.cutOffs())
                .set("grace_nanos", terms.graceNanos())
                .set("affirm_nanos", terms.affirmNanos())
                .set("tolerance_minor", terms.toleranceMinor())
                .set("currencies", terms.currencies().stream().map(BusinessCalendar::text).toList())
                .set("position", position);
    }

    private NaiveTable.Row batch(BatchNotice notice, long position, long recordedEpochNanos) {
        return batches.row(position)
                .set("window_name", notice.window())
                .set("serving_operator", notice.servingOperator())
                .set("home_operator", notice.homeOperator())
                .set("sequence", notice.sequence())
                .set("records", notice.records())
                .set("tokens", notice.tokens())
                .set("last", notice.last())
                .set("recorded_epoch_nanos", recordedEpochNanos);
    }
}
