package tallystick.domain.ledger;

import static tallystick.domain.ledger.RequestBehind.UNNAMED;
import static tallystick.domain.ledger.RequestBehind.by;
import static tallystick.domain.ledger.SettlementRequestBehind.pico;

import org.jspecify.annotations.Nullable;
import tallystick.domain.ClosingEvent;
import tallystick.domain.DefaultCommand;
import tallystick.domain.DefaultEvent;
import tallystick.domain.LedgerCommand;
import tallystick.domain.LedgerRequest;
import tallystick.domain.settlement.Recast;

/** {@link RequestBehind} for collateral and missed pay-ins. */
final class DefaultRequestBehind {

    private DefaultRequestBehind() {}

    static @Nullable LedgerRequest of(DefaultEvent event) {
        return switch (event) {
            case DefaultEvent.CollateralMoved e -> moved(e);
            case DefaultEvent.PayInLate _ -> null;
            case DefaultEvent.GraceGiven e ->
                    by(
                            e.actor(),
                            new DefaultCommand.GiveGrace(
                                    e.window(), e.operator(), e.untilEpochNanos()));
            case DefaultEvent.DefaultDeclared e ->
                    by(e.checker(), new DefaultCommand.DeclareDefault(e.window(), e.operator()));
            case DefaultEvent.DefaultCovered e ->
                    by(e.actor(), new DefaultCommand.CoverDefault(e.window(), e.operator()));
            case DefaultEvent.WindowRecast e ->
                    by(e.checker(), new DefaultCommand.RecastWindow(e.window(), e.operator()));
            case DefaultEvent.DefaultLifted e ->
                    by(e.checker(), new DefaultCommand.LiftDefault(e.window(), e.operator()));
        };
    }

    private static LedgerRequest moved(DefaultEvent.CollateralMoved e) {
        return by(
                UNNAMED,
                e.minor() < 0
                        ? new DefaultCommand.WithdrawCollateral(
                                e.operator(),
                                e.asset(),
                                pico(Math.negateExact(e.minor()), e.asset()),
                                e.entry())
                        : new DefaultCommand.DepositCollateral(
                                e.operator(), e.asset(), pico(e.minor(), e.asset()), e.entry()));
    }

    /** The first person's proposal; its subject is {@code operator|text}. */
    static @Nullable LedgerRequest proposed(ClosingEvent.ActProposed event) {
        int bar = event.subject().indexOf('|');
        if (bar < 0) {
            return null;
        }
        String operator = event.subject().substring(0, bar);
        String rest = event.subject().substring(bar + 1);
        LedgerCommand command =
                switch (event.act()) {
                    case DECLARE_DEFAULT ->
                            new DefaultCommand.ProposeDefault(event.window(), operator, rest);
                    case RECAST -> recast(event.window(), operator, rest);
                    case LIFT_DEFAULT ->
                            new DefaultCommand.ProposeLift(event.window(), operator, rest);
                    case APPROVE, INSTRUCT, ABORT -> null;
                };
        return command == null ? null : by(event.actor(), command);
    }

    private static @Nullable LedgerCommand recast(String window, String operator, String rule) {
        for (Recast.Rule known : Recast.Rule.values()) {
            if (known.name().equals(rule)) {
                return new DefaultCommand.ProposeRecast(window, operator, known);
            }
        }
        return null;
    }
}
