package tallystick.domain.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import tallystick.domain.GrantKind;
import tallystick.domain.LedgerCommand;
import tallystick.domain.WalletTerms;
import tallystick.domain.money.Pico;
import tallystick.domain.rating.TariffKind;
import tallystick.domain.rating.TariffTerms;
import tallystick.domain.usage.SuspenseReason;
import tallystick.domain.usage.TokenClass;
import tallystick.domain.usage.UsageIdentity;
import tallystick.domain.usage.UsageKind;
import tallystick.domain.usage.UsageRecord;
import tallystick.domain.usage.UsageStatus;

class RecordUsageTest {

    private final LedgerFixture ledger = LedgerFixture.federation();

    @Test
    void openAiUsageOfTheSpecificationCostsExactly() {
        // 11,125 in (7,441 cached), 429 out (409 reasoning) at 0.50 / 0.05 / 3.00 / 3.00 a million.
        UsageRecord usage = priced("0.50", "0.05", "0", "3.00");
        set(usage, TokenClass.INPUT_UNCACHED, 11_125 - 7_441);
        set(usage, TokenClass.INPUT_CACHE_READ, 7_441);
        set(usage, TokenClass.OUTPUT_TEXT, 429 - 409);
        set(usage, TokenClass.OUTPUT_REASONING, 409);
        assertEquals(Pico.parse("0.00350105"), ledger.record(usage).retail());
    }

    @Test
    void anthropicUsageOfTheSpecificationCostsExactly() {
        // 3 uncached, 12,304 written to the 5-minute cache, 550 out at 3.00 / 3.75 / 15.00.
        UsageRecord usage = priced("3.00", "0.30", "3.75", "15.00");
        set(usage, TokenClass.INPUT_UNCACHED, 3);
        set(usage, TokenClass.INPUT_CACHE_WRITE_5M, 12_304);
        set(usage, TokenClass.OUTPUT_TEXT, 550);
        assertEquals(Pico.parse("0.054399"), ledger.record(usage).retail());
    }

    @Test
    void numbersOfAnotherLedgerAreNotBelieved() {
        LedgerFixture other = LedgerFixture.federation();
        other.given(other.wallet("wal-new-fr", "tnt-fr", "EUR", "retail-fr", "0"));
        ledger.given(ledger.wallet("wal-first-kr", "tnt-kr", "KRW", "retail-kr", "0"));
        ledger.given(ledger.wallet("wal-new-fr", "tnt-fr", "EUR", "retail-fr", "0"));
        UsageRecord usage = ledger.usage("u1", "wal-new-fr");
        usage.source = other.record(other.usage("u0", "wal-fr")).source;
        usage.site = "fr-paris-1";
        UsageRecord first = other.usage("u0-2", "wal-fr");
        first.site = "fr-paris-1";
        other.record(first);
        new UsageIdentity().seal(usage);

        other.state.names.lookUp(usage);
        assertSame(other.state.names, usage.numberedBy, "it had numbers for all");
        LedgerDecider.decideUsage(usage, ledger.state, ledger.now());

        assertEquals(UsageStatus.ACCEPTED, usage.status);
        assertEquals("wal-new-fr", ledger.state.names.wallets.nameOf(usage.walletRef));
        usage.wallet = "wal-fr";
        new UsageIdentity().seal(usage);
        assertNull(usage.numberedBy, "numbers of facts that were set since");
    }

    @Test
    void homeTrafficMovesWalletToRetailRevenue() {
        ledger.given(ledger.grant("g1", "wal-kr", "1000", GrantKind.PAID));

        UsageRecord usage = ledger.record(ledger.usage("u1", "wal-kr"));

        assertEquals(UsageStatus.ACCEPTED, usage.status);
        Pico charge = Pico.parse("0.0175"); // 100 × 0.000125 + 10 × 0.0005 won
        assertEquals(charge, usage.retail());
        assertEquals(Pico.parse("1000").minus(charge), ledger.state.posted("wal-kr"));
        assertEquals(charge, ledger.balance("revenue.retail/op-kr", "KRW"));
        assertEquals(Pico.parse("1000"), ledger.balance("funding/op-kr", "KRW"));
        assertFalse(usage.isRoaming());
        assertEquals(1, usage.walletSequence);
        assertEquals(1, usage.jurisdictionSequence);
    }

