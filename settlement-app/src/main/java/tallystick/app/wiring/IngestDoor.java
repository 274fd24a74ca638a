package tallystick.app.wiring;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import tallystick.app.api.usage.JsonAttributesCheck;
import tallystick.app.security.DoorGuard;
import tallystick.engine.LedgerEngine;
import tallystick.engine.ingest.IngestAuthority;
import tallystick.engine.ingest.IngestOptions;
import tallystick.engine.ingest.IngestServer;

/**
 * The door for binary usage: opened when all else runs, shut before anything else stops, and said
 * aloud, because nobody is asked who they are.
 */
public final class IngestDoor implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(IngestDoor.class);

    private final LedgerEngine engine;
    private final TallystickProperties.Ingest properties;
    private final @Nullable IngestAuthority authority;
    private volatile @Nullable IngestServer server;

    /** Open to whoever reaches it. */
    IngestDoor(LedgerEngine engine, TallystickProperties.Ingest properties) {
        this(engine, properties, null);
    }

    /**
     * @param authority who may send; null for whoever reaches it
     */
    IngestDoor(
            LedgerEngine engine,
            TallystickProperties.Ingest properties,
            @Nullable IngestAuthority authority) {
        this.engine = engine;
        this.properties = properties;
        this.authority = authority;
    }

    /** Where it is open; empty when it is not. */
    public OptionalInt port() {
        IngestServer open = server;
        return open == null ? OptionalInt.empty() : OptionalInt.of(open.port());
    }

    @Override
    public void start() {
        Integer port = properties.port();
        if (port == null || server != null) {
            return;
        }
        InetAddress address = properties.address();
        DoorGuard.requireLoopback(address);
        IngestOptions options =
                IngestOptions.onLoopback(port)
                        .at(address)
                        .withBounds(properties.maxConnections(), properties.maxInFlightBytes())
                        .withAttributes(JsonAttributesCheck::new)
                        .withAuthority(authority);
        try {
            IngestServer opened = IngestServer.start(engine, options);
            server = opened;
            say(address, opened.port());
        } catch (IOException taken) {
            throw new UncheckedIOException(
                    "tallystick.ingest.port "
                            + port
                            + " at "
                            + address.getHostAddress()
                            + " cannot be had",
                    taken);
        }
    }

    private void say(InetAddress address, int port) {
        LOG.info(
                "binary ingest open {} on tcp://{}:{}, to this machine only",
                authority == null ? "without login" : "to whoever has a key or token",
                address.getHostAddress(),
                port);
    }

    @Override
    public void stop() {
        IngestServer open = server;
        if (open != null) {
            open.close();
            server = null;
        }
    }

    @Override
    public boolean isRunning() {
        return server != null;
    }
}
