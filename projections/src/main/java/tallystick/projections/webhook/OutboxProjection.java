package tallystick.projections.webhook;

import java.sql.Connection;
import java.util.List;
import javax.sql.DataSource;
import tallystick.domain.ClosingEvent;
import tallystick.domain.DisputeEvent;
import tallystick.domain.LedgerEvent;
import tallystick.domain.usage.UsageRecord;
import tallystick.projections.JournalProjection;
import tallystick.projections.fold.Fold;
import tallystick.projections.parking.Sequencing;

/**
 * Puts what is to be sent into the outbox, in the transaction that moves the position. It owns no
 * table that could be emptied: a message that is there already stays as it is, however often its
 * event is folded.
 */
public final class OutboxProjection extends JournalProjection {

    /** Name of the processing group and of its row of progress. */
    public static final String GROUP = "webhook";

    private final OutboxMessages messages;

    /**
     * @param dataSource gives the connection of the current transaction
     * @param messages who is told what
     */
    public OutboxProjection(DataSource dataSource, OutboxMessages messages) {
        super(GROUP, dataSource);
        this.messages = messages;
    }

    @Override
    public List<String> tables() {
        return List.of();
    }

    @Override
    protected Sequencing sequencing() {
        return new EachAlone();
    }

    @Override
    protected void load(Connection connection, int[] counters) {
        // Nothing is remembered between events.
    }

    @Override
    protected Fold beginFold() {
        return new OutboxFold(messages);
    }

    /** No event waits for another: receivers are promised no order. */
    private static final class EachAlone implements Sequencing {

        @Override
        public Sequences of(UsageRecord usage, long position) {
            return Sequences.touching("record:" + position);
        }

        @Override
        public Sequences of(Connection connection, LedgerEvent event) {
            return switch (event) {
                case LedgerEvent.Wallets.GrantExpiring e ->
                        Sequences.touching("grant:" + e.grant());
                case LedgerEvent.Wallets.GrantExpired e -> Sequences.touching("grant:" + e.grant());
                case LedgerEvent.Holds e -> Sequences.touching("hold:" + e.hold());
                case LedgerEvent.Settlement.WindowSealed e ->
                        Sequences.touching("seal:" + e.window());
                case LedgerEvent.Settlement.StatementsIssued e ->
                        Sequences.touching("statements:" + e.window());
                case DisputeEvent e -> Sequences.touching("dispute:" + e.dispute());
                case ClosingEvent.WindowFinalised e -> Sequences.touching("final:" + e.window());
                case LedgerEvent.Wallets _,
                        LedgerEvent.Settlement _,
                        LedgerEvent.Reference _,
                        LedgerEvent.Quotas _,
                        LedgerEvent.Caps _,
                        LedgerEvent.Rerating _,
                        LedgerEvent.UsageRecorded _,
                        LedgerEvent.RequestAnswered _ ->
                        Sequences.NONE;
            };
        }
    }
}
