package tallystick.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tallystick.app.RunningNode;
import tallystick.app.api.SettledWindow;
import tallystick.app.api.TestNode;
import tallystick.app.demo.DemoBank;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The commands of {@code ops/docs/settlement-month.md}: four weeks of three operators. */
class SettlementMonthTest {

    private static final Path GUIDE = Path.of("../ops/docs/settlement-month.md");
    private static final int WEEKS = 4;

    @TempDir Path data;
    @TempDir Path files;

    /** A block of commands, and what it is repeated for. */
    private record Block(String each, List<String> commands) {}

    private final Map<String, String> known = new TreeMap<>();
    private final JsonMapper json = JsonMapper.builder().build();
    private JsonNode answer = json.createObjectNode();

    @Test
    void theGuideSettlesAMonth() throws IOException {
        List<Block> blocks = blocks();
        assertEquals(9, blocks.size());
        try (RunningNode running = tallystick.app.TestNode.start(data, SettledWindow.BANKS)) {
            TestNode node = TestNode.of(running);
            SettledWindow operators = new SettledWindow(node);
            operators.federation();
            Instant start =
                    LocalDate.now(ZoneOffset.UTC)
                            .minusDays(7L * WEEKS)
                            .atStartOfDay(ZoneOffset.UTC)
                            .toInstant();
            know("WINDOW", "week-1", "START", start.toString(), "FILES", files.toString());
            know("SOON", Instant.now().plusSeconds(3_600).toString());
            know("TODAY", LocalDate.now(ZoneOffset.UTC).toString());
            runAll(running, blocks.getFirst());
            for (int week = 1; week <= WEEKS; week++) {
                Instant cutOff = start.plus(Duration.ofDays(7L * week));
                week(node, running, operators, blocks, week, cutOff);
            }
            JsonNode ledger = node.getAsIs("/v1/ledger").json();
            for (JsonNode account : ledger.path("accounts")) {
                if (account.path("account").asString().startsWith("settlement.control/")) {
                    assertEquals(0, decimal(account.path("balance")).signum(), account::toString);
                }
            }
        }
    }

    private void week(
            TestNode node,
            RunningNode running,
            SettledWindow operators,
            List<Block> blocks,
            int week,
            Instant cutOff)
            throws IOException {
        String window = "week-" + week;
        Instant within = cutOff.minus(Duration.ofDays(3));
        operators.usage("op-kr", "op-fr", 40 + week, within);
        operators.usage("op-fr", "op-kr", 20, within);
        operators.usage("op-in", "op-kr", 15 * week, within);
        operators.usage("op-fr", "op-in", 30, within);
        know("WINDOW", window, "NEXT", "week-" + (week + 1), "CUTOFF", cutOff.toString());
        runAll(running, blocks.get(1));
        for (JsonNode side : answer.path("sides")) {
            String statement = side.path("statement").asString();
            String[] parts = statement.split(":", -1);
            if (side.path("operator").asString().equals(parts[1])) {
                know("STATEMENT", statement, "HOME_OPERATOR", parts[1]);
                know("SERVING_OPERATOR", parts[2], "TOTAL", side.path("total").asString());
                know("STATEMENT_HASH", side.path("hash").asString());
                runAll(running, blocks.get(2));
            }
        }
        runAll(running, blocks.get(3));
        JsonNode documents = answer.path("documents");
        DemoBank bank = new DemoBank("B" + week, LocalDate.now(ZoneOffset.UTC));
        know("PAID_IN", payIns(node, bank, window));
        runAll(running, blocks.get(4));
        JsonNode legs = answer.path("legs");
        List<DemoBank.Booking> paid = new ArrayList<>();
        for (JsonNode leg : legs) {
            know("UETR", leg.path("uetr").asString());
            runAll(running, blocks.get(5));
            String message = Files.readString(files.resolve(leg.path("uetr").asString() + ".xml"));
            paid.addAll(
                    bank.pay(
                            message,
                            leg.path("debtor").asString(),
                            leg.path("creditor").asString()));
        }
        know("PAID", file(window + "-2.xml", bank.notification(paid)));
        know("DAY", file(window + "-3.xml", bank.statement()));
        runAll(running, blocks.get(6));
        assertEquals("final", answer.path("state").asString(""), answer::toString);
        assertTrue(documents.size() > 12, documents::toString);
        for (JsonNode document : documents) {
            String name = document.path("document").asString();
            know("DOCUMENT", name, "FILE", name.replace(':', '_'));
            runAll(running, blocks.get(7));
            Path pdf = files.resolve(name.replace(':', '_') + ".pdf");
            assertTrue(
                    new String(Files.readAllBytes(pdf), StandardCharsets.ISO_8859_1)
                            .startsWith("%PDF"));
        }
        for (String command : blocks.get(8).commands()) {
            run(running, command);
            learnTrail();
        }
        assertEquals(known.get("STATEMENT"), answer.path("statement").asString(""));
    }

