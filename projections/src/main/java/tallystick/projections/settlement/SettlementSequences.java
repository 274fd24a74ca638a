package tallystick.projections.settlement;

import java.sql.Connection;
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
import tallystick.domain.usage.UsageRecord;
import tallystick.projections.parking.Sequencing;

/** A settlement window with its documents is one sequence. */
final class SettlementSequences implements Sequencing {

    @Override
    public Sequences of(UsageRecord usage, long position) {
        return Sequences.NONE;
    }

    @Override
    public Sequences of(Connection connection, LedgerEvent event) {
        return switch (event) {
            case WindowOpened e -> window(e.window());
            case WindowCutOff e -> window(e.window());
            case WindowFenced e -> window(e.window());
            case WindowSealed e -> window(e.window());
            case WindowCalculated e -> window(e.window());
            case StatementsIssued e -> window(e.window());
            case WindowNetted e -> window(e.window());
            case WindowRunEvent e -> run(e);
            case ClosingEvent e -> window(e.window());
            case TermsEvent e -> window(e.window());
            case DisputeEvent e -> window(e.window());
            case DefaultEvent.CollateralMoved e -> Sequences.touching("collateral:" + e.operator());
            case DefaultEvent.OfWindow e -> window(e.window());
            case FxEvent.WindowConverted e -> window(e.window());
            case FxEvent.FxSourceRegistered _,
                    FxEvent.FxFixingRecorded _,
                    FxEvent.FxTermsSet _,
                    LedgerEvent.Reference _,
                    LedgerEvent.Wallets _,
                    LedgerEvent.Holds _,
                    LedgerEvent.Quotas _,
                    LedgerEvent.Caps _,
                    LedgerEvent.Rerating _,
                    LedgerEvent.UsageRecorded _,
                    LedgerEvent.RequestAnswered _ ->
                    Sequences.NONE;
        };
    }

    private static Sequences run(WindowRunEvent event) {
        return switch (event) {
            case WindowRunEvent.SettlementModelDefined e ->
                    Sequences.touching("model:" + e.terms().model());
            case WindowRunEvent.WindowScheduled e -> window(e.window());
            case WindowRunEvent.GraceBegun e -> window(e.window());
            case WindowRunEvent.AutomationStopped e -> window(e.window());
            case WindowRunEvent.BatchNoted e -> window(e.notice().window());
            case WindowRunEvent.BatchReturned e -> window(e.notice().window());
        };
    }

    private static Sequences window(String name) {
        return Sequences.touching("window:" + name);
    }
}
