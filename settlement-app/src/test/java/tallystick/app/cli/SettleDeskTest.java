package tallystick.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tallystick.app.RunningNode;
import tallystick.app.api.TestNode;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The commands of {@code ops/docs/settlement.md}, as they stand there, against a running node. */
class SettleDeskTest {

    private static final Path GUIDE = Path.of("../ops/docs/settlement.md");

    @TempDir Path data;

    private final Map<String, String> known = new TreeMap<>();
    private final JsonMapper json = JsonMapper.builder().build();
    private int events;
    private JsonNode answer = json.createObjectNode();

    @Test
    void theGuideTakesAWindowFromOpenToFinal() throws IOException, InterruptedException {
        List<String> commands = commands();
        assertTrue(commands.size() >= 24, commands::toString);
        try (RunningNode running = tallystick.app.TestNode.start(data)) {
            TestNode node = TestNode.of(running);
            federation(node);
            assertDone(running, commands.removeFirst());
            traffic(node);
            known.put("SOON", Instant.now().plusSeconds(3_600).toString());
            for (String command : commands) {
                if (command.contains("cutoff w2")) {
                    traffic(node);
                }
                known.put("NOW", Instant.now().toString());
                known.put("SHORTLY", Instant.now().plusSeconds(1).toString());
                if (command.contains("settle grace ") || command.contains("default w2")) {
                    awaitDone(running, command);
                } else {
                    assertDone(running, command);
                }
                learn();
            }
            assertDone(running, "./tallystick settle finality w1");
            assertEquals("final", answer.path("state").asString(""), answer::toString);
            assertEquals(64, answer.path("certificate").asString("").length());
            settledOnceOnly(running);
            JsonNode accounts = json.readTree(node.getAsIs("/v1/ledger").text());
            assertTrue(accounts.toString().contains("trial"), accounts::toString);
        }
    }

    /** What was done is not done twice, and a refusal is a failure of the command. */
    private void settledOnceOnly(RunningNode running) {
        assertEquals(Tallystick.FAILURE, run(running, "./tallystick settle finalise w1"));
        assertEquals(
                Tallystick.FAILURE, run(running, "./tallystick settle instruct-check w1 --as t-c"));
        assertEquals(
                Tallystick.DONE,
                run(
                        running,
                        "./tallystick settle confirm w1 uetr=$UETR asset=EUR amount=$DUE"
                                + " entry=camt-0003"));
        assertEquals(Tallystick.DONE, run(running, "./tallystick settle instructions w1"));
        assertEquals("excess", answer.at("/unmatched/0/reason").asString(""), answer::toString);
    }

    /** Takes from an answer what later commands name. */
    private void learn() {
        learn("STATEMENT", "/sides/0/statement");
        learn("STATEMENT_HASH", "/sides/0/hash");
        learn("TOTAL", "/sides/0/total");
        learn("HASH", "/hash");
        learn("UETR", "/legs/0/uetr");
        learn("DUE", "/positions/0/amount");
        known.computeIfPresent("DUE", (_, due) -> due.replace("-", ""));
    }

    private void learn(String name, String path) {
        String value = answer.at(path).asString("");
        if (!value.isEmpty()) {
            known.put(name, value);
        }
    }

    /** A desk waits until a deadline has passed. */
    private void awaitDone(RunningNode running, String command) throws InterruptedException {
        for (int tries = 0; tries < 50 && run(running, command) != Tallystick.DONE; tries++) {
            known.put("SHORTLY", Instant.now().plusSeconds(1).toString());
            Thread.sleep(100);
        }
        assertEquals("w2", answer.path("subject").asString(""), command + ": " + answer);
    }

    private void assertDone(RunningNode running, String command) {
        assertEquals(Tallystick.DONE, run(running, command), () -> command + ": " + answer);
    }

    private int run(RunningNode running, String command) {
        List<String> args = new ArrayList<>();
        for (String word : command.substring("./tallystick ".length()).split(" ", -1)) {
            int dollar = word.indexOf('$');
            args.add(
                    dollar < 0
                            ? word
                            : word.substring(0, dollar)
                                    + known.getOrDefault(word.substring(dollar + 1), word));
        }
        args.add("--url");
        args.add("http://127.0.0.1:" + running.port());
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = Tallystick.commandLine();
        line.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        int exit = line.execute(args.toArray(String[]::new));
        answer =
                exit == Tallystick.DONE
                        ? json.readTree(out.toString())
                        : json.createObjectNode().put("error", err.toString());
        return exit;
    }

    private static List<String> commands() throws IOException {
        List<String> commands = new ArrayList<>();
        boolean isCode = false;
        for (String line : Files.readAllLines(GUIDE)) {
            isCode = line.startsWith("```") ? line.equals("```sh") : isCode;
            if (isCode && line.startsWith("./tallystick settle ")) {
                commands.add(line);
            }
        }
        return commands;
    }

    private static void federation(TestNode node) {
        for (String[] one : new String[][] {{"op-kr", "KR"}, {"op-fr", "FR"}}) {
            node.made(
                    "/v1/operators",
                    "{'operator':'%s','country':'%s','currency':'EUR'}".formatted(one[0], one[1]));
            node.made(
                    "/v1/factories",
                    "{'factory':'site-%s','operator':'%s','jurisdiction':'%s'}"
                            .formatted(one[1], one[0], one[1]));
        }
        node.made("/v1/models", "{'model':'llama'}");
        node.made("/v1/tenants", "{'tenant':'t','operator':'op-kr'}");
        for (String[] one :
                new String[][] {
                    {"retail", "retail", "op-kr"}, {"iot-fr", "inter_operator", "op-fr"}
                }) {
            node.made(
                    "/v1/tariffs",
                    ("{'tariff':'%s','kind':'%s','operator':'%s','asset':'EUR',"
                                    + "'effective_from':'2026-01-01T00:00:00Z','prices':["
                                    + "{'model':'llama','class':'input.uncached',"
                                    + "'per_million':'700'},"
                                    + "{'model':'llama','class':'output.text',"
                                    + "'per_million':'2100'}]}")
                            .formatted(one[0], one[1], one[2]));
        }
        node.made(
                "/v1/agreements",
                "{'agreement':'kr-fr','home_operator':'op-kr','serving_operator':'op-fr',"
                        + "'inter_operator_tariff':'iot-fr','settlement_model':'daily',"
                        + "'effective_from':'2026-01-01T00:00:00Z'}");
        node.made("/v1/wallets", "{'wallet':'wal','tenant':'t','asset':'EUR','tariff':'retail'}");
    }

    private void traffic(TestNode node) {
        for (int i = 0; i < 5; i++, events++) {
            String event =
                    ("{'specversion':'1.0','id':'e%d','source':'/operators/op-fr/factories/site-FR"
                         + "/gateways/gw','type':'taas.usage.token.recorded.v1','subject':'wal',"
                         + "'time':'%s','datacontenttype':'application/json','data':{"
                         + "'request_id':'r','model':{'requested':'llama'},'operation':'chat',"
                         + "'streamed':true,'usage':{'input':{'uncached':1000},"
                         + "'output':{'text':1000}},'measurement':{'method':'engine_reported'},"
                         + "'parties':{'home_operator':'op-kr','serving_operator':'op-fr',"
                         + "'tenant':'t'},'sovereignty':{'site':'site-FR'}}}")
                            .formatted(events, Instant.now().minusMillis(5))
                            .replace('\'', '"');
            TestNode.Reply reply = node.events("[" + event + "]");
            assertEquals("1", reply.json().path("accepted").asString(""), reply.text());
        }
    }
}
