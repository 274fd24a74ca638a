package tallystick.app.wiring;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.commandhandling.gateway.DefaultCommandGateway;
import org.axonframework.common.jdbc.ConnectionProvider;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.config.Configuration;
import org.axonframework.config.ConfigurerModule;
import org.axonframework.config.EventProcessingConfiguration;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.axonframework.eventhandling.tokenstore.jdbc.JdbcTokenStore;
import org.axonframework.messaging.interceptors.CorrelationDataInterceptor;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.jackson3.Jackson3SerializerCustomizer;
import org.flywaydb.core.Flyway;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.flyway.autoconfigure.FlywayProperties;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.web.server.Ssl;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import tallystick.app.axon.JournalEventStorageEngine;
import tallystick.app.axon.JournalEventStore;
import tallystick.app.axon.RingCommandBus;
import tallystick.app.axon.Snapshots;
import tallystick.app.evidence.EvidenceStore;
import tallystick.app.metrics.DiskMeters;
import tallystick.app.metrics.EngineMeters;
import tallystick.app.metrics.ProjectionMeters;
import tallystick.app.process.KeptPosition;
import tallystick.app.process.ProcessTail;
import tallystick.app.process.WhenReferenceArrivesThenRerate;
import tallystick.app.process.WhenTariffBackdatedThenReprice;
import tallystick.app.process.WhenWindowFencedThenSeal;
import tallystick.app.process.WindowSealing;
import tallystick.app.security.Credentials;
import tallystick.app.security.SecurityMode;
import tallystick.engine.EngineOptions;
import tallystick.engine.Engines;
import tallystick.engine.LedgerEngine;
import tallystick.engine.jurisdiction.JurisdictionLog;
import tallystick.engine.jurisdiction.LedgerOwners;
import tallystick.engine.snapshot.SnapshotOptions;
import tallystick.engine.tlog.TlogOptions;
import tallystick.engine.tlog.TransparencyLog;
import tallystick.engine.witness.Cosigning;
import tallystick.engine.witness.WitnessPolicy;
import tallystick.projections.JournalProjection;
import tallystick.projections.ProgressView;
import tallystick.projections.Projections;
import tallystick.projections.parking.ParkedView;
import tallystick.projections.position.BilateralPositionView;
import tallystick.projections.reference.CapView;
import tallystick.projections.reference.QuotaView;
import tallystick.projections.reference.ReferenceView;
import tallystick.projections.settlement.ClosingView;
import tallystick.projections.settlement.DefaultView;
import tallystick.projections.settlement.DisputeView;
import tallystick.projections.settlement.SettlementView;
import tallystick.projections.settlement.TrailView;
import tallystick.projections.settlement.WindowRunView;
import tallystick.projections.upkeep.Upkeep;
import tallystick.projections.usage.SuspenseView;
import tallystick.projections.usage.UsageTotalsView;
import tallystick.projections.usage.WalletUsageView;
import tallystick.projections.wallet.HoldView;
import tallystick.projections.wallet.WalletBalanceView;
import tallystick.projections.webhook.OutboxMessages;
import tallystick.projections.webhook.OutboxProjection;
import tools.jackson.databind.jsontype.BasicPolymorphicTypeValidator;

/**
 * The application's only wiring, in the order of the picture in this package's description. What is
 * needed first is stopped last.
 */
@org.springframework.context.annotation.Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(TallystickProperties.class)
public class TallystickWiring {

    // ---- 0: the node's directory, and its lock before anything opens a file in it

    @Bean
    DataDirectory dataDirectory(TallystickProperties properties) {
        return DataDirectory.lock(properties.data());
    }

    // ---- 3–7: ring and journal

    @Bean
    LedgerEngine ledgerEngine(DataDirectory data, TallystickProperties properties)
            throws IOException {
        TallystickProperties.Engine engine = properties.engine();
        return Engines.open(
                EngineOptions.of(data.root(), engine.journal())
                        .withRing(
                                engine.ringSlots(),
                                engine.maxInFlightRecords(),
                                engine.submitDeadlineMillis())
                        .withReserved(engine.reservedRecords())
                        .withSnapshots(
                                new SnapshotOptions(
                                        data.root().resolve("snapshots"),
                                        engine.snapshotEveryRecords(),
                                        engine.snapshotAtCloseRecords(),
                                        engine.snapshotsKept()))
                        .withOnFailure(new FailStop(engine.haltOnFailure())));
    }

    // ---- 10: the transparency log, behind the acknowledgement

    @Bean
    TransparencyLog transparencyLog(
            DataDirectory data, LedgerEngine engine, TallystickProperties properties)
            throws IOException {
        TallystickProperties.Tlog tlog = properties.tlog();
        TlogOptions usual = TlogOptions.in(data.root()).withOrigin(tlog.origin());
        TransparencyLog log =
                TransparencyLog.open(
                        usual.withCheckpoints(tlog.checkpointMillis(), usual.batchLeaves()),
                        engine.frames());
        LogKeyEvents.record(engine, log);
        return log;
    }

