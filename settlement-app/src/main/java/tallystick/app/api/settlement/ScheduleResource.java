package tallystick.app.api.settlement;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tallystick.app.api.Rfc3339;
import tallystick.app.api.Wire;
import tallystick.projections.settlement.WindowRunView.Schedule;

/**
 * When a window takes its own steps.
 *
 * @param automatic whether it does; false when its model is not defined, or it stopped
 * @param cutOffDue T as scheduled
 * @param graceUntil when it is fenced at the latest, absent before the cut-off
 * @param stoppedAt the state in which a step was refused, absent for none
 */
@Wire
record ScheduleResource(
        String window,
        boolean automatic,
        @Nullable Integer modelVersion,
        @Nullable String cutOffDue,
        @Nullable String graceUntil,
        @Nullable String stoppedAt,
        @Nullable String stoppedReason) {

    static ScheduleResource of(String window, @Nullable Schedule row) {
        if (row == null) {
            return new ScheduleResource(window, false, null, null, null, null, null);
        }
        boolean stopped = !row.stoppedAt().isEmpty();
        long grace = row.graceUntilEpochNanos();
        return new ScheduleResource(
                window,
                !stopped,
                row.modelVersion(),
                Rfc3339.format(row.cutOffEpochNanos()),
                grace == 0 ? null : Rfc3339.format(grace),
                stopped ? row.stoppedAt().toLowerCase(Locale.ROOT) : null,
                stopped ? row.stoppedReason() : null);
    }
}
