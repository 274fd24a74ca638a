package tallystick.domain.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static tallystick.domain.ledger.LedgerFixture.MODEL;
import static tallystick.domain.ledger.LedgerFixture.START;
import static tallystick.domain.ledger.LedgerFixture.hold;
import static tallystick.domain.ledger.LedgerFixture.used;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tallystick.domain.GrantKind;
import tallystick.domain.LedgerCommand;
import tallystick.domain.LedgerCommand.Holds.CommitHold;
import tallystick.domain.LedgerCommand.Rerating.RepriceRecorded;
import tallystick.domain.money.Pico;
import tallystick.domain.rating.PriceLine;
import tallystick.domain.rating.PriceTier;
import tallystick.domain.rating.TariffKind;
import tallystick.domain.rating.TariffTerms;
import tallystick.domain.rating.TierMode;
import tallystick.domain.usage.SuspenseReason;
import tallystick.domain.usage.TokenClass;
import tallystick.domain.usage.UsageIdentity;
import tallystick.domain.usage.UsageKind;
import tallystick.domain.usage.UsageRecord;

/** What a back-dated price changes and what it leaves; what a void gives back, and where. */
class RepricingTest {

    private static final long DAY = 86_400_000_000_000L;

    private final LedgerFixture f = LedgerFixture.federation();

    @BeforeEach
    void topUp() {
        f.given(f.grant("g1", "wal-kr", "1", GrantKind.PAID));
    }

    private static Pico pico(String amount) {
        return Pico.parse(amount);
    }

    private void publish(String tariff, TariffKind kind, PriceLine... prices) {
        boolean french = tariff.endsWith("fr");
        f.given(
                new LedgerCommand.Reference.PublishTariff(
                        new TariffTerms(
                                tariff,
                                kind,
                                french ? "op-fr" : "op-kr",
                                french ? "EUR" : "KRW",
                                "UTC",
                                START,
                                Pico.ZERO,
                                List.of(prices))));
    }

    /** From the start, an output token costs 0.0004 won instead of 0.0005. */
    private void cheaperFromTheStart() {
        publish(
                "retail-kr",
                TariffKind.RETAIL,
                LedgerFixture.price(TokenClass.INPUT_UNCACHED, 125_000_000L),
                LedgerFixture.price(TokenClass.OUTPUT_TEXT, 400_000_000L));
    }

    private UsageRecord roaming(String id) {
        UsageRecord usage = f.usage(id, "wal-kr");
        usage.servingOperator = "op-fr";
        return f.record(usage);
    }

    /** What repricing a record adds to the journal. */
    private UsageRecord repriced(long position) {
        f.given(new RepriceRecorded(position));
        UsageRecord difference = f.recorded(f.state.lastPosition());
        assertEquals(UsageKind.REPRICED, difference.kind);
        return difference;
    }

    private void isNotRepriced(long position) {
        long before = f.state.lastPosition();
        f.given(new RepriceRecorded(position));
        assertEquals(before, f.state.lastPosition());
    }

    @Test
    void roamingUsageIsRepricedAtBothTariffs() {
        UsageRecord original = roaming("u1");
        f.after(DAY);
        cheaperFromTheStart();
        publish(
                "iot-fr",
                TariffKind.INTER_OPERATOR,
                LedgerFixture.price(TokenClass.INPUT_UNCACHED, 75_000L),
                LedgerFixture.price(TokenClass.OUTPUT_TEXT, 200_000L));
        UsageRecord difference = repriced(original.position);
        assertEquals(pico("-0.001"), difference.retail());
        assertEquals(Pico.of(-1_000_000L), difference.wholesale());
        assertEquals(Pico.of(9_500_000L), f.balance("interop.payable/op-kr/op-fr", "EUR"));
        assertEquals(f.state.digest(), f.replayed().digest());
    }

    @Test
    void whatTiersHaveSummedIsNotRepriced() {
        publish(
                "iot-fr",
                TariffKind.INTER_OPERATOR,
                LedgerFixture.price(TokenClass.INPUT_UNCACHED, 75_000L),
                new PriceLine(
                        MODEL,
                        TokenClass.OUTPUT_TEXT,
                        PriceLine.ANY,
                        300_000L,
                        TierMode.GRADUATED,
                        List.of(new PriceTier(1_000, 200_000L))));
        UsageRecord original = roaming("u1");
        f.after(DAY);
        cheaperFromTheStart();
        isNotRepriced(original.position);
        assertEquals(pico("0.9825"), f.state.posted("wal-kr"));
    }

