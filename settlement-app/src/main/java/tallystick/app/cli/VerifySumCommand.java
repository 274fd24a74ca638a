package tallystick.app.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code tallystick verify-sum}: is an amount inside the total that a document states. */
@Command(
        name = "verify-sum",
        mixinStandardHelpOptions = true,
        description = {
            "Checks offline that a holder's amount is inside a published total: the proofs are"
                    + " what",
            "GET /v1/wallets/{wallet}/sums, …/settlement/windows/{window}/sums/{operator} or",
            "…/settlement/statements/{statement}/sums/{wallet} answers."
        },
        footerHeading = "%nExample:%n",
        footer = "  ./tallystick verify-sum proofs.json --document sums-w1.json",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:inside the total", "1:not", "64:usage"})
final class VerifySumCommand implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "PROOFS", description = "What the server answered.")
    private Path proofs = Path.of("");

    @Option(
            names = "--document",
            paramLabel = "FILE",
            description =
                    "The window's document sums:<window>, as JSON: the total must stand in it."
                            + " Without it the total that the proofs state is believed.")
    private @Nullable Path document;

    @Override
    public Integer call() {
        List<SumProofFile> all = read();
        Set<String> published = published();
        PrintWriter out = spec.commandLine().getOut();
        boolean good = true;
        for (SumProofFile proof : all) {
            String fault = proof.fault();
            if (fault == null
                    && document != null
                    && !published.contains(proof.root().commitment().toHex())) {
                fault = "its total is not in the document";
            }
            good &= fault == null;
            out.printf(
                    "%s %s: %s %s of %s, %s %s%n",
                    fault == null ? "ok  " : "BAD ",
                    proof.holder(),
                    proof.amount().toDecimalString(),
                    proof.root().scope().asset(),
                    proof.root().total().toDecimalString(),
                    proof.root().scope().window(),
                    fault == null ? "" : "(" + fault + ")");
        }
        return good ? Tallystick.DONE : Tallystick.FAILURE;
    }

    private List<SumProofFile> read() {
        try {
            return SumProofFile.parse(json(proofs));
        } catch (IllegalArgumentException | ArithmeticException unusable) {
            throw misuse(proofs + ": " + unusable.getMessage());
        }
    }

    private Set<String> published() {
        Set<String> published = new TreeSet<>();
        Path file = document;
        if (file == null) {
            return published;
        }
        try {
            for (JsonNode root : json(file).path("sums")) {
                published.add(SumProofFile.root(root).commitment().toHex());
            }
            return published;
        } catch (IllegalArgumentException | ArithmeticException unusable) {
            throw misuse("--document " + file + ": " + unusable.getMessage());
        }
    }

    private JsonNode json(Path file) {
        try {
            return JsonMapper.builder().build().readTree(Files.readAllBytes(file));
        } catch (IOException | JacksonException unreadable) {
            throw misuse(file + " cannot be read: " + unreadable.getMessage());
        }
    }

    private ParameterException misuse(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
