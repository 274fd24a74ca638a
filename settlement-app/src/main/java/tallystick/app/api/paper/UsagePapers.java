package tallystick.app.api.paper;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tallystick.app.api.paper.PaperName.Kind;
import tallystick.app.document.Fact;
import tallystick.app.document.Report;
import tallystick.app.document.Report.Column;
import tallystick.app.document.Report.Table;
import tallystick.domain.ledger.Names;
import tallystick.domain.money.Pico;
import tallystick.domain.usage.TokenClass;
import tallystick.domain.usage.UsageRecord;
import tallystick.engine.LedgerEngine;
import tallystick.engine.codec.UsageLeaf;
import tallystick.engine.replay.WindowMembers;
import tallystick.projections.settlement.SettlementView;
import tallystick.projections.settlement.SettlementView.Window;
import tallystick.projections.settlement.SettlementView.WindowStatement;
import tallystick.projections.settlement.StepName;
import tallystick.projections.settlement.TrailView;
import tallystick.projections.sql.RowScope;

/**
 * The detailed usage report of a pair: exact charges by day (UTC), model, tariff version and site,
 * added up from the events themselves.
 */
@Component
final class UsagePapers {

    private static final long NANOS = 1_000_000_000L;

    private record Key(String day, String model, String tariff, String site, String asset)
            implements Comparable<Key> {

        private static final Comparator<Key> ORDER =
                Comparator.comparing(Key::asset)
                        .thenComparing(Key::day)
                        .thenComparing(Key::model)
                        .thenComparing(Key::tariff)
                        .thenComparing(Key::site);

        @Override
        public int compareTo(Key other) {
            return ORDER.compare(this, other);
        }
    }

    private static final class Sum {
        private long records;
        private final long[] tokens = new long[TokenClass.COUNT];
        private Pico exact = Pico.ZERO;

        void add(UsageRecord usage) {
            records++;
            for (int i = 0; i < TokenClass.COUNT; i++) {
                tokens[i] = Math.addExact(tokens[i], usage.billed(i));
            }
            exact = exact.plus(usage.wholesale());
        }
    }

    private final LedgerEngine engine;
    private final SettlementView windows;
    private final TrailView trail;

    UsagePapers(LedgerEngine engine, SettlementView windows, TrailView trail) {
        this.engine = engine;
        this.windows = windows;
        this.trail = trail;
    }

    List<PaperName> names(Window window, RowScope rows) {
        SortedSet<String> seen = new TreeSet<>();
        List<PaperName> names = new ArrayList<>();
        for (WindowStatement row : windows.statementsOf(rows, window.window())) {
            PaperName name =
                    PaperName.of(
                            Kind.USAGE,
                            window.window(),
                            row.statement().homeOperator(),
                            row.statement().servingOperator());
            if (seen.add(name.toString())) {
                names.add(name);
            }
        }
        return names;
    }

    @Nullable Report usage(PaperName name, Window window, RowScope rows) {
        String home = name.rest().get(0);
        String serving = name.rest().get(1);
        TrailView.Span span = trail.span(window.window());
        TrailView.Step sealed = trail.step(window.window(), StepName.SEALED);
        Long last = span == null ? null : span.lastSequence();
        if (sealed == null || span == null || last == null || !rows.hasPair(home, serving)) {
            return null;
        }
        SortedMap<Key, Sum> sums =
                sums(window.window(), home, serving, span.openedPosition(), last);
        return sums.isEmpty() ? null : report(name, window, sealed.recordedAt(), sums);
    }

    private SortedMap<Key, Sum> sums(
            String window, String home, String serving, long opened, long last) {
        SortedMap<Key, Sum> sums = new TreeMap<>();
        Names names = engine.names();
        WindowMembers.Line pair =
                new WindowMembers.Line(
                        names.operators.refOf(home),
                        names.operators.refOf(serving),
                        UsageLeaf.ANY,
                        UsageLeaf.ANY);
        if (opened >= last) {
            return sums;
        }
        try (WindowMembers members =
                new WindowMembers(
                        engine.frames(),
                        names,
                        names.windows.refOf(window),
                        pair,
                        opened + 1,
                        last)) {
            for (UsageRecord usage = members.next(); usage != null; usage = members.next()) {
                if (usage.isRoaming()) {
                    sums.computeIfAbsent(key(usage, names), _ -> new Sum()).add(usage);
                }
            }
        }
        return sums;
    }

