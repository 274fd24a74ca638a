package tallystick.loadgen.engine;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import tallystick.domain.Decision;
import tallystick.domain.LedgerCommand;
import tallystick.domain.LedgerEvent;
import tallystick.domain.LedgerRequest;
import tallystick.domain.ledger.LedgerDecider;
import tallystick.domain.ledger.LedgerState;
import tallystick.domain.usage.UsageIdentity;
import tallystick.domain.usage.UsageRecord;
import tallystick.domain.usage.UsageStatus;
import tallystick.engine.journal.JournalKind;

/**
 * What the ledger alone costs a usage record on the thread that owns it: deduplicated against all
 * earlier ones, rated, drawn from its wallet, posted in double entry. Each batch of records gets
 * new identities; sealing them is the edge's work and not in it. The ledger has room for the
 * identities of an iteration: so what is allocated for a record is what deciding and applying it
 * allocates.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 4, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class DecideBenchmark {

    private static final int BATCH = 1_024;

    /** More than an iteration of two seconds can send. */
    private static final long ROOM = 12_000_000;

    private static final long NOW = 1_768_478_400_000_000_000L;

    /** Share of the records that one wallet gets. */
    @Param({"0", "0.9"})
    public double hot;

    private LedgerState state = new LedgerState();
    private final List<UsageRecord> batch = new ArrayList<>();
    private long numbers;
    private long lookedAt;

    /** A new ledger for each iteration, so that none is slower for being later. */
    @Setup(Level.Iteration)
    public void federation() throws IOException {
        EngineLoadOptions options =
                EngineLoadOptions.of(Path.of("unused"), JournalKind.SEGMENT).withShares(hot, 0);
        state = new LedgerState();
        state.reserve(ROOM);
        for (LedgerCommand command : LoadFederation.setUp(options.wallets())) {
            apply(command);
        }
        LoadFacts facts = new LoadFacts(options, NOW - 1_000_000_000L);
        facts.learn(state.names());
        UsageIdentity identity = new UsageIdentity();
        RecordId ids = new RecordId(options.seed());
        batch.clear();
        for (int i = 0; i < BATCH; i++) {
            UsageRecord usage = new UsageRecord();
            facts.fill(usage, i, ids.of(i));
            identity.seal(usage);
            batch.add(usage);
        }
        decideAndEvolve();
        batch.forEach(state.names()::lookUp);
    }

    private void apply(LedgerCommand command) {
        LedgerRequest request = new LedgerRequest(command, "bench", null);
        if (!(LedgerDecider.decide(request, state, NOW) instanceof Decision.Accepted accepted)) {
            throw new IllegalStateException("refused: " + command);
        }
        for (LedgerEvent event : accepted.events()) {
            state.evolve(event, state.lastPosition() + 1, NOW);
        }
    }

    /** Decides and applies records that are all new. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long decideAndEvolve() {
        renew();
        for (int i = 0; i < BATCH; i++) {
            if (i % 16 == 0) {
                lookedAt += LedgerDecider.lookAhead(batch, i, i + 16, state);
            }
            UsageRecord usage = batch.get(i);
            decide(usage);
            state.evolveUsage(usage);
        }
        return lookedAt;
    }

    /** Decides the same without applying it: allocates nothing. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long decideOnly() {
        renew();
        for (int i = 0; i < BATCH; i++) {
            decide(batch.get(i));
        }
        return batch.getLast().retailLo;
    }

    private void decide(UsageRecord usage) {
        LedgerDecider.decideUsage(usage, state, NOW);
        if (usage.status != UsageStatus.ACCEPTED) {
            throw new IllegalStateException("not accepted: " + usage + " " + usage.suspense);
        }
    }

    private void renew() {
        for (int i = 0; i < BATCH; i++) {
            UsageRecord usage = batch.get(i);
            usage.keyHi = RecordId.scramble(++numbers);
            usage.keyLo = RecordId.scramble(-numbers);
        }
    }
}
