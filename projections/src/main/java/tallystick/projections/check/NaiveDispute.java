package tallystick.projections.check;

import java.util.List;
import tallystick.domain.DisputeEvent;
import tallystick.domain.settlement.DisputeState;
import tallystick.domain.settlement.LineAmount;

/** Disputes, event by event. */
final class NaiveDispute {

    private final NaiveTable disputes = new NaiveTable("dispute", "dispute");
    private final NaiveTable lines = new NaiveTable("dispute_line", "dispute", "line");
    private final NaiveTable steps = new NaiveTable("dispute_step", "position");

    List<NaiveTable> tables() {
        return List.of(disputes, lines, steps);
    }

    void apply(DisputeEvent event, long position, long recordedEpochNanos) {
        NaiveTable.Row row = disputes.row(event.dispute()).set("position", position);
        NaiveTable.Row step =
                steps.row(position)
                        .set("dispute", event.dispute())
                        .set("recorded_epoch_nanos", recordedEpochNanos);
        switch (event) {
            case DisputeEvent.DisputeOpened e -> {
                row.set("window_name", e.window()).set("statement", e.statement());
                row.set("operator", e.operator()).set("state", DisputeState.OPENED);
                row.set("withheld", e.withheld()).set("reason", e.reason());
                row.set("deadline_epoch_nanos", e.deadlineEpochNanos()).set("next_window", "");
                row.set("opened_position", position);
                for (LineAmount line : e.claims()) {
                    lines.row(e.dispute(), line.line())
                            .set("claimed_minor", line.minor())
                            .set("granted_minor", 0)
                            .set("credited_minor", 0)
                            .set("debited_minor", 0);
                }
                said(step, DisputeState.OPENED, e.operator(), e.actor(), e.reason());
            }
            case DisputeEvent.DisputeMoved e -> {
                row.set("state", e.state()).set("deadline_epoch_nanos", e.deadlineEpochNanos());
                lines.rows().keySet().stream()
                        .filter(key -> key.startsWith(e.dispute() + "|"))
                        .toList()
                        .forEach(
                                key ->
                                        lines.row((Object[]) key.split("\\|", 2))
                                                .set("granted_minor", 0));
                for (LineAmount line : e.grants()) {
                    lines.row(e.dispute(), line.line()).set("granted_minor", line.minor());
                }
                said(step, e.state(), e.operator(), e.actor(), e.note());
            }
            case DisputeEvent.DisputeResolved e -> {
                row.set("state", DisputeState.RESOLVED).set("next_window", e.nextWindow());
                for (LineAmount line : e.credits()) {
                    lines.row(e.dispute(), line.line()).set("credited_minor", line.minor());
                }
                for (LineAmount line : e.debits()) {
                    lines.row(e.dispute(), line.line()).set("debited_minor", line.minor());
                }
                said(step, DisputeState.RESOLVED, "", "", "");
            }
        }
    }

    private static void said(
            NaiveTable.Row step, DisputeState state, String operator, String actor, String note) {
        step.set("state", state).set("operator", operator).set("actor", actor).set("note", note);
    }
}
