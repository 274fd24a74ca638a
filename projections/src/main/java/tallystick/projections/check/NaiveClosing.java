package tallystick.projections.check;

import java.util.List;
import tallystick.domain.ClosingEvent;
import tallystick.domain.settlement.PayInCall;
import tallystick.domain.settlement.SettlementLeg;
import tallystick.domain.settlement.TwoPersonAct;
import tallystick.domain.settlement.WindowState;

/** How windows close, event by event. */
final class NaiveClosing {

    private static final List<String> TEXTS =
            List.of(
                    "asked_hash",
                    "approved_hash",
                    "approval_maker",
                    "approval_checker",
                    "instruction_maker",
                    "instruction_checker",
                    "certificate",
                    "next_window",
                    "abort_reason");

    private static final List<String> NUMBERS =
            List.of(
                    "affirm_by_epoch_nanos",
                    "tolerance_minor",
                    "due_by_epoch_nanos",
                    "value_date_epoch_day",
                    "finalised_epoch_nanos");

    private final NaiveTable closings = new NaiveTable("closing_window", "window_name");
    private final NaiveTable sides = new NaiveTable("closing_side", "statement", "operator");
    private final NaiveTable acts = new NaiveTable("closing_act", "window_name", "act");
    private final NaiveTable payIns =
            new NaiveTable("closing_pay_in", "window_name", "asset", "operator");
    private final NaiveTable legs = new NaiveTable("closing_leg", "window_name", "leg");
    private final NaiveTable entries = new NaiveTable("closing_entry", "position");

    private final NaiveDefault defaults;

    /**
     * @param net the net positions of windows, which a recast replaces
     */
    NaiveClosing(NaiveTable net) {
        defaults = new NaiveDefault(net, payIns, acts);
    }

    NaiveDefault defaults() {
        return defaults;
    }

    List<NaiveTable> tables() {
        return List.of(closings, sides, acts, payIns, legs, entries);
    }

    /**
     * @param window the row of the window it happens to
     */
    void apply(ClosingEvent event, NaiveTable.Row window, long position, long recordedEpochNanos) {
        NaiveTable.Row closing = closing(event.window());
        switch (event) {
            case ClosingEvent.AffirmingBegun e -> {
                closing.set("affirm_by_epoch_nanos", e.deadlineEpochNanos());
                closing.set("tolerance_minor", e.toleranceMinor());
                window.set("state", WindowState.AFFIRMING);
            }
            case ClosingEvent.AffirmationProposed e ->
                    side(e.window(), e.statement(), e.operator(), position).set("maker", e.actor());
            case ClosingEvent.AggregateMismatched e ->
                    side(e.window(), e.statement(), e.operator(), position)
                            .set("own_hash", e.hash())
                            .set("own_minor", e.minor());
            case ClosingEvent.StatementAffirmed e ->
                    side(e.window(), e.statement(), e.operator(), position)
                            .set("maker", e.maker())
                            .set("checker", e.checker())
                            .set("how", e.how());
            case ClosingEvent.ApprovalAsked e -> {
                closing.set("asked_hash", e.hash()).set("approved_hash", "");
                closing.set("approval_maker", "").set("approval_checker", "");
                done(e.window(), TwoPersonAct.APPROVE);
            }
            case ClosingEvent.ActProposed e ->
                    acts.row(e.window(), e.act())
                            .set("actor", e.actor())
                            .set("subject", e.subject())
                            .set("position", position);
            case ClosingEvent.WindowApproved e -> {
                closing.set("approved_hash", e.hash()).set("approval_maker", e.maker());
                closing.set("approval_checker", e.checker());
                done(e.window(), TwoPersonAct.APPROVE);
                if (window.text("state").equals(WindowState.NETTED.name())) {
                    window.set("state", WindowState.APPROVED);
                }
            }
            case ClosingEvent.PayInCalled e -> {
                closing.set("due_by_epoch_nanos", e.dueByEpochNanos());
                for (PayInCall call : e.calls()) {
                    payIns.row(e.window(), call.asset(), call.operator())
                            .set("due_minor", call.minor())
                            .add("received_minor", 0);
                }
                defaults.cured(e.window(), position);
                window.set("state", WindowState.FUNDING);
            }
            case ClosingEvent.PayInReceived e -> {
                payIns.row(e.window(), e.asset(), e.operator()).add("received_minor", e.minor());
                entry(e.window(), "pay_in", e.entry(), position, recordedEpochNanos)
                        .set("operator", e.operator())
                        .set("asset", e.asset())
                        .set("minor", e.minor());
                defaults.cured(e.window(), position);
            }
            case ClosingEvent.WindowInstructed e -> instructed(e, closing, window);
            case ClosingEvent.LegConfirmed e -> {
                confirm(e);
                entry(e.window(), "leg", e.entry(), position, recordedEpochNanos)
                        .set("uetr", e.uetr())
                        .set("minor", e.minor());
                window.set("state", WindowState.SETTLING);
            }
            case ClosingEvent.PaymentUnmatched e ->
                    entry(e.window(), "unmatched", e.entry(), position, recordedEpochNanos)
                            .set("uetr", e.uetr())
                            .set("asset", e.asset())
                            .set("minor", e.minor())
                            .set("reason", e.reason());
            case ClosingEvent.WindowSettled _ -> window.set("state", WindowState.SETTLED);
            case ClosingEvent.WindowFinalised e -> {
                closing.set("certificate", e.certificate());
                closing.set("finalised_epoch_nanos", recordedEpochNanos);
                window.set("state", WindowState.FINAL);
            }
            case ClosingEvent.WindowAborted e -> {
                closing.set("next_window", e.nextWindow()).set("abort_reason", e.reason());
                for (TwoPersonAct act : TwoPersonAct.values()) {
                    done(e.window(), act);
                }
                nothingDue(e.window());
                defaults.cured(e.window(), position);
                window.set("state", WindowState.ABORTED);
            }
        }
    }