    // ---- 11: each jurisdiction's facts, derived from the journal

    @Bean
    LedgerOwners ledgerOwners(LedgerEngine engine) {
        return new LedgerOwners(engine);
    }

    @Bean
    JurisdictionLog jurisdictionLog(LedgerEngine engine, LedgerOwners owners, DataDirectory data) {
        return new JurisdictionLog(
                engine.frames(), engine.names(), owners, data.root().resolve("jurisdictions"));
    }

    @Bean
    Cosigning cosigning(TransparencyLog log, LedgerEngine engine, TallystickProperties properties)
            throws InterruptedException {
        WitnessPolicy policy = Witnesses.policy(properties.tlog());
        return Cosigning.start(
                log, policy.witnesses(), policy.quorum(), engine.lastDurablePosition() + 1);
    }

    // ---- beside the journal

    @Bean
    EvidenceStore evidenceStore(DataDirectory data, TallystickProperties properties) {
        return new EvidenceStore(
                data.root().resolve("evidence"),
                properties.evidence().retentionDays(),
                Clock.systemUTC());
    }

    // ---- 2: CommandGateway.send → slot

    @Bean
    @Qualifier("localSegment")
    RingCommandBus commandBus(
            LedgerEngine engine, TransactionManager transactions, Configuration configuration) {
        SimpleCommandBus others =
                SimpleCommandBus.builder().transactionManager(transactions).build();
        others.registerHandlerInterceptor(
                new CorrelationDataInterceptor<>(configuration.correlationDataProviders()));
        return new RingCommandBus(engine, others);
    }

    /** Axon's default gateway logs every exceptional result: under overload, one per request. */
    @Bean
    CommandGateway commandGateway(CommandBus commandBus) {
        return DefaultCommandGateway.builder()
                .commandBus(commandBus)
                .commandCallback((_, _) -> {})
                .build();
    }

    // ---- 8: Axon's event store over the journal

    @Bean
    JournalEventStorageEngine eventStorageEngine(
            LedgerEngine engine,
            Snapshots snapshots,
            Configuration configuration,
            Serializer snapshotSerializer,
            @Qualifier("eventSerializer") Serializer eventSerializer) {
        JournalEventStorageEngine.Builder builder =
                JournalEventStorageEngine.builder().engine(engine).snapshots(snapshots);
        builder.snapshotSerializer(snapshotSerializer)
                .eventSerializer(eventSerializer)
                .upcasterChain(configuration.upcasterChain())
                .snapshotFilter(configuration.snapshotFilter());
        return builder.build();
    }

    @Bean
    @Qualifier("eventStore")
    JournalEventStore eventBus(
            JournalEventStorageEngine eventStorageEngine,
            ProgressView progress,
            TallystickProperties properties) {
        return JournalEventStore.over(
                eventStorageEngine,
                Duration.ofMillis(properties.projections().pauseMillis()),
                progress::isAwaited);
    }

    @Bean
    Snapshots snapshots(DataSource dataSource) {
        return new SnapshotTable(dataSource);
    }

    /**
     * Axon's tokens name their classes in JSON. Jackson 3 refuses to look behind the open type of a
     * replay's context unless told what may stand there.
     */
    @Bean
    Jackson3SerializerCustomizer serializedTypes() {
        BasicPolymorphicTypeValidator allowed =
                BasicPolymorphicTypeValidator.builder()
                        .allowIfSubType("org.axonframework.eventhandling.")
                        .allowIfSubType("tallystick.")
                        .allowIfSubType(String.class)
                        .allowIfSubType(Number.class)
                        .allowIfSubType(java.util.Map.class)
                        .allowIfSubType(java.util.Collection.class)
                        .build();
        return mapper -> mapper.polymorphicTypeValidator(allowed);
    }

    // ---- 9: rows and position in one PostgreSQL transaction

    /** Boot makes the pool, its transaction manager and the migrations of this. */
    @Bean
    JdbcConnectionDetails postgres(TallystickProperties properties, DataDirectory data) {
        TallystickProperties.Postgres postgres = properties.postgres();
        return postgres.url() == null
                ? EmbeddedPostgresServer.start(data, postgres)
                : new ConfiguredPostgres(postgres.url(), postgres.user(), postgres.password());
    }

    @Bean
    TokenStore tokenStore(
            ConnectionProvider connections, Serializer serializer, DataDirectory data) {
        return JdbcTokenStore.builder()
                .connectionProvider(connections)
                .schema(Projections.tokenSchema())
                .serializer(serializer)
                .nodeId(data.nodeId())
                .build();
    }

    @Bean
    ConfigurerModule projections(
            DataSource dataSource,
            ObjectProvider<JournalEventStore> journal,
            OutboxMessages messages,
            TallystickProperties properties) {
        DataSource ofTransaction = new TransactionAwareDataSourceProxy(dataSource);
        List<JournalProjection> projections = new ArrayList<>(Projections.all(ofTransaction));
        projections.add(new OutboxProjection(ofTransaction, messages));
        return new Processors(projections, journal::getObject, properties.projections());
    }

