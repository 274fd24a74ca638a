package tallystick.app.axon;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.commandhandling.gateway.DefaultCommandGateway;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.jackson3.Jackson3Serializer;
import tallystick.domain.Answer;
import tallystick.domain.LedgerCommand;
import tallystick.domain.LedgerCommand.RecordUsage;
import tallystick.domain.LedgerRequest;
import tallystick.domain.usage.TokenClass;
import tallystick.domain.usage.UsageIdentity;
import tallystick.domain.usage.UsageRecord;
import tallystick.engine.ApplicationMessage;
import tallystick.engine.EngineOptions;
import tallystick.engine.Engines;
import tallystick.engine.LedgerEngine;
import tallystick.engine.journal.JournalKind;
import tallystick.engine.journal.JournalOptions;

/** A real engine with Axon's bus and store on it, without a database. */
public final class BusFixture implements AutoCloseable {

    private static final int MIB = 1024 * 1024;

    public final LedgerEngine engine;
    public final RingCommandBus bus;
    public final CommandGateway gateway;
    final JournalEventStore store;
    private final AtomicLong nextUsage = new AtomicLong();

    public BusFixture(Path directory) throws IOException {
        JournalOptions journal =
                JournalOptions.of(directory.resolve("journal"), JournalKind.CHRONICLE)
                        .withSizes(MIB, 8 * MIB, MIB, MIB);
        engine = Engines.open(EngineOptions.of(journal));
        bus = new RingCommandBus(engine, SimpleCommandBus.builder().build());
        gateway = DefaultCommandGateway.builder().commandBus(bus).build();
        store = JournalEventStore.over(storageEngine());
    }

    JournalEventStorageEngine storageEngine() {
        Serializer serializer = Jackson3Serializer.builder().build();
        JournalEventStorageEngine.Builder builder =
                JournalEventStorageEngine.builder().engine(engine).snapshots(new NoSnapshots());
        builder.eventSerializer(serializer).snapshotSerializer(serializer);
        return builder.build();
    }

    public Answer send(LedgerCommand command) throws Exception {
        return gateway.<Answer>send(new LedgerRequest(command, "test", null))
                .get(60, TimeUnit.SECONDS);
    }

    /** Records usage that nobody knows the wallet of: it is suspended, which is an event too. */
    Answer record(int lines) throws Exception {
        List<UsageRecord> records = new ArrayList<>();
        for (int i = 0; i < lines; i++) {
            records.add(usage("u-" + nextUsage.getAndIncrement()));
        }
        return send(new RecordUsage(records, false));
    }

    private static UsageRecord usage(String id) {
        UsageRecord usage = new UsageRecord();
        usage.source = "//gw.kr/vllm-7";
        usage.id = id;
        usage.wallet = "nobody";
        usage.endedEpochNanos = System.currentTimeMillis() * 1_000_000L;
        usage.requestId = id;
        usage.model = "m";
        usage.homeOperator = "kt";
        usage.servingOperator = "kt";
        usage.tenant = "acme";
        usage.site = "kr-1";
        usage.servedIn = "KR";
        usage.tokens[TokenClass.INPUT_UNCACHED.ordinal()] = 1;
        new UsageIdentity().seal(usage);
        return usage;
    }

    @Override
    public void close() {
        store.close();
        engine.close();
    }

    /** For tests that load no aggregate. */
    private static final class NoSnapshots implements Snapshots {

        @Override
        public void keep(ApplicationMessage snapshot) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<ApplicationMessage> latest(String aggregateId) {
            return Optional.empty();
        }
    }
}
