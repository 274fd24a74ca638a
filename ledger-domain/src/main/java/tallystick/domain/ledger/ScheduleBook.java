package tallystick.domain.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tallystick.domain.WindowRunEvent.SettlementModelDefined;
import tallystick.domain.WindowRunEvent.WindowScheduled;
import tallystick.domain.settlement.BusinessCalendar;
import tallystick.domain.settlement.CutOffCalendar;
import tallystick.domain.settlement.SettlementModelTerms;
import tallystick.domain.settlement.WindowState;

/**
 * Settlement models that are defined, and the windows that take their own steps: cut-off, fence,
 * calculation, issue and netting when they are due by the journal's time. The seal alone waits for
 * the reader that computes its root.
 */
final class ScheduleBook {

    private final SortedMap<String, SettlementModelDefined> models = new TreeMap<>();
    private final SortedMap<String, WindowSchedule> schedules = new TreeMap<>();
    private long nextDeadline = WindowSchedule.NEVER;

    /** The last version of a model, null when it is not defined. */
    @Nullable SettlementModelDefined model(String name) {
        return models.get(name);
    }

    void define(SettlementModelDefined defined) {
        models.put(defined.terms().model(), defined);
    }

    /** How a window takes its own steps, null when it does not, or not any more. */
    @Nullable WindowSchedule find(String window) {
        return schedules.get(window);
    }

    void schedule(WindowScheduled terms) {
        schedules.put(terms.window(), new WindowSchedule(terms));
    }

    void stop(String window) {
        schedules.remove(window);
    }

    /** When the first step is due, {@link WindowSchedule#NEVER} for none. */
    long nextDeadline() {
        return nextDeadline;
    }

    /** The window whose step is due first; of equal ones the first by name. */
    WindowSchedule next() {
        for (WindowSchedule schedule : schedules.values()) {
            if (schedule.dueEpochNanos == nextDeadline) {
                return schedule;
            }
        }
        throw new IllegalStateException("no window has a step to take");
    }

    /** Windows that are fenced and wait for their seal, in order of name. */
    List<String> toSeal(WindowBook windows) {
        List<String> names = new ArrayList<>();
        for (String name : schedules.keySet()) {
            Window window = windows.find(name);
            if (window != null && window.state == WindowState.FENCED) {
                names.add(name);
            }
        }
        return names;
    }

    /**
     * Finds anew what is due when; to be called after every event of settlement.
     *
     * @param nowEpochNanos when that event was recorded
     */
    void refresh(LedgerState state, long nowEpochNanos) {
        schedules.keySet().removeIf(name -> isDone(state.windows.find(name)));
        nextDeadline = WindowSchedule.NEVER;
        for (var entry : schedules.entrySet()) {
            WindowSchedule schedule = entry.getValue();
            long due = due(entry.getKey(), schedule, state, nowEpochNanos);
            // What was due at once stays due since then.
            boolean waits = schedule.dueEpochNanos <= due && due == nowEpochNanos;
            schedule.dueEpochNanos = waits ? schedule.dueEpochNanos : due;
            nextDeadline = Math.min(nextDeadline, schedule.dueEpochNanos);
        }
    }

    private static long due(String name, WindowSchedule schedule, LedgerState state, long now) {
        Window window = state.windows.find(name);
        if (window == null) {
            return WindowSchedule.NEVER;
        }
        return switch (window.state) {
            case OPEN -> schedule.terms.cutOffEpochNanos();
            case GRACE -> schedule.graceUntilEpochNanos;
            case SEALED, CALCULATED, STATEMENTS_ISSUED -> now;
            case AFFIRMING ->
                    ClosingBook.missing(window, state.closings.find(name)).isEmpty()
                            ? now
                            : WindowSchedule.NEVER;
            case FENCED,
                    NETTED,
                    APPROVED,
                    FUNDING,
                    DEFAULT_MANAGEMENT,
                    INSTRUCTED,
                    SETTLING,
                    SETTLED,
                    FINAL,
                    ABORTED ->
                    WindowSchedule.NEVER;
        };
    }

    /** From netting on two persons approve, so nothing goes by itself. */
    private static boolean isDone(@Nullable Window window) {
        return window != null
                && switch (window.state) {
                    case OPEN, GRACE, FENCED, SEALED, CALCULATED, STATEMENTS_ISSUED, AFFIRMING ->
                            false;
                    case NETTED,
                            APPROVED,
                            FUNDING,
                            DEFAULT_MANAGEMENT,
                            INSTRUCTED,
                            SETTLING,
                            SETTLED,
                            FINAL,
                            ABORTED ->
                            true;
                };
    }

    void digestInto(StateDigest digest) {
        digest.number(models.size()).number(schedules.size());
        models.values().forEach(model -> digest.text(model.toString()));
        schedules.values().forEach(schedule -> schedule.digestInto(digest));
    }

    void saveInto(StateWriter out) {
        out.section("schedules").number(models.size());
        models.values().forEach(model -> save(model, out));
        out.number(schedules.size());
        schedules.values().forEach(schedule -> schedule.saveInto(out));
        out.number(nextDeadline);
    }

    private static void save(SettlementModelDefined model, StateWriter out) {
        SettlementModelTerms terms = model.terms();
        out.number(model.version()).text(terms.model()).symbol(terms.calendar());
        out.text(terms.zone()).number(terms.cutOffMinute()).numbers(terms.cutOffs());
        out.number(terms.graceNanos()).number(terms.affirmNanos()).number(terms.toleranceMinor());
        out.texts(terms.currencies().stream().map(BusinessCalendar::text).toList());
    }

    void load(StateReader in) {
        in.section("schedules");
        for (int left = in.count(); left > 0; left--) {
            int version = in.ref();
            define(
                    new SettlementModelDefined(
                            new SettlementModelTerms(
                                    in.text(),
                                    in.symbol(CutOffCalendar.class),
                                    in.text(),
                                    in.ref(),
                                    in.numbers(),
                                    in.number(),
                                    in.number(),
                                    in.number(),
                                    in.texts().stream().map(BusinessCalendar::parse).toList()),
                            version));
        }
        for (int left = in.count(); left > 0; left--) {
            WindowSchedule schedule = WindowSchedule.load(in);
            schedules.put(schedule.terms.window(), schedule);
        }
        nextDeadline = in.number();
    }
}