    @Test
    void roamingBooksBothOperatorsAtTheInterOperatorTariff() {
        ledger.given(ledger.grant("g1", "wal-kr", "1000", GrantKind.PROMO));

        UsageRecord usage = ledger.record(roaming("u1"));

        Pico wholesale = Pico.parse("0.0000105"); // 100 × 0.000000075 + 10 × 0.0000003 euro
        assertEquals(wholesale, usage.wholesale());
        assertEquals(Pico.parse("0.0175"), usage.retail());
        assertEquals(wholesale, ledger.balance("cost.wholesale/op-kr", "EUR"));
        assertEquals(wholesale, ledger.balance("interop.payable/op-kr/op-fr", "EUR"));
        assertEquals(wholesale, ledger.balance("interop.receivable/op-fr/op-kr", "EUR"));
        assertEquals(wholesale, ledger.balance("revenue.wholesale/op-fr", "EUR"));
        assertEquals(Pico.parse("0.0175"), ledger.balance("revenue.retail/op-kr", "KRW"));
        ledger.state.trialBalances().forEach(t -> assertTrue(t.difference().isZero()));
    }

    @Test
    void grantsAreDrawnByPriorityThenExpiryThenOverdraftThenDebt() {
        ledger.given(ledger.wallet("wal-2-kr", "tnt-kr", "KRW", "retail-kr", "0.005"));
        ledger.given(ledger.grant("paid", "wal-2-kr", "0.004", GrantKind.PAID));
        ledger.given(ledger.grant("promo", "wal-2-kr", "0.003", GrantKind.PROMO));

        UsageRecord usage = ledger.record(ledger.usage("u1", "wal-2-kr"));

        assertEquals(2, usage.drawCount);
        assertEquals(Pico.parse("0.005"), usage.overdraft());
        assertEquals(Pico.parse("0.0055"), usage.shortfall());
        assertEquals(Pico.parse("-0.005"), ledger.state.posted("wal-2-kr"));
        assertEquals(Pico.parse("0.0055"), ledger.state.shortfall("wal-2-kr"));

        ledger.given(ledger.grant("top-up", "wal-2-kr", "0.02", GrantKind.PAID));
        assertEquals(Pico.ZERO, ledger.state.shortfall("wal-2-kr"));
        assertEquals(Pico.parse("0.0095"), ledger.state.posted("wal-2-kr"));
    }

    @Test
    void theSameRecordTwiceIsOneRecord() {
        UsageRecord first = ledger.record(ledger.usage("u1", "wal-kr"));
        String after = ledger.state.digest();

        UsageRecord again = ledger.record(ledger.usage("u1", "wal-kr"));

        assertEquals(UsageStatus.DUPLICATE, again.status);
        assertEquals(first.position, again.position);
        assertEquals(after, ledger.state.digest());
    }

    @Test
    void anyOtherFactUnderTheSameIdentityIsAConflict() {
        ledger.record(ledger.usage("u1", "wal-kr"));
        String after = ledger.state.digest();
        List<Consumer<UsageRecord>> changes =
                List.of(
                        u -> u.tokens[0]++,
                        u -> u.wallet = "wal-fr",
                        u -> u.endedEpochNanos++,
                        u -> u.sequence = 7,
                        u -> u.requestId = "other",
                        u -> u.attempt = 2,
                        u -> u.hold = "hld",
                        u -> u.modelServed = "m",
                        u -> u.apiKey = "k",
                        u -> u.site = "fr-paris-1",
                        u -> u.servedIn = "KR",
                        u -> u.attributes = "{}",
                        u -> u.evidenceSha256 = new byte[32],
                        u -> u.kind = UsageKind.VOIDED);
        for (Consumer<UsageRecord> change : changes) {
            UsageRecord other = ledger.usage("u1", "wal-kr");
            change.accept(other);
            assertEquals(UsageStatus.CONFLICT, ledger.record(other).status);
        }
        assertEquals(after, ledger.state.digest());
    }

