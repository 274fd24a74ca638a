package tallystick.engine.tlog;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.security.interfaces.EdECPrivateKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tallystick.domain.proof.NoteKey;
import tallystick.domain.proof.NoteSigner;
import tallystick.domain.proof.ProofFormatException;
import tallystick.engine.journal.FileOperations;

/**
 * The keys of a log in a directory of their own: {@code history} says which key signs from which
 * size on and until which, {@code <key id>.secret} holds a key that still signs. While two keys
 * overlap, every checkpoint has the signatures of both.
 */
public final class LogKeys {

    private static final Pattern LINE =
            Pattern.compile("(\\S+) from (0|[1-9][0-9]{0,18})( until (0|[1-9][0-9]{0,18}))?");
    private static final int NAME_BYTES = 8;

    private final Path directory;
    private final AtomicFiles out = new AtomicFiles(FileOperations.real());
    private List<Term> terms;

    /**
     * When a key signs.
     *
     * @param fromSize first tree size it signs
     * @param untilSize first tree size it does not sign any more, null while it signs
     */
    public record Term(NoteKey key, long fromSize, @Nullable Long untilSize) {

        /** Whether it signs a tree of a size. */
        public boolean covers(long size) {
            return size >= fromSize && (untilSize == null || size < untilSize);
        }

        @Override
        public String toString() {
            return key + " from " + fromSize + (untilSize == null ? "" : " until " + untilSize);
        }
    }

    private LogKeys(Path directory, List<Term> terms) {
        this.directory = directory;
        this.terms = List.copyOf(terms);
    }

    /**
     * The keys that are there; where there are none, a first one is made.
     *
     * @param origin the log's name, null for the one it has, or a new one
     * @throws LogRefusedException when the log has another name, or the history cannot be read
     */
    public static LogKeys open(Path directory, @Nullable String origin) throws IOException {
        byte[] bytes = AtomicFiles.read(directory.resolve("history"));
        if (bytes == null) {
            LogKeys fresh = new LogKeys(directory, List.of());
            String name = origin == null ? chosenName() : origin;
            fresh.add(make(directory, name, NoteKey.SIGNS_NOTES).key(), 0);
            return fresh;
        }
        LogKeys keys = new LogKeys(directory, parse(new String(bytes, StandardCharsets.UTF_8)));
        if (origin != null && !origin.equals(keys.origin())) {
            throw new LogRefusedException(
                    "this log is " + keys.origin() + " and cannot become " + origin);
        }
        return keys;
    }

    /**
     * Reads a key history.
     *
     * @throws LogRefusedException when it is none
     */
    public static List<Term> parse(String history) {
        List<Term> terms = new ArrayList<>();
        for (String line : history.lines().toList()) {
            Matcher match = LINE.matcher(line);
            if (!match.matches()) {
                throw new LogRefusedException("not a line of a key history: " + line);
            }
            try {
                String until = match.group(4);
                terms.add(
                        new Term(
                                NoteKey.parse(match.group(1)),
                                Long.parseLong(match.group(2)),
                                until == null ? null : Long.valueOf(until)));
            } catch (ProofFormatException | NumberFormatException bad) {
                throw new LogRefusedException("key history: " + bad.getMessage());
            }
        }
        if (terms.isEmpty()
                || terms.stream().map(term -> term.key().name()).distinct().count() != 1) {
            throw new LogRefusedException("a key history has keys of one name");
        }
        return terms;
    }

    private static String chosenName() {
        byte[] chance = new byte[NAME_BYTES];
        new SecureRandom().nextBytes(chance);
        return "tallystick/" + HexFormat.of().formatHex(chance);
    }

    /**
     * Makes a key and keeps its secret in {@code <key id>.secret}, readable by its owner alone.
     *
     * @param type what it signs
     */
    static NoteSigner make(Path directory, String name, int type) throws IOException {
        AtomicFiles out = new AtomicFiles(FileOperations.real());
        NoteSigner signer = generate(name, type);
        out.putSecret(
                secret(directory, signer.key()),
                (signer.secretText() + "\n").getBytes(StandardCharsets.UTF_8));
        out.forceDirectories();
        return signer;
    }

