package tallystick.loadgen.world;

import tallystick.domain.usage.TokenClass;
import tallystick.domain.usage.UsageRecord;

/**
 * The usage of a run, by number: the same number is the same record for ever, so that a record can
 * be sent again without having been kept. Ids look random. One thread.
 */
public final class LoadTraffic {

    private static final char[] HEX = "0123456789abcdef".toCharArray();
    private static final int ID_DIGITS = 32;
    private static final int ROAMING_IN_256 = 51;

    private final LoadWorld world;
    private final String[] wallets;
    private final String[] sources = new String[2];
    private final String[] sites = new String[2];
    private final String[] operators;
    private final String tenant;
    private final String model;
    private final long seed;
    private final long endedFromEpochNanos;
    private final char[] id = new char[ID_DIGITS];

    /**
     * @param seed of this connection, for ids that no other has
     * @param endedFromEpochNanos when the first record ended; each ends a nanosecond later
     */
    public LoadTraffic(LoadWorld world, int wallets, long seed, long endedFromEpochNanos) {
        this.world = world;
        this.seed = seed;
        this.endedFromEpochNanos = endedFromEpochNanos;
        this.wallets = new String[wallets];
        for (int i = 0; i < wallets; i++) {
            this.wallets[i] = world.wallet(i);
        }
        operators = new String[] {world.home(), world.abroad()};
        for (int i = 0; i < operators.length; i++) {
            sites[i] = world.site(operators[i]);
            sources[i] = "/operators/" + operators[i] + "/factories/" + sites[i] + "/gateways/load";
        }
        tenant = world.tenant();
        model = world.model();
    }

    /** Makes {@code usage} the record of that number. */
    public void fill(UsageRecord usage, long number) {
        long hash = mix(seed + number);
        int serving = (hash & 0xFF) < ROAMING_IN_256 ? 1 : 0;
        usage.id = id(hash, mix(hash ^ seed));
        usage.requestId = usage.id;
        usage.source = sources[serving];
        usage.wallet = wallets[(int) Long.remainderUnsigned(hash >>> 8, wallets.length)];
        usage.model = model;
        usage.homeOperator = operators[0];
        usage.servingOperator = operators[serving];
        usage.tenant = tenant;
        usage.site = sites[serving];
        usage.endedEpochNanos = endedFromEpochNanos + number;
        usage.tokens[TokenClass.INPUT_UNCACHED.ordinal()] = 200 + ((hash >>> 20) & 0xFFF);
        usage.tokens[TokenClass.OUTPUT_TEXT.ordinal()] = 20 + ((hash >>> 32) & 0x1FF);
    }

    private String id(long hi, long lo) {
        for (int i = 0; i < ID_DIGITS / 2; i++) {
            id[i] = HEX[(int) (hi >>> (60 - 4 * i)) & 0xF];
            id[ID_DIGITS / 2 + i] = HEX[(int) (lo >>> (60 - 4 * i)) & 0xF];
        }
        return new String(id);
    }

    /** SplitMix64. */
    private static long mix(long value) {
        long z = value * 0x9E37_79B9_7F4A_7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58_476D_1CE4_E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D0_49BB_1331_11EBL;
        return z ^ (z >>> 31);
    }

    @Override
    public String toString() {
        return "LoadTraffic[" + world.home() + " " + seed + "]";
    }
}
