package tallystick.domain.usage;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tallystick.domain.money.Pico;

/**
 * One usage record and what the ledger decided about it: a reusable carrier with plain fields,
 * because a million of these a second cross the ring and none may allocate. Owned by one thread at
 * a time; whoever hands it on stops touching it.
 *
 * <p>The first half are the <em>facts</em>, set at the edge and covered by the fingerprint. The
 * second half is the <em>outcome</em>, set by the decider and applied by evolve. A {@code …Ref} is
 * the dense number the ledger gave a name when it was registered (or first seen, for texts), {@link
 * #NO_REF} when it has none: then the name itself is kept in the event.
 */
public final class UsageRecord {

    /** How the sources of the ledger's own records begin; no sender may use them. */
    public static final String RESERVED_SOURCES = "urn:taas:";

    /** Source of the records that the ledger makes of what a hold reports. */
    public static final String HOLD_SOURCE = "urn:taas:holds";

    /** Source of the records that the ledger makes when it rates again. */
    public static final String LEDGER_SOURCE = "urn:taas:ledger";

    /** No dense number is known for the name. */
    public static final int NO_REF = -1;

    /** The posted balance fell below one of the wallet's alert thresholds. */
    public static final int ALERT_LOW = 1;

    /** The posted balance fell to 0 or below. */
    public static final int ALERT_DEPLETED = 2;

    /** The posted balance fell below the auto top-up threshold: a top-up is asked for. */
    public static final int ALERT_TOP_UP = 4;

    /** A quota, hard or soft, is exceeded. */
    public static final int ALERT_QUOTA = 8;

    // ---- facts ---------------------------------------------------------------------------------

    /** CloudEvents source, 1 … 256 characters. */
    public String source = "";

    /** CloudEvents id, 1 … 128 characters, unique within its source for ever. */
    public String id = "";

    public UsageKind kind = UsageKind.RECORDED;

    /** CloudEvents subject: the wallet charged. */
    public String wallet = "";

    /** When the inference finished, nanoseconds since 1970-01-01T00:00Z. */
    public long endedEpochNanos;

    /** Per-source CloudEvents sequence, −1 when the source sends none. */
    public long sequence = -1;

    /** The provider's response id, up to 128 characters. */
    public String requestId = "";

    /** Attempt of the request, 1 or more. */
    public int attempt = 1;

    /** The hold this usage draws on, null for none. */
    public @Nullable String hold;

    /** The model asked for: what tariffs price. */
    public String model = "";

    /** The model that served, null when not told. */
    public @Nullable String modelServed;

    public String homeOperator = "";
    public String servingOperator = "";
    public String tenant = "";
    public @Nullable String apiKey;

    /** Factory (site) that served, null when not told. */
    public @Nullable String site;

    /** ISO 3166-1 alpha-2 jurisdiction that served, null when not told. */
    public @Nullable String servedIn;

    /** Source of the record this one corrects or voids, null otherwise. */
    public @Nullable String correctsSource;

    /** Id of the record this one corrects or voids, null otherwise. */
    public @Nullable String correctsId;

    /**
     * What else the record said, as canonical JSON (sorted names, no blanks), null when nothing:
     * kept verbatim and fingerprinted, never interpreted.
     */
    public @Nullable String attributes;

    /** Tokens per {@link TokenClass}, each 0 … {@link TokenClass#MAX_TOKENS}. */
    public final long[] tokens = new long[TokenClass.COUNT];

    /** SHA-256 of the vendor's usage object as sent, null when none was sent. */
    public byte @Nullable [] evidenceSha256;

    /** Identity, the first 128 bits of SHA-256 over (source, id): see {@link UsageIdentity}. */
    public long keyHi;

    public long keyLo;

    /** Identity of the record this one refers to; 0 and 0 when it refers to none. */
    public long correctsKeyHi;

    public long correctsKeyLo;

    /**
     * Where the record this one refers to was found to stand, −1 when nobody looked or it was not
     * found: a guess that is checked before it is believed, and no fact.
     */
    public long correctsPosition = -1;

