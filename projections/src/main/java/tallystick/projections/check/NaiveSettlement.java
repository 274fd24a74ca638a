package tallystick.projections.check;

import java.util.ArrayList;
import java.util.List;
import tallystick.domain.ClosingEvent;
import tallystick.domain.DefaultEvent;
import tallystick.domain.DisputeEvent;
import tallystick.domain.FxEvent;
import tallystick.domain.LedgerEvent;
import tallystick.domain.LedgerEvent.Settlement.StatementsIssued;
import tallystick.domain.LedgerEvent.Settlement.WindowCalculated;
import tallystick.domain.LedgerEvent.Settlement.WindowCutOff;
import tallystick.domain.LedgerEvent.Settlement.WindowFenced;
import tallystick.domain.LedgerEvent.Settlement.WindowNetted;
import tallystick.domain.LedgerEvent.Settlement.WindowOpened;
import tallystick.domain.LedgerEvent.Settlement.WindowSealed;
import tallystick.domain.TermsEvent;
import tallystick.domain.WindowRunEvent;
import tallystick.domain.settlement.BilateralPosition;
import tallystick.domain.settlement.NetPosition;
import tallystick.domain.settlement.Statement;
import tallystick.domain.settlement.StatementLine;
import tallystick.domain.settlement.WindowState;
import tallystick.domain.usage.TokenClass;
import tallystick.domain.usage.UsageRecord;
import tallystick.projections.settlement.SettlementProjection;

/** Windows and documents, event by event. */
final class NaiveSettlement implements NaiveFold {

    private final NaiveTable windows = new NaiveTable("settlement_window", "window_name");
    private final NaiveTable statements = new NaiveTable("statement", "statement");
    private final NaiveTable lines = new NaiveTable("statement_line", "statement", "ordinal");
    private final NaiveTable net = new NaiveTable("net_position", "window_name", "ordinal");
    private final NaiveTable bilateral = new NaiveTable("bilateral_net", "window_name", "ordinal");
    private final NaiveClosing closing = new NaiveClosing(net);
    private final NaiveDispute dispute = new NaiveDispute();
    private final NaiveWindowRun run = new NaiveWindowRun();
    private final NaiveTable steps = new NaiveTable("window_step", "position");

    @Override
    public String projection() {
        return SettlementProjection.GROUP;
    }

    @Override
    public List<NaiveTable> tables() {
        List<NaiveTable> all = new ArrayList<>(List.of(windows, statements, lines, net, bilateral));
        all.addAll(closing.tables());
        all.addAll(dispute.tables());
        all.addAll(closing.defaults().tables());
        all.addAll(run.tables());
        all.add(steps);
        return all;
    }

    @Override
    public void use(UsageRecord usage, long position) {}

    @Override
    public void apply(LedgerEvent event, long position, long recordedEpochNanos) {
        if (event instanceof DisputeEvent it) {
            dispute.apply(it, position, recordedEpochNanos);
        } else if (event instanceof DefaultEvent.CollateralMoved it) {
            closing.defaults().moved(it, position, recordedEpochNanos);
        } else if (event instanceof WindowRunEvent it) {
            run.apply(it, position, recordedEpochNanos);
        } else if (event instanceof FxEvent it && !(it instanceof FxEvent.WindowConverted)) {
            // Fixings and who settles in one currency are asked of the ledger: no table has them.
        } else if (event instanceof LedgerEvent.Settlement settlement) {
            NaiveTable.Row row = step(settlement, position, recordedEpochNanos);
            row.set("position", position).set("changed_epoch_nanos", recordedEpochNanos);
            steps.row(position)
                    .set("window_name", windowOf(settlement))
                    .set("step", settlement.getClass().getSimpleName())
                    .set("recorded_epoch_nanos", recordedEpochNanos);
        }
    }

    private static String windowOf(LedgerEvent.Settlement event) {
        return switch (event) {
            case WindowOpened it -> it.window();
            case WindowCutOff it -> it.window();
            case WindowFenced it -> it.window();
            case WindowSealed it -> it.window();
            case WindowCalculated it -> it.window();
            case StatementsIssued it -> it.window();
            case WindowNetted it -> it.window();
            case ClosingEvent it -> it.window();
            case TermsEvent it -> it.window();
            case DefaultEvent.OfWindow it -> it.window();
            case FxEvent.WindowConverted it -> it.window();
            case DefaultEvent.CollateralMoved _, DisputeEvent _, WindowRunEvent _, FxEvent _ ->
                    throw new IllegalArgumentException("no step of a window: " + event);
        };
    }

