package tallystick.engine.audit;

import static tallystick.engine.audit.BundleFaultException.incomplete;
import static tallystick.engine.audit.BundleFaultException.tampered;
import static tallystick.engine.audit.BundleFaultException.unwitnessed;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tallystick.domain.proof.Checkpoint;
import tallystick.domain.proof.NoteKey;
import tallystick.domain.proof.ProofFormatException;
import tallystick.domain.proof.SignedNote;
import tallystick.domain.proof.TiledTree;
import tallystick.engine.tlog.LogKeys;
import tallystick.engine.tlog.LogRefusedException;

/**
 * Verifies a bundle with nothing but keys: no server, no network, no database. The first thing that
 * is wrong ends it.
 */
public final class BundleVerifier {

    private static final Pattern RANGE =
            Pattern.compile("(0|[1-9][0-9]{0,17}) ([1-9][0-9]{0,17})\n");

    private final TarReader tar;
    private final @Nullable TrustedKeys trusted;
    private final List<SignedNote> held;
    private final List<VerifyReport.Check> checks = new ArrayList<>();
    // Both threads read the same from the archive.
    private volatile @Nullable Checkpoint tree;
    private volatile long from;
    private volatile long to;
    private volatile @Nullable String digest;
    private volatile boolean stopped;

    private BundleVerifier(TarReader tar, @Nullable TrustedKeys trusted, List<SignedNote> held) {
        this.tar = tar;
        this.trusted = trusted;
        this.held = held;
    }

    /**
     * Verifies.
     *
     * @param trusted null: the keys in the bundle are believed, which proves only that it fits
     *     together
     * @param held checkpoints that were kept elsewhere, of which the bundle must be an extension
     * @throws IOException when the file cannot be read
     */
    public static VerifyReport run(
            Path bundle, @Nullable TrustedKeys trusted, List<SignedNote> held) throws IOException {
        List<VerifyReport.Check> opened = new ArrayList<>();
        try (TarReader tar = new TarReader(bundle)) {
            return new BundleVerifier(tar, trusted, held).run();
        } catch (BundleFaultException notABundle) {
            String reason = String.valueOf(notABundle.getMessage());
            opened.add(new VerifyReport.Check("archive", false, reason));
            return new VerifyReport(
                    result(notABundle), notABundle.position(), reason, opened, null, 0, 0, 0, null);
        }
    }

    private VerifyReport run() {
        BundleFaultException fault = null;
        FutureTask<String> rerun = null;
        try {
            FutureTask<String> beside = beside();
            rerun = beside;
            check("files", this::files);
            check("checkpoint", this::checkpoint);
            BundleTree content = new BundleTree(tar, tree(), from, to);
            check("tiles", content::tiles);
            check("entries", content::entries);
            check("held checkpoints", this::held);
            check("ledger", () -> join(beside));
            check("witnesses", this::witnesses);
        } catch (BundleFaultException found) {
            fault = found;
        } finally {
            end(rerun);
        }
        Checkpoint known = tree;
        return new VerifyReport(
                fault == null ? VerifyReport.Result.OK : result(fault),
                fault == null ? null : fault.position(),
                fault == null ? null : fault.getMessage(),
                checks,
                known == null ? null : known.origin(),
                from,
                to,
                known == null ? 0 : known.size(),
                digest);
    }

    private static VerifyReport.Result result(BundleFaultException fault) {
        return switch (fault.kind()) {
            case TAMPERED -> VerifyReport.Result.TAMPERED;
            case INCOMPLETE -> VerifyReport.Result.INCOMPLETE;
            case UNWITNESSED -> VerifyReport.Result.UNWITNESSED;
        };
    }

    /** One thing to check; answers how much of it there was. */
    @FunctionalInterface
    private interface Step {
        String run();
    }

    private void check(String name, Step step) {
        try {
            checks.add(new VerifyReport.Check(name, true, step.run()));
        } catch (BundleFaultException fault) {
            checks.add(new VerifyReport.Check(name, false, String.valueOf(fault.getMessage())));
            throw fault;
        } catch (ProofFormatException | LogRefusedException malformed) {
            String reason = String.valueOf(malformed.getMessage());
            checks.add(new VerifyReport.Check(name, false, reason));
            throw tampered(reason);
        }
    }

