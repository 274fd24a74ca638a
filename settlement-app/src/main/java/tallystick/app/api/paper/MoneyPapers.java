package tallystick.app.api.paper;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tallystick.app.api.cash.PayInReference;
import tallystick.app.api.paper.PaperName.Kind;
import tallystick.app.api.settlement.LedgerTerms;
import tallystick.app.document.Fact;
import tallystick.app.document.Paper;
import tallystick.app.document.PaperKind;
import tallystick.app.document.PaperLine;
import tallystick.domain.settlement.AppliedTerms;
import tallystick.domain.settlement.BilateralPosition;
import tallystick.domain.settlement.NetPosition;
import tallystick.domain.settlement.SettlementLeg;
import tallystick.domain.settlement.Statement;
import tallystick.domain.settlement.StatementLine;
import tallystick.domain.settlement.WindowState;
import tallystick.domain.usage.TokenClass;
import tallystick.projections.settlement.SettlementView;
import tallystick.projections.settlement.SettlementView.Window;
import tallystick.projections.settlement.SettlementView.WindowStatement;
import tallystick.projections.settlement.StepName;
import tallystick.projections.settlement.TrailView;
import tallystick.projections.sql.RowScope;

/** Papers with a total: invoices, credit notes, bilateral statements, net position notices. */
@Component
final class MoneyPapers {

    private static final String PAID_BY =
            "Set off in the window's net position; pay nothing on this paper alone.";

    private static final String UNDONE =
            "The window was given up: what it charged is charged by a later one.";

    private final SettlementView windows;
    private final TrailView trail;
    private final Parties parties;
    private final ConversionTables conversions;
    private final LedgerTerms terms;

    MoneyPapers(
            SettlementView windows,
            TrailView trail,
            Parties parties,
            ConversionTables conversions,
            LedgerTerms terms) {
        this.conversions = conversions;
        this.terms = terms;
        this.windows = windows;
        this.trail = trail;
        this.parties = parties;
    }

    /** The names of those that a reader may see. */
    List<PaperName> names(Window window, RowScope rows) {
        List<PaperName> names = new ArrayList<>();
        List<WindowStatement> statements = issued(window, rows);
        for (WindowStatement row : statements) {
            Statement s = row.statement();
            names.add(
                    PaperName.of(
                            s.total() < 0 ? Kind.CREDIT_NOTE : Kind.INVOICE,
                            window.window(),
                            s.homeOperator(),
                            s.servingOperator(),
                            s.asset()));
        }
        if (window.state() == WindowState.ABORTED) {
            for (WindowStatement row : statements) {
                names.add(undoing(window.window(), row.statement()));
            }
        }
        for (WindowStatement row : statements) {
            PaperName pair = pair(window.window(), row.statement());
            if (!names.contains(pair)) {
                names.add(pair);
            }
        }
        for (NetPosition position : paid(window)) {
            if (!rows.hasOperator(position.operator())) {
                continue;
            }
            names.add(
                    PaperName.of(
                            Kind.NOTICE, window.window(), position.operator(), position.asset()));
        }
        return names;
    }

    private static PaperName pair(String window, Statement s) {
        boolean inOrder = s.homeOperator().compareTo(s.servingOperator()) < 0;
        return PaperName.of(
                Kind.BILATERAL,
                window,
                inOrder ? s.homeOperator() : s.servingOperator(),
                inOrder ? s.servingOperator() : s.homeOperator(),
                s.asset());
    }

    private List<WindowStatement> issued(Window window, RowScope rows) {
        return windows.statementsOf(rows, window.window()).stream()
                .filter(WindowStatement::issued)
                .toList();
    }

    /** What takes back the bill of a window that was given up. */
    private static PaperName undoing(String window, Statement s) {
        return PaperName.of(
                s.total() < 0 ? Kind.DEBIT_NOTE : Kind.CREDIT_NOTE,
                window,
                s.homeOperator(),
                s.servingOperator(),
                s.asset());
    }

    /**
     * A serving operator's bill; what gives more back than it charges is a credit note. When the
     * window is given up a note takes the bill back: its debts are of a later window then.
     */
    @Nullable Paper invoice(PaperName name, Window window, RowScope rows) {
        WindowStatement row = windows.statement(name.statement());
        if (row == null
                || !row.issued()
                || !rows.hasPair(
                        row.statement().homeOperator(), row.statement().servingOperator())) {
            return null;
        }
        Statement statement = row.statement();
        Kind bill = statement.total() < 0 ? Kind.CREDIT_NOTE : Kind.INVOICE;
        if (name.kind() == bill) {
            String refersTo = bill == Kind.INVOICE ? null : earlier(name, window);
            return bill(name, window, statement, StepName.ISSUED, refersTo, 1);
        }
        boolean isUndone =
                window.state() == WindowState.ABORTED
                        && name.equals(undoing(window.window(), statement));
        String undone = new PaperName(bill, window.window(), name.rest()).toString();
        return isUndone ? bill(name, window, statement, StepName.ABORTED, undone, -1) : null;
    }

