package tallystick.app.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tallystick.app.TestNode.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.app.axon.BusFixture;
import tallystick.domain.GrantKind;
import tallystick.domain.GrantTerms;
import tallystick.domain.LedgerCommand;
import tallystick.domain.LedgerCommand.RecordUsage;
import tallystick.domain.LedgerCommand.Reference.PublishTariff;
import tallystick.domain.LedgerCommand.Reference.RegisterFactory;
import tallystick.domain.LedgerCommand.Reference.RegisterModel;
import tallystick.domain.LedgerCommand.Reference.RegisterOperator;
import tallystick.domain.LedgerCommand.Reference.RegisterTenant;
import tallystick.domain.LedgerCommand.Settlement.OpenWindow;
import tallystick.domain.LedgerCommand.Wallets.IssueGrant;
import tallystick.domain.LedgerCommand.Wallets.OpenWallet;
import tallystick.domain.WalletTerms;
import tallystick.domain.money.Pico;
import tallystick.domain.rating.PriceLine;
import tallystick.domain.rating.TariffKind;
import tallystick.domain.rating.TariffTerms;
import tallystick.domain.usage.TokenClass;
import tallystick.domain.usage.UsageIdentity;
import tallystick.domain.usage.UsageRecord;
import tallystick.domain.usage.UsageStatus;

/** What the system does on its own, begun before it ran, once however often it starts over. */
class ProcessTailTest {

    @TempDir Path directory;
    private BusFixture ledger;
    private Path kept;

    @BeforeEach
    void open() throws Exception {
        ledger = new BusFixture(directory);
        kept = directory.resolve("processes.position");
        did(new RegisterOperator("kt", "KR", "KRW", ""));
        did(new RegisterFactory("kr-1", "kt", "KR"));
        did(new RegisterModel("m"));
        did(new RegisterTenant("acme", "kt"));
        did(tariff(1_000_000, 0));
        did(new OpenWindow("w1", "daily", 0));
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    private void did(LedgerCommand command) throws Exception {
        assertNull(ledger.send(command).refusal());
    }

    private static PublishTariff tariff(long pricePico, long fromEpochNanos) {
        PriceLine price = new PriceLine("m", TokenClass.INPUT_UNCACHED, PriceLine.ANY, pricePico);
        return new PublishTariff(
                new TariffTerms(
                        "retail",
                        TariffKind.RETAIL,
                        "kt",
                        "KRW",
                        "UTC",
                        fromEpochNanos,
                        Pico.ZERO,
                        List.of(price)));
    }

    private void openWallet() throws Exception {
        did(new OpenWallet(new WalletTerms("wal", "acme", "KRW", "retail", Pico.ZERO, List.of())));
        did(
                new IssueGrant(
                        new GrantTerms(
                                "g",
                                "wal",
                                Pico.ofUnits(1),
                                "KRW",
                                GrantKind.PAID,
                                100,
                                0,
                                GrantTerms.NEVER)));
    }

    private UsageStatus use(String id) throws Exception {
        UsageRecord usage = new UsageRecord();
        usage.source = "//gw.kr/vllm-7";
        usage.id = id;
        usage.wallet = "wal";
        usage.endedEpochNanos = System.currentTimeMillis() * 1_000_000L;
        usage.requestId = id;
        usage.model = "m";
        usage.homeOperator = "kt";
        usage.servingOperator = "kt";
        usage.tenant = "acme";
        usage.site = "kr-1";
        usage.tokens[TokenClass.INPUT_UNCACHED.ordinal()] = 1_000;
        new UsageIdentity().seal(usage);
        did(new RecordUsage(List.of(usage), false));
        return usage.status;
    }

    private ProcessTail start() {
        return ProcessTail.start(
                ledger.engine,
                new KeptPosition(kept),
                new WhenReferenceArrivesThenRerate(ledger.engine, ledger.gateway),
                new WhenTariffBackdatedThenReprice(ledger.engine, ledger.gateway),
                new WhenWindowFencedThenSeal(
                        ledger.engine, new WindowSealing(ledger.gateway, ledger.engine)));
    }

    private String posted() throws Exception {
        return ledger.engine
                .query(state -> state.posted("wal").toDecimalString())
                .get(10, TimeUnit.SECONDS);
    }

    private boolean isKeptUpTo(long position) {
        return new KeptPosition(kept).read() >= position;
    }

    @Test
    void whatWasBackDatedBeforeTheStartIsPostedOnce() throws Exception {
        openWallet();
        for (int i = 0; i < 700; i++) {
            assertEquals(UsageStatus.ACCEPTED, use("u-" + i));
        }
        did(tariff(1_200_000, 1));
        assertEquals("0.300000000000", posted(), "nothing moves by itself without the process");
        try (ProcessTail _ = start()) {
            await("the difference is posted", () -> posted().equals("0.160000000000"));
            await("that is kept", () -> isKeptUpTo(ledger.engine.lastDurablePosition()));
        }
        long last = ledger.engine.lastDurablePosition();
        Files.delete(kept);
        try (ProcessTail _ = start()) {
            await("all is read again", () -> isKeptUpTo(last));
        }
        assertEquals("0.160000000000", posted());
        assertEquals(last, ledger.engine.lastDurablePosition());
    }

    @Test
    void whatWaitedBeforeTheStartIsRated() throws Exception {
        for (int i = 0; i < 600; i++) {
            assertEquals(UsageStatus.SUSPENDED, use("u-" + i));
        }
        openWallet();
        assertEquals("1.000000000000", posted());
        try (ProcessTail _ = start()) {
            await("all are rated", () -> posted().equals("0.400000000000"));
        }
        assertTrue(
                ledger.engine
                        .query(state -> state.suspended(-1, 1).isEmpty())
                        .get(10, TimeUnit.SECONDS));
    }

    @Test
    void aSystemThatNothingHappensInRecordsNothing() throws Exception {
        use("waits-for-a-wallet");
        long last = ledger.engine.lastDurablePosition();
        try (ProcessTail _ = start()) {
            await("it has read all", () -> isKeptUpTo(last));
            Thread.sleep(1_500);
        }
        assertEquals(last, ledger.engine.lastDurablePosition());
    }

    @Test
    void aDamagedPositionIsTheBeginning() throws Exception {
        Files.writeString(kept, "12x");
        assertEquals(-1, new KeptPosition(kept).read());
        Files.writeString(kept, "12\n");
        assertEquals(12, new KeptPosition(kept).read());
        Files.delete(kept);
        assertEquals(-1, new KeptPosition(kept).read());
    }
}
