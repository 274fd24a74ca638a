package tallystick.app.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.app.RunningNode;
import tallystick.app.TallystickApplication;
import tallystick.app.TestNode;
import tallystick.app.api.TestNode.Reply;
import tallystick.app.webhook.WebhookReceiver.Request;

/** A node that is killed while it sends: everything arrives, what came twice under its own id. */
class WebhookKilledTest {

    private static final int EVENTS = 40;

    @TempDir Path directory;
    private Path data;
    private Process process;

    @AfterEach
    void endProcess() throws Exception {
        if (process != null) {
            process.destroyForcibly().waitFor();
        }
    }

    private void startProcess(int port) throws Exception {
        Path output = directory.resolve("output.log");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("@" + Path.of("..", "ops", "jvm.args"));
        command.add("-Xmx512m");
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(TallystickApplication.class.getName());
        command.add("--tallystick.data=" + data);
        command.add("--server.port=" + port);
        command.add("--tallystick.webhooks.allow-loopback=true");
        command.add("--tallystick.webhooks.retry-seconds=1,1,1,1,1,1,1,1,1,1");
        process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
        TestNode.await(
                "the node serves",
                () -> {
                    assertTrue(process.isAlive(), () -> output.toString());
                    return Files.readString(output).contains("Started TallystickApplication");
                });
    }

    @Test
    void nothingIsLostAndNothingHasTwoIds() throws Exception {
        data = directory.resolve("data");
        try (WebhookReceiver receiver = new WebhookReceiver()) {
            String webhook = prepare(receiver);
            int port = freePort();
            startProcess(port);
            receiver.thinkMillis = 50;
            Sender sender = new Sender(port);
            for (int i = 0; i < EVENTS; i++) {
                assertEquals(200, sender.suspended("u-" + i), "acknowledged");
            }
            TestNode.await("some are under way", () -> receiver.requests().size() >= 10);
            process.destroyForcibly().waitFor();
            assertTrue(receiver.requests().size() < EVENTS, "killed too late to show anything");
            receiver.thinkMillis = 0;
            try (RunningNode node =
                    TestNode.start(data, Map.of("tallystick.webhooks.allow-loopback", true))) {
                tallystick.app.api.TestNode api = tallystick.app.api.TestNode.of(node);
                TestNode.await("all have come", () -> events(receiver).size() >= EVENTS);
                Reply pending =
                        api.awaitGet(
                                "/v1/webhooks/" + webhook + "/deliveries?state=pending",
                                one -> one.json().path("deliveries").isEmpty());
                assertEquals(200, pending.status());
                Reply log =
                        api.getAsIs(
                                "/v1/webhooks/"
                                        + webhook
                                        + "/deliveries?state=delivered&limit=500");
                assertEquals(EVENTS, log.json().path("deliveries").size());
            }
            Map<String, Set<String>> ids = events(receiver);
            assertEquals(EVENTS, ids.size());
            ids.forEach((event, of) -> assertEquals(1, of.size(), event));
        }
    }

    /** The webhook ids under which each event came. */
    private static Map<String, Set<String>> events(WebhookReceiver receiver) {
        Map<String, Set<String>> ids = new HashMap<>();
        for (Request one : receiver.requests()) {
            ids.computeIfAbsent(one.json().at("/data/id").stringValue(), _ -> new TreeSet<>())
                    .add(one.id());
        }
        return ids;
    }

    private String prepare(WebhookReceiver receiver) {
        try (RunningNode node =
                TestNode.start(data, Map.of("tallystick.webhooks.allow-loopback", true))) {
            tallystick.app.api.TestNode api = tallystick.app.api.TestNode.of(node);
            api.made("/v1/operators", "{'operator':'op-kr','country':'KR','currency':'KRW'}");
            return api.made(
                            "/v1/webhooks",
                            "{'url':'%s','operator':'op-kr'}".formatted(receiver.url("/")))
                    .at("webhook");
        }
    }

    private static int freePort() throws Exception {
        try (java.net.ServerSocket socket = new java.net.ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** Usage of a wallet that nobody has. */
    private record Sender(int port) {

        int suspended(String id) throws Exception {
            String body =
                    ("[{'specversion':'1.0','id':'%s','source':'/operators/op-kr/g','type':"
                                    + "'taas.usage.token.recorded.v1','subject':'nobody','time':"
                                    + "'%s','datacontenttype':'application/json','data':{"
                                    + "'request_id':'r','model':{'requested':'m'},'usage':{"
                                    + "'output':{'text':1}},'parties':{'home_operator':'op-kr',"
                                    + "'serving_operator':'op-kr','tenant':'t'}}}]")
                            .formatted(id, Instant.now())
                            .replace('\'', '"');
            try (java.net.http.HttpClient http = java.net.http.HttpClient.newHttpClient()) {
                return http.send(
                                java.net.http.HttpRequest.newBuilder(
                                                java.net.URI.create(
                                                        "http://127.0.0.1:" + port + "/v1/events"))
                                        .header(
                                                "Content-Type",
                                                "application/cloudevents-batch+json")
                                        .POST(
                                                java.net.http.HttpRequest.BodyPublishers.ofString(
                                                        body))
                                        .build(),
                                java.net.http.HttpResponse.BodyHandlers.discarding())
                        .statusCode();
            }
        }
    }
}
