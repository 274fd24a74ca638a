package tallystick.engine.witness;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import tallystick.domain.proof.Checkpoint;
import tallystick.domain.proof.NoteKey;
import tallystick.domain.proof.NoteSigner;
import tallystick.domain.proof.ProofCheck;
import tallystick.domain.proof.ProofFormatException;
import tallystick.domain.proof.SignedNote;
import tallystick.engine.journal.FileOperations;
import tallystick.engine.tlog.KeptNote;
import tallystick.engine.tlog.LogKeys;

/**
 * A witness of some logs: answers {@code add-checkpoint}. What it cosigns it has on disk before it
 * answers, and checking and keeping are one step. Any thread.
 */
public final class Witness {

    private static final int OK = 200;
    private static final int BAD_REQUEST = 400;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private static final int UNPROCESSABLE = 422;

    private final Path directory;
    private final List<NoteKey> logs;
    private final NoteSigner signer;
    private final LongSupplier epochSeconds;
    private final FileOperations operations;

    /**
     * An answer.
     *
     * @param status of HTTP
     * @param contentType of the body
     */
    public record Reply(int status, String contentType, String body) {}

    private Witness(
            Path directory,
            List<NoteKey> logs,
            NoteSigner signer,
            LongSupplier epochSeconds,
            FileOperations operations) {
        this.directory = directory;
        this.logs = logs;
        this.signer = signer;
        this.epochSeconds = epochSeconds;
        this.operations = operations;
    }

    /**
     * A witness on a directory of its own; its key is made when there is none.
     *
     * @param name of its key, such as {@code witness.example/w1}
     * @param logs keys of the logs it knows; none of them may be its own
     * @param epochSeconds the clock, seconds since 1970
     * @throws IllegalArgumentException when a key signs for the log and the witness
     */
    public static Witness open(
            Path directory, String name, List<NoteKey> logs, LongSupplier epochSeconds)
            throws IOException {
        return open(directory, name, logs, epochSeconds, FileOperations.real());
    }

    /** The same over other file operations: a place to put faults in. */
    public static Witness open(
            Path directory,
            String name,
            List<NoteKey> logs,
            LongSupplier epochSeconds,
            FileOperations operations)
            throws IOException {
        NoteSigner signer = LogKeys.cosigner(directory.resolve("key"), name);
        for (NoteKey log : logs) {
            if (log.type() != NoteKey.SIGNS_NOTES
                    || MessageDigest.isEqual(log.publicKey(), signer.key().publicKey())) {
                throw new IllegalArgumentException(log + " is no key of a log to witness");
            }
        }
        return new Witness(directory, List.copyOf(logs), signer, epochSeconds, operations);
    }

    /** Its verifier key, for those who are to believe it. */
    public NoteKey key() {
        return signer.key();
    }

    /**
     * Answers {@code add-checkpoint}.
     *
     * @throws IOException when what it would cosign cannot be kept: nothing is answered then
     */
    public Reply addCheckpoint(byte[] body) throws IOException {
        AddCheckpoint request;
        String[] lines;
        try {
            request = AddCheckpoint.parse(body);
            lines = request.note().text().split("\n", -1);
        } catch (ProofFormatException malformed) {
            return refusal(BAD_REQUEST, malformed.getMessage());
        }
        List<NoteKey> keys = logs.stream().filter(key -> key.name().equals(lines[0])).toList();
        if (keys.isEmpty()) {
            return refusal(NOT_FOUND, "no such log is known here");
        }
        if (!isSigned(request.note(), keys)) {
            return refusal(FORBIDDEN, "no good signature of the log");
        }
        Checkpoint next;
        try {
            next = Checkpoint.parse(request.note().text());
        } catch (ProofFormatException malformed) {
            boolean isEmptyTree = lines.length == 4 && lines[1].equals("0");
            return refusal(isEmptyTree ? UNPROCESSABLE : BAD_REQUEST, malformed.getMessage());
        }
        if (request.oldSize() > next.size()) {
            return refusal(BAD_REQUEST, "the old size is larger than the new");
        }
        return decide(request, next);
    }

    private static boolean isSigned(SignedNote note, List<NoteKey> keys) {
        boolean signed = false;
        try {
            for (NoteKey key : keys) {
                signed |= note.isSignedBy(key);
            }
            return signed;
        } catch (ProofFormatException badSignature) {
            return false;
        }
    }

    private synchronized Reply decide(AddCheckpoint request, Checkpoint next) throws IOException {
        KeptNote file = kept(next.origin());
        SignedNote note = file.read();
        Checkpoint last = note == null ? null : Checkpoint.parse(note.text());
        long size = last == null ? 0 : last.size();
        if (size != request.oldSize()) {
            return new Reply(CONFLICT, "text/x.tlog.size", size + "\n");
        }
        boolean extended =
                last == null
                        ? request.proof().isEmpty()
                        : ProofCheck.consistency(
                                size, next.size(), request.proof(), last.root(), next.root());
        if (!extended) {
            return refusal(UNPROCESSABLE, "not consistent with what was cosigned before");
        }
        var signature = signer.cosign(request.note().text(), epochSeconds.getAsLong());
        file.write(request.note().with(signature));
        return new Reply(OK, "text/plain; charset=utf-8", signature + "\n");
    }

    /**
     * The last checkpoint cosigned of a log, by the SHA-256 of its origin in hex; null for none.
     */
    public @Nullable SignedNote checkpoint(String originHash) throws IOException {
        List<String> origins = new ArrayList<>();
        logs.forEach(key -> origins.add(key.name()));
        for (String origin : origins) {
            if (hash(origin).equals(originHash)) {
                return kept(origin).read();
            }
        }
        return null;
    }

    private KeptNote kept(String origin) {
        return new KeptNote(directory.resolve(hash(origin)), operations);
    }

    /** How a log's checkpoint is asked for. */
    public static String hash(String origin) {
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(origin.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    private static Reply refusal(int status, @Nullable String reason) {
        return new Reply(status, "text/plain; charset=utf-8", reason + "\n");
    }
}