    private NaiveTable.Row step(
            LedgerEvent.Settlement event, long position, long recordedEpochNanos) {
        return switch (event) {
            case WindowOpened opened -> open(opened, position);
            case WindowCutOff it ->
                    state(it.window(), WindowState.GRACE)
                            .set("cut_off_epoch_nanos", it.cutOffEpochNanos());
            case WindowFenced it ->
                    state(it.window(), WindowState.FENCED).set("last_sequence", it.lastSequence());
            case WindowSealed it ->
                    state(it.window(), WindowState.SEALED)
                            .set("records", it.records())
                            .set("tokens", it.tokens())
                            .set("merkle_root", it.merkleRoot());
            case WindowCalculated it -> calculate(it, position);
            case StatementsIssued it -> {
                it.statements().forEach(name -> issue(name, position));
                yield state(it.window(), WindowState.STATEMENTS_ISSUED);
            }
            case WindowNetted it -> net(it);
            case TermsEvent it -> windows.row(it.window());
            case DisputeEvent it ->
                    throw new IllegalArgumentException("no step of a window: " + it);
            case DefaultEvent.CollateralMoved it ->
                    throw new IllegalArgumentException("no step of a window: " + it);
            case DefaultEvent.OfWindow it -> {
                NaiveTable.Row window = windows.row(it.window());
                closing.defaults().apply(it, window, position, recordedEpochNanos);
                yield window;
            }
            case FxEvent.WindowConverted it -> {
                closing.converted(it.window(), position);
                yield state(it.window(), WindowState.NETTED);
            }
            case FxEvent it -> throw new IllegalStateException("not of a window's row: " + it);
            case WindowRunEvent it ->
                    throw new IllegalStateException("not of a window's row: " + it);
            case ClosingEvent it -> {
                NaiveTable.Row window = windows.row(it.window());
                closing.apply(it, window, position, recordedEpochNanos);
                yield window;
            }
        };
    }

    private NaiveTable.Row state(String window, WindowState state) {
        return windows.row(window).set("state", state);
    }

    private NaiveTable.Row open(WindowOpened opened, long position) {
        return state(opened.window(), WindowState.OPEN)
                .set("settlement_model", opened.settlementModel())
                .set("starts_at_epoch_nanos", opened.startsAtEpochNanos())
                .set("cut_off_epoch_nanos", null)
                .set("last_sequence", null)
                .set("records", 0)
                .set("tokens", TokenClass.ALL.stream().map(_ -> 0L).toList())
                .set("merkle_root", null)
                .set("statements", 0)
                .set("opened_position", position);
    }

    private void issue(String statement, long position) {
        statements.row(statement).set("issued", true).set("position", position);
    }

    private NaiveTable.Row calculate(WindowCalculated calculated, long position) {
        for (int i = 0; i < calculated.statements().size(); i++) {
            Statement statement = calculated.statements().get(i);
            statements
                    .row(statement.statement())
                    .set("window_name", calculated.window())
                    .set("ordinal", i)
                    .set("home_operator", statement.homeOperator())
                    .set("serving_operator", statement.servingOperator())
                    .set("asset", statement.asset())
                    .set("minor_digits", statement.minorDigits())
                    .set("exact", statement.exact().toBigInteger())
                    .set("total", statement.total())
                    .set("issued", false)
                    .set("position", position);
            lines(statement);
        }
        return state(calculated.window(), WindowState.CALCULATED)
                .set("statements", calculated.statements().size());
    }

    private void lines(Statement statement) {
        for (int i = 0; i < statement.lines().size(); i++) {
            StatementLine line = statement.lines().get(i);
            lines.row(statement.statement(), i)
                    .set("model", line.model())
                    .set("tariff", line.tariff())
                    .set("tariff_version", line.tariffVersion())
                    .set("records", line.records())
                    .set("tokens", line.tokens())
                    .set("exact", line.exact().toBigInteger())
                    .set("rounded", line.rounded());
        }
    }

    private NaiveTable.Row net(WindowNetted netted) {
        for (int i = 0; i < netted.positions().size(); i++) {
            NetPosition position = netted.positions().get(i);
            net.row(netted.window(), i)
                    .set("asset", position.asset())
                    .set("operator", position.operator())
                    .set("minor", position.minor());
        }
        for (int i = 0; i < netted.bilateral().size(); i++) {
            BilateralPosition pair = netted.bilateral().get(i);
            bilateral
                    .row(netted.window(), i)
                    .set("asset", pair.asset())
                    .set("debtor", pair.debtor())
                    .set("creditor", pair.creditor())
                    .set("minor", pair.minor());
        }
        return state(netted.window(), WindowState.NETTED);
    }
}
