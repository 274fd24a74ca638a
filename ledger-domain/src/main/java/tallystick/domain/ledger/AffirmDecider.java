package tallystick.domain.ledger;

import static tallystick.domain.ledger.LedgerDecider.accepted;
import static tallystick.domain.ledger.LedgerDecider.refused;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tallystick.domain.ClosingCommand;
import tallystick.domain.ClosingEvent.AffirmationProposed;
import tallystick.domain.ClosingEvent.AggregateMismatched;
import tallystick.domain.ClosingEvent.StatementAffirmed;
import tallystick.domain.Decision;
import tallystick.domain.Decision.Accepted;
import tallystick.domain.Decision.Refused;
import tallystick.domain.LedgerEvent;
import tallystick.domain.RefusalCode;
import tallystick.domain.settlement.AffirmedBy;
import tallystick.domain.settlement.Statement;
import tallystick.domain.settlement.StatementHash;
import tallystick.domain.settlement.WindowState;

/** Decides who has affirmed a statement: two persons, a calculation that agrees, or a deadline. */
final class AffirmDecider {

    /** A statement with the side that speaks. */
    private record Side(Window window, Closing closing, Statement statement, String operator) {

        Closing.@Nullable Affirmation said() {
            return closing.affirmations.get(Closing.side(statement.statement(), operator));
        }

        StatementAffirmed affirmed(AffirmedBy how, String maker, String checker) {
            return new StatementAffirmed(
                    window.name, statement.statement(), operator, how, maker, checker);
        }
    }

    private interface Step {
        Decision of(Side side);
    }

    private AffirmDecider() {}

    static Decision propose(ClosingCommand.ProposeAffirmation c, String actor, LedgerState state) {
        return side(
                c.statement(),
                c.operator(),
                actor,
                state,
                side ->
                        side.said() != null
                                ? wrongState("its affirmation is proposed already")
                                : accepted(
                                        c.statement(),
                                        new AffirmationProposed(
                                                side.window.name,
                                                c.statement(),
                                                c.operator(),
                                                actor)));
    }

    static Decision confirm(ClosingCommand.ConfirmAffirmation c, String actor, LedgerState state) {
        return side(
                c.statement(),
                c.operator(),
                actor,
                state,
                side -> {
                    Closing.Affirmation said = side.said();
                    if (said == null) {
                        return wrongState("nobody has proposed its affirmation");
                    }
                    return said.proposer().equals(actor)
                            ? refused(
                                    RefusalCode.SAME_PERSON,
                                    "statement",
                                    "needs another person than the maker")
                            : accepted(
                                    c.statement(),
                                    side.affirmed(AffirmedBy.PERSONS, said.proposer(), actor));
                });
    }

    static Decision compare(ClosingCommand.SubmitAggregate c, String actor, LedgerState state) {
        return side(
                c.statement(),
                c.operator(),
                actor,
                state,
                side -> {
                    long minor = MinorAmount.signed(c.total(), side.statement.asset());
                    if (minor == MinorAmount.NONE) {
                        return FieldCheck.invalid("total", MinorAmount.RULE);
                    }
                    if (!c.hash().matches("[0-9a-f]{64}")) {
                        return FieldCheck.invalid("hash", "must be 64 lower-case hex digits");
                    }
                    AffirmedBy how = agreement(side, c.hash(), minor);
                    return how == null
                            ? accepted(
                                    c.statement(),
                                    new AggregateMismatched(
                                            side.window.name,
                                            c.statement(),
                                            c.operator(),
                                            actor,
                                            c.hash(),
                                            minor))
                            : accepted(c.statement(), side.affirmed(how, actor, ""));
                });
    }

    private static @Nullable AffirmedBy agreement(Side side, String hash, long minor) {
        long total = side.statement.total();
        if (minor == total && hash.equals(StatementHash.of(side.statement).toHex())) {
            return AffirmedBy.MATCH;
        }
        long off = minor > total ? minor - total : total - minor;
        return off >= 0 && off <= side.closing.toleranceMinor && side.closing.toleranceMinor > 0
                ? AffirmedBy.TOLERANCE
                : null;
    }

    /** Who has said nothing until the deadline is deemed to have affirmed. */
    static Decision deem(Window window, Closing closing) {
        List<LedgerEvent> events = new ArrayList<>();
        for (String[] side : ClosingBook.missing(window, closing)) {
            events.add(
                    new StatementAffirmed(
                            window.name, side[0], side[1], AffirmedBy.DEADLINE, "", ""));
        }
        return new Accepted(events, window.name);
    }

    private static Decision side(
            String name, String operator, String actor, LedgerState state, Step step) {
        Window window = state.windows.find(windowOf(name));
        Statement statement = window == null ? null : statement(window, name);
        if (window == null || statement == null) {
            return refused(RefusalCode.NOT_FOUND, "statement", "does not exist");
        }
        if (!operator.equals(statement.homeOperator())
                && !operator.equals(statement.servingOperator())) {
            return refused(RefusalCode.NOT_FOUND, "operator", "is no party to the statement");
        }
        if (window.state != WindowState.AFFIRMING) {
            return wrongState(
                    "its window is "
                            + window.state.name().toLowerCase(Locale.ROOT)
                            + ", not affirming");
        }
        Refused refused = notOfAnother(actor, operator, state);
        if (refused != null) {
            return refused;
        }
        Side side = new Side(window, state.closings.of(window.name), statement, operator);
        Closing.Affirmation said = side.said();
        return said != null && said.how() != null
                ? wrongState("the operator has affirmed it already")
                : step.of(side);
    }

    /** Null when the person acts for nobody else. */
    static @Nullable Refused notOfAnother(String actor, String operator, LedgerState state) {
        String known = state.closings.operatorOf(actor);
        return known == null || known.equals(operator)
                ? null
                : refused(
                        RefusalCode.PARTICIPANT_STAFF,
                        "operator",
                        "the person acts for another operator");
    }

    /** The window in a statement's name: no name has a colon. */
    static String windowOf(String statement) {
        int colon = statement.indexOf(':');
        return colon < 0 ? statement : statement.substring(0, colon);
    }

    static @Nullable Statement statement(Window window, String name) {
        return window.statements.stream()
                .filter(statement -> statement.statement().equals(name))
                .findFirst()
                .orElse(null);
    }

    private static Refused wrongState(String detail) {
        return refused(RefusalCode.WRONG_STATE, "statement", detail);
    }
}
