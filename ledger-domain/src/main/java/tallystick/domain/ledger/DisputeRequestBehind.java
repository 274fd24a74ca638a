package tallystick.domain.ledger;

import static tallystick.domain.ledger.RequestBehind.UNNAMED;
import static tallystick.domain.ledger.RequestBehind.by;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tallystick.domain.DisputeCommand;
import tallystick.domain.DisputeEvent;
import tallystick.domain.LedgerEvent.RequestAnswered;
import tallystick.domain.LedgerRequest;
import tallystick.domain.LineClaim;
import tallystick.domain.settlement.LineAmount;

/** {@link RequestBehind} for the events of disputes. */
final class DisputeRequestBehind {

    private DisputeRequestBehind() {}

    static @Nullable LedgerRequest of(
            DisputeEvent event, long position, LedgerState state, Ahead ahead) {
        return switch (event) {
            case DisputeEvent.DisputeOpened e ->
                    by(
                            e.actor(),
                            new DisputeCommand.OpenDispute(
                                    e.dispute(),
                                    e.statement(),
                                    e.operator(),
                                    claims(e.claims(), e.statement()),
                                    e.reason()));
            case DisputeEvent.DisputeMoved e -> moved(e, position, state, ahead);
            case DisputeEvent.DisputeResolved e ->
                    by(answeredTo(position, ahead), new DisputeCommand.ResolveDispute(e.dispute()));
        };
    }

    /** What is carried out by anybody of the hub names nobody: the answer to it does. */
    private static String answeredTo(long position, Ahead ahead) {
        return ahead.at(position + 1) instanceof RequestAnswered answered
                ? answered.actor()
                : UNNAMED;
    }

    private static @Nullable LedgerRequest moved(
            DisputeEvent.DisputeMoved event, long position, LedgerState state, Ahead ahead) {
        Dispute dispute = state.disputes.find(event.dispute());
        if (dispute == null) {
            return null;
        }
        if (event.actor().isEmpty()) {
            // To be carried out while no window is open: it waits.
            return by(
                    answeredTo(position, ahead),
                    new DisputeCommand.ResolveDispute(event.dispute()));
        }
        String name = event.dispute();
        List<LineClaim> grants = claims(event.grants(), dispute.statement);
        return switch (event.state()) {
            case ACKNOWLEDGED ->
                    by(
                            event.actor(),
                            new DisputeCommand.AcknowledgeDispute(name, event.operator()));
            case EVIDENCE ->
                    by(
                            event.actor(),
                            new DisputeCommand.SubmitEvidence(
                                    name, event.operator(), event.note()));
            case AGREED ->
                    by(
                            event.actor(),
                            new DisputeCommand.AgreeDispute(name, event.operator(), grants));
            case REJECTED ->
                    by(
                            event.actor(),
                            new DisputeCommand.RejectDispute(name, event.operator(), event.note()));
            case ESCALATED ->
                    by(
                            event.actor(),
                            new DisputeCommand.EscalateDispute(
                                    name, event.operator(), event.note()));
            case ARBITRATED ->
                    by(
                            event.actor(),
                            new DisputeCommand.ArbitrateDispute(name, grants, event.note()));
            case OPENED, RESOLVED -> null;
        };
    }

    private static List<LineClaim> claims(List<LineAmount> lines, String statement) {
        String asset = SettlementRequestBehind.assetOf(statement);
        return lines.stream()
                .map(
                        line ->
                                new LineClaim(
                                        line.line(),
                                        SettlementRequestBehind.pico(line.minor(), asset)))
                .toList();
    }
}
