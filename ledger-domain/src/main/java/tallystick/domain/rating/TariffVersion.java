package tallystick.domain.rating;

import java.time.ZoneId;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tallystick.domain.money.Pico;
import tallystick.domain.usage.TokenClass;

/**
 * A tariff version ready for rating: for each model and jurisdiction a row of integer prices per
 * token class, and a ladder where a price has tiers. Immutable once built.
 */
public final class TariffVersion {

    /** The row has no price for the class. */
    public static final long UNPRICED = -1;

    private static final int ANY_JURISDICTION = 0;

    private final int ref;
    private final int assetRef;
    private final int version;
    private final long effectiveFromEpochNanos;
    private final Pico minimumCharge;
    private final TierClock tierClock;
    private boolean tiered;
    private int[] rowKeys = new int[0];
    private long[][] rows = new long[0][];
    private @Nullable TierLadder[][] ladders = {};

    /**
     * @param ref dense number over the versions of all tariffs
     * @param version number within its tariff, from 1
     * @param assetRef dense number of the terms' asset
     */
    public TariffVersion(int ref, int version, int assetRef, TariffTerms terms) {
        this.ref = ref;
        this.version = version;
        this.assetRef = assetRef;
        this.effectiveFromEpochNanos = terms.effectiveFromEpochNanos();
        this.minimumCharge = terms.minimumCharge();
        this.tierClock = new TierClock(terms.tierPeriod(), ZoneId.of(terms.zone()));
    }

    /**
     * Sets a price; for building only.
     *
     * @param modelRef dense number of the model
     * @param jurisdiction packed jurisdiction, 0 for any
     */
    public void price(int modelRef, int jurisdiction, PriceLine line) {
        int row = row(modelRef, jurisdiction);
        int tokenClass = line.tokenClass().ordinal();
        rows[row][tokenClass] = line.pricePicoPerToken();
        if (!line.tiers().isEmpty()) {
            tiered = true;
            ladders[row][tokenClass] = new TierLadder(line, jurisdiction);
        }
    }

    /** Lets every row of a jurisdiction fall back to the any-row of its model; ends building. */
    public void seal() {
        for (int r = 0; r < rows.length; r++) {
            int any = find((rowKeys[r] & 0xFFFF0000) | ANY_JURISDICTION);
            for (int i = 0; any >= 0 && i < TokenClass.COUNT; i++) {
                if (rows[r][i] == UNPRICED) {
                    rows[r][i] = rows[any][i];
                    ladders[r][i] = ladders[any][i];
                }
            }
        }
    }

    /**
     * Pico-units per token by class, {@link #UNPRICED} where there is none; all of them if no row.
     * Where a class has tiers, that of the first tokens.
     */
    public long[] prices(int modelRef, int jurisdiction) {
        int row = rowOf(modelRef, jurisdiction);
        return row < 0 ? Unpriced.ROW : rows[row];
    }

    /** The tiers of a class, null when it has one price or none. */
    public @Nullable TierLadder ladder(int modelRef, int jurisdiction, int tokenClass) {
        int row = rowOf(modelRef, jurisdiction);
        return row < 0 ? null : ladders[row][tokenClass];
    }

    /** The highest price a token of the class can have, {@link #UNPRICED} when there is none. */
    public long highestPrice(int modelRef, int jurisdiction, int tokenClass) {
        TierLadder ladder = ladder(modelRef, jurisdiction, tokenClass);
        return ladder == null ? prices(modelRef, jurisdiction)[tokenClass] : ladder.highestPrice();
    }

    /** Whether any price has tiers. */
    public boolean isTiered() {
        return tiered;
    }

    /**
     * When the period of tiers that contains an instant began, nanoseconds since 1970. One thread
     * at a time.
     */
    public long tierPeriodStart(long atEpochNanos) {
        return tierClock.periodStart(atEpochNanos);
    }

    private int rowOf(int modelRef, int jurisdiction) {
        int row = find(key(modelRef, jurisdiction));
        return row < 0 ? find(key(modelRef, ANY_JURISDICTION)) : row;
    }

    private int row(int modelRef, int jurisdiction) {
        int key = key(modelRef, jurisdiction);
        int row = find(key);
        if (row >= 0) {
            return row;
        }
        int at = -(row + 1);
        rowKeys = Arrays.copyOf(rowKeys, rowKeys.length + 1);
        rows = Arrays.copyOf(rows, rows.length + 1);
        ladders = Arrays.copyOf(ladders, ladders.length + 1);
        System.arraycopy(rowKeys, at, rowKeys, at + 1, rowKeys.length - 1 - at);
        System.arraycopy(rows, at, rows, at + 1, rows.length - 1 - at);
        System.arraycopy(ladders, at, ladders, at + 1, ladders.length - 1 - at);
        rowKeys[at] = key;
        rows[at] = Unpriced.ROW.clone();
        ladders[at] = new TierLadder[TokenClass.COUNT];
        return at;
    }

    private int find(int key) {
        return Arrays.binarySearch(rowKeys, key);
    }

    private static int key(int modelRef, int jurisdiction) {
        return modelRef << 16 | jurisdiction;
    }

    public int ref() {
        return ref;
    }

    public int version() {
        return version;
    }

    public int assetRef() {
        return assetRef;
    }

    public long effectiveFromEpochNanos() {
        return effectiveFromEpochNanos;
    }

    public Pico minimumCharge() {
        return minimumCharge;
    }

    /** Whether an amount of 0 or more is less than the minimum charge. */
    public boolean isBelowMinimum(long hi, long lo) {
        return hi < minimumCharge.hi()
                || (hi == minimumCharge.hi() && Long.compareUnsigned(lo, minimumCharge.lo()) < 0);
    }

    private static final class Unpriced {
        static final long[] ROW = new long[TokenClass.COUNT];

        static {
            Arrays.fill(ROW, UNPRICED);
        }
    }
}
