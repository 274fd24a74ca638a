package tallystick.app.api.paper;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tallystick.app.document.Fact;
import tallystick.app.document.Report;
import tallystick.app.document.Report.Column;
import tallystick.app.document.Report.Table;
import tallystick.domain.money.Assets;
import tallystick.domain.settlement.Statement;
import tallystick.domain.settlement.StatementHash;
import tallystick.domain.usage.TokenClass;
import tallystick.projections.settlement.ClosingView;
import tallystick.projections.settlement.ClosingView.Closing;
import tallystick.projections.settlement.SettlementView;
import tallystick.projections.settlement.SettlementView.Window;
import tallystick.projections.settlement.SettlementView.WindowStatement;
import tallystick.projections.settlement.StepName;
import tallystick.projections.settlement.TrailView;
import tallystick.projections.sql.RowScope;

/** What is certified of a window: its seal, its netting, its approval, its finality. */
@Component
final class RecordPapers {

    private static final Column CURRENCY = new Column("currency", "Currency", 1, false);
    private static final Column AMOUNT = new Column("amount", "Amount", 2.2f, true);

    private final SettlementView windows;
    private final ClosingView closing;
    private final TrailView trail;
    private final ConversionTables conversions;

    RecordPapers(
            SettlementView windows,
            ClosingView closing,
            TrailView trail,
            ConversionTables conversions) {
        this.conversions = conversions;
        this.windows = windows;
        this.closing = closing;
        this.trail = trail;
    }

    boolean hasStep(Window window, String step) {
        return trail.step(window.window(), step) != null;
    }

