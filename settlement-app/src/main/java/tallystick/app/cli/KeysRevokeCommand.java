package tallystick.app.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tallystick.app.security.key.ApiKey;
import tallystick.app.security.key.ApiKeyRevoked;
import tallystick.app.security.key.KeyRing;

/** {@code tallystick keys revoke}: takes a key back. */
@Command(
        name = "revoke",
        mixinStandardHelpOptions = true,
        description = "Takes an API key of a stopped node back, for good.",
        footerHeading = "%nExample:%n",
        footer = "  ./tallystick keys revoke 7k2m4p6q8r0s1t3v --data tallystick-data")
final class KeysRevokeCommand implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "ID", description = "The key's id, as keys list shows it.")
    private String id = "";

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Directory of the node. Default: tallystick-data.")
    private Path data = Path.of("tallystick-data");

    @Override
    public Integer call() throws IOException {
        try (StoppedNode node = StoppedNode.open(spec, data)) {
            KeyRing keys = node.keys();
            if (keys.find(id) == null) {
                throw new ParameterException(spec.commandLine(), "there is no key " + id);
            }
            ApiKeyRevoked revoked =
                    new ApiKeyRevoked(id, "", "command-line", System.currentTimeMillis());
            ApiKey _ = StoppedNode.run(() -> keys.revoke(revoked));
        }
        spec.commandLine().getOut().println(id + " is revoked");
        return Tallystick.DONE;
    }
}