    @Test
    void aHoldsPriceStaysPinnedEvenWhenTheHoldIsForgotten() {
        f.opened(hold("h", "wal-kr"));
        f.given(new CommitHold("h", 1, used(100, 10), true));
        long charge = f.state.lastPosition() - 1;
        assertEquals(pico("0.0175"), f.recorded(charge).retail());
        cheaperFromTheStart();
        isNotRepriced(charge);
        f.after(2 * DAY);
        f.opened(hold("h2", "wal-kr"));
        assertNull(f.state.holdAnswer("h"), "forgotten");
        isNotRepriced(charge);
        assertEquals(pico("0.9825"), f.state.posted("wal-kr"));
    }

    @Test
    void usageOfAForeignHoldIsRepriced() {
        UsageRecord usage = f.usage("u1", "wal-kr");
        usage.hold = "hld_01K9X";
        f.record(usage);
        f.after(DAY);
        cheaperFromTheStart();
        assertEquals(pico("-0.001"), repriced(usage.position).retail());
    }

    @Test
    void theRecordOfADifferenceIsSealedAsItIs() {
        UsageRecord original = f.record(f.usage("u1", "wal-kr"));
        f.after(DAY);
        cheaperFromTheStart();
        UsageRecord difference = repriced(original.position);
        UsageRecord again = difference.copyFacts();
        new UsageIdentity().seal(again);
        assertEquals(again.fingerprint, difference.fingerprint);
        assertEquals(again.keyHi, difference.keyHi);
        assertEquals(again.keyLo, difference.keyLo);
    }

    // ---- voids ---------------------------------------------------------------------------------

    private UsageRecord changed(
            String id, String wallet, UsageRecord original, UsageKind kind, long output) {
        UsageRecord usage = f.usage(id, wallet);
        usage.kind = kind;
        usage.correctsSource = original.source;
        usage.correctsId = original.id;
        usage.tokens[0] = 0;
        usage.tokens[6] = output;
        return f.record(usage);
    }

    @Test
    void nobodyElseVoidsASuspendedRecord() {
        UsageRecord usage = f.usage("u1", "wal-kr");
        usage.tokens[TokenClass.OUTPUT_AUDIO.ordinal()] = 1;
        f.record(usage);
        UsageRecord foreign = changed("v1", "wal-fr", usage, UsageKind.VOIDED, 0);
        assertEquals(SuspenseReason.PARTY_MISMATCH, foreign.suspense);
        assertEquals(2, f.state.totals().suspended());
        assertEquals(0, f.state.windows.get(0).records());
        changed("v2", "wal-kr", usage, UsageKind.VOIDED, 0);
        assertEquals(1, f.state.totals().suspended(), "the other party's");
        assertEquals(1, f.state.windows.get(0).records(), "a void is a member of the window");
    }

    private UsageRecord output(String id, String wallet, long tokens) {
        UsageRecord usage = f.usage(id, wallet);
        usage.tokens[0] = 0;
        usage.tokens[6] = tokens;
        return f.record(usage);
    }

    @Test
    void aPartIsGivenBackInTheReverseOrderOfTheFirstDraws() {
        f.given(f.wallet("d-kr", "tnt-kr", "KRW", "retail-kr", "0"));
        f.given(f.grant("a", "d-kr", "0.01", GrantKind.PAID));
        UsageRecord other = output("u0", "d-kr", 10);
        UsageRecord usage = output("u1", "d-kr", 10);
        f.given(f.grant("b", "d-kr", "0.1", GrantKind.PAID));
        assertEquals("b 0.005", drawn(changed("c1", "d-kr", usage, UsageKind.CORRECTED, 20)));
        changed("v0", "d-kr", other, UsageKind.VOIDED, 0);
        assertEquals("a 0.005", drawn(changed("c2", "d-kr", usage, UsageKind.CORRECTED, 30)));
        assertEquals("b -0.005", drawn(changed("c3", "d-kr", usage, UsageKind.CORRECTED, 20)));
        assertEquals("a -0.01", drawn(changed("v1", "d-kr", usage, UsageKind.VOIDED, 0)));
    }

    private String drawn(UsageRecord usage) {
        assertEquals(1, usage.drawCount);
        return f.state.names().grants.nameOf(usage.drawGrantRef[0])
                + " "
                + new java.math.BigDecimal(
                                new Pico(usage.drawHi[0], usage.drawLo[0]).toDecimalString())
                        .stripTrailingZeros()
                        .toPlainString();
    }

    @Test
    void creditOfManyGrantsGoesBackToEach() {
        f.given(f.wallet("d-kr", "tnt-kr", "KRW", "retail-kr", "0"));
        for (int i = 0; i < 15; i++) {
            f.given(f.grant("d" + i, "d-kr", "0.001", GrantKind.PAID));
        }
        UsageRecord usage = output("u", "d-kr", 30);
        assertEquals(15, usage.drawCount);
        assertEquals(15, changed("v", "d-kr", usage, UsageKind.VOIDED, 0).drawCount);
        assertEquals(pico("0.015"), f.state.posted("d-kr"));
    }
}