    @Test
    void whatCannotBePricedIsKeptForTheFirstReasonThatApplies() {
        suspends(
                SuspenseReason.OUT_OF_TIME_WINDOW,
                u -> u.endedEpochNanos -= 36 * 86_400_000_000_000L);
        suspends(SuspenseReason.OUT_OF_TIME_WINDOW, u -> u.endedEpochNanos += 301_000_000_000L);
        suspends(SuspenseReason.UNKNOWN_WALLET, u -> u.wallet = "nobody");
        suspends(SuspenseReason.PARTY_MISMATCH, u -> u.homeOperator = "op-fr");
        suspends(SuspenseReason.PARTY_MISMATCH, u -> u.tenant = "tnt-fr");
        suspends(SuspenseReason.UNKNOWN_OPERATOR, u -> u.servingOperator = "op-xx");
        suspends(SuspenseReason.UNKNOWN_MODEL, u -> u.model = "gpt-0");
        suspends(
                SuspenseReason.JURISDICTION_MISMATCH,
                u -> {
                    u.site = "fr-paris-1";
                    u.servedIn = "KR";
                });
        suspends(SuspenseReason.CLASS_NOT_PRICED, u -> set(u, TokenClass.INPUT_AUDIO, 1));
        suspends(SuspenseReason.UNSETTLED_REFERENCE, u -> u.kind = UsageKind.CORRECTED);
        assertEquals(10, ledger.state.totals().suspended());
        assertEquals(0, ledger.state.totals().accepted());
    }

    @Test
    void residencyIsEnforcedOnFactsByTheJurisdictionThatServed() {
        ledger.given(
                new LedgerCommand.Wallets.OpenWallet(
                        new WalletTerms(
                                "bound-kr",
                                "tnt-kr",
                                "KRW",
                                "retail-kr",
                                Pico.ZERO,
                                List.of("KR"))));
        assertEquals(UsageStatus.ACCEPTED, ledger.record(ledger.usage("u1", "bound-kr")).status);
        UsageRecord abroad = roaming("u2");
        abroad.wallet = "bound-kr";
        ledger.record(abroad);
        assertEquals(SuspenseReason.RESIDENCY_BREACH, abroad.suspense);
        assertEquals(Pico.ZERO, ledger.balance("interop.payable/op-kr/op-fr", "EUR"));
    }

    @Test
    void withoutAgreementTariffOrWindowARecordWaits() {
        LedgerFixture bare = new LedgerFixture();
        bare.given(new LedgerCommand.Reference.RegisterOperator("op-kr", "KR", "KRW", ""));
        bare.given(new LedgerCommand.Reference.RegisterOperator("op-fr", "FR", "EUR", ""));
        bare.given(new LedgerCommand.Reference.RegisterModel(LedgerFixture.MODEL));
        bare.given(new LedgerCommand.Reference.RegisterTenant("tnt-kr", "op-kr"));
        bare.given(bare.tariff("retail-kr", TariffKind.RETAIL, "op-kr", "KRW", 4_000));
        bare.given(bare.wallet("wal-kr", "tnt-kr", "KRW", "retail-kr", "0"));
        UsageRecord early = bare.usage("u0", "wal-kr");
        early.endedEpochNanos = LedgerFixture.START - 2;
        assertEquals(SuspenseReason.UNKNOWN_TARIFF, bare.record(early).suspense);
        UsageRecord abroad = bare.usage("u1", "wal-kr");
        abroad.servingOperator = "op-fr";
        assertEquals(SuspenseReason.UNKNOWN_AGREEMENT, bare.record(abroad).suspense);
        assertEquals(
                SuspenseReason.NO_OPEN_WINDOW, bare.record(bare.usage("u2", "wal-kr")).suspense);
    }

