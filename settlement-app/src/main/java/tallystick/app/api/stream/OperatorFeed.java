package tallystick.app.api.stream;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tallystick.app.api.Rfc3339;
import tallystick.app.api.Wire;
import tallystick.app.api.WireText;
import tallystick.domain.ClosingEvent;
import tallystick.domain.DefaultEvent;
import tallystick.domain.DisputeEvent;
import tallystick.domain.FxEvent;
import tallystick.domain.LedgerEvent;
import tallystick.domain.LedgerEvent.Settlement;
import tallystick.domain.LedgerEvent.UsageRecorded;
import tallystick.domain.TermsEvent;
import tallystick.domain.WindowRunEvent;
import tallystick.domain.usage.TokenClass;
import tallystick.domain.usage.UsageRecord;
import tallystick.domain.usage.UsageStatus;
import tallystick.engine.EventTail;
import tallystick.engine.JournalEntry;

/** The accepted usage of an operator's customers, and the windows: from the journal's tail. */
final class OperatorFeed implements Feed {

    private static final int RECORDS_AT_ONCE = 16_384;

    private final EventTail tail;
    private final String operator;
    private final boolean withWindows;
    private long position;

    /**
     * A usage record.
     *
     * @param retail what the wallet was charged, in its asset; negative gave back
     */
    @Wire
    record UsageLine(
            String position,
            String recordedAt,
            String wallet,
            String tenant,
            String servingOperator,
            String source,
            String id,
            String kind,
            String model,
            Object tokens,
            String retail) {}

    /** A step of a settlement window. */
    @Wire
    record WindowLine(
            String position,
            String recordedAt,
            String window,
            String state,
            @Nullable String merkleRoot) {}

    OperatorFeed(EventTail tail, String operator, boolean withWindows, long afterPosition) {
        this.tail = tail;
        this.operator = operator;
        this.withWindows = withWindows;
        this.position = afterPosition;
    }

    @Override
    public boolean tell(Told told) throws IOException {
        long begin = position;
        while (position - begin < RECORDS_AT_ONCE) {
            JournalEntry entry = tail.poll();
            if (entry == null) {
                return false;
            }
            if (entry instanceof JournalEntry.Ledger ledger) {
                tell(ledger, told);
            }
            position = entry.lastPosition();
        }
        return true;
    }

    private void tell(JournalEntry.Ledger entry, Told told) throws IOException {
        switch (entry.event()) {
            case UsageRecorded run -> {
                long at = entry.firstPosition();
                for (UsageRecord usage : run.records()) {
                    if (usage.status == UsageStatus.ACCEPTED
                            && usage.homeOperator.equals(operator)) {
                        told.send(at, "usage", usage(usage, at, entry.recordedEpochNanos()));
                    }
                    position = at++;
                }
            }
            case Settlement event when withWindows -> {
                WindowLine line = window(event, entry);
                if (line != null) {
                    told.send(entry.firstPosition(), "window", line);
                }
            }
            case LedgerEvent _ -> {
                // Of no operator, or told to a wallet's stream.
            }
        }
    }

    private static UsageLine usage(UsageRecord usage, long at, long recordedEpochNanos) {
        List<Long> billed = new ArrayList<>();
        for (int i = 0; i < TokenClass.COUNT; i++) {
            billed.add(usage.billed(i));
        }
        return new UsageLine(
                WireText.position(at),
                Rfc3339.format(recordedEpochNanos),
                usage.wallet,
                usage.tenant,
                usage.servingOperator,
                usage.source,
                usage.id,
                WireText.word(usage.kind),
                usage.model,
                WireText.tokens(billed),
                usage.retail().toDecimalString());
    }

    private static @Nullable WindowLine window(Settlement event, JournalEntry.Ledger entry) {
        String root = event instanceof Settlement.WindowSealed sealed ? sealed.merkleRoot() : null;
        String[] named =
                switch (event) {
                    case Settlement.WindowOpened e -> new String[] {e.window(), "open"};
                    case Settlement.WindowCutOff e -> new String[] {e.window(), "cut_off"};
                    case Settlement.WindowFenced _ -> null;
                    case Settlement.WindowSealed e -> new String[] {e.window(), "sealed"};
                    case Settlement.WindowCalculated e -> new String[] {e.window(), "calculated"};
                    case Settlement.StatementsIssued e -> new String[] {e.window(), "issued"};
                    case Settlement.WindowNetted e -> new String[] {e.window(), "netted"};
                    case WindowRunEvent _ -> null;
                    case ClosingEvent e -> closing(e);
                    case DisputeEvent _, TermsEvent _ -> null;
                    case DefaultEvent e -> missed(e);
                    case FxEvent.WindowConverted e -> new String[] {e.window(), "netted"};
                    case FxEvent _ -> null;
                };
        return named == null
                ? null
                : new WindowLine(
                        WireText.position(entry.firstPosition()),
                        Rfc3339.format(entry.recordedEpochNanos()),
                        named[0],
                        named[1],
                        root);
    }

    /** The steps of a default that lead the window to another state. */
    private static String @Nullable [] missed(DefaultEvent event) {
        return switch (event) {
            case DefaultEvent.DefaultDeclared e -> new String[] {e.window(), "default_management"};
            case DefaultEvent.WindowRecast e -> new String[] {e.window(), "netted"};
            case DefaultEvent.CollateralMoved _,
                    DefaultEvent.PayInLate _,
                    DefaultEvent.GraceGiven _,
                    DefaultEvent.DefaultCovered _,
                    DefaultEvent.DefaultLifted _ ->
                    null;
        };
    }

    /** The steps that lead to another state; null for what happens within one. */
    private static String @Nullable [] closing(ClosingEvent event) {
        String state =
                switch (event) {
                    case ClosingEvent.AffirmingBegun _ -> "affirming";
                    case ClosingEvent.WindowApproved _ -> "approved";
                    case ClosingEvent.PayInCalled _ -> "funding";
                    case ClosingEvent.WindowInstructed _ -> "instructed";
                    case ClosingEvent.WindowSettled _ -> "settled";
                    case ClosingEvent.WindowFinalised _ -> "final";
                    case ClosingEvent.WindowAborted _ -> "aborted";
                    case ClosingEvent.AffirmationProposed _,
                            ClosingEvent.AggregateMismatched _,
                            ClosingEvent.StatementAffirmed _,
                            ClosingEvent.ApprovalAsked _,
                            ClosingEvent.ActProposed _,
                            ClosingEvent.PayInReceived _,
                            ClosingEvent.LegConfirmed _,
                            ClosingEvent.PaymentUnmatched _ ->
                            null;
                };
        return state == null ? null : new String[] {event.window(), state};
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public void close() {
        tail.close();
    }
}
