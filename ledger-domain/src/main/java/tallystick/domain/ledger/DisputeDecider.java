package tallystick.domain.ledger;

import static tallystick.domain.ledger.FieldCheck.invalid;
import static tallystick.domain.ledger.FieldCheck.name;
import static tallystick.domain.ledger.FieldCheck.text;
import static tallystick.domain.ledger.LedgerDecider.accepted;
import static tallystick.domain.ledger.LedgerDecider.refused;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import tallystick.domain.ClosingEvent.StatementAffirmed;
import tallystick.domain.Decision;
import tallystick.domain.Decision.Accepted;
import tallystick.domain.Decision.Refused;
import tallystick.domain.DisputeCommand;
import tallystick.domain.DisputeEvent.DisputeMoved;
import tallystick.domain.DisputeEvent.DisputeOpened;
import tallystick.domain.DisputeEvent.DisputeResolved;
import tallystick.domain.LedgerEvent;
import tallystick.domain.LineClaim;
import tallystick.domain.RefusalCode;
import tallystick.domain.settlement.AffirmedBy;
import tallystick.domain.settlement.CreditNotes;
import tallystick.domain.settlement.DisputeSplit;
import tallystick.domain.settlement.DisputeState;
import tallystick.domain.settlement.LineAmount;
import tallystick.domain.settlement.Statement;
import tallystick.domain.settlement.WindowState;

/** Decides the steps of a dispute, and what follows when nobody takes one in time. */
final class DisputeDecider {

    private static final Set<WindowState> BEFORE_NETTING =
            Set.of(WindowState.STATEMENTS_ISSUED, WindowState.AFFIRMING);
    private static final Set<WindowState> NO_STATEMENTS =
            Set.of(
                    WindowState.OPEN,
                    WindowState.GRACE,
                    WindowState.FENCED,
                    WindowState.SEALED,
                    WindowState.CALCULATED,
                    WindowState.ABORTED);
    private static final Set<DisputeState> CREDITOR_SPEAKS =
            Set.of(DisputeState.OPENED, DisputeState.ACKNOWLEDGED, DisputeState.EVIDENCE);

    private DisputeDecider() {}

    static Decision decide(
            DisputeCommand command, String actor, LedgerState state, long nowEpochNanos) {
        Mover mover = new Mover(actor, state, nowEpochNanos);
        return switch (command) {
            case DisputeCommand.OpenDispute c -> open(c, actor, state, nowEpochNanos);
            case DisputeCommand.AcknowledgeDispute c ->
                    mover.step(
                            c.dispute(),
                            c.operator(),
                            false,
                            Set.of(DisputeState.OPENED),
                            (d, _) ->
                                    mover.moved(
                                            d,
                                            DisputeState.ACKNOWLEDGED,
                                            c.operator(),
                                            "",
                                            d.grants));
            case DisputeCommand.SubmitEvidence c ->
                    mover.step(
                            c.dispute(),
                            c.operator(),
                            true,
                            Set.of(DisputeState.OPENED, DisputeState.ACKNOWLEDGED),
                            (d, _) ->
                                    c.evidence().matches("[0-9a-f]{64}")
                                            ? mover.moved(
                                                    d,
                                                    DisputeState.EVIDENCE,
                                                    c.operator(),
                                                    c.evidence(),
                                                    d.grants)
                                            : invalid(
                                                    "evidence",
                                                    "must be 64 lower-case hex digits"));
            case DisputeCommand.AgreeDispute c ->
                    mover.step(
                            c.dispute(),
                            c.operator(),
                            false,
                            CREDITOR_SPEAKS,
                            (d, s) ->
                                    mover.granted(
                                            d,
                                            s,
                                            DisputeState.AGREED,
                                            c.operator(),
                                            "",
                                            c.grants()));
            case DisputeCommand.RejectDispute c ->
                    mover.step(
                            c.dispute(),
                            c.operator(),
                            false,
                            CREDITOR_SPEAKS,
                            (d, _) ->
                                    said(c.reason())
                                            .orMove(
                                                    () ->
                                                            mover.moved(
                                                                    d,
                                                                    DisputeState.REJECTED,
                                                                    c.operator(),
                                                                    c.reason(),
                                                                    new TreeMap<>())));
            case DisputeCommand.EscalateDispute c ->
                    mover.step(
                            c.dispute(),
                            c.operator(),
                            true,
                            Set.of(DisputeState.REJECTED, DisputeState.AGREED),
                            (d, _) ->
                                    said(c.reason())
                                            .orMove(
                                                    () ->
                                                            mover.moved(
                                                                    d,
                                                                    DisputeState.ESCALATED,
                                                                    c.operator(),
                                                                    c.reason(),
                                                                    d.grants)));
            case DisputeCommand.ArbitrateDispute c ->
                    mover.step(
                            c.dispute(),
                            "",
                            false,
                            Set.of(DisputeState.ESCALATED),
                            (d, s) ->
                                    mover.granted(
                                            d,
                                            s,
                                            DisputeState.ARBITRATED,
                                            "",
                                            c.reason(),
                                            c.grants()));
            case DisputeCommand.ResolveDispute c -> {
                Dispute known = state.disputes.find(c.dispute());
                yield known != null && known.state == DisputeState.RESOLVED
                        ? new Accepted(List.of(), known.name)
                        : mover.step(
                                c.dispute(),
                                "",
                                false,
                                Set.of(
                                        DisputeState.AGREED,
                                        DisputeState.ARBITRATED,
                                        DisputeState.REJECTED),
                                (d, s) -> resolve(d, s, state, nowEpochNanos));
            }
        };
    }

