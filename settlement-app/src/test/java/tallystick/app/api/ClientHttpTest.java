package tallystick.app.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tallystick.client.Answer;
import tallystick.client.Answer.Done;
import tallystick.client.Balance;
import tallystick.client.ClientOptions;
import tallystick.client.GrantRequest;
import tallystick.client.Hold;
import tallystick.client.HoldRequest;
import tallystick.client.Problem;
import tallystick.client.Registered;
import tallystick.client.Registration;
import tallystick.client.TallystickClient;
import tallystick.client.TransferRequest;
import tallystick.client.UsageEvent;
import tallystick.client.UsageOutcomes;
import tallystick.client.Wallet;
import tallystick.client.WalletRequest;

/** The published client against the real application. */
class ClientHttpTest {

    private static final TestNode NODE = TestNode.get();
    private static final String SOURCE = "/operators/o/factories/f/gateways/client";

    @BeforeAll
    static void register() {
        TestFederation.register();
    }

    private static TallystickClient client() {
        URI base = URI.create("http://127.0.0.1:" + NODE.port());
        return new TallystickClient(ClientOptions.of(base, null));
    }

    private static WalletRequest wallet() {
        return new WalletRequest(
                null,
                TestFederation.TENANT,
                "EUR",
                TestFederation.RETAIL,
                new BigDecimal("0.5"),
                List.of("KR", "FR"));
    }

    private static UsageEvent event(
            String id, String wallet, long tokens, UsageEvent.@Nullable Change change) {
        return new UsageEvent(
                id,
                SOURCE,
                wallet,
                Instant.now(),
                "r-" + id,
                TestFederation.MODEL,
                tokens == 0 ? Map.of() : Map.of("input.uncached", tokens, "output.text", 10L),
                TestFederation.HOME,
                TestFederation.HOME,
                TestFederation.TENANT,
                null,
                change);
    }

    @Test
    void aWalletIsOpenedFundedChargedAndRead() throws Exception {
        try (TallystickClient client = client()) {
            String key = TestNode.name("key-");
            Wallet wallet = client.openWallet(wallet(), key).orThrow();
            Done<Wallet> again = (Done<Wallet>) client.openWallet(wallet(), key);
            assertTrue(again.replayed());
            assertEquals(wallet, again.value());
            String name = wallet.wallet();
            assertEquals(
                    name,
                    client.issueGrant(
                                    name,
                                    GrantRequest.paid(new BigDecimal("2"), "EUR"),
                                    TestNode.name("key-"))
                            .orThrow()
                            .wallet());
            String id = TestNode.name("e-");
            UsageEvent good = event(id, name, 1_000, null);
            UsageOutcomes told =
                    client.record(List.of(good, good, event(id + "-bad", "", 1, null))).orThrow();
            assertEquals(
                    List.of(1, 1, 1), List.of(told.accepted(), told.duplicate(), told.rejected()));
            assertEquals(
                    new BigDecimal("0.000530000000"),
                    Objects.requireNonNull(told.results().getFirst().rated()).amount());
            Balance balance = client.balance(name, told.position()).orThrow();
            assertEquals(new BigDecimal("1.999470000000"), balance.posted());
            assertEquals(new BigDecimal("0.500000000000"), balance.overdraftLimit());
            UsageEvent.Change back = new UsageEvent.Change(SOURCE, id, "meter_fault");
            told = client.recordAllOrNone(List.of(event(id + "-v", name, 0, back))).orThrow();
            assertEquals(1, told.accepted());
            assertEquals(
                    new BigDecimal("2.000000000000"),
                    client.balance(name, told.position()).orThrow().posted());
        }
    }

