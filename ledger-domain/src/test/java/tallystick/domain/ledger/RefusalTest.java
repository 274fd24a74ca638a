package tallystick.domain.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import tallystick.domain.Decision;
import tallystick.domain.GrantKind;
import tallystick.domain.GrantTerms;
import tallystick.domain.LedgerCommand;
import tallystick.domain.LedgerCommand.Reference;
import tallystick.domain.LedgerCommand.Settlement;
import tallystick.domain.RefusalCode;
import tallystick.domain.WalletTerms;
import tallystick.domain.money.Pico;
import tallystick.domain.rating.PriceLine;
import tallystick.domain.rating.TariffKind;
import tallystick.domain.rating.TariffTerms;
import tallystick.domain.usage.TokenClass;

class RefusalTest {

    private final LedgerFixture ledger = LedgerFixture.federation();

    @Test
    void operators() {
        refuses(new Reference.RegisterOperator("", "KR", "KRW", ""), "operator");
        refuses(new Reference.RegisterOperator("a:b", "KR", "KRW", ""), "operator");
        refuses(new Reference.RegisterOperator("a\nb", "KR", "KRW", ""), "operator");
        refuses(new Reference.RegisterOperator("e\u0301", "KR", "KRW", ""), "operator");
        refuses(new Reference.RegisterOperator("x".repeat(129), "KR", "KRW", ""), "operator");
        refuses(new Reference.RegisterOperator("op", "kr", "KRW", ""), "country");
        refuses(new Reference.RegisterOperator("op", "KR", "WON", ""), "currency");
        refuses(new Reference.RegisterOperator("op", "KR", "TOK", ""), "currency");
        refuses(new Reference.RegisterOperator("op", "KR", "KRW", "AAAA"), "public_key");
        refuses(new Reference.RegisterOperator("op", "KR", "KRW", "§"), "public_key");
        ledger.refuses(
                new Reference.RegisterOperator("op-kr", "KR", "KRW", ""),
                RefusalCode.ALREADY_EXISTS,
                "operator");
    }

    @Test
    void factoriesModelsAndTenants() {
        ledger.refuses(
                new Reference.RegisterFactory("f", "op-xx", "KR"),
                RefusalCode.NOT_FOUND,
                "operator");
        refuses(new Reference.RegisterFactory("f", "op-kr", "K1"), "jurisdiction");
        ledger.refuses(
                new Reference.RegisterFactory("fr-paris-1", "op-kr", "KR"),
                RefusalCode.ALREADY_EXISTS,
                "factory");
        ledger.refuses(
                new Reference.RegisterModel(LedgerFixture.MODEL),
                RefusalCode.ALREADY_EXISTS,
                "model");
        ledger.refuses(
                new Reference.RegisterTenant("t", "op-xx"), RefusalCode.NOT_FOUND, "operator");
    }

    @Test
    void tariffs() {
        PriceLine good = LedgerFixture.price(TokenClass.OUTPUT_TEXT, 1);
        refuses(tariff("retail-kr", "KRW", "Mars/Olympus", List.of(good)), "zone");
        refuses(tariff("retail-kr", "XYZ", "UTC", List.of(good)), "asset");
        refuses(tariff("retail-kr", "KRW", "UTC", List.of()), "prices");
        refuses(tariff("retail-kr", "KRW", "UTC", List.of(good, good)), "prices[1]");
        refuses(
                tariff(
                        "retail-kr",
                        "KRW",
                        "UTC",
                        List.of(LedgerFixture.price(TokenClass.OUTPUT_TEXT, -1))),
                "prices[0].per_million");
        ledger.refuses(
                tariff(
                        "retail-kr",
                        "KRW",
                        "UTC",
                        List.of(new PriceLine("gpt-0", TokenClass.OUTPUT_TEXT, "*", 1))),
                RefusalCode.NOT_FOUND,
                "prices[0].model");
        ledger.refuses(
                tariff("retail-kr", "EUR", "UTC", List.of(good)),
                RefusalCode.ASSET_MISMATCH,
                "asset");
        ledger.refuses(
                tariff("retail-fr", "EUR", "UTC", List.of(good)),
                RefusalCode.ALREADY_EXISTS,
                "tariff");
    }

