package tallystick.projections.check;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tallystick.domain.DefaultEvent;
import tallystick.domain.settlement.DefaultDraw;
import tallystick.domain.settlement.DefaultState;
import tallystick.domain.settlement.NetPosition;
import tallystick.domain.settlement.PayInCall;
import tallystick.domain.settlement.TwoPersonAct;
import tallystick.domain.settlement.WindowState;

/** Collateral and missed pay-ins, event by event. */
final class NaiveDefault {

    private final NaiveTable missed = new NaiveTable("missed_pay_in", "window_name", "operator");
    private final NaiveTable amounts =
            new NaiveTable("missed_amount", "window_name", "operator", "asset");
    private final NaiveTable collateral = new NaiveTable("collateral", "operator", "asset");
    private final NaiveTable entries = new NaiveTable("collateral_entry", "position", "ordinal");
    private final NaiveTable recasts =
            new NaiveTable("recast_position", "position", "asset", "operator");
    private final NaiveTable net;
    private final NaiveTable payIns;
    private final NaiveTable acts;

    NaiveDefault(NaiveTable net, NaiveTable payIns, NaiveTable acts) {
        this.net = net;
        this.payIns = payIns;
        this.acts = acts;
    }

    List<NaiveTable> tables() {
        return List.of(missed, amounts, collateral, entries, recasts);
    }

    void moved(DefaultEvent.CollateralMoved event, long position, long recordedEpochNanos) {
        pledge(event.operator(), event.asset(), event.minor(), position);
        entry(position, 0, event.operator(), event.asset(), event.minor(), recordedEpochNanos)
                .set("entry", event.entry());
    }

    /**
     * @param window the row of the window it happens to
     */
    void apply(
            DefaultEvent.OfWindow event,
            NaiveTable.Row window,
            long position,
            long recordedEpochNanos) {
        switch (event) {
            case DefaultEvent.PayInLate e -> {
                for (PayInCall one : e.missing()) {
                    missed.row(e.window(), one.operator())
                            .set("state", DefaultState.PAYIN_LATE)
                            .set("grace_until_epoch_nanos", 0)
                            .set("reference", "")
                            .set("maker", "")
                            .set("checker", "")
                            .set("next_window", "")
                            .set("recast_rule", "")
                            .set("late_position", position)
                            .set("position", position);
                    amounts.row(e.window(), one.operator(), one.asset()).set("minor", one.minor());
                }
            }
            case DefaultEvent.GraceGiven e ->
                    state(e.window(), e.operator(), DefaultState.GRACE, position)
                            .set("grace_until_epoch_nanos", e.untilEpochNanos());
            case DefaultEvent.DefaultDeclared e -> {
                state(e.window(), e.operator(), DefaultState.DEFAULT_DECLARED, position)
                        .set("reference", e.reference())
                        .set("maker", e.maker())
                        .set("checker", e.checker());
                acts.remove(e.window() + "|" + TwoPersonAct.DECLARE_DEFAULT);
                window.set("state", WindowState.DEFAULT_MANAGEMENT);
            }
            case DefaultEvent.DefaultCovered e -> covered(e, window, position, recordedEpochNanos);
            case DefaultEvent.WindowRecast e -> recast(e, window, position);
            case DefaultEvent.DefaultLifted e -> {
                state(e.window(), e.operator(), DefaultState.LIFTED, position);
                acts.remove(e.window() + "|" + TwoPersonAct.LIFT_DEFAULT);
            }
        }
    }

    private void covered(
            DefaultEvent.DefaultCovered event,
            NaiveTable.Row window,
            long position,
            long recordedEpochNanos) {
        int ordinal = 0;
        for (DefaultDraw draw : event.draws()) {
            pledge(draw.payer(), draw.asset(), -draw.minor(), position);
            entry(
                            position,
                            ordinal++,
                            draw.payer(),
                            draw.asset(),
                            -draw.minor(),
                            recordedEpochNanos)
                    .set("window_name", event.window())
                    .set("defaulter", event.operator())
                    .set("resource", draw.resource());
            payIns.row(event.window(), draw.asset(), event.operator())
                    .add("received_minor", draw.minor());
        }
        state(event.window(), event.operator(), DefaultState.COVERED, position)
                .set("next_window", event.nextWindow());
        if (in(event.window(), DefaultState.DEFAULT_DECLARED).isEmpty()) {
            window.set("state", WindowState.FUNDING);
        }
    }

