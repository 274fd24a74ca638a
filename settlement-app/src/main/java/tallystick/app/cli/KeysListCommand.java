package tallystick.app.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tallystick.app.security.key.ApiKey;
import tallystick.app.security.key.KeyRing;

/** {@code tallystick keys list}: the keys of a node, without their secrets. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = "Lists the API keys of a stopped node: id, state, subject, binding, roles.",
        footerHeading = "%nExample:%n",
        footer = "  ./tallystick keys list --data tallystick-data")
final class KeysListCommand implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Directory of the node. Default: tallystick-data.")
    private Path data = Path.of("tallystick-data");

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        try (StoppedNode node = StoppedNode.open(spec, data)) {
            KeyRing keys = node.keys();
            for (ApiKey key : keys.all()) {
                boolean isGood = key.isGoodAt(System.currentTimeMillis());
                String state = key.revoked() != null ? "revoked" : isGood ? "good" : "expired";
                out.printf(
                        "%s %s %s %s %s%n",
                        key.created().key(),
                        state,
                        keys.subjectOf(key),
                        key.binding(),
                        key.created().roles());
            }
        }
        return Tallystick.DONE;
    }
}