    @Test
    void agreements() {
        refuses(ledger.agreement("x", "op-kr", "op-kr", "iot-kr"), "serving_operator");
        ledger.refuses(
                ledger.agreement("x", "op-xx", "op-kr", "iot-kr"),
                RefusalCode.NOT_FOUND,
                "home_operator");
        ledger.refuses(
                ledger.agreement("kr-fr", "op-kr", "op-fr", "iot-kr"),
                RefusalCode.NOT_FOUND,
                "inter_operator_tariff");
        ledger.refuses(
                ledger.agreement("kr-fr", "op-kr", "op-fr", "retail-fr"),
                RefusalCode.NOT_FOUND,
                "inter_operator_tariff");
        ledger.refuses(
                ledger.agreement("other", "op-kr", "op-fr", "iot-fr"),
                RefusalCode.ALREADY_EXISTS,
                "agreement");
    }

    @Test
    void walletsAndGrants() {
        ledger.refuses(
                ledger.wallet("w", "tnt-xx", "KRW", "retail-kr", "0"),
                RefusalCode.NOT_FOUND,
                "tenant");
        ledger.refuses(
                ledger.wallet("w", "tnt-kr", "EUR", "retail-fr", "0"),
                RefusalCode.NOT_FOUND,
                "tariff");
        ledger.refuses(
                ledger.wallet("w", "tnt-kr", "EUR", "retail-kr", "0"),
                RefusalCode.ASSET_MISMATCH,
                "asset");
        refuses(ledger.wallet("w", "tnt-kr", "KRW", "retail-kr", "-1"), "overdraft_limit");
        refuses(
                new LedgerCommand.Wallets.OpenWallet(
                        new WalletTerms(
                                "w", "tnt-kr", "KRW", "retail-kr", Pico.ZERO, List.of("KR", "KR"))),
                "allowed_jurisdictions[1]");
        ledger.refuses(
                ledger.wallet("wal-kr", "tnt-kr", "KRW", "retail-kr", "0"),
                RefusalCode.ALREADY_EXISTS,
                "wallet");
        refuses(ledger.grant("g", "wal-kr", "0", GrantKind.PAID), "amount");
        refuses(ledger.grant("g", "wal-kr", "-5", GrantKind.PAID), "amount");
        ledger.refuses(
                ledger.grant("g", "wal-kr", "9999999999999999999999999", GrantKind.PAID),
                RefusalCode.AMOUNT_OVERFLOW,
                "amount");
        ledger.refuses(
                ledger.grant("g", "wal-xx-kr", "5", GrantKind.PAID),
                RefusalCode.NOT_FOUND,
                "wallet");
        ledger.refuses(
                grant("EUR", LedgerFixture.START, GrantTerms.NEVER),
                RefusalCode.ASSET_MISMATCH,
                "asset");
        refuses(grant("KRW", LedgerFixture.START, LedgerFixture.START), "expires_at");
    }

    @Test
    void tooManyPricesOrLiveGrants() {
        PriceLine price = LedgerFixture.price(TokenClass.OUTPUT_TEXT, 1);
        refuses(
                tariff("retail-kr", "KRW", "UTC", java.util.Collections.nCopies(32_769, price)),
                "prices");
        for (int i = 0; i < 4_096; i++) {
            ledger.given(ledger.grant("g" + i, "wal-kr", "1", GrantKind.PROMO));
        }
        ledger.refuses(
                ledger.grant("one-more", "wal-kr", "1", GrantKind.PROMO),
                RefusalCode.LIMIT_REACHED,
                "wallet");
    }