    @Test
    void totalsBeyondNineMillionWonPassAndOverflowIsKeptInSuspense() {
        List<TokenClass> dear =
                List.of(
                        TokenClass.INPUT_UNCACHED,
                        TokenClass.INPUT_CACHE_READ,
                        TokenClass.OUTPUT_TEXT,
                        TokenClass.OUTPUT_REASONING);
        ledger.given(
                new LedgerCommand.Reference.PublishTariff(
                        new TariffTerms(
                                "retail-kr",
                                TariffKind.RETAIL,
                                "op-kr",
                                "KRW",
                                "Asia/Seoul",
                                LedgerFixture.START,
                                Pico.ZERO,
                                dear.stream()
                                        .map(c -> LedgerFixture.price(c, Long.MAX_VALUE))
                                        .toList())));
        int accepted = 0;
        UsageRecord last;
        do {
            UsageRecord usage = ledger.usage("big-" + accepted, "wal-kr");
            java.util.Arrays.fill(usage.tokens, 0);
            dear.forEach(c -> set(usage, c, TokenClass.MAX_TOKENS));
            last = ledger.record(usage);
            accepted += last.status == UsageStatus.ACCEPTED ? 1 : 0;
        } while (last.status == UsageStatus.ACCEPTED && accepted < 4_000);
        assertEquals(SuspenseReason.AMOUNT_OVERFLOW, last.suspense);
        assertEquals(257, accepted, "just under 2^118 each, refused from a balance of 2^126 on");
        assertTrue(ledger.state.isBalanced());
    }

    @Test
    void sumsOfTokensAreNeverWrapped() {
        int accepted = 0;
        UsageRecord last;
        do {
            UsageRecord usage = ledger.usage("many-" + accepted, "wal-kr");
            set(usage, TokenClass.OUTPUT_TEXT, TokenClass.MAX_TOKENS);
            last = ledger.record(usage);
            accepted += last.status == UsageStatus.ACCEPTED ? 1 : 0;
        } while (last.status == UsageStatus.ACCEPTED && accepted < 4_000);
        assertEquals(SuspenseReason.AMOUNT_OVERFLOW, last.suspense);
        assertEquals(513, accepted, "just under 2^53 each, refused from a sum of 2^62 on");
        assertTrue(ledger.state.totals().tokens(TokenClass.OUTPUT_TEXT) > 0);
    }

    @Test
    void aMinimumChargeAppliesToRecordsWithTokens() {
        ledger.given(
                new LedgerCommand.Reference.PublishTariff(
                        new TariffTerms(
                                "retail-kr",
                                TariffKind.RETAIL,
                                "op-kr",
                                "KRW",
                                "Asia/Seoul",
                                LedgerFixture.START,
                                Pico.parse("1.5"),
                                List.of(LedgerFixture.price(TokenClass.INPUT_UNCACHED, 1)))));
        UsageRecord small = ledger.usage("u1", "wal-kr");
        set(small, TokenClass.OUTPUT_TEXT, 0);
        assertEquals(Pico.parse("1.5"), ledger.record(small).retail());
        UsageRecord empty = ledger.usage("u2", "wal-kr");
        java.util.Arrays.fill(empty.tokens, 0);
        assertEquals(Pico.ZERO, ledger.record(empty).retail());
    }