    @Nullable Report seal(PaperName name, Window window) {
        TrailView.Step step = trail.step(window.window(), StepName.SEALED);
        String root = window.merkleRoot();
        if (step == null || root == null) {
            return null;
        }
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact("settlement_model", "Settlement model", window.settlementModel()));
        facts.add(new Fact("starts_at", "Service from", window.startsAt().toString()));
        facts.add(new Fact("cut_off", "Service before", String.valueOf(window.cutOff())));
        facts.add(
                new Fact(
                        "last_sequence",
                        "Fence (last journal position)",
                        String.valueOf(window.lastSequence())));
        facts.add(new Fact("records", "Usage records", Long.toString(window.records())));
        facts.add(new Fact("merkle_root", "Merkle root, SHA-256", root));
        facts.add(new Fact("position", "Journal position of the seal", "" + step.position()));
        List<List<String>> tokens = new ArrayList<>();
        for (TokenClass tokenClass : TokenClass.ALL) {
            tokens.add(
                    List.of(
                            tokenClass.wireName(),
                            window.tokens().get(tokenClass.ordinal()).toString()));
        }
        long all = window.tokens().stream().mapToLong(Long::longValue).sum();
        facts.add(new Fact("tokens_total", "Tokens of all classes", Long.toString(all)));
        return new Report(
                "seal_certificate",
                "Seal certificate",
                name.toString(),
                window.window(),
                step.recordedAt(),
                facts,
                List.of(
                        new Table(
                                "tokens",
                                "Tokens by class",
                                List.of(
                                        new Column("token_class", "Class", 4, false),
                                        new Column("tokens", "Tokens", 2, true)),
                                tokens)));
    }

    /** Of the whole federation: the hub's own to see. */
    @Nullable Report netting(PaperName name, Window window) {
        TrailView.Step step = trail.step(window.window(), StepName.NETTED);
        if (step == null) {
            return null;
        }
        SortedMap<String, long[]> sums = new TreeMap<>();
        List<List<String>> gross = new ArrayList<>();
        for (WindowStatement row : windows.statementsOf(window.window())) {
            Statement s = row.statement();
            sums(sums, s.asset())[0] += Math.abs(s.total());
            gross.add(
                    List.of(
                            s.asset(),
                            s.homeOperator(),
                            s.servingOperator(),
                            amount(s.total(), s.asset())));
        }
        gross.sort(java.util.Comparator.comparing(List::getFirst));
        List<List<String>> bilateral = new ArrayList<>();
        windows.bilateralOf(window.window())
                .forEach(
                        debt -> {
                            sums(sums, debt.asset())[1] += debt.minor();
                            bilateral.add(
                                    List.of(
                                            debt.asset(),
                                            debt.debtor(),
                                            debt.creditor(),
                                            amount(debt.minor(), debt.asset())));
                        });
        List<List<String>> net = new ArrayList<>();
        windows.netPositionsOf(window.window())
                .forEach(
                        p -> {
                            sums(sums, p.asset())[2] += Math.max(0, p.minor());
                            sums(sums, p.asset())[3] += p.minor();
                            net.add(List.of(p.asset(), p.operator(), amount(p.minor(), p.asset())));
                        });
        List<List<String>> totals = new ArrayList<>();
        sums.forEach((asset, of) -> totals.add(totals(asset, of)));
        List<Table> tables = new ArrayList<>(nettingTables(totals, gross, bilateral, net));
        tables.addAll(conversions.tables(window.window()));
        return new Report(
                "netting_report",
                "Netting report",
                name.toString(),
                window.window(),
                step.recordedAt(),
                List.of(new Fact("position", "Journal position", "" + step.position())),
                tables);
    }

    private static List<Table> nettingTables(
            List<List<String>> totals,
            List<List<String>> gross,
            List<List<String>> bilateral,
            List<List<String>> net) {
        return List.of(
                new Table("totals", "Totals by currency", totalColumns(), totals),
                new Table(
                        "gross",
                        "Gross: what each statement charges",
                        from("home_operator", "Debtor", "serving_operator", "Creditor"),
                        gross),
                new Table(
                        "bilateral",
                        "Bilateral: what remains of each pair",
                        from("debtor", "Debtor", "creditor", "Creditor"),
                        bilateral),
                new Table(
                        "multilateral",
                        "Multilateral: positive is to receive",
                        List.of(CURRENCY, new Column("operator", "Operator", 4, false), AMOUNT),
                        net));
    }

    private static long[] sums(SortedMap<String, long[]> sums, String asset) {
        return sums.computeIfAbsent(asset, _ -> new long[4]);
    }

    private static List<String> totals(String asset, long[] sums) {
        BigDecimal saved =
                sums[0] == 0
                        ? BigDecimal.ZERO
                        : BigDecimal.valueOf(sums[0] - sums[2])
                                .multiply(BigDecimal.valueOf(100))
                                .divide(
                                        BigDecimal.valueOf(sums[0]),
                                        1,
                                        java.math.RoundingMode.HALF_EVEN);
        return List.of(
                asset,
                amount(sums[0], asset),
                amount(sums[1], asset),
                amount(sums[2], asset),
                amount(sums[3], asset),
                saved.toPlainString());
    }

    private static List<Column> totalColumns() {
        return List.of(
                CURRENCY,
                new Column("gross_total", "Gross", 2, true),
                new Column("bilateral_total", "Bilateral", 2, true),
                new Column("multilateral_total", "Paid", 2, true),
                new Column("sum_of_positions", "Sum of positions", 2, true),
                new Column("saved_percent", "Less to pay, %", 1.6f, true));
    }

    private static List<Column> from(String key, String heading, String key2, String heading2) {
        return List.of(
                CURRENCY,
                new Column(key, heading, 2.5f, false),
                new Column(key2, heading2, 2.5f, false),
                AMOUNT);
    }

    /** Who approved which hash over which inputs and outputs: the hub's own to see. */
    @Nullable Report approval(PaperName name, Window window) {
        TrailView.Step step = trail.step(window.window(), StepName.APPROVED);
        Closing how = closing.closing(window.window());
        if (step == null || how == null || how.approvedHash().isEmpty()) {
            return null;
        }
        List<List<String>> statements = new ArrayList<>();
        for (WindowStatement row : windows.statementsOf(window.window())) {
            Statement s = row.statement();
            statements.add(
                    List.of(
                            s.statement(),
                            StatementHash.of(s).toHex(),
                            s.asset(),
                            amount(s.total(), s.asset())));
        }
        List<List<String>> net = new ArrayList<>();
        windows.netPositionsOf(window.window())
                .forEach(
                        p ->
                                net.add(
                                        List.of(
                                                p.operator(),
                                                p.asset(),
                                                amount(p.minor(), p.asset()))));
        List<Table> tables = new ArrayList<>(approvalTables(statements, net));
        tables.addAll(conversions.tables(window.window()));
        return new Report(
                "approval_record",
                "Approval record",
                name.toString(),
                window.window(),
                step.recordedAt(),
                List.of(
                        new Fact("approved_hash", "Approved hash (SHA-256)", how.approvedHash()),
                        new Fact("maker", "Maker", how.approvalMaker()),
                        new Fact("checker", "Risk checker", how.approvalChecker()),
                        new Fact(
                                "merkle_root",
                                "Seal over the inputs",
                                String.valueOf(window.merkleRoot())),
                        new Fact("position", "Journal position", "" + step.position())),
                tables);
    }

    private static List<Table> approvalTables(
            List<List<String>> statements, List<List<String>> net) {
        return List.of(
                new Table(
                        "statements",
                        "Outputs: statements",
                        List.of(
                                new Column("statement", "Statement", 3.4f, false),
                                new Column("hash", "Hash", 4.6f, false),
                                CURRENCY,
                                AMOUNT),
                        statements),
                new Table(
                        "positions",
                        "Outputs: net positions, positive is to receive",
                        List.of(new Column("operator", "Operator", 4, false), CURRENCY, AMOUNT),
                        net));
    }

    /** With the payments of the reader's pairs; persons are named to the hub alone. */
    @Nullable Report finality(PaperName name, Window window, RowScope rows) {
        Closing how = closing.closing(window.window());
        if (how == null || how.certificate().isEmpty()) {
            return null;
        }
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact("certificate", "Certificate (SHA-256)", how.certificate()));
        facts.add(new Fact("approved_hash", "Approved hash", how.approvedHash()));
        facts.add(new Fact("merkle_root", "Seal", String.valueOf(window.merkleRoot())));
        facts.add(new Fact("value_date", "Value date", String.valueOf(how.valueDate())));
        if (!rows.isNarrow()) {
            facts.add(new Fact("instructed_by", "Instructed by", how.instructionMaker()));
            facts.add(
                    new Fact(
                            "instruction_checked_by",
                            "Instruction checked by",
                            how.instructionChecker()));
        }
        List<List<String>> legs = new ArrayList<>();
        List<List<String>> entries = new ArrayList<>();
        for (ClosingView.Leg row : closing.legs(rows, window.window())) {
            String asset = row.leg().asset();
            legs.add(
                    List.of(
                            Integer.toString(row.leg().leg()),
                            row.leg().debtor(),
                            row.leg().creditor(),
                            row.leg().uetr(),
                            asset,
                            amount(row.leg().minor(), asset),
                            amount(row.confirmedMinor(), asset)));
            for (TrailView.Entry entry : trail.entriesOfLeg(row.leg().uetr())) {
                if (entry.kind().equals("leg")) {
                    entries.add(
                            List.of(
                                    Integer.toString(row.leg().leg()),
                                    entry.entry(),
                                    entry.recordedAt().toString(),
                                    asset,
                                    amount(entry.minor(), asset)));
                }
            }
        }
        Column leg = new Column("leg", "Leg", 0.7f, true);
        return new Report(
                "finality_certificate",
                "Finality certificate",
                name.toString(),
                window.window(),
                instant(how.finalisedEpochNanos()),
                facts,
                List.of(
                        new Table(
                                "legs",
                                "Payments",
                                List.of(
                                        leg,
                                        new Column("debtor", "Paid by", 1.6f, false),
                                        new Column("creditor", "Paid to", 1.6f, false),
                                        new Column("uetr", "UETR", 4.4f, false),
                                        new Column("currency", "Currency", 1.2f, false),
                                        new Column("amount", "Amount", 2, true),
                                        new Column("confirmed", "Confirmed", 2, true)),
                                legs),
                        new Table(
                                "entries",
                                "Entries of banks",
                                List.of(
                                        leg,
                                        new Column("entry", "Entry", 6, false),
                                        new Column("recorded_at", "Recorded", 3.4f, false),
                                        new Column("currency", "Currency", 1.2f, false),
                                        AMOUNT),
                                entries)));
    }

    static String amount(long minor, String asset) {
        return BigDecimal.valueOf(minor, Assets.minorDigits(asset)).toPlainString();
    }

    private static Instant instant(long epochNanos) {
        long nanos = 1_000_000_000L;
        return Instant.ofEpochSecond(epochNanos / nanos, epochNanos % nanos);
    }
}
