package tallystick.app.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tallystick.app.RunningNode;
import tallystick.app.api.SettledWindow;
import tallystick.app.api.TestNode;
import tallystick.app.cli.Tallystick;
import tallystick.app.security.SecuredNode.Reply;
import tools.jackson.databind.JsonNode;

/** Totals of a settled window are those of its statements, and everybody finds its own amount. */
class SumTreesTest {

    private static final String BASE = "/v1/settlement/";

    @TempDir private static Path directory = Path.of("");

    private static SecuredNode node;
    private static String hub;
    private static String india;
    private static JsonNode document;

    @BeforeAll
    static void settle() throws Exception {
        Path data = directory.resolve("node");
        try (RunningNode open = tallystick.app.TestNode.start(data, SettledWindow.BANKS)) {
            new SettledWindow(TestNode.of(open)).toItsEnd();
        }
        node = SecuredNode.start(data, new TreeMap<>(SettledWindow.BANKS));
        String[] roles = {"settlement:maker", "settlement:treasury", "audit:read", "wallet:read"};
        hub = node.key("*", null, null, roles);
        india = node.key("op-in", null, null, roles);
        Reply sums = node.get(hub, BASE + "documents/sums:w1");
        assertEquals(200, sums.status(), sums.text());
        document = sums.json();
        Files.writeString(directory.resolve("sums.json"), sums.text());
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static BigDecimal total(String kind, String of) {
        for (JsonNode root : document.path("sums")) {
            if (root.path("kind").asString().equals(kind)
                    && root.path("of").asString().equals(of)) {
                return new BigDecimal(root.path("total").asString());
            }
        }
        throw new AssertionError(kind + " " + of + " is not in " + document);
    }

    @Test
    void totalsAreThoseOfTheStatements() {
        int statements = 0;
        for (JsonNode one :
                node.get(hub, BASE + "windows/w1/statements").json().path("statements")) {
            String name = one.path("statement").asString();
            BigDecimal exact = BigDecimal.ZERO;
            for (JsonNode line : one.path("lines")) {
                exact = exact.add(new BigDecimal(line.path("exact").asString()));
            }
            BigDecimal sum = total("charges", name).subtract(total("charges", name + ":credits"));
            assertEquals(0, exact.compareTo(sum), name + ": " + exact + " and " + sum);
            assertTrue(exact.signum() > 0, name);
            statements++;
        }
        assertEquals(4, statements);
        for (JsonNode root : document.path("sums")) {
            if (root.path("kind").asString().equals("positions")) {
                assertEquals(0, new BigDecimal(root.path("total").asString()).signum());
            }
        }
        // What is charged at home is what the wallets no longer have.
        BigDecimal charged = total("charges", "w1:op-kr");
        JsonNode accounts = node.get(hub, "/v1/ledger").json();
        assertTrue(accounts.toString().contains(charged.toPlainString()), charged + " " + accounts);
    }

    @Test
    void everybodyFindsItsAmountOffline() throws Exception {
        check(node.get(hub, "/v1/wallets/wal-op-kr/sums?window=w1"), total("charges", "w1:op-kr"));
        check(
                node.get(india, BASE + "statements/w1:op-in:op-fr:EUR/sums/wal-op-in"),
                total("charges", "w1:op-in:op-fr:EUR"));
        Reply position = node.get(india, BASE + "windows/w1/sums/op-in");
        JsonNode net = node.get(india, BASE + "windows/w1/positions").json().path("positions");
        Map<String, BigDecimal> expected = new TreeMap<>();
        for (JsonNode one : net) {
            expected.put(
                    one.path("asset").asString(), new BigDecimal(one.path("amount").asString()));
        }
        assertFalse(expected.isEmpty());
        assertEquals(expected.size(), position.json().path("proofs").size(), position.text());
        for (JsonNode proof : position.json().path("proofs")) {
            BigDecimal sum = BigDecimal.ZERO;
            for (JsonNode part : proof.path("parts")) {
                sum = sum.add(new BigDecimal(part.path("amount").asString()));
            }
            assertEquals(64, proof.path("parts").size());
            assertEquals(
                    0,
                    expected.get(proof.at("/root/asset").asString()).compareTo(sum),
                    proof::toString);
        }
        assertEquals(0, verify(position.text()));
    }

    private static void check(Reply reply, BigDecimal total) throws Exception {
        assertEquals(200, reply.status(), reply.text());
        BigDecimal own = new BigDecimal(reply.at("proofs.0.parts.0.amount"));
        assertTrue(own.signum() > 0 && own.compareTo(total) <= 0, reply.text());
        assertEquals(0, verify(reply.text()));
    }

    @Test
    void whatIsBentIsRefused() throws Exception {
        String good = node.get(india, BASE + "windows/w1/sums/op-in").text();
        String charge = node.get(hub, "/v1/wallets/wal-op-kr/sums?window=w1").text();
        assertEquals(0, verify(charge));
        // A total that is another, in the proof alone and in the document too.
        JsonNode root = json(charge).at("/proofs/0/root");
        String told = root.path("total").asString();
        String more = new BigDecimal(told).add(BigDecimal.ONE).toPlainString();
        assertEquals(1, verify(charge.replace("\"" + told + "\"", "\"" + more + "\"")));
        // A negative sum beside one's own, as if somebody had been charged less than nothing.
        String amount = json(charge).at("/proofs/0/parts/0/amount").asString();
        assertEquals(
                1,
                verify(charge.replaceFirst("\"amount\":\"" + amount, "\"amount\":\"-" + amount)));
        // Two leaves for each other, one twice, one's salt or another's name.
        JsonNode parts = json(good).at("/proofs/0/parts");
        String first = parts.get(0).path("amount").asString();
        String second = parts.get(1).path("amount").asString();
        String swapped =
                good.replaceFirst(first, "@").replaceFirst(second, first).replaceFirst("@", second);
        assertEquals(1, verify(swapped));
        assertEquals(1, verify(good.replaceFirst("\"part\":1,", "\"part\":0,")));
        assertEquals(1, verify(good.replace("\"holder\":\"op-in\"", "\"holder\":\"op-kr\"")));
        assertEquals(1, verify(good.replaceFirst("\"side\":\"left\"", "\"side\":\"right\"")));
        // Positions that do not sum to 0 are no published total at all.
        String zero = json(good).at("/proofs/0/root/total").asString();
        String bent = good.replace("\"total\":\"" + zero + "\"", "\"total\":\"1.000000000000\"");
        assertEquals(64, verify(bent));
        // Another window's document.
        Path other = directory.resolve("other.json");
        Files.writeString(other, document.toString().replace("w1:op-kr\"", "w2:op-kr\""));
        assertEquals(1, run("verify-sum", file(charge), "--document", other + ""));
        assertEquals(64, run("verify-sum", file("{}"), "--document", other + ""));
    }

    @Test
    void othersAmountsAndProofsAreMissing() {
        JsonNode own = node.get(india, BASE + "documents/sums:w1").json();
        assertTrue(own.toString().contains("w1:op-in"));
        assertFalse(own.toString().contains("w1:op-kr:op-fr"), own::toString);
        assertFalse(own.toString().contains("\"w1:op-kr\""), own::toString);
        assertFalse(node.get(india, BASE + "windows/w1/sums").text().contains("\"w1:op-fr\""));
        assertEquals(404, node.get(india, BASE + "windows/w1/sums/op-kr").status());
        assertEquals(
                404,
                node.get(india, BASE + "statements/w1:op-kr:op-fr:EUR/sums/wal-op-kr").status());
        assertEquals(404, node.get(india, "/v1/wallets/wal-op-kr/sums?window=w1").status());
        assertEquals(404, node.get(hub, "/v1/wallets/wal-op-kr/sums?window=w9").status());
        // The next one is open: what is in it may still grow.
        assertEquals(404, node.get(hub, "/v1/wallets/wal-op-kr/sums?window=w2").status());
        assertEquals(404, node.get(hub, BASE + "documents/sums:w2").status());
    }

    private static JsonNode json(String text) {
        return tools.jackson.databind.json.JsonMapper.builder().build().readTree(text);
    }

    private static String file(String text) throws Exception {
        Path file = directory.resolve("proof.json");
        Files.writeString(file, text);
        return file.toString();
    }

    private static int verify(String proofs) throws Exception {
        return run("verify-sum", file(proofs), "--document", directory.resolve("sums.json") + "");
    }

    private static int run(String... line) {
        CommandLine command = Tallystick.commandLine();
        command.setOut(new PrintWriter(new StringWriter()));
        command.setErr(new PrintWriter(new StringWriter()));
        return command.execute(line);
    }
}