    @Test
    void aJurisdictionsPriceOverridesTheGeneralOneClassByClass() {
        ledger.given(
                new LedgerCommand.Reference.PublishTariff(
                        new TariffTerms(
                                "retail-kr",
                                TariffKind.RETAIL,
                                "op-kr",
                                "KRW",
                                "Asia/Seoul",
                                LedgerFixture.START,
                                Pico.ZERO,
                                List.of(
                                        LedgerFixture.price(TokenClass.INPUT_UNCACHED, 10),
                                        LedgerFixture.price(TokenClass.OUTPUT_TEXT, 20),
                                        new tallystick.domain.rating.PriceLine(
                                                LedgerFixture.MODEL,
                                                TokenClass.OUTPUT_TEXT,
                                                "FR",
                                                50)))));
        assertEquals(
                Pico.of(100 * 10 + 10 * 20),
                ledger.record(ledger.usage("home", "wal-kr")).retail());
        assertEquals(Pico.of(100 * 10 + 10 * 50), ledger.record(roaming("away")).retail());
    }

    @Test
    void namesAreSpelledOutOnceAndThenNumbered() {
        UsageRecord first = ledger.record(ledger.usage("u1", "wal-kr"));
        UsageRecord second = ledger.record(ledger.usage("u2", "wal-kr"));
        assertEquals(UsageRecord.NO_REF, first.sourceRef);
        assertEquals(first.source, ledger.state.names().texts.nameOf(second.sourceRef));
        assertEquals("tnt-kr", ledger.state.names().texts.nameOf(second.tenantRef));
    }

    @Test
    void replayGivesTheSameDigest() {
        ledger.given(ledger.grant("g1", "wal-kr", "0.1", GrantKind.PAID));
        for (int i = 0; i < 20; i++) {
            ledger.record(i % 3 == 0 ? roaming("u" + i) : ledger.usage("u" + i, "wal-kr"));
        }
        assertEquals(ledger.state.digest(), ledger.replayed().digest());
        ledger.record(ledger.usage("one-more", "wal-kr"));
        assertEquals(ledger.state.digest(), ledger.replayed().digest());
    }

    private void suspends(SuspenseReason reason, Consumer<UsageRecord> change) {
        UsageRecord usage = ledger.usage("s" + ledger.journal.size(), "wal-kr");
        change.accept(usage);
        Pico before = ledger.balance("revenue.retail/op-kr", "KRW");
        ledger.record(usage);
        assertEquals(UsageStatus.SUSPENDED, usage.status);
        assertEquals(reason, usage.suspense);
        assertEquals(Pico.ZERO, usage.retail());
        assertEquals(before, ledger.balance("revenue.retail/op-kr", "KRW"));
    }

    private UsageRecord roaming(String id) {
        UsageRecord usage = ledger.usage(id, "wal-kr");
        usage.servingOperator = "op-fr";
        usage.site = "fr-paris-1";
        return usage;
    }

    private UsageRecord priced(String in, String cacheRead, String cacheWrite, String out) {
        ledger.given(
                new LedgerCommand.Reference.PublishTariff(
                        new TariffTerms(
                                "retail-fr",
                                TariffKind.RETAIL,
                                "op-fr",
                                "EUR",
                                "Europe/Paris",
                                LedgerFixture.START,
                                Pico.ZERO,
                                List.of(
                                        perMillion(TokenClass.INPUT_UNCACHED, in),
                                        perMillion(TokenClass.INPUT_CACHE_READ, cacheRead),
                                        perMillion(TokenClass.INPUT_CACHE_WRITE_5M, cacheWrite),
                                        perMillion(TokenClass.OUTPUT_TEXT, out),
                                        perMillion(TokenClass.OUTPUT_REASONING, out)))));
        UsageRecord usage = ledger.usage("spec", "wal-fr");
        java.util.Arrays.fill(usage.tokens, 0);
        return usage;
    }

    private static tallystick.domain.rating.PriceLine perMillion(TokenClass c, String price) {
        // A price per million tokens with six decimals is a whole number of pico-units a token.
        return LedgerFixture.price(
                c, tallystick.domain.money.PlainDecimal.parse(price, 6).longValueExact());
    }

    private static void set(UsageRecord usage, TokenClass tokenClass, long count) {
        usage.tokens[tokenClass.ordinal()] = count;
    }
}