    private Checkpoint tree() {
        Checkpoint known = tree;
        if (known == null) {
            throw new IllegalStateException("the checkpoint is read first");
        }
        return known;
    }

    private byte[] require(String name) {
        byte[] bytes = tar.read(name);
        if (bytes == null) {
            throw incomplete(name + " is missing");
        }
        return bytes;
    }

    private String text(String name) {
        return new String(require(name), StandardCharsets.UTF_8);
    }

    /**
     * Every file against the list, except tiles and entries: those say better where they differ.
     */
    private String files() {
        SortedMap<String, String> sums = new TreeMap<>();
        int files = 0;
        for (String name : tar.names()) {
            if (!name.equals(TarWriter.SUMS)) {
                byte[] sum = TarWriter.sha256(require(name));
                sums.put(name, HexFormat.of().formatHex(sum));
                files++;
            }
        }
        range();
        if (!text(TarWriter.SUMS).equals(TarWriter.sums(sums))) {
            String wrong = firstOtherThanListed(sums);
            if (wrong == null || !wrong.startsWith("tile/")) {
                throw tampered(wrong == null ? TarWriter.SUMS + " is altered" : wrong);
            }
            locate();
            throw tampered(wrong);
        }
        return files + " files";
    }

    private void range() {
        Matcher range = RANGE.matcher(text(BundleExport.RANGE));
        if (!range.matches()) {
            throw tampered("range does not say from where to where");
        }
        from = Long.parseLong(range.group(1));
        to = Long.parseLong(range.group(2));
    }

    /** When a tile or an entry is altered, its hashes tell the position. */
    private void locate() {
        checkpoint();
        BundleTree content = new BundleTree(tar, tree(), from, to);
        content.tiles();
        content.entries();
    }

    private @Nullable String firstOtherThanListed(SortedMap<String, String> sums) {
        SortedMap<String, String> listed = new TreeMap<>();
        for (String line : text(TarWriter.SUMS).lines().toList()) {
            if (line.matches("[0-9a-f]{64} {2}[!-~]+")) {
                listed.put(line.substring(66), line.substring(0, 64));
            }
        }
        if (listed.keySet().containsAll(sums.keySet())) {
            for (String name : listed.keySet()) {
                if (!sums.containsKey(name)) {
                    throw incomplete(name + " is listed and missing");
                }
            }
        }
        for (var file : sums.entrySet()) {
            if (!file.getValue().equals(listed.get(file.getKey()))) {
                return file.getKey() + " is not what " + TarWriter.SUMS + " lists";
            }
        }
        return null;
    }

    private String checkpoint() {
        SignedNote note = SignedNote.parse(require(BundleExport.CHECKPOINT));
        List<NoteKey> inBundle =
                LogKeys.parse(text(BundleExport.KEYS)).stream().map(LogKeys.Term::key).toList();
        TrustedKeys keys = trusted;
        Checkpoint says = signed(note, keys == null ? inBundle : keys.logs());
        if (to > says.size()
                || from >= to
                || from % 256 != 0
                || (to % 256 != 0 && to != says.size())) {
            throw tampered("range does not fit a tree of " + says.size());
        }
        if (!Arrays.equals(require(BundleExport.SCHEMA), schema())) {
            throw tampered(BundleExport.SCHEMA + " is not the schema this verifier knows");
        }
        tree = says;
        return "%s, size %d, %s"
                .formatted(
                        says.origin(),
                        says.size(),
                        keys == null ? "by keys of the bundle's own" : "by a trusted key");
    }

    private static byte[] schema() {
        try {
            return BundleExport.schema();
        } catch (IOException missing) {
            throw new IllegalStateException(missing);
        }
    }

    private static Checkpoint signed(SignedNote note, List<NoteKey> keys) {
        Checkpoint says = Checkpoint.parse(note.text());
        boolean signed = false;
        for (NoteKey key : keys) {
            signed |= key.name().equals(says.origin()) && note.isSignedBy(key);
        }
        if (!signed) {
            throw tampered("no trusted key of " + says.origin() + " signed the checkpoint");
        }
        return says;
    }

