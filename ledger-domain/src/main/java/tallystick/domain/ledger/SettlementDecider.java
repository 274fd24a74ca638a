package tallystick.domain.ledger;

import static tallystick.domain.ledger.FieldCheck.first;
import static tallystick.domain.ledger.FieldCheck.free;
import static tallystick.domain.ledger.FieldCheck.invalid;
import static tallystick.domain.ledger.FieldCheck.name;
import static tallystick.domain.ledger.LedgerDecider.accepted;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import tallystick.domain.ClosingCommand;
import tallystick.domain.ClosingEvent.AffirmingBegun;
import tallystick.domain.ClosingEvent.ApprovalAsked;
import tallystick.domain.Decision;
import tallystick.domain.Decision.Accepted;
import tallystick.domain.Decision.Refused;
import tallystick.domain.DefaultCommand;
import tallystick.domain.DisputeCommand;
import tallystick.domain.FxCommand;
import tallystick.domain.FxEvent.WindowConverted;
import tallystick.domain.LedgerCommand.Settlement;
import tallystick.domain.LedgerEvent;
import tallystick.domain.LedgerEvent.Settlement.StatementsIssued;
import tallystick.domain.LedgerEvent.Settlement.WindowCalculated;
import tallystick.domain.LedgerEvent.Settlement.WindowFenced;
import tallystick.domain.LedgerEvent.Settlement.WindowNetted;
import tallystick.domain.LedgerEvent.Settlement.WindowOpened;
import tallystick.domain.LedgerEvent.Settlement.WindowSealed;
import tallystick.domain.RefusalCode;
import tallystick.domain.TermsEvent.TermsApplied;
import tallystick.domain.WindowRunCommand;
import tallystick.domain.money.Assets;
import tallystick.domain.money.Pico;
import tallystick.domain.rating.TariffVersion;
import tallystick.domain.settlement.AppliedTerms;
import tallystick.domain.settlement.NetPosition;
import tallystick.domain.settlement.Netting;
import tallystick.domain.settlement.Obligation;
import tallystick.domain.settlement.Rounding;
import tallystick.domain.settlement.Statement;
import tallystick.domain.settlement.StatementLine;
import tallystick.domain.settlement.WindowState;
import tallystick.domain.usage.TokenClass;

/** Decides the steps of a settlement window. */
final class SettlementDecider {

    private record DocumentKey(String home, String serving, String asset)
            implements Comparable<DocumentKey> {
        @Override
        public int compareTo(DocumentKey other) {
            int byHome = home.compareTo(other.home);
            int byServing = byHome != 0 ? byHome : serving.compareTo(other.serving);
            return byServing != 0 ? byServing : asset.compareTo(other.asset);
        }
    }

    private SettlementDecider() {}

    static Decision decide(
            Settlement command, String actor, LedgerState state, long nowEpochNanos) {
        return switch (command) {
            case Settlement.OpenWindow c -> openWindow(c, state, nowEpochNanos);
            case Settlement.CutOffWindow c -> cutOffWindow(c, state, nowEpochNanos);
            case Settlement.FenceWindow c ->
                    step(
                            c.window(),
                            WindowState.GRACE,
                            state,
                            w -> accepted(w.name, new WindowFenced(w.name, state.lastPosition())));
            case Settlement.SealWindow c ->
                    step(c.window(), WindowState.FENCED, state, w -> sealWindow(c, w));
            case Settlement.CalculateWindow c ->
                    step(c.window(), WindowState.SEALED, state, w -> calculateWindow(w, state));
            case Settlement.IssueStatements c -> issue(c, state, nowEpochNanos);
            case Settlement.NetWindow c -> net(c, state, nowEpochNanos);
            case WindowRunCommand c -> ScheduleDecider.decide(c, state, nowEpochNanos);
            case ClosingCommand c -> ClosingDecider.decide(c, actor, state, nowEpochNanos);
            case DisputeCommand c -> DisputeDecider.decide(c, actor, state, nowEpochNanos);
            case DefaultCommand c -> DefaultDecider.decide(c, actor, state, nowEpochNanos);
            case FxCommand c -> FxDecider.decide(c, actor, state, nowEpochNanos);
        };
    }

    private static Decision openWindow(
            Settlement.OpenWindow c, LedgerState state, long nowEpochNanos) {
        Refused refused =
                first(
                        name("window", c.window()),
                        name("settlement_model", c.settlementModel()),
                        free("window", c.window(), state.names.windows));
        if (refused != null) {
            return refused;
        }
        return state.windows.hasOpen(c.settlementModel())
                ? LedgerDecider.refused(
                        RefusalCode.ALREADY_EXISTS,
                        "settlement_model",
                        "has an open window; the next one opens when that is cut off")
                : ScheduleDecider.opened(
                        new WindowOpened(c.window(), c.settlementModel(), c.startsAtEpochNanos()),
                        state,
                        nowEpochNanos);
    }

