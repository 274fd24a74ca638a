package tallystick.app.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tallystick.domain.proof.ProofFormatException;
import tallystick.engine.audit.TrustedKeys;
import tallystick.engine.jurisdiction.FactsCheck;

/**
 * {@code tallystick verify-facts}: are these all facts of a jurisdiction, on the log's signature.
 */
@Command(
        name = "verify-facts",
        mixinStandardHelpOptions = true,
        description = {
            "Checks offline that a list of a jurisdiction's facts, as",
            "GET /v1/audit/jurisdictions/{jurisdiction}/facts answers it, is all that the log"
                    + " signed for:",
            "none left out, added, changed or in another order."
        },
        footerHeading = "%nExample:%n",
        footer = "  ./tallystick verify-facts kr.ndjson --keys trusted.keys",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:complete", "1:tampered with", "2:incomplete", "64:usage"})
final class VerifyFactsCommand implements Callable<Integer> {

    private static final int INCOMPLETE = 2;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "FACTS", description = "What the server answered.")
    private Path facts = Path.of("");

    @Option(
            names = "--keys",
            paramLabel = "FILE",
            required = true,
            description = "Verifier keys of the log, one to a line.")
    private Path keys = Path.of("");

    @Override
    public Integer call() throws IOException {
        TrustedKeys trusted = trusted();
        if (!Files.isReadable(facts)) {
            throw misuse(facts + " cannot be read");
        }
        FactsCheck check;
        try (BufferedReader lines = Files.newBufferedReader(facts)) {
            check = FactsCheck.run(lines, trusted.logs());
        }
        switch (check.result()) {
            case OK -> say("ok: %d facts of %s, none left out", check);
            case TAMPERED, INCOMPLETE -> spec.commandLine().getOut().println(check.reason());
        }
        return switch (check.result()) {
            case OK -> Tallystick.DONE;
            case TAMPERED -> Tallystick.FAILURE;
            case INCOMPLETE -> INCOMPLETE;
        };
    }

    private void say(String format, FactsCheck check) {
        spec.commandLine().getOut().println(format.formatted(check.facts(), check.jurisdiction()));
    }

    private TrustedKeys trusted() {
        try {
            return TrustedKeys.parse(Files.readString(keys));
        } catch (IOException | IllegalArgumentException | ProofFormatException unusable) {
            throw misuse("--keys " + keys + ": " + unusable.getMessage());
        }
    }

    private ParameterException misuse(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
