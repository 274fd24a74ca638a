package tallystick.loadgen.engine;

import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tallystick.domain.ledger.NameTable;
import tallystick.domain.ledger.Names;
import tallystick.domain.usage.TokenClass;
import tallystick.domain.usage.UsageRecord;
import tallystick.loadgen.trace.TraceCursor;
import tallystick.loadgen.trace.TraceRow;

/**
 * The facts of record {@code number}, the same whenever they are asked for: so a duplicate can be
 * sent and a journal checked without keeping what was sent. A quarter is inference roaming. All
 * threads may share it.
 */
final class LoadFacts {

    private static final int MAX_ROWS = 1 << 20;
    private static final long FACTS = 0x632BE59BD9B4E019L;
    private static final int SHARE_BITS = 20;

    /** Records end this far apart, nanoseconds, so that each has a time of its own. */
    private static final long STEP_NANOS = 1_000;

    private final long seed;
    private final long baseEpochNanos;
    private final long hotBelow;
    private final String[] wallets;
    private final String[] sources;
    private final String[] operators;
    private final String[] factories;
    private final String[] tenants;
    private final String[] models;
    private final String[] countries;
    private final int[] sourceRefs;
    private final int[] operatorRefs;
    private final int[] factoryRefs;
    private final int[] tenantRefs;
    private final int[] modelRefs;
    private final long[] tokensIn;
    private final long[] tokensOut;

    /**
     * @param baseEpochNanos when record 0 ended, nanoseconds since 1970; later ones end up to five
     *     minutes later
     */
    LoadFacts(EngineLoadOptions options, long baseEpochNanos) throws IOException {
        seed = options.seed();
        this.baseEpochNanos = baseEpochNanos;
        hotBelow = Math.round(options.hot() * (1 << SHARE_BITS));
        wallets = new String[options.wallets()];
        Arrays.setAll(wallets, LoadFederation::wallet);
        countries = LoadFederation.COUNTRIES.toArray(new String[0]);
        sources = names(countries.length, LoadFederation::source);
        operators = names(countries.length, LoadFederation::operator);
        factories = names(countries.length, LoadFederation::factory);
        tenants = names(countries.length, LoadFederation::tenant);
        models = LoadFederation.MODELS.toArray(new String[0]);
        sourceRefs = unknown(countries.length);
        operatorRefs = unknown(countries.length);
        factoryRefs = unknown(countries.length);
        tenantRefs = unknown(countries.length);
        modelRefs = unknown(models.length);
        long[] in = new long[MAX_ROWS];
        long[] out = new long[MAX_ROWS];
        int rows = read(options, in, out);
        tokensIn = Arrays.copyOf(in, rows);
        tokensOut = Arrays.copyOf(out, rows);
    }

    private static String[] names(int count, java.util.function.IntFunction<String> name) {
        String[] names = new String[count];
        Arrays.setAll(names, name);
        return names;
    }

    private static int[] unknown(int count) {
        int[] refs = new int[count];
        Arrays.fill(refs, UsageRecord.NO_REF);
        return refs;
    }

    /**
     * Remembers the numbers that the ledger gave to the names that are few, and the ledger's own
     * texts for all, as an edge does. Wallets are many: each record's is looked up.
     *
     * @return whether all have a number: some get theirs when they are mentioned first
     */
    boolean learn(Names names) {
        Arrays.setAll(sourceRefs, i -> names.texts.refOf(sources[i]));
        Arrays.setAll(operatorRefs, i -> names.operators.refOf(operators[i]));
        Arrays.setAll(factoryRefs, i -> names.texts.refOf(factories[i]));
        Arrays.setAll(tenantRefs, i -> names.texts.refOf(tenants[i]));
        Arrays.setAll(modelRefs, i -> names.models.refOf(models[i]));
        adopt(names.texts, sources);
        adopt(names.operators, operators);
        adopt(names.texts, factories);
        adopt(names.texts, tenants);
        adopt(names.models, models);
        adopt(names.wallets, wallets);
        return isKnown(sourceRefs) && isKnown(factoryRefs) && isKnown(tenantRefs);
    }

    private static void adopt(NameTable names, String[] texts) {
        for (int i = 0; i < texts.length; i++) {
            int ref = names.refOf(texts[i]);
            texts[i] = ref == UsageRecord.NO_REF ? texts[i] : names.nameOf(ref);
        }
    }

    private static boolean isKnown(int[] refs) {
        return Arrays.stream(refs).noneMatch(ref -> ref == UsageRecord.NO_REF);
    }

    private static int read(EngineLoadOptions options, long[] in, long[] out) throws IOException {
        int rows = 0;
        try (TraceCursor cursor = options.trace().open()) {
            for (@Nullable TraceRow row = cursor.next(); row != null; row = cursor.next()) {
                in[rows] = row.contextTokens();
                out[rows] = row.generatedTokens();
                if (++rows == MAX_ROWS) {
                    break;
                }
            }
        }
        if (rows == 0) {
            throw new IOException("the trace has no rows");
        }
        return rows;
    }

    /**
     * Sets every fact of record {@code number} and what is known of its numbers; its id is given,
     * its seal is the caller's.
     */
    void fill(UsageRecord usage, long number, String id) {
        long random = RecordId.scramble(number + FACTS * (seed + 1));
        int wallet = walletOf(random);
        int home = LoadFederation.homeOf(wallet);
        boolean roaming = (random >>> 61 & 3) == 3;
        int serving = roaming ? (home + 1 + (int) (random >>> 60 & 1)) % operators.length : home;
        int row = (int) Long.remainderUnsigned(number, tokensIn.length);
        usage.id = id;
        usage.requestId = id;
        usage.source = sources[serving];
        usage.wallet = wallets[wallet];
        usage.endedEpochNanos = baseEpochNanos + (number & 0xFFF_FFFF) * STEP_NANOS;
        int model = (int) (random >>> 58 & 3);
        usage.model = models[model];
        usage.homeOperator = operators[home];
        usage.servingOperator = operators[serving];
        usage.tenant = tenants[home];
        usage.site = factories[serving];
        usage.servedIn = countries[serving];
        usage.sourceRef = sourceRefs[serving];
        usage.modelRef = modelRefs[model];
        usage.homeRef = operatorRefs[home];
        usage.servingRef = operatorRefs[serving];
        usage.tenantRef = tenantRefs[home];
        usage.siteRef = factoryRefs[serving];
        usage.walletRef = UsageRecord.NO_REF;
        usage.tokens[TokenClass.INPUT_UNCACHED.ordinal()] = tokensIn[row];
        usage.tokens[TokenClass.OUTPUT_TEXT.ordinal()] = tokensOut[row];
    }

    private int walletOf(long random) {
        boolean hot = (random & ((1 << SHARE_BITS) - 1)) < hotBelow;
        return hot ? 0 : (int) (((random >>> SHARE_BITS & 0x7FFF_FFFF) * wallets.length) >>> 31);
    }
}