    private static Decision cutOffWindow(
            Settlement.CutOffWindow c, LedgerState state, long nowEpochNanos) {
        Refused refused =
                first(
                        name("next_window", c.nextWindow()),
                        c.cutOffEpochNanos() > nowEpochNanos
                                ? invalid("cut_off", "must not be in the future")
                                : null,
                        free("next_window", c.nextWindow(), state.names.windows));
        if (refused != null) {
            return refused;
        }
        return step(
                c.window(),
                WindowState.OPEN,
                state,
                w ->
                        c.cutOffEpochNanos() <= w.startsAtEpochNanos
                                ? invalid("cut_off", "must be after the window's start")
                                : ScheduleDecider.cutOff(
                                        w,
                                        c.cutOffEpochNanos(),
                                        c.nextWindow(),
                                        nowEpochNanos,
                                        state,
                                        nowEpochNanos));
    }

    private static Decision sealWindow(Settlement.SealWindow c, Window window) {
        return c.records() == window.records()
                ? accepted(
                        window.name,
                        new WindowSealed(
                                window.name, window.records(), window.tokens(), c.merkleRoot()))
                : LedgerDecider.refused(
                        RefusalCode.SEAL_MISMATCH,
                        "records",
                        "the window has " + window.records() + " members");
    }

    /** Runs a step on the window if it is in the state the step starts from. */
    private static Decision step(
            String name, WindowState from, LedgerState state, Function<Window, Decision> step) {
        Window window = state.windows.find(name);
        if (window == null) {
            return LedgerDecider.refused(RefusalCode.NOT_FOUND, "window", "does not exist");
        }
        return window.state == from
                ? step.apply(window)
                : LedgerDecider.refused(
                        RefusalCode.WRONG_STATE,
                        "window",
                        "is " + wire(window.state) + ", the step starts from " + wire(from));
    }

