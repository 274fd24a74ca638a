package tallystick.app.security;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** What must be so before a door opens beyond this machine. Checked at start, before it does. */
public final class DoorGuard {

    private DoorGuard() {}

    /**
     * Lets the server listen.
     *
     * @param address null for every address of this machine
     * @param hasTls whether the server speaks TLS itself
     * @param tlsEndsElsewhere whether something in front does
     * @throws IllegalStateException naming what to set
     */
    public static void requireSafe(
            SecurityMode mode,
            @Nullable InetAddress address,
            boolean hasTls,
            boolean tlsEndsElsewhere) {
        if (address != null && address.isLoopbackAddress()) {
            return;
        }
        if (mode.isOpen()) {
            throw new IllegalStateException(
                    "server.address is not loopback, and tallystick.security.mode is open: set"
                            + " tallystick.security.mode to keys, oauth2 or both (./tallystick keys"
                            + " create makes a first key), or server.address to 127.0.0.1");
        }
        if (!hasTls && !tlsEndsElsewhere) {
            throw new IllegalStateException(
                    "server.address is not loopback, and the server has no TLS: set"
                            + " server.ssl.certificate and server.ssl.certificate-private-key (or"
                            + " server.ssl.bundle), or tallystick.security.tls-ends-elsewhere=true"
                            + " behind something that ends TLS");
        }
    }

    /**
     * Lets the binary ingest listen, which speaks no TLS.
     *
     * @throws IllegalStateException naming what to set
     */
    public static void requireLoopback(InetAddress address) {
        if (!address.isLoopbackAddress()) {
            throw new IllegalStateException(
                    "tallystick.ingest.address is not loopback, and the binary ingest has no TLS:"
                            + " set it to 127.0.0.1, and lead to it through a tunnel that has");
        }
    }
}
