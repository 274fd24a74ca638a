package tallystick.app.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** What {@code --port} may be. */
final class Ports {

    private static final int LAST = 65_535;

    private Ports() {}

    /**
     * @throws ParameterException unless it is a port, or 0 for any free one
     */
    static void require(CommandSpec spec, int port) {
        if (port < 0 || port > LAST) {
            throw new ParameterException(spec.commandLine(), "--port must be 0 … " + LAST);
        }
    }
}
