package tallystick.app.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import tallystick.app.security.key.KeyText;

/** {@code tallystick keys generate}: a key that no node knows yet. */
@Command(
        name = "generate",
        mixinStandardHelpOptions = true,
        description = {
            "Prints a new key that no node knows. A node that finds it in",
            "tallystick.security.bootstrap-key makes it the first administrator's."
        },
        footerHeading = "%nExample:%n",
        footer = "  ./tallystick keys generate > /run/secrets/tallystick-key")
final class KeysGenerateCommand implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        spec.commandLine().getOut().println(KeyText.generate());
        return Tallystick.DONE;
    }
}