    /** Takes what the next hop names from the answer of the one before. */
    private void learnTrail() {
        learn("ENTRY", "/entries/0/entry");
        learn("OPERATOR", "/positions/0/operator");
        learn("ASSET", "/positions/0/asset");
        learn("STATEMENT", "/statements/0/statement");
        learn("POSITION", "/events/0/position");
    }

    private void learn(String name, String path) {
        String value = answer.at(path).asString("");
        if (!value.isEmpty()) {
            known.put(name, value);
        }
    }

    private String payIns(TestNode node, DemoBank bank, String window) throws IOException {
        List<DemoBank.Booking> booked = new ArrayList<>();
        JsonNode calls =
                node.awaitGet(
                                "/v1/settlement/windows/" + window + "/funding",
                                reply -> !reply.json().path("calls").isEmpty())
                        .json()
                        .path("calls");
        for (JsonNode call : calls) {
            String operator = call.path("operator").asString();
            String asset = call.path("asset").asString();
            String name = "notice:" + window + ":" + operator + ":" + asset;
            JsonNode notice = node.getAsIs("/v1/settlement/documents/" + name).json();
            booked.add(
                    bank.credit(
                            operator,
                            asset,
                            decimal(notice.path("total")),
                            notice.at("/facts/pay_in_reference").asString()));
        }
        return file(window + "-1.xml", bank.notification(booked));
    }

    private String file(String name, String contents) throws IOException {
        return Files.writeString(files.resolve(name), contents).toString();
    }

    private void know(String... pairs) {
        for (int i = 0; i < pairs.length; i += 2) {
            known.put(pairs[i], pairs[i + 1]);
        }
    }

    private void runAll(RunningNode running, Block block) {
        for (String command : block.commands()) {
            run(running, command);
            learn("HASH", "/hash");
        }
    }

    private void run(RunningNode running, String command) {
        List<String> args = new ArrayList<>();
        for (String word : command.substring("./tallystick ".length()).split(" ", -1)) {
            args.add(filled(word));
        }
        args.add("--url");
        args.add("http://127.0.0.1:" + running.port());
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = Tallystick.commandLine();
        line.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        int exit = line.execute(args.toArray(String[]::new));
        assertEquals(Tallystick.DONE, exit, () -> args + ": " + err + out);
        String text = out.toString();
        if (text.startsWith("{")) {
            answer = json.readTree(text);
        }
    }

    /** Longest names first: {@code $STATEMENT_HASH} is not {@code $STATEMENT}. */
    private String filled(String word) {
        String text = word;
        List<String> names = new ArrayList<>(known.keySet());
        names.sort(java.util.Comparator.comparingInt(String::length).reversed());
        for (String name : names) {
            text = text.replace("$" + name, known.get(name));
        }
        assertTrue(text.indexOf('$') < 0, text);
        return text;
    }

    private static BigDecimal decimal(JsonNode node) {
        return new BigDecimal(node.asString());
    }

    private static List<Block> blocks() throws IOException {
        List<Block> blocks = new ArrayList<>();
        List<String> commands = null;
        for (String line : Files.readAllLines(GUIDE)) {
            if (line.startsWith("```")) {
                commands = line.startsWith("```sh") ? new ArrayList<>() : null;
                if (commands != null) {
                    blocks.add(new Block(line.substring("```sh".length()).strip(), commands));
                }
            } else if (commands != null && line.startsWith("./tallystick settle ")) {
                commands.add(line);
            }
        }
        return blocks;
    }
}