    private static Reason said(String reason) {
        return new Reason(text("reason", reason));
    }

    private record Reason(@Nullable Refused refused) {
        Decision orMove(java.util.function.Supplier<Decision> move) {
            return refused != null ? refused : move.get();
        }
    }

    // ---- opening

    private static Decision open(
            DisputeCommand.OpenDispute c, String actor, LedgerState state, long nowEpochNanos) {
        Refused refused =
                FieldCheck.first(name("dispute", c.dispute()), text("reason", c.reason()));
        if (refused == null && state.disputes.find(c.dispute()) != null) {
            refused = refused(RefusalCode.ALREADY_EXISTS, "dispute", "is taken by an earlier one");
        }
        Window window = state.windows.find(AffirmDecider.windowOf(c.statement()));
        Statement statement =
                window == null ? null : AffirmDecider.statement(window, c.statement());
        if (refused == null && statement == null) {
            refused = refused(RefusalCode.NOT_FOUND, "statement", "does not exist");
        }
        if (refused != null || window == null || statement == null) {
            return Objects.requireNonNull(refused);
        }
        if (!statement.homeOperator().equals(c.operator())) {
            return refused(RefusalCode.NOT_FOUND, "operator", "is not the statement's debtor");
        }
        if (NO_STATEMENTS.contains(window.state)) {
            return refused(
                    RefusalCode.WRONG_STATE,
                    "statement",
                    "its window is " + window.state.name().toLowerCase(Locale.ROOT));
        }
        refused = AffirmDecider.notOfAnother(actor, c.operator(), state);
        SortedMap<Integer, Long> claims = new TreeMap<>();
        if (refused == null) {
            refused = amounts("claims", c.claims(), statement, claims);
        }
        if (refused == null && claims.isEmpty()) {
            refused = invalid("claims", "must name a line");
        }
        if (refused == null) {
            refused = exceeding(c.dispute(), claims, state.disputes.split(statement));
        }
        return refused != null
                ? refused
                : opened(c, claims, statement, window, actor, nowEpochNanos, state);
    }

    private static @Nullable Refused exceeding(
            String dispute, SortedMap<Integer, Long> claims, DisputeSplit split) {
        for (Map.Entry<Integer, Long> claim : claims.entrySet()) {
            DisputeSplit.ClaimKey key =
                    new DisputeSplit.ClaimKey(dispute, DisputeBook.key(claim.getKey()));
            if (!(split.claim(key, claim.getValue()) instanceof DisputeSplit.Claimed)) {
                return invalid(
                        "claims",
                        "must not be more than what is undisputed of line " + claim.getKey());
            }
        }
        return null;
    }

