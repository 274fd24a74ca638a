package tallystick.domain.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static tallystick.domain.ledger.LedgerFixture.hold;
import static tallystick.domain.ledger.LedgerFixture.used;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import tallystick.domain.GrantKind;
import tallystick.domain.HoldState;
import tallystick.domain.LedgerCommand;
import tallystick.domain.LedgerCommand.Holds.CommitHold;
import tallystick.domain.LedgerCommand.Holds.ExtendHold;
import tallystick.domain.RefusalCode;
import tallystick.domain.money.Pico;
import tallystick.domain.rating.TariffKind;
import tallystick.domain.rating.TariffTerms;
import tallystick.domain.usage.SuspenseReason;
import tallystick.domain.usage.TokenClass;
import tallystick.domain.usage.UsageRecord;
import tallystick.domain.usage.UsageStatus;

/** Amounts beyond 2^64 pico-units (18.4 million won), and books that take no more. */
class LargeAmountTest {

    private static final List<TokenClass> PRICED =
            List.of(
                    TokenClass.INPUT_UNCACHED,
                    TokenClass.INPUT_CACHE_READ,
                    TokenClass.OUTPUT_TEXT,
                    TokenClass.OUTPUT_REASONING);

    private final LedgerFixture f = LedgerFixture.federation();

    private UsageRecord usage(String id, String wallet, long text, long reasoning) {
        UsageRecord usage = f.usage(id, wallet);
        usage.tokens[0] = 0;
        usage.tokens[6] = text;
        usage.tokens[7] = reasoning;
        return f.record(usage);
    }

    @Test
    void fiftyMillionWonAreDrawnOnTwoGrants() {
        f.given(f.grant("a", "wal-kr", "36000000", GrantKind.PAID));
        f.given(f.grant("b", "wal-kr", "100000000", GrantKind.PAID));
        UsageRecord usage = usage("u", "wal-kr", 100_000_000_000L, 0);
        assertEquals(Pico.ofUnits(50_000_000), usage.retail());
        assertEquals(2, usage.drawCount);
        assertEquals(Pico.ofUnits(36_000_000), new Pico(usage.drawHi[0], usage.drawLo[0]));
        assertEquals(Pico.ofUnits(14_000_000), new Pico(usage.drawHi[1], usage.drawLo[1]));
        assertEquals(Pico.ZERO, usage.shortfall());
        assertEquals(Pico.ofUnits(86_000_000), f.state.posted("wal-kr"));
    }

    @Test
    void theSumOverTheClassesCarries() {
        UsageRecord usage = usage("u", "wal-kr", 30_000_000_000L, 30_000_000_000L);
        assertEquals(Pico.ofUnits(30_000_000), usage.retail());
    }

    // ---- books that take no more ---------------------------------------------------------------

    private void publish(String tariff, TariffKind kind, String operator, String asset, long pico) {
        f.given(
                new LedgerCommand.Reference.PublishTariff(
                        new TariffTerms(
                                tariff,
                                kind,
                                operator,
                                asset,
                                "UTC",
                                LedgerFixture.START,
                                Pico.ZERO,
                                PRICED.stream().map(c -> LedgerFixture.price(c, pico)).toList())));
    }

    /** Records the dearest usage until some account takes no more. */
    private UsageRecord fill(String wallet, String servingOperator) {
        for (int i = 0; i < 257; i++) {
            assertEquals(UsageStatus.ACCEPTED, dearest("fill-" + i, wallet, servingOperator));
        }
        UsageRecord last = f.usage("last", wallet);
        last.servingOperator = servingOperator;
        return f.record(last);
    }

    private UsageStatus dearest(String id, String wallet, String servingOperator) {
        UsageRecord usage = f.usage(id, wallet);
        usage.servingOperator = servingOperator;
        Arrays.fill(usage.tokens, 0);
        PRICED.forEach(c -> usage.tokens[c.ordinal()] = TokenClass.MAX_TOKENS);
        return f.record(usage).status;
    }

    @Test
    void roamingThatTheWholesaleAccountsCannotTakeWaits() {
        publish("retail-kr", TariffKind.RETAIL, "op-kr", "KRW", 0);
        publish("iot-fr", TariffKind.INTER_OPERATOR, "op-fr", "EUR", Long.MAX_VALUE);
        assertEquals(SuspenseReason.AMOUNT_OVERFLOW, fill("wal-kr", "op-fr").suspense);
        assertEquals(UsageStatus.ACCEPTED, f.record(f.usage("home", "wal-kr")).status);
    }

    @Test
    void aHoldThatCannotBeChargedRefusesTheCommitAndExpiresWithoutACharge() {
        f.given(f.wallet("fill-kr", "tnt-kr", "KRW", "retail-kr", "0"));
        f.given(f.grant("g1", "wal-kr", "1", GrantKind.PAID));
        f.opened(hold("h", "wal-kr"));
        f.given(new ExtendHold("h", 1, used(100, 5), 5));
        publish("retail-kr", TariffKind.RETAIL, "op-kr", "KRW", Long.MAX_VALUE);
        assertEquals(SuspenseReason.AMOUNT_OVERFLOW, fill("fill-kr", "op-kr").suspense);
        f.refuses(new CommitHold("h", 2, used(100, 10), true), RefusalCode.AMOUNT_OVERFLOW, "used");
        assertEquals(HoldState.OPEN, f.answer("h").state());
        f.after(60_000_000_000L);
        f.passDeadlines();
        assertEquals(0, f.state.openHolds());
        assertEquals(Pico.ZERO, f.state.held("wal-kr"));
        assertEquals(Pico.parse("1"), f.state.posted("wal-kr"));
    }
}