    @Test
    void settlementSteps() {
        ledger.refuses(
                new Settlement.OpenWindow("w2", "daily", 0),
                RefusalCode.ALREADY_EXISTS,
                "settlement_model");
        refuses(new Settlement.CutOffWindow("w1", ledger.now() + 1, "w2"), "cut_off");
        refuses(new Settlement.CutOffWindow("w1", LedgerFixture.START - 1, "w2"), "cut_off");
        ledger.refuses(
                new Settlement.CutOffWindow("w1", ledger.now(), "w1"),
                RefusalCode.ALREADY_EXISTS,
                "next_window");
        ledger.refuses(new Settlement.FenceWindow("w9"), RefusalCode.NOT_FOUND, "window");
        ledger.refuses(new Settlement.FenceWindow("w1"), RefusalCode.WRONG_STATE, "window");
        ledger.refuses(new Settlement.SealWindow("w1", 0, ""), RefusalCode.WRONG_STATE, "window");
        ledger.refuses(new Settlement.CalculateWindow("w1"), RefusalCode.WRONG_STATE, "window");
        ledger.refuses(new Settlement.IssueStatements("w1"), RefusalCode.WRONG_STATE, "window");
        ledger.refuses(new Settlement.NetWindow("w1"), RefusalCode.WRONG_STATE, "window");
        ledger.given(new Settlement.CutOffWindow("w1", ledger.now(), "w2"));
        ledger.given(new Settlement.FenceWindow("w1"));
        ledger.refuses(
                new Settlement.SealWindow("w1", 1, ""), RefusalCode.SEAL_MISMATCH, "records");
    }

    @Test
    void aKeyIsOneRequestForEver() {
        LedgerCommand open = ledger.wallet("w-kr", "tnt-kr", "KRW", "retail-kr", "0");
        assertInstanceOf(Decision.Accepted.class, ledger.when("k1", open, 11));
        String after = ledger.state.digest();

        Decision again = ledger.when("k1", open, 11);
        Decision.Replayed replayed = assertInstanceOf(Decision.Replayed.class, again);
        assertEquals("w-kr", replayed.answer().resource());
        assertEquals(ledger.state.lastPosition(), replayed.answer().position());
        assertTrue(replayed.answer().replayed());
        Decision.Refused other =
                assertInstanceOf(Decision.Refused.class, ledger.when("k1", open, 12));
        assertEquals(RefusalCode.IDEMPOTENCY_KEY_REUSED, other.refusal().code());
        assertEquals(after, ledger.state.digest());
    }

    @Test
    void aRefusalIsFrozenUnderItsKeyEvenWhenItWouldNowBeAccepted() {
        LedgerCommand grant = ledger.grant("g", "late-kr", "5", GrantKind.PAID);
        assertInstanceOf(Decision.Refused.class, ledger.when("k1", grant, 1));
        ledger.given(ledger.wallet("late-kr", "tnt-kr", "KRW", "retail-kr", "0"));

        Decision.Replayed again =
                assertInstanceOf(Decision.Replayed.class, ledger.when("k1", grant, 1));

        assertEquals(
                RefusalCode.NOT_FOUND, Objects.requireNonNull(again.answer().refusal()).code());
        assertFalse(ledger.state.names().grants.contains("g"));
        assertInstanceOf(Decision.Accepted.class, ledger.when("k2", grant, 1));
        assertEquals(ledger.state.digest(), ledger.replayed().digest());
    }

    private void refuses(LedgerCommand command, String field) {
        ledger.refuses(command, RefusalCode.INVALID_REQUEST, field);
    }

    private static LedgerCommand tariff(
            String tariff, String asset, String zone, List<PriceLine> prices) {
        return new Reference.PublishTariff(
                new TariffTerms(
                        tariff, TariffKind.RETAIL, "op-kr", asset, zone, 0, Pico.ZERO, prices));
    }

    private static LedgerCommand grant(String asset, long effective, long expires) {
        return new LedgerCommand.Wallets.IssueGrant(
                new GrantTerms(
                        "g",
                        "wal-kr",
                        Pico.parse("5"),
                        asset,
                        GrantKind.PAID,
                        0,
                        effective,
                        expires));
    }
}
