package tallystick.domain;

import java.util.List;
import tallystick.domain.settlement.DefaultDraw;
import tallystick.domain.settlement.NetPosition;
import tallystick.domain.settlement.PayInCall;
import tallystick.domain.settlement.Recast;

/** What happens to collateral, and to an operator that does not pay in. */
public sealed interface DefaultEvent extends LedgerEvent.Settlement {

    /**
     * @param minor minor units, above 0 deposited, below 0 withdrawn
     * @param entry the bank's reference
     */
    record CollateralMoved(String operator, String asset, long minor, String entry)
            implements DefaultEvent {}

    /** What happens in a window. */
    sealed interface OfWindow extends DefaultEvent {
        String window();
    }

    /**
     * The pay-in was due; passed by the journal's time.
     *
     * @param missing what is not there, per asset and operator, in canonical order
     */
    record PayInLate(String window, List<PayInCall> missing) implements OfWindow {
        public PayInLate {
            missing = List.copyOf(missing);
        }
    }

    record GraceGiven(String window, String operator, long untilEpochNanos, String actor)
            implements OfWindow {}

    /**
     * From this position on new holds abroad of the operator's customers are refused. The cuts of
     * its caps follow at the next positions, before anything of its collateral is drawn.
     *
     * @param reference the legal reference
     */
    record DefaultDeclared(
            String window, String operator, String reference, String maker, String checker)
            implements OfWindow {}

    /**
     * What was missing is there: the window settles whole, no position has changed.
     *
     * @param nextWindow the open window, in which the defaulter owes what others paid for it
     * @param draws in the order of the waterfall, per asset
     */
    record DefaultCovered(
            String window,
            String operator,
            String nextWindow,
            String actor,
            List<DefaultDraw> draws)
            implements OfWindow {
        public DefaultCovered {
            draws = List.copyOf(draws);
        }
    }

    /**
     * The window without the defaulter's debts.
     *
     * @param nextWindow the open window that those debts went to
     * @param unwound the statements taken out
     * @param before net positions before
     * @param after net positions now
     * @param difference after less before, per asset and operator
     */
    record WindowRecast(
            String window,
            String operator,
            Recast.Rule rule,
            String nextWindow,
            String maker,
            String checker,
            List<String> unwound,
            List<NetPosition> before,
            List<NetPosition> after,
            List<NetPosition> difference)
            implements OfWindow {
        public WindowRecast {
            unwound = List.copyOf(unwound);
            before = List.copyOf(before);
            after = List.copyOf(after);
            difference = List.copyOf(difference);
        }
    }

    record DefaultLifted(
            String window, String operator, String reason, String maker, String checker)
            implements OfWindow {}
}
