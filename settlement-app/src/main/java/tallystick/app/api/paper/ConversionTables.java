package tallystick.app.api.paper;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tallystick.app.api.JournalReads;
import tallystick.app.document.PaperLine;
import tallystick.app.document.Report.Column;
import tallystick.app.document.Report.Table;
import tallystick.domain.settlement.FxFixing;
import tallystick.domain.settlement.FxRate;
import tallystick.domain.settlement.NetPosition;
import tallystick.domain.settlement.WindowConversion;

/** What documents say of fixings and converted nets, as the ledger has them. */
@Component
final class ConversionTables {

    private static final Column OPERATOR = new Column("operator", "Operator", 2.4f, false);
    private static final Column CURRENCY = new Column("currency", "Currency", 1.2f, false);
    private static final Column AMOUNT = new Column("amount", "Amount", 2.2f, true);

    private final JournalReads journal;

    ConversionTables(JournalReads journal) {
        this.journal = journal;
    }

    /** A window's conversion, null when nothing was converted. */
    @Nullable WindowConversion of(String window) {
        return journal.ledger(state -> Optional.ofNullable(state.conversionOf(window)))
                .orElse(null);
    }

    /** What is paid and received: the nets, or what they were converted to. */
    List<NetPosition> paid(String window, List<NetPosition> nets) {
        WindowConversion conversion = of(window);
        return conversion == null ? nets : conversion.positions();
    }

    /** Rates, conversions, residuals and what is paid; none when nothing was converted. */
    List<Table> tables(String window) {
        WindowConversion conversion = of(window);
        return conversion == null ? List.of() : tables(conversion);
    }

    private static List<Table> tables(WindowConversion conversion) {
        List<List<String>> rates = new ArrayList<>();
        for (FxRate rate : conversion.rates()) {
            FxFixing fixing = rate.fixing();
            rates.add(
                    List.of(
                            WindowConversion.pair(fixing.base(), fixing.quote()),
                            fixing.source(),
                            instant(fixing),
                            fixing.mid().toString(),
                            Integer.toString(fixing.spreadPpm()),
                            String.join(" ", fixing.path()),
                            String.join(", ", rate.fixings())));
        }
        List<List<String>> nets = new ArrayList<>();
        for (WindowConversion.Net net : conversion.converted()) {
            nets.add(
                    List.of(
                            net.operator(),
                            net.base(),
                            RecordPapers.amount(net.baseMinor(), net.base()),
                            net.quote(),
                            RecordPapers.amount(net.quoteMinor(), net.quote())));
        }
        List<List<String>> rounding = new ArrayList<>();
        conversion
                .roundingMinor()
                .forEach(
                        (asset, minor) ->
                                rounding.add(
                                        List.of(
                                                "fx-rounding:" + asset,
                                                asset,
                                                RecordPapers.amount(minor, asset))));
        List<List<String>> paid = new ArrayList<>();
        for (NetPosition one : conversion.positions()) {
            paid.add(
                    List.of(
                            one.operator(),
                            one.asset(),
                            RecordPapers.amount(one.minor(), one.asset())));
        }
        return List.of(
                new Table(
                        "fixings",
                        "Fixings",
                        List.of(
                                new Column("pair", "Pair", 1.4f, false),
                                new Column("source", "Source", 1.4f, false),
                                new Column("fixed_at", "Fixed at", 2.6f, false),
                                new Column("mid", "Mid", 1.8f, true),
                                new Column("spread_ppm", "Spread, ppm", 1.3f, true),
                                new Column("path", "Path", 1.7f, false),
                                new Column("made_of", "Made of", 3.4f, false)),
                        rates),
                new Table(
                        "conversions",
                        "Converted nets: positive is to receive",
                        List.of(
                                OPERATOR,
                                new Column("base", "From", 1, false),
                                new Column("base_amount", "Net", 2.2f, true),
                                new Column("quote", "To", 1, false),
                                new Column("quote_amount", "Converted", 2.2f, true)),
                        nets),
                new Table(
                        "fx_rounding",
                        "Residual of the conversion, with " + conversion.agent(),
                        List.of(new Column("account", "Account", 2.4f, false), CURRENCY, AMOUNT),
                        rounding),
                new Table(
                        "paid",
                        "Paid after conversion: positive is to receive",
                        List.of(OPERATOR, CURRENCY, AMOUNT),
                        paid));
    }

    /** The lines of a notice that lead from the net to what is paid; more than 0 is to pay. */
    List<PaperLine> lines(String window, String operator, String asset) {
        WindowConversion conversion = of(window);
        List<PaperLine> lines = new ArrayList<>();
        if (conversion == null) {
            return lines;
        }
        boolean isAgent = conversion.agent().equals(operator);
        for (WindowConversion.Net net : conversion.converted()) {
            if (!isAgent && !net.operator().equals(operator)) {
                continue;
            }
            String rate = rate(conversion, net);
            String of = isAgent ? " of " + net.operator() : "";
            int sign = isAgent ? -1 : 1;
            String key = window + ":" + net.operator() + ":" + net.base() + ":" + net.quote();
            if (net.base().equals(asset)) {
                lines.add(
                        new PaperLine(
                                key + ":from",
                                "Net" + of + " converted to " + net.quote() + " at " + rate,
                                null,
                                sign * net.baseMinor()));
            } else if (net.quote().equals(asset)) {
                lines.add(
                        new PaperLine(
                                key + ":to",
                                "Net"
                                        + of
                                        + " of "
                                        + net.base()
                                        + " "
                                        + RecordPapers.amount(net.baseMinor(), net.base())
                                        + " converted at "
                                        + rate,
                                null,
                                -sign * net.quoteMinor()));
            }
        }
        return lines;
    }

    private static String rate(WindowConversion conversion, WindowConversion.Net net) {
        return conversion.rates().stream()
                .map(FxRate::fixing)
                .filter(fixing -> fixing.base().equals(net.base()))
                .filter(fixing -> fixing.quote().equals(net.quote()))
                .map(
                        fixing ->
                                "%s %s/%s, %s %s, spread %d ppm"
                                        .formatted(
                                                fixing.mid(),
                                                fixing.base(),
                                                fixing.quote(),
                                                fixing.source(),
                                                instant(fixing),
                                                fixing.spreadPpm()))
                .findFirst()
                .orElse("");
    }

    private static String instant(FxFixing fixing) {
        long nanos = 1_000_000_000L;
        return Instant.ofEpochSecond(
                        fixing.fixedAtEpochNanos() / nanos, fixing.fixedAtEpochNanos() % nanos)
                .toString();
    }
}
