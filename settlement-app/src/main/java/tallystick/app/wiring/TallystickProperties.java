package tallystick.app.wiring;

import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import tallystick.app.security.SecurityMode;
import tallystick.engine.journal.JournalKind;

/**
 * Everything that can be set under {@code tallystick.*}. The address and port of the server are
 * Boot's {@code server.address} (127.0.0.1) and {@code server.port} (8080).
 *
 * @param data directory of this node: journal, snapshots, PostgreSQL, lock; created when missing;
 *     default {@code tallystick-data} in the working directory
 * @param engine ring and journal
 * @param ingest binary usage over TCP
 * @param postgres the database of the projections
 * @param projections how the projections read
 * @param webhooks how events are sent out
 * @param tlog the transparency log
 * @param evidence what vendors said about usage
 * @param settlement who is who on documents and to banks
 * @param measure what measurements need
 * @param security who may come in
 */
@ConfigurationProperties("tallystick")
public record TallystickProperties(
        @DefaultValue("tallystick-data") Path data,
        @DefaultValue Engine engine,
        @DefaultValue Ingest ingest,
        @DefaultValue Postgres postgres,
        @DefaultValue Projections projections,
        @DefaultValue Webhooks webhooks,
        @DefaultValue Tlog tlog,
        @DefaultValue Evidence evidence,
        @DefaultValue Settlement settlement,
        @DefaultValue Measure measure,
        @DefaultValue Security security) {

    /**
     * @param journal what lies under the journal of a new data directory, {@code chronicle} or
     *     {@code segment}; an existing one keeps what it has; default {@code segment}
     * @param ringSlots requests the ring holds, a power of two; default 16384
     * @param maxInFlightRecords usage records on the ring at a time, which bounds memory; default
     *     131072
     * @param submitDeadlineMillis how long a request waits for room before it is told to come back,
     *     milliseconds; default 1000
     * @param reservedRecords usage records that the ledger makes room for at the start, some 28
     *     bytes each; default 0
     * @param snapshotEveryRecords how many records may lie behind the newest snapshot of the ledger
     *     before another is made, 0 for none; default 2000000
     * @param snapshotAtCloseRecords the same when the node is stopped in good order; default 100000
     * @param snapshotsKept how many snapshots are kept, 1 or more; default 2
     * @param haltOnFailure whether the process ends, with exit code 1, when the engine cannot go
     *     on; default true; false only where several nodes share a process, as in tests
     */
    public record Engine(
            @DefaultValue("segment") JournalKind journal,
            @DefaultValue("16384") int ringSlots,
            @DefaultValue("131072") int maxInFlightRecords,
            @DefaultValue("1000") long submitDeadlineMillis,
            @DefaultValue("0") long reservedRecords,
            @DefaultValue("2000000") long snapshotEveryRecords,
            @DefaultValue("100000") long snapshotAtCloseRecords,
            @DefaultValue("2") int snapshotsKept,
            @DefaultValue("true") boolean haltOnFailure) {}

    /**
     * @param port where binary usage is taken, 0 for any free one; none: nowhere, except that
     *     {@code serve} takes it at 8081 unless told otherwise
     * @param address where it listens; default 127.0.0.1, this machine only
     * @param maxConnections most connections at a time, 1 or more; default 256
     * @param maxInFlightBytes most bytes that are read and not answered, over all connections, 4
     *     MiB or more: bounds memory, which is about eight times that; default 67108864
     */
    public record Ingest(
            @Nullable Integer port,
            @DefaultValue("127.0.0.1") InetAddress address,
            @DefaultValue("256") int maxConnections,
            @DefaultValue("67108864") int maxInFlightBytes) {}

    /**
     * @param url JDBC URL of a PostgreSQL 15 or later; none: one is run under the data directory
     * @param user who connects to that URL; default {@code tallystick}
     * @param password of that user; give it through the environment; default none
     * @param port of the database run here, on loopback; default 0, any free one
     * @param startTimeoutMillis how long the database run here may take to start or stop, crash
     *     recovery included, milliseconds; default 60000
     * @param maxConnections largest number of connections, 12 or more; default 20
     */
    public record Postgres(
            @Nullable String url,
            @DefaultValue("tallystick") String user,
            @DefaultValue("") String password,
            @DefaultValue("0") int port,
            @DefaultValue("60000") long startTimeoutMillis,
            @DefaultValue("20") int maxConnections) {}

    /**
     * @param batchMessages most messages in one database transaction, 1 or more; a run of usage is
     *     one message; default 256
     * @param readAheadRecords most usage records that one projection holds in memory before they
     *     are in its tables, 1 or more; one run is always held, up to 16384 records; default 16384
     * @param pauseMillis under steady load the projections take up what came since once in so long,
     *     milliseconds, 0 … 2000; at once when nothing came before, or when a reader waits; default
     *     100
     */
    public record Projections(
            @DefaultValue("256") int batchMessages,
            @DefaultValue("16384") int readAheadRecords,
            @DefaultValue("100") int pauseMillis) {}

    /**
     * @param allowLoopback whether endpoints may be on this machine, and then by http too: for
     *     demonstrations and tests, never where others may register endpoints; default false
     * @param retrySeconds how long to wait after the first attempt, the second …, seconds, each a
     *     tenth longer or shorter by chance; after the last the delivery has failed; default the
     *     schedule of Standard Webhooks: ten attempts over three days
     * @param timeoutMillis the whole of one request, milliseconds; default 20000
     * @param maxInFlight most requests at a time, 1 or more; default 32
     * @param maxInFlightPerEndpoint most of them to one endpoint, 1 or more; default 4
     * @param keepDays how long deliveries that have ended are kept, days; default 30
     */
    public record Webhooks(
            @DefaultValue("false") boolean allowLoopback,
            @DefaultValue({"5", "300", "1800", "7200", "18000", "36000", "50400", "72000", "86400"})
                    List<Long> retrySeconds,
            @DefaultValue("20000") long timeoutMillis,
            @DefaultValue("32") int maxInFlight,
            @DefaultValue("4") int maxInFlightPerEndpoint,
            @DefaultValue("30") int keepDays) {}

    /**
     * @param origin the log's name, such as {@code example.com/log}, for ever; default none: one is
     *     made for a new log
     * @param checkpointMillis least time between two checkpoints, 10 … 1000 milliseconds; default
     *     400
     * @param witnesses who is asked to cosign, {@code <url> <verifier key>} each; default none
     * @param quorum how many of them must, for a checkpoint to count as witnessed; with more than
     *     none, settlement documents wait for it; default 0
     * @param policy a file that says both instead: {@code <url> <verifier key>} to a line, and
     *     {@code quorum N}; default none
     */
    public record Tlog(
            @Nullable String origin,
            @DefaultValue("400") long checkpointMillis,
            @DefaultValue List<String> witnesses,
            @DefaultValue("0") int quorum,
            @Nullable Path policy) {}

    /**
     * @param retentionDays how long vendors' usage objects are kept after the day they came, 1 day
     *     or more; default 400
     */
    public record Evidence(@DefaultValue("400") int retentionDays) {}

    /**
     * @param hubName who issues net position notices; default {@code hub}
     * @param hubBic BIC of who instructs payments; default none, and then there are no messages to
     *     banks
     * @param agentBic BIC of the settlement agent, who keeps the operators' accounts; default none
     * @param bics per operator the BIC under which it pays and is paid; default none
     * @param leis per operator its LEI; default none
     * @param legalNames per operator its name in the register of companies; default none
     */
    public record Settlement(
            @DefaultValue("hub") String hubName,
            @Nullable String hubBic,
            @Nullable String agentBic,
            @Nullable Map<String, String> bics,
            @Nullable Map<String, String> leis,
            @Nullable Map<String, String> legalNames) {}

    /**
     * @param emptyHandler whether {@code POST /v1/measure/empty} is there, with which {@code load
     *     single} compares; default false
     */
    public record Measure(@DefaultValue("false") boolean emptyHandler) {}

    /**
     * @param mode {@code open}, {@code keys}, {@code oauth2} or {@code both}; none: {@code keys}
     *     when the journal has any key, {@code oauth2} when there is an issuer, {@code both} when
     *     there are both, else {@code open}
     * @param bootstrapKey a key from {@code tallystick keys generate}, which becomes the first
     *     administrator's when the journal has none of its id; give it through the environment or a
     *     file; default none
     * @param tlsEndsElsewhere whether something in front of this server ends TLS, so that it may
     *     listen beyond loopback without; default false
     * @param operatorCertificates per operator the SHA-256 of its client certificates, hex, with
     *     commas between; whoever comes with one must be of that operator; default none
     * @param certificateRequired whether principals of an operator must come with a certificate of
     *     that operator; default false
     * @param oauth2 whose access tokens are taken
     */
    public record Security(
            @Nullable SecurityMode mode,
            @Nullable String bootstrapKey,
            @DefaultValue("false") boolean tlsEndsElsewhere,
            @Nullable Map<String, String> operatorCertificates,
            @DefaultValue("false") boolean certificateRequired,
            @DefaultValue Oauth2 oauth2) {

        /** Without the key. */
        @Override
        public String toString() {
            return "Security[mode=" + mode + "]";
        }
    }

    /**
     * Access tokens as RFC 9068 has them.
     *
     * @param issuer what {@code iss} must be; default none
     * @param jwksUri where the issuer's keys are: https, or http on loopback; default none
     * @param audiences one of them must be in {@code aud}; default none, and then no token is good
     * @param algorithms signatures taken, of RS256, RS384, RS512, PS256, PS384, PS512, ES256,
     *     ES384, ES512; default RS256, PS256, ES256
     * @param clockSkewSeconds how far the issuer's clock may be off, 0 … 120; default 30
     * @param jwksMillis how long fetching keys may take, milliseconds; default 2000
     */
    public record Oauth2(
            @Nullable String issuer,
            @Nullable URI jwksUri,
            @DefaultValue List<String> audiences,
            @DefaultValue({"RS256", "PS256", "ES256"}) List<String> algorithms,
            @DefaultValue("30") int clockSkewSeconds,
            @DefaultValue("2000") int jwksMillis) {}
}
