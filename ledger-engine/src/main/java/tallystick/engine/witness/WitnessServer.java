package tallystick.engine.witness;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tallystick.domain.proof.SignedNote;

/**
 * A witness over HTTP: {@code POST /add-checkpoint} and {@code GET /<origin hash>/checkpoint}. At
 * most 64 requests at a time, of 96 KiB at most.
 */
public final class WitnessServer implements AutoCloseable {

    private static final Logger LOG = System.getLogger(WitnessServer.class.getName());
    private static final int MAX_BODY_BYTES = 96 * 1024;
    private static final int MOST_AT_A_TIME = 64;
    private static final Pattern CHECKPOINT = Pattern.compile("/([0-9a-f]{64})/checkpoint");

    private final Witness witness;
    private final HttpServer server;
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore room = new Semaphore(MOST_AT_A_TIME);

    /**
     * Starts listening.
     *
     * @param address a port of 0: any free one
     */
    public WitnessServer(Witness witness, InetSocketAddress address) throws IOException {
        this.witness = witness;
        server = HttpServer.create(address, 0);
        server.createContext("/", this::handle);
        server.setExecutor(executor);
        server.start();
    }

    /** Where it listens. */
    public int port() {
        return server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (!room.tryAcquire()) {
                send(exchange, new Witness.Reply(503, "text/plain", "busy\n"));
                return;
            }
            try {
                send(exchange, answer(exchange));
            } finally {
                room.release();
            }
        } catch (IOException | RuntimeException failed) {
            LOG.log(Level.WARNING, "a request was not answered", failed);
            throw failed;
        }
    }

    private Witness.Reply answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        if (path.equals("/add-checkpoint")) {
            if (!exchange.getRequestMethod().equals("POST")) {
                return new Witness.Reply(405, "text/plain", "POST\n");
            }
            byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY_BYTES + 1);
            return body.length > MAX_BODY_BYTES
                    ? new Witness.Reply(413, "text/plain", "too large\n")
                    : witness.addCheckpoint(body);
        }
        Matcher match = CHECKPOINT.matcher(path);
        SignedNote note = match.matches() ? witness.checkpoint(match.group(1)) : null;
        return note == null
                ? new Witness.Reply(404, "text/plain", "nothing is here\n")
                : new Witness.Reply(200, "text/plain; charset=utf-8", note.toString());
    }

    private static void send(HttpExchange exchange, Witness.Reply reply) throws IOException {
        byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", reply.contentType());
        exchange.sendResponseHeaders(reply.status(), body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        server.stop(0);
        executor.close();
    }
}