    private static Key key(UsageRecord usage, Names names) {
        Instant ended =
                Instant.ofEpochSecond(usage.endedEpochNanos / NANOS, usage.endedEpochNanos % NANOS);
        String site = usage.site;
        return new Key(
                LocalDate.ofInstant(ended, ZoneOffset.UTC).toString(),
                usage.model,
                names.tariffVersions.nameOf(usage.wholesaleVersionRef),
                site == null ? "" : site,
                names.tariffVersionAssets.nameOf(usage.wholesaleVersionRef));
    }

    private static Report report(
            PaperName name, Window window, Instant issuedAt, SortedMap<Key, Sum> sums) {
        List<List<String>> rows = new ArrayList<>();
        SortedMap<String, Sum> totals = new TreeMap<>();
        sums.forEach(
                (key, sum) -> {
                    Sum total = totals.computeIfAbsent(key.asset, _ -> new Sum());
                    total.records += sum.records;
                    total.exact = total.exact.plus(sum.exact);
                    for (int i = 0; i < TokenClass.COUNT; i++) {
                        total.tokens[i] = Math.addExact(total.tokens[i], sum.tokens[i]);
                    }
                    rows.add(row(key, sum));
                });
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact("home_operator", "Home operator (debtor)", name.rest().get(0)));
        facts.add(new Fact("serving_operator", "Serving operator (creditor)", name.rest().get(1)));
        facts.add(
                new Fact(
                        "merkle_root",
                        "Seal over the events",
                        String.valueOf(window.merkleRoot())));
        List<List<String>> sumRows = new ArrayList<>();
        totals.forEach(
                (asset, sum) ->
                        sumRows.add(
                                List.of(
                                        asset,
                                        Long.toString(sum.records),
                                        Long.toString(input(sum)),
                                        Long.toString(all(sum) - input(sum)),
                                        sum.exact.toDecimalString())));
        return new Report(
                "usage_report",
                "Detailed usage report",
                name.toString(),
                window.window(),
                issuedAt,
                facts,
                List.of(
                        new Table("totals", "Totals, before rounding", totalColumns(), sumRows),
                        new Table(
                                "usage", "By day (UTC), model, tariff and site", columns(), rows)));
    }

    private static long input(Sum sum) {
        long input = 0;
        for (TokenClass tokenClass : TokenClass.ALL) {
            input += tokenClass.isInput() ? sum.tokens[tokenClass.ordinal()] : 0;
        }
        return input;
    }

    private static long all(Sum sum) {
        long all = 0;
        for (long tokens : sum.tokens) {
            all += tokens;
        }
        return all;
    }

    private static List<Column> totalColumns() {
        return List.of(
                new Column("currency", "Currency", 1, false),
                new Column("records", "Records", 1.4f, true),
                new Column("tokens_in", "Tokens in", 2, true),
                new Column("tokens_out", "Tokens out", 2, true),
                new Column("exact", "Exact charge", 2.8f, true));
    }

    private static List<Column> columns() {
        return List.of(
                new Column("day", "Day", 1.5f, false),
                new Column("model", "Model", 2.2f, false),
                new Column("tariff", "Tariff", 1.3f, false),
                new Column("site", "Site", 1.6f, false),
                new Column("records", "Records", 1.1f, true),
                new Column("tokens_in", "Tokens in", 1.6f, true),
                new Column("tokens_out", "Tokens out", 1.6f, true),
                new Column("currency", "Currency", 1.5f, false),
                new Column("exact", "Exact charge", 2.6f, true));
    }

    private static List<String> row(Key key, Sum sum) {
        return List.of(
                key.day,
                key.model,
                key.tariff,
                key.site,
                Long.toString(sum.records),
                Long.toString(input(sum)),
                Long.toString(all(sum) - input(sum)),
                key.asset,
                sum.exact.toDecimalString());
    }
}