    private static Decision opened(
            DisputeCommand.OpenDispute c,
            SortedMap<Integer, Long> claims,
            Statement statement,
            Window window,
            String actor,
            long nowEpochNanos,
            LedgerState state) {
        List<LedgerEvent> events = new ArrayList<>();
        events.add(
                new DisputeOpened(
                        window.name,
                        c.dispute(),
                        c.statement(),
                        c.operator(),
                        actor,
                        c.reason(),
                        nowEpochNanos + DisputeState.OPENED.periodNanos(),
                        BEFORE_NETTING.contains(window.state),
                        Dispute.lines(claims)));
        // Who disputes lines has spoken: the rest of the statement is affirmed.
        Closing closing = state.closings.find(window.name);
        String side = Closing.side(statement.statement(), c.operator());
        Closing.Affirmation before = closing == null ? null : closing.affirmations.get(side);
        if (window.state == WindowState.AFFIRMING && (before == null || before.how() == null)) {
            events.add(
                    new StatementAffirmed(
                            window.name,
                            statement.statement(),
                            c.operator(),
                            AffirmedBy.DISPUTE,
                            actor,
                            ""));
        }
        return new Accepted(events, c.dispute());
    }

    /** Fills in whole minor units by line; the refusal when one is no such amount. */
    private static @Nullable Refused amounts(
            String field,
            List<LineClaim> given,
            Statement statement,
            SortedMap<Integer, Long> into) {
        for (LineClaim claim : given) {
            long minor = MinorAmount.positive(claim.amount(), statement.asset());
            if (claim.line() < 0 || claim.line() >= statement.lines().size()) {
                return invalid(field, "the statement has no line " + claim.line());
            }
            if (minor == MinorAmount.NONE || into.put(claim.line(), minor) != null) {
                return invalid(
                        field,
                        "line "
                                + claim.line()
                                + " must come once, and its amount "
                                + MinorAmount.RULE
                                + " and more than 0");
            }
        }
        return null;
    }

    // ---- steps

    /** Moves disputes for one request. */
    private record Mover(String actor, LedgerState state, long nowEpochNanos) {

        /** Runs a step by a party, or by nobody's person when {@code operator} is empty. */
        Decision step(
                String name,
                String operator,
                boolean isDebtor,
                Set<DisputeState> from,
                BiFunction<Dispute, Statement, Decision> step) {
            Dispute dispute = state.disputes.find(name);
            if (dispute == null) {
                return refused(RefusalCode.NOT_FOUND, "dispute", "does not exist");
            }
            Statement statement = statementOf(dispute, state);
            String party = isDebtor ? statement.homeOperator() : statement.servingOperator();
            if (!operator.isEmpty() && !operator.equals(party)) {
                return refused(
                        RefusalCode.NOT_FOUND,
                        "operator",
                        "the step is the " + (isDebtor ? "debtor's" : "creditor's"));
            }
            Refused refused = mayAct(operator);
            if (refused != null) {
                return refused;
            }
            return from.contains(dispute.state)
                    ? step.apply(dispute, statement)
                    : refused(
                            RefusalCode.WRONG_STATE,
                            "dispute",
                            "is " + dispute.state.name().toLowerCase(Locale.ROOT));
        }

        private @Nullable Refused mayAct(String operator) {
            if (!operator.isEmpty()) {
                return AffirmDecider.notOfAnother(actor, operator, state);
            }
            String known = state.closings.operatorOf(actor);
            return known == null
                    ? null
                    : refused(
                            RefusalCode.PARTICIPANT_STAFF,
                            "dispute",
                            "the person acts for " + known);
        }

