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
import tallystick.client.Problem;
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
