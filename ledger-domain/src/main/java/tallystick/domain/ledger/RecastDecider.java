package tallystick.domain.ledger;

import static tallystick.domain.ledger.ClosingDecider.wrongState;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import tallystick.domain.ClosingEvent.ApprovalAsked;
import tallystick.domain.Decision;
import tallystick.domain.Decision.Accepted;
import tallystick.domain.Decision.Refused;
import tallystick.domain.DefaultCommand;
import tallystick.domain.DefaultEvent.WindowRecast;
import tallystick.domain.FxEvent.WindowConverted;
import tallystick.domain.LedgerEvent;
import tallystick.domain.settlement.DefaultState;
import tallystick.domain.settlement.GrossMatrix;
import tallystick.domain.settlement.NetPosition;
import tallystick.domain.settlement.NetPositions;
import tallystick.domain.settlement.Obligation;
import tallystick.domain.settlement.Recast;
import tallystick.domain.settlement.Statement;
import tallystick.domain.settlement.TwoPersonAct;
import tallystick.domain.settlement.WindowState;

/**
 * Decides to compute a window again without a defaulter's debts: by two persons and a named rule,
 * before the first payment leg. What it comes to has to be approved anew.
 */
final class RecastDecider {

    private static final Set<DefaultState> DECLARED = Set.of(DefaultState.DEFAULT_DECLARED);

    private RecastDecider() {}

    static Decision propose(DefaultCommand.ProposeRecast c, String actor, LedgerState state) {
        return DefaultDecider.of(
                c,
                DECLARED,
                state,
                (w, closing) ->
                        DefaultDecider.proposed(
                                w,
                                closing,
                                TwoPersonAct.RECAST,
                                actor,
                                c.operator() + "|" + c.rule().name(),
                                state));
    }

    static Decision recast(DefaultCommand.RecastWindow c, String actor, LedgerState state) {
        return DefaultDecider.of(
                c,
                DECLARED,
                state,
                (w, closing) -> {
                    Refused refused =
                            DefaultDecider.second(
                                    closing, TwoPersonAct.RECAST, c.operator(), actor, state);
                    Window open = state.windows.open(w.settlementModelRef);
                    if (refused != null || open == null || open.state != WindowState.OPEN) {
                        return refused != null ? refused : wrongState("its model has no open one");
                    }
                    return recast(w, closing, open, c.operator(), actor, state);
                });
    }

    private static Decision recast(
            Window window,
            Closing closing,
            Window open,
            String operator,
            String actor,
            LedgerState state) {
        Closing.Proposal first = ClosingDecider.first(closing, TwoPersonAct.RECAST);
        Recast.Rule rule = Recast.Rule.valueOf(DefaultDecider.restOf(first));
        SortedMap<String, GrossMatrix> debts =
                GrossMatrix.perAsset(Coverage.obligations(window, closing, state));
        List<NetPosition> before = new ArrayList<>();
        List<NetPosition> after = new ArrayList<>();
        List<NetPosition> difference = new ArrayList<>();
        for (GrossMatrix owed : debts.values()) {
            NetPositions now = owed.multilateral();
            NetPositions then = now;
            if (unwinds(owed, operator, rule)) {
                Recast recast = Recast.of(owed, operator, rule);
                then = recast.after();
                difference.addAll(recast.difference().each());
            }
            before.addAll(now.each());
            after.addAll(then.each());
        }
        List<String> unwound = new ArrayList<>();
        for (Statement statement : closing.netted(window)) {
            Obligation owed = Coverage.obligation(statement, state.disputes.nettedMinor(statement));
            if (rule.unwinds(owed.debtor(), owed.creditor(), operator)) {
                unwound.add(statement.statement());
            }
        }
        FxPlan plan = FxPlan.afterRecast(window, after, state);
        if (plan.refused() != null) {
            return plan.refused();
        }
        List<LedgerEvent> events = new ArrayList<>();
        events.add(
                new WindowRecast(
                        window.name,
                        operator,
                        rule,
                        open.name,
                        first.actor(),
                        actor,
                        unwound,
                        before,
                        after,
                        difference));
        if (plan.conversion() != null) {
            events.add(new WindowConverted(window.name, plan.conversion(), actor));
        }
        events.add(
                new ApprovalAsked(
                        window.name, ClosingDecider.hash(window, after, plan.conversion(), state)));
        return new Accepted(events, window.name);
    }

    private static boolean unwinds(GrossMatrix debts, String operator, Recast.Rule rule) {
        return debts.owedMinor().keySet().stream()
                .anyMatch(pair -> rule.unwinds(pair.debtor(), pair.creditor(), operator));
    }
}
