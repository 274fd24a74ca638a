package tallystick.loadgen.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.LongAdder;
import tallystick.loadgen.world.Together;

/**
 * What the server's HTTP stack and this generator do when the handler does nothing: the limit for
 * single events.
 */
public final class EmptyLoad {

    private static final String PATH = "/v1/measure/empty";
    private static final String JSON = "Content-Type: application/json\r\n";
    private static final int NO_CONTENT = 204;
    private static final int NOT_FOUND = 404;

    private final HttpLoadOptions options;
    private final byte[] content =
            "{\"specversion\":\"1.0\"}".repeat(40).getBytes(StandardCharsets.US_ASCII);

    public EmptyLoad(HttpLoadOptions options) {
        this.options = options;
    }

    /** Whether the server has an empty handler: {@code tallystick.measure.empty-handler=true}. */
    public boolean isThere() throws IOException {
        try (HttpConnection connection = new HttpConnection(options)) {
            int status = connection.post(PATH, JSON, content, content.length);
            if (status != NO_CONTENT && status != NOT_FOUND) {
                throw new IOException(PATH + " answered " + status);
            }
            return status == NO_CONTENT;
        }
    }

    /** Sends for so long and says how many requests a second were answered. */
    public long requestsPerSecond() throws InterruptedException {
        LongAdder answered = new LongAdder();
        long start = System.nanoTime();
        long end = start + options.seconds() * 1_000_000_000L;
        List<Callable<Boolean>> tasks = new ArrayList<>();
        for (int i = 0; i < options.connections(); i++) {
            tasks.add(
                    () -> {
                        try (HttpConnection connection = new HttpConnection(options)) {
                            while (System.nanoTime() - end < 0) {
                                int status = connection.post(PATH, JSON, content, content.length);
                                if (status != NO_CONTENT) {
                                    throw new IOException(PATH + " answered " + status);
                                }
                                answered.increment();
                            }
                        }
                        return true;
                    });
        }
        List<Boolean> _ = Together.run(tasks);
        return Math.round(answered.sum() * 1e9 / (System.nanoTime() - start));
    }
}
