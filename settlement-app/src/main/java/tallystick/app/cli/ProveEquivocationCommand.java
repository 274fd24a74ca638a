package tallystick.app.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tallystick.domain.proof.Checkpoint;
import tallystick.domain.proof.Equivocation;
import tallystick.domain.proof.NoteKey;
import tallystick.domain.proof.ProofFormatException;
import tallystick.domain.proof.SignedNote;
import tallystick.engine.audit.TrustedKeys;

/** {@code tallystick prove-equivocation}: did a log tell two people different things. */
@Command(
        name = "prove-equivocation",
        mixinStandardHelpOptions = true,
        description = {
            "Whether two checkpoints of one key have equal size and different roots: then they"
                    + " are,",
            "with the key, proof against the log. Writes the proof; --check reads one instead."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./tallystick prove-equivocation mine.checkpoint theirs.checkpoint"
                    + " --keys log.keys --out proof",
            "  ./tallystick prove-equivocation --check proof"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:the log is convicted", "1:it is not", "64:usage"})
final class ProveEquivocationCommand implements Callable<Integer> {

    private static final String FIRST = "tallystick/equivocation@v1";
    private static final String BETWEEN = "=====";

    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(arity = "0..2", paramLabel = "CHECKPOINT", description = "Two signed notes.")
    private Path[] notes = {};

    @Option(names = "--keys", paramLabel = "FILE", description = "The log's verifier keys.")
    private @Nullable Path keys;

    @Option(names = "--check", paramLabel = "PROOF", description = "A proof to check.")
    private @Nullable Path check;

    @Option(names = "--out", paramLabel = "FILE", description = "Where the proof is written.")
    private @Nullable Path out;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the result as JSON.")
    private @Nullable Path json;

    /** Two notes and the key that signed both. */
    private record Proof(NoteKey key, SignedNote one, SignedNote other) {
        @Override
        public String toString() {
            return FIRST + "\n" + key + "\n" + one + BETWEEN + "\n" + other;
        }
    }

    @Override
    public Integer call() throws IOException {
        Proof proof;
        try {
            proof = check == null ? fromNotes() : parse(Files.readString(check));
        } catch (ProofFormatException malformed) {
            return answer(null, String.valueOf(malformed.getMessage()));
        }
        if (proof == null) {
            return answer(null, "the checkpoints do not contradict each other");
        }
        if (out != null) {
            Files.writeString(out, proof.toString());
        }
        return answer(proof, "");
    }

    private int answer(@Nullable Proof proof, String reason) throws IOException {
        PrintWriter text = spec.commandLine().getOut();
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("result", proof == null ? "not-proved" : "equivocation");
        result.put("reason", reason);
        if (proof == null) {
            text.println("not proved: " + reason);
        } else {
            Checkpoint tree = Checkpoint.parse(proof.one().text());
            text.printf("EQUIVOCATION: %s signed two trees of size %d%n", proof.key(), tree.size());
            result.put("key", proof.key().toString());
            result.put("treeSize", tree.size());
        }
        JsonFile.write(json, result);
        return proof == null ? Tallystick.FAILURE : Tallystick.DONE;
    }

    private @Nullable Proof fromNotes() throws IOException {
        if (notes.length != 2 || keys == null) {
            throw new ParameterException(
                    spec.commandLine(), "two checkpoints and --keys, or --check");
        }
        SignedNote one = SignedNote.parse(Files.readAllBytes(notes[0]));
        SignedNote other = SignedNote.parse(Files.readAllBytes(notes[1]));
        TrustedKeys trusted;
        try {
            trusted = TrustedKeys.parse(Files.readString(keys));
        } catch (IllegalArgumentException unusable) {
            throw new ParameterException(
                    spec.commandLine(), "--keys " + keys + ": " + unusable.getMessage());
        }
        for (NoteKey key : trusted.logs()) {
            if (one.isSignedBy(key)
                    && other.isSignedBy(key)
                    && Equivocation.proves(key, one, other)) {
                return new Proof(key, one, other);
            }
        }
        return null;
    }

    private static Proof parse(String text) {
        String[] parts = text.split("(?m)^" + BETWEEN + "\n", -1);
        String[] head = parts[0].split("\n", 3);
        if (parts.length != 2 || head.length != 3 || !head[0].equals(FIRST)) {
            throw new ProofFormatException("not a proof of equivocation");
        }
        NoteKey key = NoteKey.parse(head[1]);
        SignedNote one = SignedNote.parse(head[2]);
        SignedNote other = SignedNote.parse(parts[1]);
        if (!Equivocation.proves(key, one, other)) {
            throw new ProofFormatException("the checkpoints do not contradict each other");
        }
        return new Proof(key, one, other);
    }
}
