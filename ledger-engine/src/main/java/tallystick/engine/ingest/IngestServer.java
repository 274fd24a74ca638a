package tallystick.engine.ingest;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.ExpandableArrayBuffer;
import tallystick.engine.LedgerEngine;
import tallystick.engine.ingest.wire.FarewellReason;
import tallystick.engine.ingest.wire.Wire;

/**
 * Takes usage records over TCP. Each connection has a thread that reads, checks, seals and submits,
 * and one that answers: they meet at the ring. What a connection may have unanswered is bounded by
 * its window, what all may have by bytes; beyond that it is not read from.
 *
 * <p>Closing stops reading, answers what was taken, says farewell and closes; the engine is the
 * caller's to close, afterwards.
 */
public final class IngestServer implements AutoCloseable {

    private static final int BACKLOG = 128;
    private static final long DRAIN_MILLIS = 5_000;

    private final LedgerEngine engine;
    private final IngestOptions options;
    private final ServerSocket listener;
    private final InFlightBytes inFlight;
    private final Set<IngestConnection> connections = ConcurrentHashMap.newKeySet();
    private final AtomicLong accepted = new AtomicLong();
    private final Thread acceptor;
    private volatile boolean closed;

    private IngestServer(LedgerEngine engine, IngestOptions options, ServerSocket listener) {
        this.engine = engine;
        this.options = options;
        this.listener = listener;
        inFlight = new InFlightBytes(options.maxInFlightBytes());
        acceptor = Thread.ofPlatform().name("ingest-accept").daemon().unstarted(this::accept);
    }

    /**
     * Listens from now on.
     *
     * @param engine takes the records; must outlive the server
     * @throws IOException when the address or port cannot be had
     */
    public static IngestServer start(LedgerEngine engine, IngestOptions options)
            throws IOException {
        ServerSocket listener = new ServerSocket(options.port(), BACKLOG, options.address());
        IngestServer server = new IngestServer(engine, options, listener);
        server.acceptor.start();
        return server;
    }

    /** The port it listens on, also when any free one was asked for. */
    public int port() {
        return listener.getLocalPort();
    }

    /** Where it listens. */
    public InetAddress address() {
        return listener.getInetAddress();
    }

    /** Connections open now. */
    public int connections() {
        return connections.size();
    }

    /** Payload bytes that are read and not answered yet, over all connections. */
    public int inFlightBytes() {
        return options.maxInFlightBytes() - inFlight.free();
    }

    private void accept() {
        while (!closed) {
            try {
                welcome(listener.accept());
            } catch (SocketException stopped) {
                if (!listener.isClosed()) {
                    pause();
                }
            } catch (IOException refused) {
                // Out of files or memory for another socket: those that are open go on.
                pause();
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(100);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void welcome(Socket socket) throws IOException {
        if (connections.size() >= options.maxConnections()) {
            turnAway(socket);
            return;
        }
        IngestConnection connection;
        try {
            connection =
                    new IngestConnection(
                            socket,
                            engine,
                            options,
                            inFlight,
                            accepted.incrementAndGet(),
                            connections::remove);
        } catch (IOException gone) {
            socket.close();
            return;
        }
        connections.add(connection);
        connection.start();
        if (closed) {
            connection.stop();
        }
    }

    /** Few bytes into a fresh socket: this cannot block. */
    private void turnAway(Socket socket) {
        try (socket) {
            ExpandableArrayBuffer frame = new ExpandableArrayBuffer();
            int length =
                    new BatchOutcomeWriter(engine.names())
                            .farewell(
                                    frame,
                                    0,
                                    FarewellReason.TOO_MANY_CONNECTIONS,
                                    -1,
                                    "at most "
                                            + options.maxConnections()
                                            + " connections are open at a time");
            socket.getOutputStream().write(Wire.preface());
            socket.getOutputStream().write(frame.byteArray(), 0, length);
            socket.shutdownOutput();
        } catch (IOException gone) {
            // Whoever came has left again.
        }
    }

    /** Cuts every connection where it stands, as a crash would. */
    void abort() {
        stopAccepting();
        connections.forEach(IngestConnection::abort);
        connections.forEach(IngestConnection::join);
    }

    @Override
    public void close() {
        stopAccepting();
        connections.forEach(IngestConnection::stop);
        long deadline = System.nanoTime() + DRAIN_MILLIS * 1_000_000;
        for (IngestConnection connection : connections) {
            connection.join(Math.max(1, (deadline - System.nanoTime()) / 1_000_000));
        }
        connections.forEach(IngestConnection::abort);
        connections.forEach(IngestConnection::join);
    }

    private void stopAccepting() {
        closed = true;
        try {
            listener.close();
        } catch (IOException already) {
            // It listens no more in either case.
        }
        try {
            acceptor.join(DRAIN_MILLIS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
