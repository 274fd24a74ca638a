package tallystick.engine.ingest;

import java.net.InetAddress;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tallystick.engine.ingest.rule.AttributesCheck;

/**
 * How a server listens.
 *
 * @param address where; loopback unless someone decided otherwise, as nobody is asked who they are
 * @param port 0 … 65535, 0 for any free one
 * @param maxConnections most connections at a time, 1 or more; further ones are told and closed
 * @param windowBatches batches of one connection that are not answered yet, 1 … 1024; then it is
 *     not read from
 * @param maxInFlightBytes payload bytes of all connections that are read but not answered, 4 MiB or
 *     more: bounds memory, which is about eight times that
 * @param frameTimeoutMillis how long a preface or a frame may take to arrive once it has begun, and
 *     answers to be read, 1 or more
 * @param idleTimeoutMillis how long a connection may send nothing, 1 or more
 * @param attributes makes the judge of what is kept and not interpreted, one per connection
 * @param authority who may send; null for whoever reaches it
 */
public record IngestOptions(
        InetAddress address,
        int port,
        int maxConnections,
        int windowBatches,
        int maxInFlightBytes,
        int frameTimeoutMillis,
        int idleTimeoutMillis,
        Supplier<AttributesCheck> attributes,
        @Nullable IngestAuthority authority) {

    /** Default of {@link #maxConnections}. */
    public static final int MAX_CONNECTIONS = 256;

    /** Default of {@link #maxInFlightBytes}: 64 MiB. */
    public static final int MAX_IN_FLIGHT_BYTES = 64 * 1024 * 1024;

    private static final int LEAST_IN_FLIGHT_BYTES = 4 * 1024 * 1024;
    private static final int MOST_BATCHES = 1024;

    public IngestOptions {
        require(port >= 0 && port <= 0xFFFF, "port must be 0 … 65535");
        require(maxConnections >= 1, "maxConnections must be 1 or more");
        require(
                windowBatches >= 1 && windowBatches <= MOST_BATCHES,
                "windowBatches must be 1 … " + MOST_BATCHES);
        require(
                maxInFlightBytes >= LEAST_IN_FLIGHT_BYTES,
                "maxInFlightBytes must be " + LEAST_IN_FLIGHT_BYTES + " or more");
        require(frameTimeoutMillis >= 1 && idleTimeoutMillis >= 1, "timeouts must be 1 ms or more");
    }

    private static void require(boolean kept, String rule) {
        if (!kept) {
            throw new IllegalArgumentException(rule);
        }
    }

    /**
     * Defaults: loopback, 256 connections of 16 batches, 64 MiB, 10 s a frame, 5 minutes idle, no
     * attributes.
     */
    public static IngestOptions onLoopback(int port) {
        return new IngestOptions(
                InetAddress.getLoopbackAddress(),
                port,
                MAX_CONNECTIONS,
                16,
                MAX_IN_FLIGHT_BYTES,
                10_000,
                300_000,
                () -> AttributesCheck.NONE_TAKEN,
                null);
    }

    /** The same at another address. */
    public IngestOptions at(InetAddress other) {
        return with(other, maxConnections, maxInFlightBytes, frameTimeoutMillis, idleTimeoutMillis);
    }

    /** The same with other bounds. */
    public IngestOptions withBounds(int connections, int inFlightBytes) {
        return with(address, connections, inFlightBytes, frameTimeoutMillis, idleTimeoutMillis);
    }

    /** The same with other timeouts, milliseconds. */
    public IngestOptions withTimeouts(int frameMillis, int idleMillis) {
        return with(address, maxConnections, maxInFlightBytes, frameMillis, idleMillis);
    }

    /** The same with a judge of attributes. */
    public IngestOptions withAttributes(Supplier<AttributesCheck> judge) {
        return new IngestOptions(
                address,
                port,
                maxConnections,
                windowBatches,
                maxInFlightBytes,
                frameTimeoutMillis,
                idleTimeoutMillis,
                judge,
                authority);
    }

    /** The same with another authority, null for none. */
    public IngestOptions withAuthority(@Nullable IngestAuthority other) {
        return new IngestOptions(
                address,
                port,
                maxConnections,
                windowBatches,
                maxInFlightBytes,
                frameTimeoutMillis,
                idleTimeoutMillis,
                attributes,
                other);
    }

    private IngestOptions with(
            InetAddress at, int connections, int inFlightBytes, int frameMillis, int idleMillis) {
        return new IngestOptions(
                at,
                port,
                connections,
                windowBatches,
                inFlightBytes,
                frameMillis,
                idleMillis,
                attributes,
                authority);
    }
}
