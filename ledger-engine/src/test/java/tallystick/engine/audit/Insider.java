package tallystick.engine.audit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import tallystick.domain.ledger.LedgerState;
import tallystick.domain.proof.Checkpoint;
import tallystick.domain.proof.Hash;
import tallystick.domain.proof.NoteKey;
import tallystick.domain.proof.NoteSigner;
import tallystick.domain.proof.SignedNote;
import tallystick.domain.proof.Tile;
import tallystick.domain.proof.TreeHash;
import tallystick.domain.usage.UsageRecord;
import tallystick.domain.usage.UsageStatus;
import tallystick.engine.codec.EventDecoder;
import tallystick.engine.codec.EventEncoder;
import tallystick.engine.tlog.EntryBundle;
import tallystick.engine.tlog.LogFiles;
import tallystick.engine.tlog.TlogOptions;

/** Has a node's directory and all its keys, and makes another past of it. */
final class Insider {

    private final Path from;
    private final Path to;
    private final List<byte[]> leaves = new ArrayList<>();

    Insider(Path from, Path to) throws IOException {
        this.from = from;
        this.to = to;
        LogFiles files = new LogFiles(TlogOptions.in(from).directory());
        Checkpoint tree =
                Checkpoint.parse(
                        SignedNote.parse(Objects.requireNonNull(files.readCheckpoint())).text());
        for (long index = 0; index * Tile.FULL < tree.size(); index++) {
            Tile tile = files.entriesTile(index, tree.size());
            EntryBundle.walk(
                    tile,
                    files.require(tile),
                    (i, bytes, offset, length) ->
                            leaves.add(
                                    java.util.Arrays.copyOfRange(bytes, offset, offset + length)));
        }
    }

    /** One pico more in the retail price of the first roaming record; answers its position. */
    long changeAmount() throws IOException {
        LedgerState state = new LedgerState();
        EventDecoder decoder = new EventDecoder(state.names());
        for (int position = 0; position < leaves.size(); position++) {
            UnsafeBuffer leaf = new UnsafeBuffer(leaves.get(position));
            if (EventDecoder.isUsage(leaf, 0)) {
                UsageRecord usage = new UsageRecord();
                decoder.decodeUsage(leaf, 0, leaf.capacity(), usage);
                if (usage.status == UsageStatus.ACCEPTED && usage.wholesaleLo > 0) {
                    usage.wholesaleLo++;
                    ExpandableArrayBuffer changed = new ExpandableArrayBuffer();
                    byte[] bytes = new byte[new EventEncoder().encodeUsage(usage, changed, 0)];
                    changed.getBytes(0, bytes);
                    leaves.set(position, bytes);
                    publish();
                    return position;
                }
                new tallystick.domain.usage.UsageIdentity().identify(usage);
                state.evolveUsage(usage);
            } else {
                state.evolve(
                        decoder.decode(leaf, 0, leaf.capacity()),
                        position,
                        tallystick.engine.World.NOW);
            }
        }
        throw new IllegalStateException("no roaming record");
    }

    /** These events instead of the log's own. */
    void publish(List<byte[]> instead) throws IOException {
        leaves.clear();
        leaves.addAll(instead);
        publish();
    }

    /** Every tile and bundle anew, and a checkpoint with the server's own key. */
    private void publish() throws IOException {
        Path keys = TlogOptions.in(to).keys();
        Files.createDirectories(keys);
        String history = Files.readString(TlogOptions.in(from).keys().resolve("history"));
        Files.writeString(keys.resolve("history"), history);
        List<Hash> hashes = leaves.stream().map(TreeHash::leaf).toList();
        long size = leaves.size();
        TreeHash hash = new TreeHash();
        for (int level = 0; !hashes.isEmpty(); level++) {
            List<Hash> above = new ArrayList<>();
            for (int start = 0; start < hashes.size(); start += Tile.FULL) {
                int width = Math.min(Tile.FULL, hashes.size() - start);
                byte[] bytes = new byte[32 * width];
                for (int i = 0; i < width; i++) {
                    System.arraycopy(hashes.get(start + i).bytes(), 0, bytes, 32 * i, 32);
                }
                write(Tile.hashes(level, start / Tile.FULL, size), bytes);
                if (width == Tile.FULL) {
                    hash.fold(bytes, width);
                    above.add(Hash.of(bytes, 0));
                }
            }
            hashes = above;
        }
        for (int start = 0; start < size; start += Tile.FULL) {
            java.io.ByteArrayOutputStream bundle = new java.io.ByteArrayOutputStream();
            for (byte[] leaf :
                    leaves.subList(start, (int) Math.min(size, (long) start + Tile.FULL))) {
                bundle.write(leaf.length >>> 8);
                bundle.write(leaf.length);
                bundle.write(leaf);
            }
            write(Tile.entries(Tile.Kind.ENTRIES, start / Tile.FULL, size), bundle.toByteArray());
        }
        NoteKey key = NoteKey.parse(history.split(" ", 2)[0]);
        String secret =
                Files.readString(
                        TlogOptions.in(from).keys().resolve(key.idHex() + ".secret"),
                        StandardCharsets.UTF_8);
        NoteSigner signer = NoteSigner.parse(secret.strip(), key);
        Hash root =
                new tallystick.domain.proof.TiledTree(
                                size, new LogFiles(TlogOptions.in(to).directory())::require)
                        .root();
        Files.write(
                TlogOptions.in(to).directory().resolve("checkpoint"),
                NoteSigner.note(new Checkpoint(key.name(), size, root).text(), List.of(signer))
                        .bytes());
    }

    private void write(Tile tile, byte[] bytes) throws IOException {
        Path file = TlogOptions.in(to).directory().resolve(tile.path());
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        Files.write(file, bytes);
    }
}
