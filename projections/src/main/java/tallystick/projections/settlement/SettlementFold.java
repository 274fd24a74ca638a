package tallystick.projections.settlement;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
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
import tallystick.projections.fold.Fold;

/**
 * The settlement steps of one unit of work, written in order: a window has few in its life, so only
 * the lines of its documents go in bulk.
 */
final class SettlementFold implements Fold {

    private record Step(LedgerEvent.Settlement event, long position, long recordedEpochNanos) {}

    private final List<Step> steps = new ArrayList<>();

    @Override
    public void apply(LedgerEvent event, long firstPosition, long recordedEpochNanos) {
        switch (event) {
            case LedgerEvent.Settlement settlement ->
                    steps.add(new Step(settlement, firstPosition, recordedEpochNanos));
            case LedgerEvent.Reference _,
                    LedgerEvent.Wallets _,
                    LedgerEvent.Holds _,
                    LedgerEvent.Quotas _,
                    LedgerEvent.Caps _,
                    LedgerEvent.Rerating _,
                    LedgerEvent.UsageRecorded _,
                    LedgerEvent.RequestAnswered _ -> {}
        }
    }

    @Override
    public void flush(Connection connection) throws SQLException {
        for (Step step : steps) {
            write(connection, step);
            trace(connection, step);
        }
    }

    private static void trace(Connection connection, Step step) throws SQLException {
        String window = StepName.windowOf(step.event);
        if (window == null) {
            return;
        }
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO window_step VALUES (?, ?, ?, ?)")) {
            insert.setLong(1, step.position);
            insert.setString(2, window);
            insert.setString(3, StepName.of(step.event));
            insert.setLong(4, step.recordedEpochNanos);
            insert.executeUpdate();
        }
    }

    private static void write(Connection connection, Step step) throws SQLException {
        WindowRows windows = new WindowRows(connection, step.position, step.recordedEpochNanos);
        DocumentRows documents = new DocumentRows(connection, step.position);
        switch (step.event) {
            case WindowOpened opened -> windows.open(opened);
            case WindowCutOff cut -> windows.cutOff(cut);
            case WindowFenced fenced -> windows.fence(fenced);
            case WindowSealed sealed -> windows.seal(sealed);
            case WindowCalculated calculated -> {
                windows.calculate(calculated);
                documents.insertStatements(calculated);
            }
            case StatementsIssued issued -> {
                windows.issue(issued);
                documents.issue(issued);
            }
            case WindowNetted netted -> {
                windows.net(netted);
                documents.insertNet(netted);
            }
            case TermsEvent terms -> windows.touch(terms.window());
            case DisputeEvent dispute ->
                    new DisputeRows(connection, step.position, step.recordedEpochNanos)
                            .write(dispute);
            case DefaultEvent missed ->
                    new DefaultRows(connection, step.position, step.recordedEpochNanos)
                            .write(missed);
            case FxEvent fx ->
                    new FxRows(connection, step.position, step.recordedEpochNanos).write(fx);
            case WindowRunEvent run ->
                    new WindowRunRows(connection, step.position, step.recordedEpochNanos)
                            .write(run);
            case ClosingEvent closing ->
                    new ClosingRows(connection, step.position, step.recordedEpochNanos)
                            .write(closing);
        }
    }
}