        Decision granted(
                Dispute dispute,
                Statement statement,
                DisputeState to,
                String operator,
                String note,
                List<LineClaim> given) {
            SortedMap<Integer, Long> grants = new TreeMap<>();
            Refused refused = amounts("grants", given, statement, grants);
            if (refused == null && to == DisputeState.ARBITRATED) {
                refused = text("reason", note);
            }
            if (refused == null && to == DisputeState.AGREED && grants.isEmpty()) {
                refused = invalid("grants", "must name a line; to grant nothing is to reject");
            }
            for (Map.Entry<Integer, Long> grant : grants.entrySet()) {
                long claimed = dispute.claims.getOrDefault(grant.getKey(), 0L);
                if (refused == null && grant.getValue() > claimed) {
                    refused = invalid("grants", "must not be more than is claimed of a line");
                }
            }
            return refused != null ? refused : moved(dispute, to, operator, note, grants);
        }

        Decision moved(
                Dispute dispute,
                DisputeState to,
                String operator,
                String note,
                SortedMap<Integer, Long> grants) {
            return accepted(
                    dispute.name,
                    new DisputeMoved(
                            dispute.window,
                            dispute.name,
                            to,
                            operator,
                            actor,
                            note,
                            nowEpochNanos + to.periodNanos(),
                            Dispute.lines(grants)));
        }
    }

    static Statement statementOf(Dispute dispute, LedgerState state) {
        Window window = Objects.requireNonNull(state.windows.find(dispute.window));
        return Objects.requireNonNull(AffirmDecider.statement(window, dispute.statement));
    }

    // ---- what nobody did in time

    /** The default outcome of a dispute whose deadline has passed. */
    static Decision pass(Dispute dispute, LedgerState state, long nowEpochNanos) {
        Mover nobody = new Mover("", state, nowEpochNanos);
        return switch (dispute.state) {
            case OPENED -> nobody.moved(dispute, DisputeState.ACKNOWLEDGED, "", "", dispute.grants);
            case ACKNOWLEDGED ->
                    nobody.moved(dispute, DisputeState.REJECTED, "", "", new TreeMap<>());
            case EVIDENCE -> nobody.moved(dispute, DisputeState.AGREED, "", "", dispute.claims);
            case ESCALATED ->
                    nobody.moved(dispute, DisputeState.ARBITRATED, "", "", dispute.grants);
            case AGREED, REJECTED, ARBITRATED ->
                    resolve(dispute, statementOf(dispute, state), state, nowEpochNanos);
            case RESOLVED -> throw new IllegalStateException("a resolved dispute has no deadline");
        };
    }

    /** The notes: what is granted and still left of a line; and what was withheld beyond that. */
    private static Decision resolve(
            Dispute dispute, Statement statement, LedgerState state, long nowEpochNanos) {
        Window window = Objects.requireNonNull(state.windows.find(dispute.window));
        Window open = state.windows.open(window.settlementModelRef);
        if (open == null || open.state != WindowState.OPEN) {
            // Every model has an open window from its first on; wait rather than lose a note.
            return new Mover("", state, nowEpochNanos)
                    .moved(dispute, dispute.state, "", "", dispute.grants);
        }
        SortedMap<Integer, Long> credits = new TreeMap<>();
        if (!dispute.grants.isEmpty()) {
            CreditNotes.Answer answer =
                    state.disputes
                            .credits(statement)
                            .apply(
                                    new CreditNotes.Resolution(
                                            dispute.name, DisputeBook.keyed(dispute.grants)));
            if (!(answer instanceof CreditNotes.Credited credited)) {
                throw new IllegalStateException("a dispute is resolved once: " + answer);
            }
            credited.note()
                    .creditedMinor()
                    .forEach((key, minor) -> credits.put(Integer.parseInt(key), minor));
        }
        SortedMap<Integer, Long> debits = new TreeMap<>();
        if (dispute.withheld) {
            dispute.claims.forEach(
                    (line, minor) -> debits.put(line, minor - credits.getOrDefault(line, 0L)));
        }
        List<LineAmount> notes = Dispute.lines(credits);
        return accepted(
                dispute.name,
                new DisputeResolved(
                        dispute.window, dispute.name, open.name, notes, Dispute.lines(debits)));
    }
}
