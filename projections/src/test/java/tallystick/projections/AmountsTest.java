package tallystick.projections;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import tallystick.domain.money.Pico;
import tallystick.domain.usage.TokenClass;
import tallystick.domain.usage.UsageRecord;
import tallystick.domain.usage.UsageStatus;
import tallystick.projections.check.ProjectionCheck;
import tallystick.projections.usage.UsageTotalsView;
import tallystick.projections.usage.WalletUsageView;
import tallystick.projections.usage.WalletUsageView.ModelUsage;
import tallystick.projections.wallet.WalletBalanceView;
import tallystick.projections.wallet.WalletBalanceView.WalletBalance;

/** Amounts far beyond 63 bits of pico-units (9.2 million won) come back to the last pico. */
class AmountsTest {

    private static final BigInteger MAX_LONG = BigInteger.valueOf(Long.MAX_VALUE);

    @Test
    void billionsOfWonAreExact() throws Exception {
        LedgerHistory history = new LedgerHistory(31);
        history.onboard(3, 1L << 42);
        BigInteger charged = BigInteger.ZERO;
        for (int i = 0; i < 50; i++) {
            for (UsageRecord usage :
                    history.usage("wal-0", TokenClass.OUTPUT_TEXT, 99_999_999_999L + i, 4)) {
                assertEquals(UsageStatus.ACCEPTED, usage.status);
                charged = charged.add(usage.retail().toBigInteger());
            }
        }
        DataSource database = fold(history, 64);

        WalletBalance balance = new WalletBalanceView(database).find("wal-0");
        assertNotNull(balance);
        assertTrue(charged.compareTo(MAX_LONG.shiftLeft(10)) > 0, "far beyond a long");
        assertEquals(charged.negate(), balance.posted().minus(balance.shortfall()).toBigInteger());
        assertEquals(history.state().posted("wal-0"), balance.posted());
        assertEquals(history.state().shortfall("wal-0"), balance.shortfall());
        assertEquals(charged, retail(database));
        assertEquals(
                balance.posted(),
                new WalletBalanceView(database)
                        .totalsByAsset().stream()
                                .filter(totals -> totals.asset().equals("KRW"))
                                .findFirst()
                                .orElseThrow()
                                .posted());
    }

    private static BigInteger retail(DataSource database) {
        return new WalletUsageView(database)
                .models("wal-0", Instant.EPOCH, Instant.parse("2100-01-01T00:00:00Z")).stream()
                        .map(ModelUsage::retail)
                        .map(Pico::toBigInteger)
                        .reduce(BigInteger.ZERO, BigInteger::add);
    }

    /** The ledger takes tokens up to 2^62 in a class and keeps the rest in suspense. */
    @Test
    void tokenSumsAreExactUpToTheLedgersBound() throws Exception {
        LedgerHistory history = new LedgerHistory(32);
        history.onboard(3, 1_000);
        history.usage("wal-1", TokenClass.TOOL_CALLS, TokenClass.MAX_TOKENS, 600);
        long accepted = history.state().totals().accepted();
        BigInteger tokens =
                BigInteger.valueOf(TokenClass.MAX_TOKENS).multiply(BigInteger.valueOf(accepted));
        DataSource database = fold(history, 10);
        assertTrue(tokens.bitLength() == 63, "past 2^62, within a long");
        assertEquals(
                tokens, new UsageTotalsView(database).totals().tokens().of(TokenClass.TOOL_CALLS));
        assertEquals(
                history.state().totals().suspended(),
                new UsageTotalsView(database).totals().suspended());
    }

    private static DataSource fold(LedgerHistory history, int batchSize) throws Exception {
        DataSource database = TestDatabase.fresh();
        JournalDouble journal = new JournalDouble();
        history.messages().forEach(journal::append);
        try (Processors processors = new Processors(database, journal, batchSize)) {
            processors.start();
            processors.await(history.lastPosition());
        }
        assertEquals(
                List.of(), new ProjectionCheck(database).compare(history.entries()).differences());
        return database;
    }
}
