package tallystick.app.api.key;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.app.RunningNode;
import tallystick.app.TestNode;
import tallystick.app.api.TestNode.Reply;

/** Many at once ask for a key under one idempotency key: one is made. */
class ApiKeyRaceTest {

    private static final int AT_ONCE = 24;

    /** On a node of its own, which its keys do not close: its mode is open. */
    @Test
    void oneIdempotencyKeyMakesOneKeyHoweverManyAskAtOnce(@TempDir java.nio.file.Path directory)
            throws Exception {
        try (RunningNode running =
                TestNode.start(
                        directory.resolve("data"),
                        java.util.Map.of("tallystick.security.mode", "open"))) {
            tallystick.app.api.TestNode node = tallystick.app.api.TestNode.of(running);
            node.made("/v1/operators", "{'operator':'op','country':'KR','currency':'EUR'}");
            for (int round = 0; round < 5; round++) {
                String key = tallystick.app.api.TestNode.name("key-");
                Callable<Reply> request =
                        () ->
                                node.post(
                                        "/v1/api-keys",
                                        key,
                                        "{\"operator\":\"op\",\"roles\":[\"wallet:read\"]}");
                Set<String> made = new HashSet<>();
                long fresh = 0;
                for (Reply reply : atOnce(request)) {
                    assertEquals(201, reply.status(), reply.text());
                    made.add(reply.at("api_key"));
                    fresh += reply.header("Idempotent-Replayed").isEmpty() ? 1 : 0;
                }
                assertEquals(1, made.size(), made::toString);
                assertEquals(1, fresh);
            }
        }
    }

    private static List<Reply> atOnce(Callable<Reply> request) throws Exception {
        List<Reply> replies = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Reply>> requests = new ArrayList<>();
            for (int i = 0; i < AT_ONCE; i++) {
                requests.add(request);
            }
            for (Future<Reply> future : threads.invokeAll(requests)) {
                replies.add(future.get());
            }
        }
        return replies;
    }
}
