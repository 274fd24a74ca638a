package tallystick.app.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tallystick.domain.proof.NoteKey;
import tallystick.domain.proof.SignedNote;
import tallystick.engine.audit.BundleExport;
import tallystick.engine.audit.BundleVerifier;
import tallystick.engine.audit.TrustedKeys;
import tallystick.engine.audit.VerifyReport;
import tallystick.engine.tlog.LogFiles;
import tallystick.engine.tlog.LogKeys;
import tallystick.engine.tlog.TlogOptions;
import tallystick.engine.witness.WitnessPolicy;

/**
 * The witnesses of the demo's log, a process each: two operators and a regulator, of whom two must
 * have cosigned before a settlement document is given. One is there from the start; the others are
 * started when the first window is to be issued, after that was refused.
 */
final class DemoWitnesses implements AutoCloseable {

    /** How many must cosign. */
    static final int QUORUM = 2;

    private static final List<String> NAMES =
            List.of(
                    "op-fr.example/witness",
                    "op-in.example/witness",
                    "regulator-kr.example/witness");

    private static final long START_MILLIS = 20_000;
    private static final long COSIGN_MILLIS = 20_000;

    private final Path data;
    private final Path policy;
    private final String logKey;
    private final List<Seat> seats;
    private final List<DemoWitness> running = new ArrayList<>();
    private @Nullable String refused;

    /** Where a witness will be. */
    private record Seat(String name, Path directory, int port, NoteKey key) {}

    private DemoWitnesses(Path data, Path policy, String logKey, List<Seat> seats) {
        this.data = data;
        this.policy = policy;
        this.logKey = logKey;
        this.seats = List.copyOf(seats);
    }

    /**
     * Makes the log's key and the witnesses' keys, writes the policy file, and starts the first
     * witness.
     *
     * @param data directory of the node
     */
    static DemoWitnesses start(Path data) throws IOException {
        Files.createDirectories(data);
        LogKeys log = LogKeys.open(TlogOptions.in(data).keys(), null);
        List<Seat> seats = new ArrayList<>();
        StringBuilder text = new StringBuilder("quorum " + QUORUM + "\n");
        List<Integer> ports = freePorts();
        for (int i = 0; i < NAMES.size(); i++) {
            Path directory =
                    Files.createDirectories(data.resolve("witnesses").resolve("w" + (i + 1)));
            NoteKey key = LogKeys.cosigner(directory.resolve("key"), NAMES.get(i)).key();
            seats.add(new Seat(NAMES.get(i), directory, ports.get(i), key));
            text.append("http://127.0.0.1:%d %s%n".formatted(ports.get(i), key));
        }
        Path policy = data.resolve("witnesses").resolve("policy");
        Files.writeString(policy, text);
        DemoWitnesses witnesses =
                new DemoWitnesses(data, policy, log.all().getFirst().toString(), seats);
        witnesses.startNext();
        return witnesses;
    }

    /** All at once, so that they differ. */
    private static List<Integer> freePorts() throws IOException {
        List<ServerSocket> probes = new ArrayList<>();
        List<Integer> ports = new ArrayList<>();
        try {
            for (int i = 0; i < NAMES.size(); i++) {
                ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                probes.add(probe);
                ports.add(probe.getLocalPort());
            }
        } finally {
            for (ServerSocket probe : probes) {
                probe.close();
            }
        }
        return ports;
    }

    /** The policy file: what a node is told and a verifier takes. */
    Path policy() {
        return policy;
    }

    /** Processes that run. */
    List<Long> pids() {
        return running.stream().map(DemoWitness::pid).toList();
    }

    private void startNext() throws IOException {
        Seat seat = seats.get(running.size());
        running.add(DemoWitness.start(seat.directory(), seat.name(), seat.port(), logKey));
    }

    /** Waits until those started listen. */
    void awaitReady() throws IOException, InterruptedException {
        for (DemoWitness witness : running) {
            witness.awaitReady(START_MILLIS);
        }
    }

    /**
     * Shows once that a settlement document is refused while the quorum is not there, and starts
     * the witnesses that were missing.
     *
     * @param attempt asks for the document without waiting, and says what was answered
     */
    void summon(Steps.Step<String> attempt) throws IOException, InterruptedException {
        if (refused != null) {
            return;
        }
        refused = attempt.run();
        while (running.size() < seats.size()) {
            startNext();
        }
        awaitReady();
    }

    /** What was answered without the quorum, empty when it was never asked. */
    String refused() {
        return refused == null ? "" : refused;
    }

    /**
     * Exports the whole log when all witnesses have cosigned its last checkpoint, and verifies it
     * offline against the policy.
     *
     * @param bundle where the bundle is written
     */
    DemoWitnessed verify(Path bundle) throws IOException, InterruptedException {
        int cosigned = awaitCosigned();
        BundleExport.run(data, 0, Long.MAX_VALUE / 2, bundle);
        WitnessPolicy asked = WitnessPolicy.parse(Files.readString(policy));
        TrustedKeys trusted = TrustedKeys.parse(logKey).with(asked);
        VerifyReport report = BundleVerifier.run(bundle, trusted, List.of());
        return new DemoWitnessed(
                seats.size(),
                QUORUM,
                cosigned,
                refused(),
                report.result().name().toLowerCase(java.util.Locale.ROOT),
                report.treeSize(),
                report.stateDigest() == null ? "" : report.stateDigest());
    }

    private int awaitCosigned() throws IOException, InterruptedException {
        LogFiles files = new LogFiles(TlogOptions.in(data).directory());
        long deadline = System.nanoTime() + COSIGN_MILLIS * 1_000_000;
        while (true) {
            byte[] bytes = files.readCheckpoint();
            SignedNote note = bytes == null ? null : SignedNote.parse(bytes);
            int count =
                    note == null
                            ? 0
                            : (int) seats.stream().filter(s -> note.isSignedBy(s.key())).count();
            if (count == seats.size() || System.nanoTime() > deadline) {
                return count;
            }
            Thread.sleep(10);
        }
    }

    @Override
    public void close() {
        running.forEach(DemoWitness::close);
    }
}
