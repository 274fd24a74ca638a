package tallystick.app.console;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tallystick.app.console.ConsoleDocument.Asset;
import tallystick.app.console.ConsoleDocument.Exposure;
import tallystick.app.console.ConsoleDocument.Line;
import tallystick.app.console.ConsoleDocument.NetPosition;
import tallystick.app.console.ConsoleDocument.Settled;
import tallystick.app.console.ConsoleDocument.Suspended;
import tallystick.app.console.ConsoleDocument.Totals;
import tallystick.app.console.ConsoleDocument.Wallet;
import tallystick.app.console.ConsoleDocument.Window;
import tallystick.domain.money.Assets;
import tallystick.domain.settlement.Statement;
import tallystick.domain.settlement.StatementLine;
import tallystick.domain.settlement.WindowState;
import tallystick.domain.usage.TokenClass;
import tallystick.engine.LedgerEngine;
import tallystick.projections.ProgressView;
import tallystick.projections.position.BilateralPositionView;
import tallystick.projections.settlement.SettlementView;
import tallystick.projections.usage.SuspenseView;
import tallystick.projections.usage.UsageTotalsView;
import tallystick.projections.wallet.WalletBalanceView;
import tallystick.projections.wallet.WalletBalanceView.AssetTotals;

/** Puts the page's summary together from the views. */
@Component
final class ConsoleView {

    private static final int WALLETS = 12;
    private static final int WINDOWS = 12;

    private final LedgerEngine engine;
    private final ProgressView progress;
    private final WalletBalanceView balances;
    private final UsageTotalsView usage;
    private final SuspenseView suspense;
    private final SettlementView settlement;
    private final BilateralPositionView exposure;

    ConsoleView(
            LedgerEngine engine,
            ProgressView progress,
            WalletBalanceView balances,
            UsageTotalsView usage,
            SuspenseView suspense,
            SettlementView settlement,
            BilateralPositionView exposure) {
        this.engine = engine;
        this.progress = progress;
        this.balances = balances;
        this.usage = usage;
        this.suspense = suspense;
        this.settlement = settlement;
        this.exposure = exposure;
    }

    /** The page as of now. */
    ConsoleDocument summary(List<Long> perSecond) {
        long projected = projected();
        long position = engine.lastDurablePosition();
        List<AssetTotals> assets = balances.totalsByAsset();
        List<SettlementView.Window> windows = settlement.windows();
        return new ConsoleDocument(
                Instant.now(),
                Long.toString(position),
                Long.toString(projected),
                new ConsoleDocument.Rate(perSecond),
                totals(assets),
                suspense.summary().stream().map(ConsoleView::suspended).toList(),
                assets.stream().map(ConsoleView::asset).toList(),
                balances.latest(WALLETS).stream().map(ConsoleView::wallet).toList(),
                newest(windows).stream().map(ConsoleView::window).toList(),
                exposure(windows),
                settled(windows));
    }

    /** The slowest projection's position, −1 while there is nothing to project. */
    private long projected() {
        return progress.positions().values().stream()
                .mapToLong(Long::longValue)
                .min()
                .orElse(-1);
    }

    private Totals totals(List<AssetTotals> assets) {
        UsageTotalsView.UsageTotals totals = usage.totals();
        return new Totals(
                totals.accepted(),
                totals.suspended(),
                totals.late(),
                totals.roaming(),
                totals.tokensIn().toString(),
                totals.tokensOut().toString(),
                assets.stream().mapToLong(AssetTotals::wallets).sum());
    }

    private static List<SettlementView.Window> newest(List<SettlementView.Window> windows) {
        return windows.subList(Math.max(0, windows.size() - WINDOWS), windows.size()).reversed();
    }

    private List<Exposure> exposure(List<SettlementView.Window> windows) {
        List<Exposure> running = new ArrayList<>();
        for (SettlementView.Window window : windows) {
            if (window.state().compareTo(WindowState.SEALED) < 0) {
                exposure.exposures(window.window()).forEach(e -> running.add(exposure(e)));
            }
        }
        return running;
    }

    private @Nullable Settled settled(List<SettlementView.Window> windows) {
        for (SettlementView.Window window : windows.reversed()) {
            if (window.state().compareTo(WindowState.CALCULATED) >= 0) {
                return new Settled(
                        window.window(),
                        settlement.statementsOf(window.window()).stream()
                                .map(s -> statement(s.statement()))
                                .toList(),
                        settlement.netPositionsOf(window.window()).stream()
                                .map(ConsoleView::netPosition)
                                .toList());
            }
        }
        return null;
    }

    private static Suspended suspended(SuspenseView.SuspenseSummary summary) {
        return new Suspended(
                summary.reason().wireName(), summary.records(), summary.tokens().toString());
    }

    private static Asset asset(AssetTotals totals) {
        return new Asset(
                totals.asset(),
                totals.wallets(),
                totals.posted().toDecimalString(),
                totals.held().toDecimalString(),
                totals.shortfall().toDecimalString());
    }

    private static Wallet wallet(WalletBalanceView.WalletBalance balance) {
        return new Wallet(
                balance.wallet(),
                balance.tenant(),
                balance.operator(),
                balance.asset(),
                balance.posted().toDecimalString(),
                balance.available().toDecimalString(),
                balance.overdraftLimit().toDecimalString(),
                balance.shortfall().toDecimalString());
    }

    private static Window window(SettlementView.Window window) {
        return new Window(
                window.window(),
                window.settlementModel(),
                window.state().name().toLowerCase(Locale.ROOT),
                window.startsAt(),
                window.cutOff(),
                window.records(),
                window.merkleRoot(),
                window.statements());
    }

    private static Exposure exposure(BilateralPositionView.Exposure exposure) {
        return new Exposure(
                exposure.window(),
                exposure.homeOperator(),
                exposure.servingOperator(),
                exposure.asset(),
                exposure.records(),
                exposure.tokens().total().toString(),
                exposure.exact().toDecimalString());
    }

    private static ConsoleDocument.Statement statement(Statement statement) {
        List<Line> lines = new ArrayList<>();
        for (StatementLine line : statement.lines()) {
            lines.add(
                    new Line(
                            line.model(),
                            line.tariff(),
                            line.tariffVersion(),
                            line.records(),
                            tokens(line, true),
                            tokens(line, false),
                            line.exact().toDecimalString(),
                            minor(line.rounded(), statement.minorDigits())));
        }
        return new ConsoleDocument.Statement(
                statement.statement(),
                statement.homeOperator(),
                statement.servingOperator(),
                statement.asset(),
                statement.lines().stream().mapToLong(StatementLine::records).sum(),
                minor(statement.total(), statement.minorDigits()),
                lines);
    }

    private static String tokens(StatementLine line, boolean input) {
        BigInteger sum = BigInteger.ZERO;
        for (TokenClass tokenClass : TokenClass.ALL) {
            if (input ? tokenClass.isInput() : tokenClass.isOutput()) {
                sum = sum.add(BigInteger.valueOf(line.tokens().get(tokenClass.ordinal())));
            }
        }
        return sum.toString();
    }

    private static NetPosition netPosition(tallystick.domain.settlement.NetPosition position) {
        int digits = Assets.minorDigits(position.asset());
        return new NetPosition(
                position.asset(), position.operator(), minor(position.minor(), digits));
    }

    private static String minor(long minor, int digits) {
        return BigDecimal.valueOf(minor, digits).toPlainString();
    }
}
