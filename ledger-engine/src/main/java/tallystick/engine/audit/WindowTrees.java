package tallystick.engine.audit;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import tallystick.domain.proof.Hash;
import tallystick.domain.proof.MerkleFrontier;

/**
 * The Merkle trees over the members of windows, hashed on a thread of their own, which nothing
 * waits for before a window is sealed. One thread adds.
 */
final class WindowTrees implements AutoCloseable {

    private static final int LEAVES = 4_096;
    private static final int MOST_WAITING = 64;

    private final Map<Integer, Tree> open = new HashMap<>();
    private final Map<String, Tree> fenced = new HashMap<>();
    private final ExecutorService hashing =
            Executors.newSingleThreadExecutor(
                    Thread.ofPlatform().name("tallystick-windows").daemon().factory());
    private final Semaphore room = new Semaphore(MOST_WAITING);

    private static final class Tree {
        private final MerkleFrontier frontier = new MerkleFrontier();
        private byte[] hashes = new byte[32 * LEAVES];
        private int count;
    }

    /** The next member of a window. */
    void add(int window, byte[] leafHashes, int at) {
        Tree tree = open.get(window);
        if (tree == null) {
            tree = new Tree();
            open.put(window, tree);
        }
        System.arraycopy(leafHashes, at, tree.hashes, 32 * tree.count++, 32);
        if (tree.count == LEAVES) {
            hash(tree);
        }
    }

    private void hash(Tree tree) {
        byte[] hashes = tree.hashes;
        int count = tree.count;
        tree.hashes = new byte[32 * LEAVES];
        tree.count = 0;
        room.acquireUninterruptibly();
        hashing.execute(
                () -> {
                    try {
                        for (int i = 0; i < count; i++) {
                            tree.frontier.append(Hash.of(hashes, 32 * i));
                        }
                    } finally {
                        room.release();
                    }
                });
    }

    /** No member comes any more. */
    void fence(int window, String name) {
        Tree tree = open.remove(window);
        fenced.put(name, tree == null ? new Tree() : tree);
    }

    /** The root of a fenced window as hex, empty when it is not fenced. */
    String rootOf(String name) {
        Tree tree = fenced.get(name);
        if (tree == null) {
            return "";
        }
        hash(tree);
        return CompletableFuture.supplyAsync(tree.frontier::rootHex, hashing).join();
    }

    @Override
    public void close() {
        hashing.shutdownNow();
    }
}
