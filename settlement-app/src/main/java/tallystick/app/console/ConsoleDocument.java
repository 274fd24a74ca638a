package tallystick.app.console;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * Everything the page shows. Amounts are decimal strings in whole units of their asset; journal
 * positions and sums of tokens are strings too, because they may leave what JSON numbers keep.
 *
 * @param at when it was put together
 * @param position last position on disk
 * @param projected the position the slowest view has reached
 * @param topWallets those charged last, newest first
 * @param settled the newest window that has statements, null before there is one
 */
@JsonNaming(SnakeCaseStrategy.class)
record ConsoleDocument(
        Instant at,
        String position,
        String projected,
        Rate rate,
        Totals totals,
        List<Suspended> suspense,
        List<Asset> assets,
        List<Wallet> topWallets,
        List<Window> windows,
        List<Exposure> exposure,
        @Nullable Settled settled) {

    /** Journaled events in each of the last seconds, oldest first. */
    @JsonNaming(SnakeCaseStrategy.class)
    record Rate(List<Long> perSecond) {}

    /** Since the journal began. */
    @JsonNaming(SnakeCaseStrategy.class)
    record Totals(
            long accepted,
            long suspended,
            long late,
            long roaming,
            String tokensIn,
            String tokensOut,
            long wallets) {}

    /** Suspended records of one reason. */
    record Suspended(String reason, long records, String tokens) {}

    /** Sums over the wallets of one asset. */
    record Asset(String asset, long wallets, String posted, String held, String shortfall) {}

    /** A wallet's balance. */
    @JsonNaming(SnakeCaseStrategy.class)
    record Wallet(
            String wallet,
            String tenant,
            String operator,
            String asset,
            String posted,
            String available,
            String overdraftLimit,
            String shortfall) {}

    /** A settlement window. */
    @JsonNaming(SnakeCaseStrategy.class)
    record Window(
            String window,
            String settlementModel,
            String state,
            Instant startsAt,
            @Nullable Instant cutOff,
            long records,
            @Nullable String merkleRoot,
            int statements) {}

    /** What one operator owes another in a window that still takes usage, before rounding. */
    @JsonNaming(SnakeCaseStrategy.class)
    record Exposure(
            String window,
            String homeOperator,
            String servingOperator,
            String asset,
            long records,
            String tokens,
            String exact) {}

    /** A window's documents; positions are empty until it is netted. */
    record Settled(String window, List<Statement> statements, List<NetPosition> positions) {}

    /** A bilateral statement. */
    @JsonNaming(SnakeCaseStrategy.class)
    record Statement(
            String statement,
            String homeOperator,
            String servingOperator,
            String asset,
            long records,
            String total,
            List<Line> lines) {}

    /**
     * A line of a statement.
     *
     * @param exact before rounding
     * @param amount after rounding
     */
    @JsonNaming(SnakeCaseStrategy.class)
    record Line(
            String model,
            String tariff,
            int tariffVersion,
            long records,
            String tokensIn,
            String tokensOut,
            String exact,
            String amount) {}

    /** Positive is to receive, negative is to pay. */
    record NetPosition(String asset, String operator, String amount) {}
}