    /** Nothing is called and nothing proposed any more: amounts are others. */
    void converted(String window, long position) {
        for (TwoPersonAct act : TwoPersonAct.values()) {
            done(window, act);
        }
        nothingDue(window);
        defaults.cured(window, position);
    }

    private void nothingDue(String window) {
        payIns.rows().keySet().stream()
                .filter(key -> key.startsWith(window + "|"))
                .toList()
                .forEach(key -> payIns.row((Object[]) key.split("\\|", 3)).set("due_minor", 0));
    }

    private NaiveTable.Row closing(String window) {
        boolean isNew = !closings.has(window);
        NaiveTable.Row row = closings.row(window);
        if (isNew) {
            TEXTS.forEach(column -> row.set(column, ""));
            NUMBERS.forEach(column -> row.set(column, 0));
        }
        return row;
    }

    private NaiveTable.Row side(String window, String statement, String operator, long position) {
        boolean isNew = !sides.has(statement + "|" + operator);
        NaiveTable.Row row = sides.row(statement, operator);
        if (isNew) {
            row.set("window_name", window).set("maker", "").set("checker", "").set("how", "");
            row.set("own_hash", "").set("own_minor", 0);
        }
        return row.set("position", position);
    }

    private void done(String window, TwoPersonAct act) {
        acts.remove(window + "|" + act);
    }

    private void instructed(
            ClosingEvent.WindowInstructed event, NaiveTable.Row closing, NaiveTable.Row window) {
        closing.set("value_date_epoch_day", event.valueDateEpochDay());
        closing.set("instruction_maker", event.maker());
        closing.set("instruction_checker", event.checker());
        done(event.window(), TwoPersonAct.INSTRUCT);
        done(event.window(), TwoPersonAct.ABORT);
        for (SettlementLeg leg : event.legs()) {
            legs.row(event.window(), leg.leg())
                    .set("uetr", leg.uetr())
                    .set("asset", leg.asset())
                    .set("debtor", leg.debtor())
                    .set("creditor", leg.creditor())
                    .set("minor", leg.minor())
                    .set("confirmed_minor", 0)
                    .set("value_date_epoch_day", event.valueDateEpochDay());
        }
        window.set("state", WindowState.INSTRUCTED);
    }

    private void confirm(ClosingEvent.LegConfirmed event) {
        legs.rows().keySet().stream()
                .filter(key -> key.startsWith(event.window() + "|"))
                .map(key -> legs.row((Object[]) key.split("\\|", 2)))
                .filter(row -> row.text("uetr").equals(event.uetr()))
                .toList()
                .forEach(row -> row.add("confirmed_minor", event.minor()));
    }

    private NaiveTable.Row entry(
            String window, String kind, String entry, long position, long recordedEpochNanos) {
        NaiveTable.Row row = entries.row(position);
        row.set("window_name", window).set("kind", kind).set("entry", entry).set("uetr", "");
        row.set("operator", "").set("asset", "").set("minor", 0).set("reason", "");
        return row.set("recorded_epoch_nanos", recordedEpochNanos);
    }
}
