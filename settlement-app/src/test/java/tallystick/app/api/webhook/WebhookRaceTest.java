package tallystick.app.api.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import tallystick.app.api.TestNode;
import tallystick.app.api.TestNode.Reply;
import tools.jackson.databind.JsonNode;

/** Many at once ask for the same, or for the last place: one effect each. */
class WebhookRaceTest {

    private static final TestNode NODE = TestNode.get();
    private static final int ROUNDS = 5;
    private static final int AT_ONCE = 24;

    private static String operator() {
        String operator = TestNode.name("op-hook-");
        NODE.made(
                "/v1/operators",
                "{'operator':'%s','country':'KR','currency':'EUR'}".formatted(operator));
        return operator;
    }

    private static Reply create(String operator, String key) {
        return NODE.post(
                "/v1/webhooks",
                key,
                "{\"url\":\"https://hooks.invalid/\",\"operator\":\"" + operator + "\"}");
    }

    private static List<Reply> atOnce(List<Callable<Reply>> requests) throws Exception {
        CountDownLatch ready = new CountDownLatch(requests.size());
        List<Reply> replies = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Reply>> futures = new ArrayList<>();
            for (Callable<Reply> request : requests) {
                futures.add(
                        threads.submit(
                                () -> {
                                    ready.countDown();
                                    ready.await();
                                    return request.call();
                                }));
            }
            for (Future<Reply> future : futures) {
                replies.add(future.get());
            }
        }
        return replies;
    }

    private static long webhooksOf(String operator) {
        long count = 0;
        String cursor = "";
        do {
            Reply page = NODE.getAsIs("/v1/webhooks?limit=500" + cursor);
            for (JsonNode webhook : page.json().path("webhooks")) {
                count += webhook.path("operator").asString("").equals(operator) ? 1 : 0;
            }
            cursor = page.at("next").isEmpty() ? "" : "&cursor=" + page.at("next");
        } while (!cursor.isEmpty());
        return count;
    }

    @Test
    void oneKeyMakesOneEndpointHoweverManyAskAtOnce() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            String operator = operator();
            String key = TestNode.name("key-");
            List<Callable<Reply>> requests = new ArrayList<>();
            for (int i = 0; i < AT_ONCE; i++) {
                requests.add(() -> create(operator, key));
            }
            Set<String> made = new HashSet<>();
            long fresh = 0;
            for (Reply reply : atOnce(requests)) {
                assertEquals(201, reply.status(), reply.text());
                made.add(reply.at("webhook"));
                fresh += reply.header("Idempotent-Replayed").isEmpty() ? 1 : 0;
            }
            assertEquals(1, made.size(), made::toString);
            assertEquals(1, fresh, "one of them was told the secret");
            assertEquals(1, webhooksOf(operator));
        }
    }

    @Test
    void noMoreAreMadeThanAnOwnerMayHave() throws Exception {
        String operator = operator();
        List<Callable<Reply>> requests = new ArrayList<>();
        for (int i = 0; i < AT_ONCE; i++) {
            requests.add(() -> create(operator, TestNode.name("key-")));
        }
        long made = atOnce(requests).stream().filter(reply -> reply.status() == 201).count();
        assertEquals(CreateWebhookController.MOST, made);
        assertEquals(CreateWebhookController.MOST, webhooksOf(operator));
    }

    @Test
    void oneKeyRotatesASecretOnce() throws Exception {
        String path = "/v1/webhooks/" + create(operator(), TestNode.name("key-")).at("webhook");
        for (int round = 0; round < ROUNDS; round++) {
            String key = TestNode.name("key-");
            List<Callable<Reply>> requests = new ArrayList<>();
            for (int i = 0; i < AT_ONCE; i++) {
                requests.add(
                        () -> NODE.post(path + "/rotate-secret", key, "{\"overlap\":\"PT1H\"}"));
            }
            long fresh = 0;
            Set<String> keys = new HashSet<>();
            for (Reply reply : atOnce(requests)) {
                assertEquals(200, reply.status(), reply.text());
                keys.add(reply.at("public_key"));
                fresh += reply.header("Idempotent-Replayed").isEmpty() ? 1 : 0;
            }
            assertEquals(1, fresh);
            assertEquals(Set.of(NODE.getAsIs(path).at("public_key")), keys);
        }
    }
}
