package tallystick.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.domain.LedgerCommand;
import tallystick.domain.LedgerCommand.PassDeadline;
import tallystick.domain.LedgerCommand.Reference.PublishTariff;
import tallystick.domain.LedgerCommand.Rerating;
import tallystick.domain.LedgerCommand.Settlement.SealWindow;
import tallystick.domain.LedgerEvent;
import tallystick.domain.LedgerEvent.Settlement.WindowCalculated;
import tallystick.domain.LedgerEvent.Settlement.WindowSealed;
import tallystick.domain.LedgerRequest;
import tallystick.domain.WindowRunCommand.DefineSettlementModel;
import tallystick.domain.money.Pico;
import tallystick.domain.rating.PriceLine;
import tallystick.domain.rating.PriceTier;
import tallystick.domain.rating.TariffKind;
import tallystick.domain.rating.TariffTerms;
import tallystick.domain.rating.TierMode;
import tallystick.domain.rating.TierPeriod;
import tallystick.domain.settlement.CutOffCalendar;
import tallystick.domain.settlement.SettlementModelTerms;
import tallystick.domain.settlement.Statement;
import tallystick.domain.settlement.StatementLine;
import tallystick.domain.usage.SuspenseReason;
import tallystick.domain.usage.TokenClass;
import tallystick.domain.usage.UsageRecord;
import tallystick.domain.usage.UsageStatus;
import tallystick.engine.LedgerEngine.WindowRoot;
import tallystick.engine.journal.JournalKind;

/**
 * A record of March that comes in May, after April's tariff: it takes March over a tier, so that
 * March's earlier tokens were too dear. March stays sealed as it is; May gets the difference, by
 * March's tariff, and says what it is of.
 */
class LateMarchRecordTest {

    private static final String MARCH = "monthly-2026-03-01";
    private static final String MAY = "monthly-2026-05-01";
    private static final String MODEL = "llama-3.3-70b";

    /** 10 cents a token up to 1,000 in a month; from there on 8 cents for all of that month. */
    private static final long MARCH_PRICE = 100_000_000_000L;

    private static final long MARCH_TIER = 80_000_000_000L;
    private static final long APRIL_PRICE = 70_000_000_000L;

    @TempDir Path directory;

    private final AtomicLong now = new AtomicLong(World.NOW);

    @Test
    void marchStaysSealedAndMayGetsTheDifferenceWithItsReference() throws Exception {
        try (LedgerEngine engine =
                Engines.open(
                        EngineFixture.options(directory, JournalKind.SEGMENT)
                                .withClock(now::get))) {
            EngineFixture.setUp(engine);
            tariff(engine, "2026-03-01T00:00:00Z", MARCH_PRICE, true);
            tariff(engine, "2026-04-01T00:00:00Z", APRIL_PRICE, false);
            monthly(engine);
            close(engine, "2026-02-01T00:00:00Z", World.WINDOW);
            close(engine, "2026-03-01T00:00:00Z", "monthly-2026-02-01");

            at("2026-03-10T00:00:00Z");
            accepted(engine, "m-1", "2026-03-09T10:00:00Z", 900);
            close(engine, "2026-04-01T00:00:00Z", MARCH);
            close(engine, "2026-05-01T00:00:00Z", "monthly-2026-04-01");
            WindowSealed sealed = of(engine, WindowSealed.class, MARCH);
            WindowCalculated march = of(engine, WindowCalculated.class, MARCH);
            assertEquals(Pico.product(900, MARCH_PRICE), march.statements().getFirst().exact());

            at("2026-05-10T00:00:00Z");
            UsageRecord late = record(engine, "m-2", "2026-03-20T10:00:00Z", 200);
            assertEquals(UsageStatus.SUSPENDED, late.status);
            assertEquals(SuspenseReason.OUT_OF_TIME_WINDOW, late.suspense);
            ask(engine, "kim", new Rerating.ProposeRelease(late.position, "found in an old log"));
            ask(engine, "marie", new Rerating.ApproveRelease(late.position));
            accepted(engine, "m-3", "2026-05-09T10:00:00Z", 100);
            close(engine, "2026-06-01T00:00:00Z", MAY);

            // March: one seal, one calculation, the same root over the same bytes.
            assertEquals(sealed, of(engine, WindowSealed.class, MARCH));
            assertEquals(march, of(engine, WindowCalculated.class, MARCH));
            WindowRoot again = engine.windowRoot(MARCH);
            assertEquals(sealed.merkleRoot(), again.merkleRoot());
            assertEquals(sealed.records(), again.records());

            may(engine, late);
        }
    }

