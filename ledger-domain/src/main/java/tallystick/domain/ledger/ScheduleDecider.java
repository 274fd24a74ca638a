package tallystick.domain.ledger;

import static tallystick.domain.ledger.FieldCheck.invalid;
import static tallystick.domain.ledger.FieldCheck.name;
import static tallystick.domain.ledger.LedgerDecider.accepted;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tallystick.domain.Decision;
import tallystick.domain.Decision.Accepted;
import tallystick.domain.Decision.Refused;
import tallystick.domain.LedgerCommand.Settlement;
import tallystick.domain.LedgerEvent;
import tallystick.domain.LedgerEvent.Settlement.WindowCutOff;
import tallystick.domain.LedgerEvent.Settlement.WindowOpened;
import tallystick.domain.RefusalCode;
import tallystick.domain.WindowRunCommand;
import tallystick.domain.WindowRunCommand.DefineSettlementModel;
import tallystick.domain.WindowRunEvent.AutomationStopped;
import tallystick.domain.WindowRunEvent.GraceBegun;
import tallystick.domain.WindowRunEvent.SettlementModelDefined;
import tallystick.domain.WindowRunEvent.WindowScheduled;
import tallystick.domain.settlement.SettlementModelTerms;

/**
 * Decides settlement models, and the steps that windows of such models take when they are due. Each
 * step is decided by the same rules as when a person asks for it; a refusal ends the window's own
 * steps instead of being tried for ever.
 */
final class ScheduleDecider {

    private ScheduleDecider() {}

    static Decision decide(WindowRunCommand command, LedgerState state, long nowEpochNanos) {
        return switch (command) {
            case DefineSettlementModel c -> define(c.terms(), state, nowEpochNanos);
            case WindowRunCommand.NoteBatch c -> BatchDecider.decide(c.notice(), state);
        };
    }

    private static Decision define(
            SettlementModelTerms terms, LedgerState state, long nowEpochNanos) {
        Refused refused = name("model", terms.model());
        String[] broken = refused == null ? terms.broken() : null;
        if (broken != null) {
            refused = invalid(broken[0], broken[1]);
        }
        if (refused != null) {
            return refused;
        }
        SettlementModelDefined before = state.schedules.model(terms.model());
        SettlementModelDefined defined =
                new SettlementModelDefined(terms, before == null ? 1 : before.version() + 1);
        List<LedgerEvent> events = new ArrayList<>(List.of(defined));
        Window open = state.windows.open(state.names.settlementModels.refOf(terms.model()));
        if (open != null && state.schedules.find(open.name) == null) {
            long from = Math.max(open.startsAtEpochNanos, nowEpochNanos);
            add(events, scheduled(open.name, defined, from));
        }
        return new Accepted(events, terms.model());
    }

    /** Opens a model's first window, which takes its own steps when the model is defined. */
    static Decision opened(WindowOpened opened, LedgerState state, long nowEpochNanos) {
        List<LedgerEvent> events = new ArrayList<>(List.of(opened));
        long from = Math.max(opened.startsAtEpochNanos(), nowEpochNanos);
        add(events, scheduled(opened.window(), modelOf(opened, state), from));
        return new Accepted(events, opened.window());
    }

    /**
     * Cuts a window off and opens the next.
     *
     * @param from the next window's cut-off is the first one after it
     */
    static Decision cutOff(
            Window window,
            long cutOffEpochNanos,
            String nextWindow,
            long from,
            LedgerState state,
            long nowEpochNanos) {
        WindowOpened opened =
                new WindowOpened(
                        nextWindow,
                        state.names.settlementModels.nameOf(window.settlementModelRef),
                        cutOffEpochNanos);
        List<LedgerEvent> events = new ArrayList<>();
        events.add(new WindowCutOff(window.name, cutOffEpochNanos));
        WindowSchedule schedule = state.schedules.find(window.name);
        if (schedule != null) {
            long until = Math.addExact(nowEpochNanos, schedule.terms.graceNanos());
            events.add(new GraceBegun(window.name, until));
        }
        events.add(opened);
        add(events, scheduled(nextWindow, modelOf(opened, state), from));
        return new Accepted(events, window.name);
    }

    private static @Nullable SettlementModelDefined modelOf(
            WindowOpened opened, LedgerState state) {
        return state.schedules.model(opened.settlementModel());
    }

    private static @Nullable WindowScheduled scheduled(
            String window, @Nullable SettlementModelDefined model, long from) {
        long cutOff = model == null ? SettlementModelTerms.NEVER : model.terms().nextCutOff(from);
        return model == null || cutOff == SettlementModelTerms.NEVER
                ? null
                : new WindowScheduled(
                        window,
                        model.version(),
                        cutOff,
                        model.terms().graceNanos(),
                        model.terms().affirmNanos(),
                        model.terms().toleranceMinor());
    }

    private static void add(List<LedgerEvent> events, @Nullable LedgerEvent event) {
        if (event != null) {
            events.add(event);
        }
    }

    /** Takes the step that is due first. */
    static Decision pass(LedgerState state, long nowEpochNanos) {
        WindowSchedule schedule = state.schedules.next();
        Window window = Objects.requireNonNull(state.windows.find(schedule.terms.window()));
        return switch (due(window, schedule, state, nowEpochNanos)) {
            case Refused refused ->
                    accepted(
                            window.name,
                            new AutomationStopped(
                                    window.name, window.state, refused.refusal().detail()));
            case Decision taken -> taken;
        };
    }

    private static Decision due(
            Window window, WindowSchedule schedule, LedgerState state, long nowEpochNanos) {
        String name = window.name;
        return switch (window.state) {
            case OPEN -> cutOffDue(window, schedule, state, nowEpochNanos);
            case GRACE -> step(new Settlement.FenceWindow(name), state, nowEpochNanos);
            case SEALED -> step(new Settlement.CalculateWindow(name), state, nowEpochNanos);
            case CALCULATED ->
                    step(
                            new Settlement.IssueStatements(
                                    name,
                                    affirmBy(schedule, nowEpochNanos),
                                    schedule.terms.toleranceMinor()),
                            state,
                            nowEpochNanos);
            case STATEMENTS_ISSUED, AFFIRMING ->
                    step(new Settlement.NetWindow(name), state, nowEpochNanos);
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
                    throw new IllegalStateException("nothing is due of " + name);
        };
    }

    private static Decision step(Settlement command, LedgerState state, long nowEpochNanos) {
        return SettlementDecider.decide(command, "ledger", state, nowEpochNanos);
    }

    private static long affirmBy(WindowSchedule schedule, long nowEpochNanos) {
        long within = schedule.terms.affirmNanos();
        return within == 0
                ? Settlement.IssueStatements.UNASKED
                : Math.addExact(nowEpochNanos, within);
    }

    /** After a standstill every missed cut-off is made up for, each at its own T. */
    private static Decision cutOffDue(
            Window window, WindowSchedule schedule, LedgerState state, long nowEpochNanos) {
        long at = schedule.terms.cutOffEpochNanos();
        String model = state.names.settlementModels.nameOf(window.settlementModelRef);
        SettlementModelDefined defined = Objects.requireNonNull(state.schedules.model(model));
        String base = model + "-" + defined.terms().localDate(at);
        String next = base;
        for (int i = 2; state.names.windows.contains(next); i++) {
            next = base + "." + i;
        }
        return state.names.windows.isFull()
                ? LedgerDecider.refused(
                        RefusalCode.LIMIT_REACHED, "next_window", "the ledger takes no more")
                : cutOff(window, at, next, at, state, nowEpochNanos);
    }
}