    /** Fingerprint of all facts, 64 bits of SHA-256: see {@link UsageIdentity}. */
    public long fingerprint;

    // ---- outcome -------------------------------------------------------------------------------

    public UsageStatus status = UsageStatus.NOT_APPLIED;
    public SuspenseReason suspense = SuspenseReason.NONE;

    /** Journal position of this record's event; of the first one's for a duplicate or conflict. */
    public long position = -1;

    /** When the sequencer took it in, nanoseconds since 1970-01-01T00:00Z. */
    public long recordedEpochNanos;

    public int sourceRef = NO_REF;
    public int walletRef = NO_REF;
    public int modelRef = NO_REF;
    public int modelServedRef = NO_REF;
    public int homeRef = NO_REF;
    public int servingRef = NO_REF;
    public int tenantRef = NO_REF;
    public int apiKeyRef = NO_REF;
    public int siteRef = NO_REF;

    /** Number of the factory that the site is, {@link #NO_REF} when it is none. */
    public int factoryRef = NO_REF;

    /**
     * The ledger's names that gave this record all its numbers since it was sealed: they need not
     * be checked by whoever has the same names. Null when a number is missing or nobody looked.
     */
    public @Nullable Object numberedBy;

    /** Jurisdiction rated, two ASCII letters packed as {@code first << 8 | second}; 0 unknown. */
    public int jurisdiction;

    /** Per-wallet sequence from 1; 0 when the wallet is unknown. */
    public long walletSequence;

    /** Per-jurisdiction sequence from 1; 0 when the jurisdiction is unknown. */
    public long jurisdictionSequence;

    /** Settlement window number, {@link #NO_REF} unless accepted. */
    public int windowRef = NO_REF;

    /** Ended in an earlier window whose fence had passed: counted here, in the open one. */
    public boolean late;

    /**
     * The instant whose tariff versions and tier periods rate it, nanoseconds since 1970: the end
     * of usage, of the record that is corrected if it corrects one.
     */
    public long ratedAtEpochNanos;

    /**
     * Tokens per class that this record adds to the books, negative where it takes back; null when
     * they are the {@link #tokens}. They differ for what corrects, voids, re-rates, reprices or
     * draws on a hold.
     */
    public long @Nullable [] billed;

    /** Position of the first record of the chain whose books this one changes; −1 for none. */
    public long refersTo = -1;

    /** Position of the suspended record that this one takes out of suspense; −1 for none. */
    public long settles = -1;

    /** Part of the retail amount that its hold had set aside; 0 without a hold. */
    public long setAsideHi;

    public long setAsideLo;

    /** Charged beyond what its hold had set aside. */
    public boolean overrun;

    /** What it set off, a sum of {@code ALERT_…} bits. */
    public int alerts;

    /** Retail tariff version number, {@link #NO_REF} unless accepted. */
    public int retailVersionRef = NO_REF;

    /** Retail amount in the wallet's asset; negative gives back. */
    public long retailHi;

    public long retailLo;

    /** Inter-operator tariff version number, {@link #NO_REF} for home traffic. */
    public int wholesaleVersionRef = NO_REF;

    /** Wholesale amount in the inter-operator tariff's asset; negative gives back. */
    public long wholesaleHi;

    public long wholesaleLo;

    /** How many grants were drawn. */
    public int drawCount;

    /** Grants drawn, in draw order; the first {@link #drawCount} count. */
    public int[] drawGrantRef = new int[2];

    public long[] drawHi = new long[2];
    public long[] drawLo = new long[2];

    /**
     * Part of the retail amount taken from the overdraft or from credit without a grant; negative
     * gives back.
     */
    public long overdraftHi;

    public long overdraftLo;

    /** Part of the retail amount beyond the overdraft, booked as debt; negative repays debt. */
    public long shortfallHi;

    public long shortfallLo;

