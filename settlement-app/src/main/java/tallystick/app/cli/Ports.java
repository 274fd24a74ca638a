package tallystick.app.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** What {@code --port} and its like may be. */
final class Ports {

    private static final int LAST = 65_535;

    private Ports() {}

    /**
     * @throws ParameterException unless it is a port, or 0 for any free one
     */
    static void require(CommandSpec spec, String option, int port) {
        if (port < 0 || port > LAST) {
            throw new ParameterException(spec.commandLine(), option + " must be 0 … " + LAST);
        }
    }

    /** The port when it is free on loopback, otherwise 0 for any free one. */
    static int freeOr(int port) {
        try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        } catch (IOException taken) {
            return 0;
        }
    }
}