    @Bean
    ProcessorWatch processorWatch(EventProcessingConfiguration processors) {
        return new ProcessorWatch(processors);
    }

    @Bean
    Upkeep upkeep(
            DataSource dataSource,
            LedgerEngine engine,
            OutboxMessages messages,
            FlywayProperties migrations) {
        return new Upkeep(
                dataSource,
                new JournalBehind(engine),
                schema ->
                        Flyway.configure()
                                .dataSource(dataSource)
                                .locations(migrations.getLocations().toArray(String[]::new))
                                .schemas(schema)
                                .load()
                                .migrate(),
                Map.of(OutboxProjection.GROUP, () -> new OutboxProjection(dataSource, messages)));
    }

    // ---- 9, read side: what the API asks

    @Bean
    ParkedView parkedView(DataSource dataSource) {
        return new ParkedView(dataSource);
    }

    @Bean
    ProgressView progressView(DataSource dataSource) {
        return new ProgressView(dataSource);
    }

    @Bean
    ReferenceView referenceView(DataSource dataSource) {
        return new ReferenceView(dataSource);
    }

    @Bean
    WalletBalanceView walletBalanceView(DataSource dataSource) {
        return new WalletBalanceView(dataSource);
    }

    @Bean
    WalletUsageView walletUsageView(DataSource dataSource) {
        return new WalletUsageView(dataSource);
    }

    @Bean
    UsageTotalsView usageTotalsView(DataSource dataSource) {
        return new UsageTotalsView(dataSource);
    }

    @Bean
    SuspenseView suspenseView(DataSource dataSource) {
        return new SuspenseView(dataSource);
    }

    @Bean
    BilateralPositionView bilateralPositionView(DataSource dataSource) {
        return new BilateralPositionView(dataSource);
    }

    @Bean
    HoldView holdView(DataSource dataSource) {
        return new HoldView(dataSource);
    }

    @Bean
    QuotaView quotaView(DataSource dataSource) {
        return new QuotaView(dataSource);
    }

    @Bean
    CapView capView(DataSource dataSource) {
        return new CapView(dataSource);
    }

    @Bean
    SettlementView settlementView(DataSource dataSource) {
        return new SettlementView(dataSource);
    }

    @Bean
    DefaultView defaultView(DataSource dataSource) {
        return new DefaultView(dataSource);
    }

    @Bean
    DisputeView disputeView(DataSource dataSource) {
        return new DisputeView(dataSource);
    }

    @Bean
    TrailView trailView(DataSource dataSource) {
        return new TrailView(dataSource);
    }

    @Bean
    ClosingView closingView(DataSource dataSource) {
        return new ClosingView(dataSource);
    }

    @Bean
    WindowRunView windowRunView(DataSource dataSource) {
        return new WindowRunView(dataSource);
    }

    // ---- 11: the settlement process

    @Bean
    WindowSealing windowSealing(CommandGateway commands, LedgerEngine engine) {
        return new WindowSealing(commands, engine);
    }

    @Bean
    ProcessTail processTail(
            CommandGateway commands,
            LedgerEngine engine,
            DataDirectory data,
            WindowSealing sealing) {
        return ProcessTail.start(
                engine,
                new KeptPosition(data.root().resolve("processes.position")),
                new WhenReferenceArrivesThenRerate(engine, commands),
                new WhenTariffBackdatedThenReprice(engine, commands),
                new WhenWindowFencedThenSeal(engine, sealing));
    }

    // ---- 1: the doors

    @Bean
    OpenDoorsNotice openDoorsNotice(ServerProperties server, SecurityMode mode) {
        return new OpenDoorsNotice(server.getAddress(), Ssl.isEnabled(server.getSsl()), mode);
    }

    @Bean
    IngestDoor ingestDoor(
            LedgerEngine engine,
            TallystickProperties properties,
            SecurityMode mode,
            Credentials credentials) {
        return new IngestDoor(engine, properties.ingest(), mode.isOpen() ? null : credentials);
    }

    // ---- what the node tells about itself, see api.metrics

    @Bean
    EngineMeters engineMeters(LedgerEngine engine, TallystickProperties properties) {
        return new EngineMeters(engine, properties.engine().ringSlots());
    }

    @Bean
    ProjectionMeters projectionMeters(
            Upkeep upkeep,
            LedgerEngine engine,
            ProgressView progress,
            ParkedView parked,
            ProcessorWatch processors) {
        return new ProjectionMeters(
                upkeep.projections(), engine::lastDurablePosition, progress, parked, processors);
    }

    @Bean
    DiskMeters diskMeters(DataDirectory data) {
        return new DiskMeters(data.root(), Clock.systemUTC());
    }

    @Bean("engineHealthIndicator")
    EngineHealth engineHealth(LedgerEngine engine) {
        return new EngineHealth(engine);
    }
}