    private @Nullable Paper bill(
            PaperName name,
            Window window,
            Statement statement,
            String step,
            @Nullable String refersTo,
            int sign) {
        Instant issuedAt = time(window, step);
        if (issuedAt == null) {
            return null;
        }
        List<PaperLine> lines = new ArrayList<>();
        for (StatementLine line : statement.lines()) {
            lines.add(
                    new PaperLine(
                            statement.statement() + "/" + (lines.size() + 1),
                            text(line, line.tariff() + "@" + line.tariffVersion()),
                            line.records() == 0 ? null : line.records(),
                            line.records() == 0 ? null : sum(line.tokens()),
                            sign * line.rounded()));
        }
        return new Paper(
                kind(name.kind()),
                name.toString(),
                window.window(),
                window.startsAt(),
                end(window),
                issuedAt,
                parties.operator(statement.servingOperator()),
                parties.operator(statement.homeOperator()),
                statement.asset(),
                refersTo,
                lines,
                sign * statement.total(),
                facts(window, statement, sign));
    }

    private List<Fact> facts(Window window, Statement statement, int sign) {
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact("statement", "Statement", statement.statement()));
        facts.add(
                new Fact(
                        "exact",
                        "Statement before rounding",
                        statement.exact().toDecimalString() + " " + statement.asset()));
        int number = 0;
        for (AppliedTerms one : terms.of(window.window(), RowScope.ALL)) {
            if (one.homeOperator().equals(statement.homeOperator())
                    && one.servingOperator().equals(statement.servingOperator())
                    && one.asset().equals(statement.asset())) {
                facts.addAll(ConditionsText.facts(one, ++number));
            }
        }
        facts.add(new Fact("payment", "Payment", sign > 0 ? PAID_BY : UNDONE));
        return facts;
    }

    private static PaperKind kind(Kind kind) {
        return switch (kind) {
            case CREDIT_NOTE -> PaperKind.CREDIT_NOTE;
            case DEBIT_NOTE -> PaperKind.DEBIT_NOTE;
            case SEAL, SUMS, USAGE, INVOICE, BILATERAL, NOTICE, NETTING, APPROVAL, FINALITY ->
                    PaperKind.INVOICE;
        };
    }

    private static String text(StatementLine line, String tariff) {
        String said = ConditionsText.line(line);
        if (said != null) {
            return said;
        }
        return line.records() == 0
                ? "Adjustment of an earlier window: " + line.model()
                : "Inference, %s, inter-operator tariff %s, %,d tokens in, %,d out"
                        .formatted(
                                line.model(),
                                tariff,
                                input(line.tokens()),
                                sum(line.tokens()) - input(line.tokens()));
    }

    /** The pair's last invoice before this window: what a credit note takes back from. */
    private String earlier(PaperName name, Window window) {
        String found = "";
        TrailView.Step own = trail.step(window.window(), StepName.ISSUED);
        for (Window one : windows.windows()) {
            if (one.window().equals(window.window())) {
                break;
            }
            PaperName other = new PaperName(Kind.INVOICE, one.window(), name.rest());
            WindowStatement row = windows.statement(other.statement());
            TrailView.Step issued = trail.step(one.window(), StepName.ISSUED);
            boolean isBefore = issued != null && own != null && issued.position() < own.position();
            if (row != null && isBefore && row.statement().total() >= 0) {
                found = other.toString();
            }
        }
        return found.isEmpty() ? name.statement() : found;
    }

    /** Both directions of two operators; more than 0 is owed by the second. */
    @Nullable Paper bilateral(PaperName name, Window window, RowScope rows) {
        String first = name.rest().get(0);
        String second = name.rest().get(1);
        String asset = name.rest().get(2);
        Instant issuedAt = time(window, StepName.ISSUED);
        if (issuedAt == null || first.compareTo(second) >= 0 || !rows.hasPair(first, second)) {
            return null;
        }
        List<PaperLine> lines = new ArrayList<>();
        long total = 0;
        for (WindowStatement row : issued(window, RowScope.ALL)) {
            Statement s = row.statement();
            if (!pair(window.window(), s).equals(name)) {
                continue;
            }
            boolean isOwed = s.homeOperator().equals(second);
            long minor = isOwed ? s.total() : -s.total();
            total = Math.addExact(total, minor);
            lines.add(
                    new PaperLine(
                            s.statement(),
                            "%s served customers of %s"
                                    .formatted(s.servingOperator(), s.homeOperator()),
                            s.lines().stream().mapToLong(StatementLine::records).sum(),
                            s.lines().stream().mapToLong(line -> sum(line.tokens())).sum(),
                            minor));
        }
        return lines.isEmpty()
                ? null
                : new Paper(
                        PaperKind.BILATERAL_STATEMENT,
                        name.toString(),
                        window.window(),
                        window.startsAt(),
                        end(window),
                        issuedAt,
                        parties.operator(first),
                        parties.operator(second),
                        asset,
                        null,
                        lines,
                        total,
                        List.of(new Fact("payment", "Payment", PAID_BY)));
    }

    /** What an operator pays, more than 0, or is paid; with its own pairs only. */
    @Nullable Paper notice(PaperName name, Window window, RowScope rows) {
        String operator = name.rest().get(0);
        String asset = name.rest().get(1);
        Instant issuedAt = time(window, StepName.NETTED);
        NetPosition position =
                paid(window).stream()
                        .filter(p -> p.operator().equals(operator) && p.asset().equals(asset))
                        .findFirst()
                        .orElse(null);
        if (position == null || issuedAt == null || !rows.hasOperator(operator)) {
            return null;
        }
        List<PaperLine> lines = new ArrayList<>();
        for (BilateralPosition debt : windows.bilateralOf(window.window())) {
            boolean pays = debt.debtor().equals(operator);
            if (debt.asset().equals(asset) && (pays || debt.creditor().equals(operator))) {
                String other = pays ? debt.creditor() : debt.debtor();
                lines.add(
                        new PaperLine(
                                window.window() + ":" + operator + ":" + other + ":" + asset,
                                pays ? "Net owed to " + other : "Net owed by " + other,
                                null,
                                pays ? debt.minor() : -debt.minor()));
            }
        }
        lines.addAll(conversions.lines(window.window(), operator, asset));
        return new Paper(
                PaperKind.NET_POSITION_NOTICE,
                name.toString(),
                window.window(),
                window.startsAt(),
                end(window),
                issuedAt,
                parties.hub(),
                parties.operator(operator),
                asset,
                null,
                lines,
                Math.negateExact(position.minor()),
                payment(window, position));
    }

    /** How it is paid, as it is known once the window is netted: references are derived. */
    private List<Fact> payment(Window window, NetPosition position) {
        List<Fact> facts = new ArrayList<>();
        if (position.minor() < 0) {
            facts.add(
                    new Fact(
                            "pay_in_reference",
                            "Pay in with UETR",
                            PayInReference.of(
                                            window.window(), position.operator(), position.asset())
                                    .text()));
        }
        for (SettlementLeg leg : SettlementLeg.of(window.window(), paid(window))) {
            boolean pays = leg.debtor().equals(position.operator());
            if (leg.asset().equals(position.asset())
                    && (pays || leg.creditor().equals(position.operator()))) {
                facts.add(
                        new Fact(
                                "leg_" + leg.leg(),
                                pays ? "Paid to " + leg.creditor() : "Paid by " + leg.debtor(),
                                "%s %s, UETR %s"
                                        .formatted(
                                                leg.asset(),
                                                RecordPapers.amount(leg.minor(), leg.asset()),
                                                leg.uetr())));
            }
        }
        return facts;
    }

    /** What everybody pays and receives, after conversion. */
    private List<NetPosition> paid(Window window) {
        return conversions.paid(window.window(), windows.netPositionsOf(window.window()));
    }

    private @Nullable Instant time(Window window, String step) {
        TrailView.Step taken = trail.step(window.window(), step);
        return taken == null ? null : taken.recordedAt();
    }

    private static Instant end(Window window) {
        Instant cutOff = window.cutOff();
        if (cutOff == null) {
            throw new IllegalStateException(window.window() + " has statements and no cut-off");
        }
        return cutOff;
    }

    private static long input(List<Long> tokens) {
        long input = 0;
        for (TokenClass tokenClass : TokenClass.ALL) {
            input += tokenClass.isInput() ? tokens.get(tokenClass.ordinal()) : 0;
        }
        return input;
    }

    private static long sum(List<Long> tokens) {
        return tokens.stream().mapToLong(Long::longValue).sum();
    }
}
