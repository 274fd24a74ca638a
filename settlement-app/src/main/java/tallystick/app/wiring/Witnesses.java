package tallystick.app.wiring;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tallystick.engine.witness.WitnessPeer;
import tallystick.engine.witness.WitnessPolicy;

/** Whose cosignatures are asked for, from the configuration or the file that it names. */
final class Witnesses {

    private static final String PREFIX = "tallystick.tlog.";

    private Witnesses() {}

    /**
     * The policy.
     *
     * @throws IllegalArgumentException when it is told twice, or is none
     */
    static WitnessPolicy policy(TallystickProperties.Tlog tlog) {
        Path file = tlog.policy();
        if (file == null) {
            return new WitnessPolicy(
                    tlog.witnesses().stream().map(WitnessPeer::parse).toList(), tlog.quorum());
        }
        if (!tlog.witnesses().isEmpty() || tlog.quorum() != 0) {
            throw new IllegalArgumentException(
                    PREFIX + "policy says it all: leave out " + PREFIX + "witnesses and quorum");
        }
        try {
            return WitnessPolicy.parse(Files.readString(file));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(PREFIX + "policy cannot be read: " + file, unreadable);
        }
    }
}