    private String held() {
        TiledTree tiles = BundleTree.hashes(tar, tree());
        for (SignedNote note : held) {
            TrustedKeys keys = trusted;
            Checkpoint before = signed(note, keys == null ? List.of() : keys.logs());
            if (before.size() > tree().size()) {
                throw incomplete(
                        "a checkpoint held outside has %d leaves, this one %d"
                                .formatted(before.size(), tree().size()));
            }
            if (!tiles.proofs().root(before.size()).equals(before.root())) {
                throw tampered(
                        "the first %d events are not those of a checkpoint held outside"
                                .formatted(before.size()));
            }
        }
        return held.size() + " extended";
    }

    /**
     * Runs the ledger again beside the hashes, because it takes longest; what is wrong with those
     * is said first, and nothing that the ledger says counts before they are right.
     */
    private FutureTask<String> beside() {
        FutureTask<String> rerun =
                new FutureTask<>(
                        () -> {
                            range();
                            checkpoint();
                            return ledger(new BundleTree(tar, tree(), from, to));
                        });
        Thread.ofPlatform().name("tallystick-rerun").daemon().start(rerun);
        return rerun;
    }

    /** Waits; what was found is thrown as if it had been found here. */
    private static String join(FutureTask<String> rerun) {
        try {
            return rerun.get();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while verifying", interrupted);
        } catch (ExecutionException failed) {
            switch (failed.getCause()) {
                case RuntimeException found -> throw found;
                case Error broken -> throw broken;
                case null, default -> throw new IllegalStateException(failed);
            }
        }
    }

    /** Nothing reads the archive any more when this returns. */
    private void end(@Nullable FutureTask<String> rerun) {
        stopped = true;
        if (rerun != null && !rerun.isDone()) {
            try {
                join(rerun);
            } catch (RuntimeException alreadyLost) {
                // Something before it was wrong, and is what is told.
            }
        }
    }

    private String ledger(BundleTree content) {
        if (from > 0) {
            throw incomplete("the ledger cannot be run again: the bundle begins at " + from);
        }
        // Asked from this thread, while another reads through the same archive.
        BundleTree past = new BundleTree(tar, tree(), from, to);
        try (LedgerRerun rerun = new LedgerRerun(past.asEntries());
                EntryPreparation entries = new EntryPreparation(content, rerun.state().names())) {
            apply(rerun, entries);
            return result(rerun);
        }
    }

    private void apply(LedgerRerun rerun, EntryPreparation entries) {
        long[] at = {from};
        for (long next = from; next < to; next = at[0] + 1) {
            if (stopped) {
                throw incomplete("the hashes are wrong");
            }
            EntryBatch batch = entries.take();
            try {
                batch.applyTo(rerun, position -> at[0] = position);
            } catch (BundleFaultException missing) {
                throw missing;
            } catch (RuntimeException other) {
                throw tampered(at[0], "the event at " + at[0] + " " + other.getMessage());
            }
            entries.release(batch);
        }
    }

    private String result(LedgerRerun rerun) {
        if (!rerun.state().isBalanced()) {
            throw tampered("debits and credits differ after the last event");
        }
        digest = rerun.state().digest();
        return "%d events run again, %s".formatted(to - from, rerun.summary());
    }

    private String witnesses() {
        TrustedKeys keys = trusted;
        if (keys == null || keys.quorum() == 0) {
            return "none asked for";
        }
        SignedNote note = SignedNote.parse(require(BundleExport.CHECKPOINT));
        int signed = 0;
        for (NoteKey key : keys.witnesses()) {
            signed += note.isSignedBy(key) ? 1 : 0;
        }
        if (signed < keys.quorum()) {
            throw unwitnessed(
                    "%d of %d witnesses cosigned, %d are needed"
                            .formatted(signed, keys.witnesses().size(), keys.quorum()));
        }
        return "%d of %d cosigned".formatted(signed, keys.witnesses().size());
    }
}