    @Test
    void referenceDataIsRegisteredAndAHoldRunsToItsEnd() throws Exception {
        try (TallystickClient client = client()) {
            String operator = TestNode.name("op-c-");
            String model = TestNode.name("org/c-");
            for (Registration what :
                    List.of(
                            new Registration.Operator(operator, "KR", "KRW", null),
                            new Registration.Factory("site-" + operator, operator, "KR"),
                            new Registration.Model(model),
                            new Registration.Tenant("tnt-" + operator, operator))) {
                assertEquals(0, client.register(what, TestNode.name("key-")).orThrow().version());
            }
            Registration.Tariff tariff =
                    new Registration.Tariff(
                            "retail-" + operator,
                            "retail",
                            operator,
                            "KRW",
                            "Asia/Seoul",
                            TestFederation.SINCE,
                            null,
                            null,
                            List.of(
                                    Registration.Price.flat(
                                            model, "input.uncached", new BigDecimal("500")),
                                    Registration.Price.flat(
                                            model, "output.text", new BigDecimal("3000"))));
            String key = TestNode.name("key-");
            Registered made = client.register(tariff, key).orThrow();
            assertEquals(new Registered("retail-" + operator, 1, made.position()), made);
            assertTrue(((Done<Registered>) client.register(tariff, key)).replayed());
            assertEquals(2, client.register(tariff, TestNode.name("key-")).orThrow().version());
            assertEquals(
                    "not-found",
                    problem(
                                    client.register(
                                            new Registration.Tenant("t", "nobody"),
                                            TestNode.name("key-")))
                            .code());
            assertEquals(
                    "not-found",
                    problem(
                                    client.register(
                                            new Registration.Agreement(
                                                    "agr-" + operator,
                                                    operator,
                                                    "nobody",
                                                    "none",
                                                    "daily",
                                                    TestFederation.SINCE),
                                            TestNode.name("key-")))
                            .code());
            WalletRequest wallet =
                    new WalletRequest(
                            null, "tnt-" + operator, "KRW", "retail-" + operator, null, null);
            String name = client.openWallet(wallet, TestNode.name("key-")).orThrow().wallet();
            Answer<?> funded =
                    client.issueGrant(
                            name,
                            GrantRequest.paid(new BigDecimal("10"), "KRW"),
                            TestNode.name("key-"));
            assertTrue(funded instanceof Done<?>);
            holds(client, name, model, "site-" + operator);
        }
    }

    private static void holds(TallystickClient client, String wallet, String model, String factory)
            throws Exception {
        HoldRequest wanted =
                HoldRequest.of(model, factory, Map.of("input.uncached", 1_000L), 1_000);
        String key = TestNode.name("key-");
        Hold hold = client.openHold(wallet, wanted, key).orThrow();
        assertEquals(new BigDecimal("3.500000000000"), hold.granted().amount());
        assertEquals(hold, client.openHold(wallet, wanted, key).orThrow());
        Map<String, Long> used = Map.of("input.uncached", 1_000L, "output.text", 900L);
        Hold extended = client.extendHold(hold.hold(), 1, used, 500).orThrow();
        assertEquals(extended, client.extendHold(hold.hold(), 1, used, 500).orThrow());
        Problem gap = problem(client.commitHold(hold.hold(), 3, used, true));
        assertEquals("sequence-gap", gap.code());
        used = Map.of("input.uncached", 1_000L, "output.text", 1_200L);
        Hold committed = client.commitHold(hold.hold(), 2, used, true).orThrow();
        assertEquals("committed", committed.state());
        assertEquals(
                new BigDecimal("4.100000000000"),
                Objects.requireNonNull(committed.charged()).amount());
        Hold other = client.openHold(wallet, wanted, TestNode.name("key-")).orThrow();
        assertEquals(
                "released", client.releaseHold(other.hold(), 1, "cancelled").orThrow().state());
        Balance balance = client.balance(wallet, committed.position()).orThrow();
        assertEquals(new BigDecimal("5.900000000000"), balance.posted());
        Hold last =
                client.openHold(
                                wallet,
                                HoldRequest.of(model, factory, Map.of(), 1_000_000),
                                TestNode.name("key-"))
                        .orThrow();
        assertTrue(last.isLast(), "there is credit for a part of that");
        assertEquals(1_966, last.granted().output());
        Map<String, Long> dear = Map.of("input.uncached", 100_000L);
        assertEquals(
                "insufficient-balance",
                problem(
                                client.openHold(
                                        wallet,
                                        HoldRequest.of(model, factory, dear, 1),
                                        TestNode.name("key-")))
                        .code());
    }

    private static Problem problem(Answer<?> answer) {
        return Objects.requireNonNull(answer.problemOrNull());
    }

    @Test
    void refusalsAreTyped() throws Exception {
        try (TallystickClient client = client()) {
            assertEquals("not-found", problem(client.wallet("nobody at all")).code());
            String from = client.openWallet(wallet(), TestNode.name("key-")).orThrow().wallet();
            String to = client.openWallet(wallet(), TestNode.name("key-")).orThrow().wallet();
            Problem refused =
                    problem(
                            client.transfer(
                                    from,
                                    new TransferRequest(null, to, BigDecimal.TEN, "EUR"),
                                    TestNode.name("key-")));
            assertEquals("insufficient-balance", refused.code());
            assertEquals("0.000000000000", refused.facts().get("available"));
            String key = TestNode.name("key-");
            assertEquals("suspended", client.suspend(from, "unpaid", key).orThrow().state());
            assertEquals(
                    "wrong-state",
                    problem(client.suspend(from, "unpaid", TestNode.name("key-"))).code());
            assertEquals("open", client.resume(from, TestNode.name("key-")).orThrow().state());
        }
    }
}