    private static NoteSigner generate(String name, int type) {
        try {
            KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            byte[] encoded = pair.getPublic().getEncoded();
            byte[] publicKey = Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
            byte[] seed = ((EdECPrivateKey) pair.getPrivate()).getBytes().orElseThrow();
            return new NoteSigner(NoteKey.of(name, type, publicKey), seed);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Java 15 and later have Ed25519", impossible);
        }
    }

    /**
     * The key of a witness in a directory of its own, made when there is none.
     *
     * @throws LogRefusedException when the one there has another name
     */
    public static NoteSigner cosigner(Path directory, String name) throws IOException {
        byte[] kept = AtomicFiles.read(directory.resolve("vkey"));
        if (kept != null) {
            NoteKey key = NoteKey.parse(new String(kept, StandardCharsets.UTF_8).strip());
            if (!key.name().equals(name)) {
                throw new LogRefusedException("this witness is " + key.name() + ", not " + name);
            }
            return signer(directory, key);
        }
        NoteSigner signer = make(directory, name, NoteKey.COSIGNS);
        AtomicFiles out = new AtomicFiles(FileOperations.real());
        byte[] vkey = (signer.key() + "\n").getBytes(StandardCharsets.UTF_8);
        out.put(directory.resolve("vkey"), vkey, vkey.length);
        out.forceDirectories();
        return signer;
    }

    static Path secret(Path directory, NoteKey key) {
        return directory.resolve(key.idHex() + ".secret");
    }

    /** The secret of a key. */
    static NoteSigner signer(Path directory, NoteKey key) throws IOException {
        byte[] text = AtomicFiles.read(secret(directory, key));
        if (text == null) {
            throw new LogRefusedException("the secret of " + key + " is missing");
        }
        return NoteSigner.parse(new String(text, StandardCharsets.UTF_8).strip(), key);
    }

    /** The log's name, which is that of all its keys. */
    public String origin() {
        return terms.getFirst().key().name();
    }

    /** Every key there was, oldest first. */
    public List<Term> terms() {
        return terms;
    }

    /** Every key there was, oldest first. */
    public List<NoteKey> all() {
        return terms.stream().map(Term::key).toList();
    }

    /**
     * Those that sign now.
     *
     * @throws LogRefusedException when the secret of one is missing
     */
    public List<NoteSigner> signers() throws IOException {
        List<NoteSigner> signers = new ArrayList<>();
        for (Term term : terms) {
            if (term.untilSize() == null) {
                signers.add(signer(directory, term.key()));
            }
        }
        return signers;
    }

    /**
     * Adds a key that signs too, from a size on. The log heeds it when it is started again.
     *
     * @param fromSize the first tree size that has its signature
     */
    public NoteKey rotate(long fromSize) throws IOException {
        NoteKey key = make(directory, origin(), NoteKey.SIGNS_NOTES).key();
        add(key, fromSize);
        return key;
    }

    private void add(NoteKey key, long fromSize) throws IOException {
        List<Term> more = new ArrayList<>(terms);
        more.add(new Term(key, fromSize, null));
        write(more);
    }

    /**
     * Ends the overlap: a key signs no tree of this size or larger.
     *
     * @throws IllegalArgumentException when it does not sign, or is the only one that does
     */
    public void retire(String keyId, long untilSize) throws IOException {
        List<Term> changed = new ArrayList<>();
        boolean found = false;
        int left = 0;
        for (Term term : terms) {
            boolean it = term.untilSize() == null && term.key().idHex().equals(keyId);
            found |= it;
            left += term.untilSize() == null && !it ? 1 : 0;
            changed.add(it ? new Term(term.key(), term.fromSize(), untilSize) : term);
        }
        if (!found || left == 0) {
            throw new IllegalArgumentException(
                    found ? "it is the only key that signs" : "no key " + keyId + " signs");
        }
        write(changed);
    }

    /** The history as it is kept, one line for each key. */
    public static String text(List<Term> terms) {
        StringBuilder text = new StringBuilder();
        terms.forEach(term -> text.append(term).append('\n'));
        return text.toString();
    }

    private void write(List<Term> changed) throws IOException {
        byte[] bytes = text(changed).getBytes(StandardCharsets.UTF_8);
        out.put(directory.resolve("history"), bytes, bytes.length);
        out.forceDirectories();
        terms = List.copyOf(changed);
    }
}