    private static void may(LedgerEngine engine, UsageRecord late) {
        // 1,100 tokens at 8 cents, less 900 at 10 cents: 2 euro back.
        Pico difference = Pico.product(1_100, MARCH_TIER).minus(Pico.product(900, MARCH_PRICE));
        assertTrue(difference.isNegative());
        UsageRecord rated =
                EngineFixture.entries(engine, -1).stream()
                        .map(entry -> ((JournalEntry.Ledger) entry).event())
                        .filter(LedgerEvent.UsageRecorded.class::isInstance)
                        .flatMap(run -> ((LedgerEvent.UsageRecorded) run).records().stream())
                        .filter(usage -> usage.settles == late.position)
                        .findFirst()
                        .orElseThrow();
        assertEquals(difference, rated.wholesale());
        assertTrue(rated.late);
        assertEquals(nanos("2026-03-20T10:00:00Z"), rated.ratedAtEpochNanos);
        assertEquals(MAY, engine.names().windows.nameOf(rated.windowRef));
        assertEquals("iot-fr@2", engine.names().tariffVersions.nameOf(rated.wholesaleVersionRef));

        Statement statement = of(engine, WindowCalculated.class, MAY).statements().getFirst();
        List<StatementLine> lines = statement.lines();
        assertEquals(List.of(2, 3), lines.stream().map(StatementLine::tariffVersion).toList());
        assertEquals(difference, lines.getFirst().exact());
        assertEquals(-200, lines.getFirst().rounded());
        assertEquals(Pico.product(100, APRIL_PRICE), lines.getLast().exact());
        assertNotEquals(0, statement.total());
        assertEquals(700 - 200, statement.total());
    }

    private static <E extends LedgerEvent> E of(LedgerEngine engine, Class<E> type, String window) {
        List<E> found =
                EngineFixture.entries(engine, -1).stream()
                        .map(entry -> ((JournalEntry.Ledger) entry).event())
                        .filter(type::isInstance)
                        .map(type::cast)
                        .filter(event -> event.toString().contains("window=" + window + ","))
                        .toList();
        assertEquals(1, found.size(), window);
        return found.getFirst();
    }

    private void at(String instant) {
        now.set(nanos(instant));
    }

    private static long nanos(String instant) {
        return Instant.parse(instant).getEpochSecond() * 1_000_000_000L;
    }

    private static void monthly(LedgerEngine engine) {
        ask(
                engine,
                "desk",
                new DefineSettlementModel(
                        new SettlementModelTerms(
                                "monthly",
                                CutOffCalendar.MONTHLY,
                                "UTC",
                                0,
                                List.of(),
                                0,
                                0,
                                0,
                                List.of())));
    }

    /** The month ends: its window takes its steps but for the seal, which is put on it. */
    private void close(LedgerEngine engine, String instant, String window) throws Exception {
        at(instant);
        EngineFixture.ask(engine, new PassDeadline());
        WindowRoot root = engine.windowRoot(window);
        ask(
                engine,
                "settlement-process",
                new SealWindow(window, root.records(), root.merkleRoot()));
        EngineFixture.ask(engine, new PassDeadline());
    }

    private static void ask(LedgerEngine engine, String actor, LedgerCommand command) {
        assertNull(
                EngineFixture.submit(engine, new LedgerRequest(command, actor, null))
                        .answer()
                        .refusal(),
                command.toString());
    }

    private static void accepted(LedgerEngine engine, String id, String ended, long tokens) {
        assertEquals(UsageStatus.ACCEPTED, record(engine, id, ended, tokens).status);
    }

    /** Korea's customer served in France. */
    private static UsageRecord record(LedgerEngine engine, String id, String ended, long tokens) {
        UsageRecord usage = World.unsealed(0, id);
        usage.servingOperator = "fr-telco";
        usage.site = "fr-lyon-1";
        usage.servedIn = "FR";
        usage.endedEpochNanos = nanos(ended);
        usage.tokens[TokenClass.INPUT_UNCACHED.ordinal()] = 0;
        usage.tokens[TokenClass.OUTPUT_TEXT.ordinal()] = tokens;
        EngineFixture.record(engine, World.sealed(usage));
        return usage;
    }

    private static void tariff(LedgerEngine engine, String from, long price, boolean tiered) {
        List<PriceTier> tiers =
                tiered ? List.of(new PriceTier(1_000, MARCH_TIER)) : List.<PriceTier>of();
        ask(
                engine,
                "desk",
                new PublishTariff(
                        new TariffTerms(
                                "iot-fr",
                                TariffKind.INTER_OPERATOR,
                                "fr-telco",
                                "EUR",
                                "UTC",
                                nanos(from),
                                Pico.ZERO,
                                TierPeriod.MONTH,
                                List.of(
                                        new PriceLine(
                                                MODEL,
                                                TokenClass.OUTPUT_TEXT,
                                                PriceLine.ANY,
                                                price,
                                                tiered ? TierMode.VOLUME : TierMode.FLAT,
                                                tiers)))));
    }
}
