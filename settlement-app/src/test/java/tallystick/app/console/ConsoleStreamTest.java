package tallystick.app.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import tallystick.app.api.TestNode;
import tallystick.app.api.TestNode.Reply;

/** So many may watch, and who comes then is told so as by any other endpoint. */
class ConsoleStreamTest {

    @Test
    void oneWatcherTooManyIsRefusedWithAProblem() {
        TestNode node = TestNode.get();
        ConsoleTicker ticker = node.context().getBean(ConsoleTicker.class);
        int entered = 0;
        while (ticker.enter(ConsoleController.MOST_WATCHERS)) {
            entered++;
        }
        try {
            Reply reply = node.getAsIs("/v1/console/stream");
            assertEquals(503, reply.status(), reply.text());
            assertEquals("overloaded", reply.code());
            assertEquals("5", reply.header("Retry-After"));
        } finally {
            for (int i = 0; i < entered; i++) {
                ticker.leave();
            }
        }
    }
}
