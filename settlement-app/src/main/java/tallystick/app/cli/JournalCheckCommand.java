package tallystick.app.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tallystick.engine.replay.JournalCheck;
import tallystick.engine.replay.ReplayObserver;

/** {@code tallystick journal check}: is every byte as it was written, and where is it not. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = {
            "Walks every frame: checksum, order, decode, encode again, apply to a ledger.",
            "Exit code 1 and the first bad position when anything is wrong."
        },
        footerHeading = "%nExample:%n",
        footer = "  ./tallystick journal check tallystick-data --json check.json")
final class JournalCheckCommand implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "DIR", description = "A node's data directory, or its journal.")
    private Path directory = Path.of("tallystick-data");

    @Option(names = "--json", paramLabel = "FILE", description = "Write the result as JSON.")
    private @Nullable Path json;

    @Override
    public Integer call() throws IOException {
        JournalCheck.Report report =
                JournalCheck.run(JournalDirectory.of(spec, directory), ReplayObserver.NONE);
        JournalCheck.Damage damage = report.firstBad();
        PrintWriter out = spec.commandLine().getOut();
        out.printf(
                "%,d frames, %,d events, %,d bytes are good%n",
                report.frames(), report.events(), report.bytes());
        out.println(
                damage == null
                        ? "nothing is wrong"
                        : "FIRST BAD POSITION " + damage.position() + ": " + damage.reason());
        JsonFile.write(json, toJson(report));
        return damage == null ? Tallystick.DONE : Tallystick.FAILURE;
    }

    static Map<String, Object> toJson(JournalCheck.Report report) {
        JournalCheck.Damage damage = report.firstBad();
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("frames", report.frames());
        result.put("events", report.events());
        result.put("firstBad", damage == null ? null : damage.position());
        result.put("bytes", report.bytes());
        result.put("file", damage == null ? null : damage.file());
        result.put("fileOffset", damage == null ? null : damage.fileOffset());
        result.put("reason", damage == null ? null : damage.reason());
        result.put("trialBalanceZero", report.balanced());
        result.put("stateDigest", report.stateDigest());
        return result;
    }
}