    /** Appends a draw on a grant. */
    public void addDraw(int grantRef, long hi, long lo) {
        if (drawCount == drawGrantRef.length) {
            drawGrantRef = Arrays.copyOf(drawGrantRef, drawCount * 2);
            drawHi = Arrays.copyOf(drawHi, drawCount * 2);
            drawLo = Arrays.copyOf(drawLo, drawCount * 2);
        }
        drawGrantRef[drawCount] = grantRef;
        drawHi[drawCount] = hi;
        drawLo[drawCount++] = lo;
    }

    /**
     * Forgets the outcome; the facts, the identity and the dense numbers stay, which are checked
     * against the facts before they are believed.
     */
    public void clearOutcome() {
        status = UsageStatus.NOT_APPLIED;
        suspense = SuspenseReason.NONE;
        position = -1;
        recordedEpochNanos = 0;
        jurisdiction = 0;
        walletSequence = 0;
        jurisdictionSequence = 0;
        clearAmounts();
    }

    /** Forgets rating, window and draws, as a suspended record must. */
    public void clearAmounts() {
        windowRef = NO_REF;
        late = false;
        ratedAtEpochNanos = endedEpochNanos;
        billed = null;
        refersTo = -1;
        settles = -1;
        setAsideHi = 0;
        setAsideLo = 0;
        overrun = false;
        alerts = 0;
        retailVersionRef = NO_REF;
        retailHi = 0;
        retailLo = 0;
        wholesaleVersionRef = NO_REF;
        wholesaleHi = 0;
        wholesaleLo = 0;
        drawCount = 0;
        overdraftHi = 0;
        overdraftLo = 0;
        shortfallHi = 0;
        shortfallLo = 0;
    }

    /**
     * Reads what another processor wrote last, here and there in the record, so that it is in this
     * processor's cache when it is needed. The value means nothing.
     */
    public long touch() {
        return endedEpochNanos
                + correctsKeyLo
                + setAsideLo
                + retailLo
                + shortfallLo
                + walletRef
                + drawCount
                + id.length()
                + tokens[0]
                + drawGrantRef.length;
    }

    /** A new record with the same facts and nothing else; identity and fingerprint are not set. */
    public UsageRecord copyFacts() {
        UsageRecord copy = new UsageRecord();
        copy.source = source;
        copy.id = id;
        copy.kind = kind;
        copy.wallet = wallet;
        copy.endedEpochNanos = endedEpochNanos;
        copy.sequence = sequence;
        copy.requestId = requestId;
        copy.attempt = attempt;
        copy.hold = hold;
        copy.model = model;
        copy.modelServed = modelServed;
        copy.homeOperator = homeOperator;
        copy.servingOperator = servingOperator;
        copy.tenant = tenant;
        copy.apiKey = apiKey;
        copy.site = site;
        copy.servedIn = servedIn;
        copy.correctsSource = correctsSource;
        copy.correctsId = correctsId;
        copy.attributes = attributes;
        copy.evidenceSha256 = evidenceSha256;
        System.arraycopy(tokens, 0, copy.tokens, 0, tokens.length);
        return copy;
    }

    /** Tokens over all classes: the billable total. */
    public long totalTokens() {
        long total = 0;
        for (long count : tokens) {
            total += count;
        }
        return total;
    }

    /** Tokens of a class that this record adds to the books; negative takes back. */
    public long billed(int tokenClass) {
        long[] differing = billed;
        return differing == null ? tokens[tokenClass] : differing[tokenClass];
    }

    /** Whether another operator's factory served: inference roaming. */
    public boolean isRoaming() {
        return wholesaleVersionRef != NO_REF;
    }

    public Pico retail() {
        return new Pico(retailHi, retailLo);
    }

    public Pico wholesale() {
        return new Pico(wholesaleHi, wholesaleLo);
    }

    public Pico setAside() {
        return new Pico(setAsideHi, setAsideLo);
    }

    public Pico overdraft() {
        return new Pico(overdraftHi, overdraftLo);
    }

    public Pico shortfall() {
        return new Pico(shortfallHi, shortfallLo);
    }

    @Override
    public String toString() {
        return "UsageRecord[" + source + " " + id + " " + status + " @" + position + "]";
    }
}
