package tallystick.app.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tallystick.domain.proof.ProofFormatException;
import tallystick.domain.proof.SignedNote;
import tallystick.engine.audit.BundleVerifier;
import tallystick.engine.audit.TrustedKeys;
import tallystick.engine.audit.VerifyReport;
import tallystick.engine.witness.WitnessPolicy;

/** {@code tallystick verify}: is a bundle what the ledger was, on nobody's word. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = {
            "Verifies a bundle without server, network or database: every hash and signature,"
                    + " every",
            "event encoded again, the ledger run again from the first event, with every rating,",
            "charge, window and statement. Without --keys the bundle's own keys are believed,"
                    + " which",
            "proves only that it fits together."
        },
        footerHeading = "%nExample:%n",
        footer = "  ./tallystick verify log.tar --keys trusted.keys --checkpoint kept.checkpoint",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all is as it was written",
            "1:tampered with",
            "2:incomplete",
            "3:too few witnesses",
            "64:usage"
        })
final class VerifyCommand implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "BUNDLE", description = "What export wrote.")
    private Path bundle = Path.of("");

    @Option(
            names = "--keys",
            paramLabel = "FILE",
            description =
                    "Verifier keys that are trusted, one to a line, of the log and of witnesses;"
                            + " \"quorum N\": how many witnesses must have cosigned.")
    private @Nullable Path keys;

    @Option(
            names = "--policy",
            paramLabel = "FILE",
            description =
                    "Whose cosignatures are asked for and how many, as a node is told it: \"<url>"
                            + " <verifier key>\" to a line and \"quorum N\". In place of what"
                            + " --keys, which it needs, says of witnesses.")
    private @Nullable Path policy;

    @Option(
            names = "--checkpoint",
            paramLabel = "FILE",
            description = "A checkpoint kept elsewhere that the bundle must extend; needs --keys.")
    private List<Path> held = new ArrayList<>();

    @Option(names = "--json", paramLabel = "FILE", description = "Write the result as JSON.")
    private @Nullable Path json;

    @Override
    public Integer call() throws IOException {
        if (!held.isEmpty() && keys == null) {
            throw misuse("--checkpoint needs --keys");
        }
        if (policy != null && keys == null) {
            throw misuse("--policy needs --keys");
        }
        if (!Files.isReadable(bundle)) {
            throw misuse(bundle + " cannot be read");
        }
        VerifyReport report = BundleVerifier.run(bundle, trusted(), notes());
        PrintWriter out = spec.commandLine().getOut();
        for (VerifyReport.Check check : report.checks()) {
            out.printf(
                    "%s %s: %s%n", check.passed() ? "ok  " : "BAD ", check.name(), check.detail());
        }
        if (report.firstBad() != null) {
            out.println("FIRST BAD POSITION " + report.firstBad());
        }
        out.println(word(report));
        JsonFile.write(json, toJson(report));
        return report.result().exitCode();
    }

    private @Nullable TrustedKeys trusted() throws IOException {
        if (keys == null) {
            return null;
        }
        try {
            TrustedKeys trusted = TrustedKeys.parse(Files.readString(keys));
            return policy == null ? trusted : trusted.with(policy(policy));
        } catch (IOException | IllegalArgumentException | ProofFormatException unusable) {
            throw misuse("--keys " + keys + ": " + unusable.getMessage());
        }
    }

    private WitnessPolicy policy(Path file) {
        try {
            return WitnessPolicy.parse(Files.readString(file));
        } catch (IOException | IllegalArgumentException | ProofFormatException unusable) {
            throw misuse("--policy " + file + ": " + unusable.getMessage());
        }
    }

    private List<SignedNote> notes() throws IOException {
        List<SignedNote> notes = new ArrayList<>();
        for (Path file : held) {
            try {
                notes.add(SignedNote.parse(Files.readAllBytes(file)));
            } catch (IOException | ProofFormatException unusable) {
                throw misuse("--checkpoint " + file + ": " + unusable.getMessage());
            }
        }
        return notes;
    }

    private ParameterException misuse(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private static String word(VerifyReport report) {
        return report.result().name().toLowerCase(Locale.ROOT);
    }

    private static Map<String, Object> toJson(VerifyReport report) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("result", word(report));
        result.put("firstBad", report.firstBad());
        result.put("reason", report.reason());
        result.put("origin", report.origin());
        result.put("from", report.from());
        result.put("to", report.to());
        result.put("treeSize", report.treeSize());
        result.put("stateDigest", report.stateDigest());
        result.put("checks", report.checks());
        return result;
    }
}
