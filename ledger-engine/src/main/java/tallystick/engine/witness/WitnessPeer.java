package tallystick.engine.witness;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tallystick.domain.proof.Cosignature;
import tallystick.domain.proof.Hash;
import tallystick.domain.proof.NoteKey;
import tallystick.domain.proof.NoteSignature;
import tallystick.domain.proof.ProofFormatException;
import tallystick.domain.proof.SignedNote;
import tallystick.engine.tlog.Published;

/** Somebody else's witness, asked over HTTP. One request at a time. */
public final class WitnessPeer {

    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    private static final int MOST_LINES = 16;

    private final NoteKey key;
    private final URI prefix;
    private final HttpClient http;
    private long cosignedSize;

    /** Where the hashes of a proof come from. */
    interface Proofs {
        /** From one size to that of the checkpoint at hand. */
        List<Hash> consistency(long fromSize);
    }

    /**
     * What became of a request.
     *
     * @param signature good, of the checkpoint that was sent; null when there is none
     * @param contradicts whether the witness says that it has seen another history, or a longer one
     */
    record Outcome(@Nullable NoteSignature signature, boolean contradicts) {}

    /**
     * @param key of the witness; signatures of others are not looked at
     * @param prefix where it is, without {@code /add-checkpoint}
     */
    public WitnessPeer(NoteKey key, URI prefix) {
        if (key.type() != NoteKey.COSIGNS) {
            throw new IllegalArgumentException(key + " is no key of a witness");
        }
        this.key = key;
        String text = prefix.toString();
        this.prefix = text.endsWith("/") ? prefix : URI.create(text + "/");
        http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    }

    /**
     * Reads {@code <url> <verifier key>}.
     *
     * @throws IllegalArgumentException when it is not that
     */
    public static WitnessPeer parse(String text) {
        String[] words = text.strip().split(" +", 2);
        if (words.length != 2 || !words[0].matches("https?://.+")) {
            throw new IllegalArgumentException("a witness is <url> <verifier key>: " + text);
        }
        try {
            return new WitnessPeer(NoteKey.parse(words[1]), URI.create(words[0]));
        } catch (ProofFormatException noKey) {
            throw new IllegalArgumentException("a witness's key: " + noKey.getMessage(), noKey);
        }
    }

    /** Its key. */
    public NoteKey key() {
        return key;
    }

    /**
     * Asks for a cosignature; when the witness knows another size than was thought, once more.
     *
     * @throws IOException when it does not answer
     */
    synchronized Outcome cosign(Published checkpoint, Proofs proofs)
            throws IOException, InterruptedException {
        for (int attempt = 0; attempt < 2; attempt++) {
            long size = checkpoint.checkpoint().size();
            long old = Math.min(cosignedSize, size);
            HttpResponse<String> reply =
                    post(new AddCheckpoint(old, proofs.consistency(old), checkpoint.note()));
            switch (reply.statusCode()) {
                case 200 -> {
                    cosignedSize = size;
                    return new Outcome(good(checkpoint.note(), reply.body()), false);
                }
                case 409 -> {
                    if (!reply.body().matches("(0|[1-9][0-9]{0,17})\n")) {
                        return new Outcome(null, false);
                    }
                    cosignedSize = Long.parseLong(reply.body().strip());
                    if (cosignedSize > size) {
                        return new Outcome(null, true);
                    }
                }
                case 422 -> {
                    return new Outcome(null, true);
                }
                default -> throw new IOException(prefix + " answered " + reply.statusCode());
            }
        }
        return new Outcome(null, false);
    }

    private HttpResponse<String> post(AddCheckpoint request)
            throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(prefix.resolve("add-checkpoint"))
                        .timeout(TIMEOUT)
                        .POST(BodyPublishers.ofByteArray(request.bytes()))
                        .build(),
                BodyHandlers.ofString(StandardCharsets.UTF_8));
    }

    private @Nullable NoteSignature good(SignedNote note, String lines) {
        for (String line : lines.lines().limit(MOST_LINES).toList()) {
            NoteSignature signature = signature(line);
            if (signature != null
                    && key.signed(signature)
                    && Cosignature.timeOf(key, note.text(), signature) > 0) {
                return signature;
            }
        }
        return null;
    }

    private static @Nullable NoteSignature signature(String line) {
        try {
            return NoteSignature.parse(line);
        } catch (ProofFormatException other) {
            return null;
        }
    }

    /**
     * The last checkpoint it cosigned of a log.
     *
     * @return null when it has none
     * @throws IOException when it does not answer
     */
    @Nullable SignedNote latest(String origin) throws IOException, InterruptedException {
        HttpResponse<byte[]> reply =
                http.send(
                        HttpRequest.newBuilder(prefix.resolve(Witness.hash(origin) + "/checkpoint"))
                                .timeout(TIMEOUT)
                                .GET()
                                .build(),
                        BodyHandlers.ofByteArray());
        if (reply.statusCode() != 200) {
            return null;
        }
        try {
            return SignedNote.parse(reply.body());
        } catch (ProofFormatException nonsense) {
            return null;
        }
    }
}