    private static String wire(WindowState state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    private static Decision calculateWindow(Window window, LedgerState state) {
        try {
            List<AppliedTerms> applied = TermsCalculation.of(window, state);
            WindowCalculated calculated =
                    new WindowCalculated(window.name, calculate(window, applied, state));
            return applied.isEmpty()
                    ? accepted(window.name, calculated)
                    : accepted(window.name, calculated, new TermsApplied(window.name, applied));
        } catch (ArithmeticException overflow) {
            return LedgerDecider.refused(
                    RefusalCode.AMOUNT_OVERFLOW,
                    "window",
                    "a statement would leave 63 bits of minor units");
        }
    }

    /** One statement per home operator, serving operator and asset, all in canonical order. */
    private static List<Statement> calculate(
            Window window, List<AppliedTerms> applied, LedgerState state) {
        SortedMap<DocumentKey, SortedMap<String, WindowLine>> documents = new TreeMap<>();
        for (WindowLine line : window.lines()) {
            TariffVersion version = state.tariffs.version(line.key().versionRef());
            DocumentKey document =
                    new DocumentKey(
                            state.names.operators.nameOf(line.key().homeRef()),
                            state.names.operators.nameOf(line.key().servingRef()),
                            state.names.assets.nameOf(version.assetRef()));
            String lineKey =
                    state.names.models.nameOf(line.key().modelRef())
                            + ":"
                            + state.tariffs.terms(version.ref()).tariff()
                            + ":%010d".formatted(version.version());
            documents.computeIfAbsent(document, _ -> new TreeMap<>()).put(lineKey, line);
        }
        SortedMap<DocumentKey, List<Adjustment>> adjustments = new TreeMap<>();
        for (Adjustment adjustment : window.adjustments()) {
            DocumentKey document =
                    new DocumentKey(
                            state.names.operators.nameOf(adjustment.homeRef()),
                            state.names.operators.nameOf(adjustment.servingRef()),
                            state.names.assets.nameOf(adjustment.assetRef()));
            documents.computeIfAbsent(document, _ -> new TreeMap<>());
            adjustments.computeIfAbsent(document, _ -> new ArrayList<>()).add(adjustment);
        }
        SortedMap<DocumentKey, List<StatementLine>> terms = new TreeMap<>();
        for (AppliedTerms one : applied) {
            DocumentKey document =
                    new DocumentKey(one.homeOperator(), one.servingOperator(), one.asset());
            if (!one.lines().isEmpty()) {
                documents.computeIfAbsent(document, _ -> new TreeMap<>());
                terms.computeIfAbsent(document, _ -> new ArrayList<>()).addAll(one.lines());
            }
        }
        List<Statement> statements = new ArrayList<>();
        documents.forEach(
                (key, lines) ->
                        statements.add(
                                statement(
                                        window,
                                        key,
                                        lines,
                                        terms.getOrDefault(key, List.of()),
                                        adjustments.getOrDefault(key, List.of()),
                                        state)));
        return statements;
    }

    private static Statement statement(
            Window window,
            DocumentKey key,
            SortedMap<String, WindowLine> lines,
            List<StatementLine> terms,
            List<Adjustment> adjustments,
            LedgerState state) {
        int digits = Assets.minorDigits(key.asset());
        List<Rounding.Share> shares = new ArrayList<>();
        lines.forEach((lineKey, line) -> shares.add(new Rounding.Share(lineKey, line.amount())));
        for (StatementLine line : terms) {
            String lineKey = line.model() + ":" + line.tariff() + ":" + line.tariffVersion();
            shares.add(new Rounding.Share(lineKey, line.exact()));
        }
        List<Long> rounded = Rounding.largestRemainder(shares, digits);
        List<StatementLine> documentLines = new ArrayList<>();
        Pico exact = Pico.ZERO;
        long total = 0;
        for (WindowLine line : lines.values()) {
            long minor = rounded.get(documentLines.size());
            TariffVersion version = state.tariffs.version(line.key().versionRef());
            documentLines.add(
                    new StatementLine(
                            state.names.models.nameOf(line.key().modelRef()),
                            state.tariffs.terms(version.ref()).tariff(),
                            version.version(),
                            line.records(),
                            line.tokens(),
                            line.amount(),
                            minor));
            exact = exact.plus(line.amount());
            total = Math.addExact(total, minor);
        }
        for (StatementLine line : terms) {
            long minor = rounded.get(documentLines.size());
            documentLines.add(line.withRounded(minor));
            exact = exact.plus(line.exact());
            total = Math.addExact(total, minor);
        }
        for (Adjustment one : adjustments.stream().sorted(Adjustment.CANONICAL).toList()) {
            StatementLine line = adjusted(one, digits);
            documentLines.add(line);
            exact = exact.plus(line.exact());
            total = Math.addExact(total, line.rounded());
        }
        String name = String.join(":", window.name, key.home(), key.serving(), key.asset());
        return new Statement(
                name, key.home(), key.serving(), key.asset(), digits, documentLines, exact, total);
    }

    /** A line without usage, after those of usage: whole minor units, so nothing is rounded. */
    private static StatementLine adjusted(Adjustment adjustment, int digits) {
        return new StatementLine(
                adjustment.model(),
                adjustment.tariff(),
                adjustment.tariffVersion(),
                0,
                Collections.nCopies(TokenClass.COUNT, 0L),
                Rounding.minorToPico(adjustment.minor(), digits),
                adjustment.minor());
    }

    private static Decision issue(
            Settlement.IssueStatements c, LedgerState state, long nowEpochNanos) {
        boolean asks = c.affirmByEpochNanos() != Settlement.IssueStatements.UNASKED;
        if (asks && c.affirmByEpochNanos() <= nowEpochNanos) {
            return invalid("affirm_by", "must be in the future");
        }
        if (c.toleranceMinor() < 0) {
            return invalid("tolerance", "must not be negative");
        }
        return step(
                c.window(),
                WindowState.CALCULATED,
                state,
                w -> {
                    StatementsIssued issued = new StatementsIssued(w.name, statementNames(w));
                    return asks
                            ? accepted(
                                    w.name,
                                    issued,
                                    new AffirmingBegun(
                                            w.name, c.affirmByEpochNanos(), c.toleranceMinor()))
                            : accepted(w.name, issued);
                });
    }

    private static List<String> statementNames(Window window) {
        return window.statements.stream().map(Statement::statement).toList();
    }

    /** From issued statements when nobody was asked, else when every side has affirmed. */
    private static Decision net(Settlement.NetWindow c, LedgerState state, long nowEpochNanos) {
        Window asked = state.windows.find(c.window());
        WindowState from =
                asked != null && asked.state == WindowState.AFFIRMING
                        ? WindowState.AFFIRMING
                        : WindowState.STATEMENTS_ISSUED;
        return step(
                c.window(),
                from,
                state,
                w -> {
                    List<String[]> missing =
                            from == WindowState.AFFIRMING
                                    ? ClosingBook.missing(w, state.closings.find(w.name))
                                    : List.of();
                    return missing.isEmpty()
                            ? net(w, state, nowEpochNanos)
                            : LedgerDecider.refused(
                                    RefusalCode.WRONG_STATE,
                                    "window",
                                    "waits until "
                                            + missing.getFirst()[1]
                                            + " affirms "
                                            + missing.getFirst()[0]);
                });
    }

    private static Decision net(Window window, LedgerState state, long nowEpochNanos) {
        List<Obligation> obligations =
                window.statements.stream()
                        .map(s -> Coverage.obligation(s, state.disputes.nettedMinor(s)))
                        .toList();
        Netting netting = Netting.of(obligations);
        List<NetPosition> nets = netting.positions();
        FxPlan plan = FxPlan.atNetting(window, nets, state, nowEpochNanos);
        if (plan.refused() != null) {
            return plan.refused();
        }
        List<LedgerEvent> events = new ArrayList<>();
        events.add(new WindowNetted(window.name, netting.bilateral(), nets));
        if (plan.conversion() != null) {
            events.add(new WindowConverted(window.name, plan.conversion(), "ledger"));
        }
        events.add(
                new ApprovalAsked(
                        window.name, ClosingDecider.hash(window, nets, plan.conversion(), state)));
        return new Accepted(events, window.name);
    }
}
