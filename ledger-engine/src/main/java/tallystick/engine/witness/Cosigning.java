package tallystick.engine.witness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import tallystick.domain.proof.Checkpoint;
import tallystick.domain.proof.NoteKey;
import tallystick.domain.proof.NoteSignature;
import tallystick.domain.proof.ProofFormatException;
import tallystick.domain.proof.SignedNote;
import tallystick.engine.tlog.LogRefusedException;
import tallystick.engine.tlog.Published;
import tallystick.engine.tlog.TransparencyLog;
import tallystick.engine.tlog.VerifiedTiles;

/**
 * Takes each new checkpoint of a log to the witnesses, on a thread of its own, and gives back what
 * they signed. A witness that is down or says nonsense is done without. One that shows a checkpoint
 * which our own key signed and our journal does not have stops the log: somebody set us back.
 */
public final class Cosigning implements AutoCloseable {

    private static final Logger LOG = System.getLogger(Cosigning.class.getName());
    private static final long AGAIN_MILLIS = 500;

    private final TransparencyLog log;
    private final List<WitnessPeer> peers;
    private final int quorum;
    private final ExecutorService askers = Executors.newVirtualThreadPerTaskExecutor();
    private final Thread thread;
    private volatile boolean closed;

    private Cosigning(TransparencyLog log, List<WitnessPeer> peers, int quorum) {
        this.log = log;
        this.peers = List.copyOf(peers);
        this.quorum = quorum;
        thread = Thread.ofPlatform().name("tallystick-witnesses").daemon().unstarted(this::run);
    }

    /**
     * Asks every witness what it saw last, and starts.
     *
     * @param quorum how many must cosign, 0 to as many as there are
     * @param events in the journal
     * @throws LogRefusedException when one of them has a checkpoint of ours that is larger than the
     *     journal
     */
    public static Cosigning start(
            TransparencyLog log, List<WitnessPeer> peers, int quorum, long events)
            throws InterruptedException {
        if (quorum < 0 || quorum > peers.size()) {
            throw new IllegalArgumentException("a quorum of " + quorum + " of " + peers.size());
        }
        Cosigning cosigning = new Cosigning(log, peers, quorum);
        for (WitnessPeer peer : peers) {
            Checkpoint seen = cosigning.ours(peer);
            if (seen != null && seen.size() > events) {
                throw new LogRefusedException(
                        "%s has cosigned %d events, the journal has %d: an older copy was put in"
                                        .formatted(peer.key().name(), seen.size(), events)
                                + " its place");
            }
        }
        cosigning.restore();
        if (!peers.isEmpty()) {
            cosigning.thread.start();
        }
        return cosigning;
    }

    /** How many must cosign for a checkpoint to count as witnessed; 0: nothing waits for them. */
    public int quorum() {
        return quorum;
    }

    /** What the quorum cosigned before this node was started counts, if these witnesses did. */
    private void restore() {
        try {
            SignedNote note = log.keptWitnessed();
            if (note == null || quorum == 0) {
                return;
            }
            long cosigned = peers.stream().filter(peer -> note.isSignedBy(peer.key())).count();
            boolean isOurs = log.allKeys().stream().anyMatch(note::isSignedBy);
            if (isOurs && cosigned >= quorum) {
                log.witnessedBefore(note);
            }
        } catch (IOException | LogRefusedException | ProofFormatException unusable) {
            LOG.log(Level.WARNING, "what was witnessed before cannot be read", unusable);
        }
    }

    /** What a witness saw last, if it can show that one of our keys signed it. */
    private @Nullable Checkpoint ours(WitnessPeer peer) throws InterruptedException {
        try {
            SignedNote note = peer.latest(log.keys().origin());
            if (note == null) {
                return null;
            }
            for (NoteKey key : log.allKeys()) {
                if (note.isSignedBy(key)) {
                    Checkpoint seen = Checkpoint.parse(note.text());
                    return seen.origin().equals(log.keys().origin()) ? seen : null;
                }
            }
            return null;
        } catch (IOException | ProofFormatException silent) {
            return null;
        }
    }

    private void run() {
        String done = "";
        try {
            while (!closed && log.refusal() == null) {
                Published now = log.published();
                if (now == null || now.note().text().equals(done)) {
                    log.await(now == null ? 0 : now.checkpoint().size() + 1, AGAIN_MILLIS / 10);
                    continue;
                }
                if (round(now) >= quorum) {
                    done = now.note().text();
                } else {
                    Thread.sleep(AGAIN_MILLIS);
                }
            }
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException broken) {
            LOG.log(Level.ERROR, "witnesses are not asked any more", broken);
        }
    }

    /** Asks all of them; how many cosigned. */
    private int round(Published now) throws InterruptedException {
        List<Future<@Nullable NoteSignature>> asked = new ArrayList<>();
        for (WitnessPeer peer : peers) {
            asked.add(askers.submit(() -> ask(peer, now)));
        }
        SignedNote note = now.note();
        int count = 0;
        for (Future<@Nullable NoteSignature> answer : asked) {
            NoteSignature signature = get(answer);
            if (signature != null) {
                note = note.with(signature);
                count++;
            }
        }
        if (count > 0) {
            try {
                log.cosigned(note, count >= quorum);
            } catch (IOException unwritable) {
                LOG.log(Level.WARNING, "cosignatures cannot be kept", unwritable);
                return 0;
            }
        }
        return count;
    }

    private static @Nullable NoteSignature get(Future<@Nullable NoteSignature> answer)
            throws InterruptedException {
        try {
            return answer.get();
        } catch (ExecutionException failed) {
            LOG.log(Level.DEBUG, "a witness did not cosign", failed.getCause());
            return null;
        }
    }

    private @Nullable NoteSignature ask(WitnessPeer peer, Published now)
            throws IOException, InterruptedException {
        VerifiedTiles tiles = new VerifiedTiles(log.files(), now.checkpoint());
        WitnessPeer.Outcome outcome;
        try {
            outcome =
                    peer.cosign(
                            now,
                            from ->
                                    tiles.tree()
                                            .proofs()
                                            .consistency(from, now.checkpoint().size()));
        } catch (ProofFormatException | UncheckedIOException unreadable) {
            throw new IOException("no proof can be made", unreadable);
        }
        if (outcome.contradicts()) {
            convict(peer, now, tiles);
        }
        return outcome.signature();
    }

    /** Believes a witness only as far as it shows our own signature. */
    private void convict(WitnessPeer peer, Published now, VerifiedTiles tiles)
            throws InterruptedException {
        Checkpoint seen = ours(peer);
        if (seen == null) {
            return;
        }
        long size = now.checkpoint().size();
        Published newest = log.published();
        long known = newest == null ? size : newest.checkpoint().size();
        if (seen.size() > known) {
            log.refuse(
                    "%s has a checkpoint of ours of size %d, and we have %d"
                            .formatted(peer.key().name(), seen.size(), known));
        } else if (seen.size() <= size
                && !tiles.tree().proofs().root(seen.size()).equals(seen.root())) {
            log.refuse(
                    "%s has a checkpoint of ours of size %d with another root"
                            .formatted(peer.key().name(), seen.size()));
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        askers.close();
    }
}