    private void recast(DefaultEvent.WindowRecast event, NaiveTable.Row window, long position) {
        missed.row(event.window(), event.operator())
                .set("next_window", event.nextWindow())
                .set("recast_rule", event.rule());
        Map<String, Long> after = byPlace(event.after());
        Map<String, Long> difference = byPlace(event.difference());
        for (NetPosition before : event.before()) {
            String place = before.asset() + before.operator();
            recasts.row(position, before.asset(), before.operator())
                    .set("window_name", event.window())
                    .set("before_minor", before.minor())
                    .set("after_minor", after.getOrDefault(place, 0L))
                    .set("difference_minor", difference.getOrDefault(place, 0L));
        }
        rows(net, event.window()).forEach(net::remove);
        for (int i = 0; i < event.after().size(); i++) {
            NetPosition one = event.after().get(i);
            net.row(event.window(), i)
                    .set("asset", one.asset())
                    .set("operator", one.operator())
                    .set("minor", one.minor());
        }
        for (String key : rows(payIns, event.window())) {
            payIns.row((Object[]) key.split("\\|", 3)).set("due_minor", 0);
        }
        rows(acts, event.window()).forEach(acts::remove);
        for (NaiveTable.Row row : in(event.window(), DefaultState.DEFAULT_DECLARED)) {
            row.set("state", DefaultState.RECAST).set("position", position);
        }
        cured(event.window(), position);
        window.set("state", WindowState.NETTED);
    }

    private static Map<String, Long> byPlace(List<NetPosition> positions) {
        Map<String, Long> byPlace = new HashMap<>();
        positions.forEach(one -> byPlace.put(one.asset() + one.operator(), one.minor()));
        return byPlace;
    }

    /** Who misses nothing any more is not late. */
    void cured(String window, long position) {
        for (String key : rows(missed, window)) {
            NaiveTable.Row row = missed.row((Object[]) key.split("\\|", 2));
            String operator = key.substring(key.indexOf('|') + 1);
            boolean isLate =
                    row.text("state").equals(DefaultState.PAYIN_LATE.name())
                            || row.text("state").equals(DefaultState.GRACE.name());
            if (isLate && !isShort(window, operator)) {
                row.set("state", DefaultState.CURED).set("position", position);
            }
        }
    }

    private boolean isShort(String window, String operator) {
        return rows(payIns, window).stream()
                .filter(key -> key.endsWith("|" + operator))
                .map(key -> payIns.row((Object[]) key.split("\\|", 3)))
                .anyMatch(
                        row -> row.number("received_minor").compareTo(row.number("due_minor")) < 0);
    }

    private List<NaiveTable.Row> in(String window, DefaultState state) {
        return rows(missed, window).stream()
                .map(key -> missed.row((Object[]) key.split("\\|", 2)))
                .filter(row -> row.text("state").equals(state.name()))
                .toList();
    }

    private static List<String> rows(NaiveTable table, String window) {
        return table.rows().keySet().stream().filter(key -> key.startsWith(window + "|")).toList();
    }

    private NaiveTable.Row state(
            String window, String operator, DefaultState state, long position) {
        return missed.row(window, operator).set("state", state).set("position", position);
    }

    private void pledge(String operator, String asset, long minor, long position) {
        collateral.row(operator, asset).add("minor", minor).set("position", position);
    }

    private NaiveTable.Row entry(
            long position,
            int ordinal,
            String operator,
            String asset,
            long minor,
            long recordedEpochNanos) {
        return entries.row(position, ordinal)
                .set("operator", operator)
                .set("asset", asset)
                .set("minor", minor)
                .set("entry", "")
                .set("window_name", "")
                .set("defaulter", "")
                .set("resource", "")
                .set("recorded_epoch_nanos", recordedEpochNanos);
    }
}
