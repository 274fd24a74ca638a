package tallystick.domain.ledger;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntPredicate;
import tallystick.domain.money.Assets;
import tallystick.domain.money.Pico;
import tallystick.domain.money.PicoArray;
import tallystick.domain.settlement.Rounding;
import tallystick.domain.settlement.Statement;
import tallystick.domain.settlement.WindowState;
import tallystick.domain.usage.TokenClass;
import tallystick.domain.usage.UsageRecord;

/** One settlement window with the running sums of its members. */
final class Window {

    static final long NOT_CUT_OFF = Long.MAX_VALUE;

    /** One sum of roaming usage: a pair of operators, a model, an inter-operator tariff version. */
    record LineKey(int homeRef, int servingRef, int modelRef, int versionRef) {
        static LineKey unpack(long key) {
            return new LineKey(
                    (int) (key >> 48) & 0xFFF,
                    (int) (key >> 36) & 0xFFF,
                    (int) (key >> 20) & 0xFFFF,
                    (int) key & 0xFFFFF);
        }
    }

    final int ref;
    final String name;
    final int settlementModelRef;
    final long startsAtEpochNanos;
    long cutOffEpochNanos = NOT_CUT_OFF;
    long lastSequence = -1;
    WindowState state = WindowState.OPEN;
    String merkleRoot = "";
    List<Statement> statements = List.of();

    private long records;
    private final long[] tokens = new long[TokenClass.COUNT];
    private final PicoArray retailByAsset = new PicoArray();
    private final LongIntMap lines = new LongIntMap();
    private long[] lineKeys = new long[16];
    private long[] lineRecords = new long[16];
    private long[] lineTokens = new long[16 * TokenClass.COUNT];
    private final PicoArray lineAmounts = new PicoArray();
    private final List<Adjustment> adjustments = new ArrayList<>();

    Window(int ref, String name, int settlementModelRef, long startsAtEpochNanos) {
        this.ref = ref;
        this.name = name;
        this.settlementModelRef = settlementModelRef;
        this.startsAtEpochNanos = startsAtEpochNanos;
    }

    void add(UsageRecord usage, int retailAssetRef) {
        addUncharged(usage);
        while (retailByAsset.size() <= retailAssetRef) {
            retailByAsset.add();
        }
        retailByAsset.add(retailAssetRef, usage.retailHi, usage.retailLo);
        if (usage.isRoaming()) {
            addLine(usage);
        }
    }

    /** A member that charges nothing: it voids what was never charged. */
    void addUncharged(UsageRecord usage) {
        records++;
        for (int i = 0; i < TokenClass.COUNT; i++) {
            tokens[i] += usage.billed(i);
        }
    }

    private void addLine(UsageRecord usage) {
        long key =
                (long) usage.homeRef << 48
                        | (long) usage.servingRef << 36
                        | (long) usage.modelRef << 20
                        | usage.wholesaleVersionRef;
        int line = lines.get(key);
        if (line == LongIntMap.ABSENT) {
            line = openLine(key);
        }
        lineRecords[line]++;
        for (int i = 0; i < TokenClass.COUNT; i++) {
            lineTokens[line * TokenClass.COUNT + i] += usage.billed(i);
        }
        lineAmounts.add(line, usage.wholesaleHi, usage.wholesaleLo);
    }

    private int openLine(long key) {
        int line = lineAmounts.add();
        if (line == lineKeys.length) {
            lineKeys = Arrays.copyOf(lineKeys, line * 2);
            lineRecords = Arrays.copyOf(lineRecords, line * 2);
            lineTokens = Arrays.copyOf(lineTokens, lineTokens.length * 2);
        }
        lineKeys[line] = key;
        lines.put(key, line);
        return line;
    }

    long records() {
        return records;
    }

    /** Takes what an earlier window left to settle; only an open window does. */
    void adjust(Adjustment adjustment) {
        if (state != WindowState.OPEN) {
            throw new IllegalStateException("an adjustment of a window that is " + state);
        }
        if (adjustment.minor() != 0) {
            adjustments.add(adjustment);
        }
    }

    /** In order of recording. */
    List<Adjustment> adjustments() {
        return adjustments;
    }

    /**
     * What operators owe one of them here, exact.
     *
     * @param without whose debts do not count
     */
    Pico owedTo(int serving, int asset, TariffBook tariffs, Names names, IntPredicate without) {
        Pico sum = Pico.ZERO;
        for (int line = 0; line < lineAmounts.size(); line++) {
            LineKey key = LineKey.unpack(lineKeys[line]);
            if (key.servingRef == serving
                    && !without.test(key.homeRef)
                    && tariffs.version(key.versionRef).assetRef() == asset) {
                sum = sum.plus(lineAmounts.get(line));
            }
        }
        int digits = Assets.minorDigits(names.assets.nameOf(asset));
        for (Adjustment one : adjustments) {
            if (one.servingRef() == serving
                    && one.assetRef() == asset
                    && !without.test(one.homeRef())) {
                sum = sum.plus(Rounding.minorToPico(one.minor(), digits));
            }
        }
        return sum;
    }

    List<Long> tokens() {
        return Arrays.stream(tokens).boxed().toList();
    }

    List<WindowLine> lines() {
        List<WindowLine> result = new ArrayList<>();
        for (int line = 0; line < lineAmounts.size(); line++) {
            int from = line * TokenClass.COUNT;
            List<Long> lineTotals =
                    Arrays.stream(lineTokens, from, from + TokenClass.COUNT).boxed().toList();
            result.add(
                    new WindowLine(
                            LineKey.unpack(lineKeys[line]),
                            lineRecords[line],
                            lineTotals,
                            lineAmounts.get(line)));
        }
        return result;
    }

    void digestInto(StateDigest digest) {
        digest.text(name)
                .number(settlementModelRef)
                .number(startsAtEpochNanos)
                .number(cutOffEpochNanos)
                .number(lastSequence)
                .number(state.ordinal())
                .text(merkleRoot)
                .number(records);
        for (long count : tokens) {
            digest.number(count);
        }
        for (int asset = 0; asset < retailByAsset.size(); asset++) {
            digest.amount(retailByAsset, asset);
        }
        lines().stream()
                .sorted(Comparator.comparing(line -> line.key().toString()))
                .forEach(line -> digest.text(line.toString()));
        statements.forEach(statement -> digest.text(statement.toString()));
        adjustments.forEach(adjustment -> digest.text(adjustment.toString()));
    }

    void saveInto(StateWriter out) {
        out.number(ref).text(name).number(settlementModelRef).number(startsAtEpochNanos);
        out.number(cutOffEpochNanos).number(lastSequence).symbol(state).text(merkleRoot);
        out.number(statements.size());
        statements.forEach(statement -> SavedTerms.write(out, statement));
        out.number(records).longs(tokens).amounts(retailByAsset);
        lines.saveInto(out);
        int count = lineAmounts.size();
        out.longs(lineKeys, count).longs(lineRecords, count);
        out.longs(lineTokens, count * TokenClass.COUNT).amounts(lineAmounts);
        out.number(adjustments.size());
        adjustments.forEach(adjustment -> adjustment.saveInto(out));
    }

    static Window load(StateReader in) {
        Window window = new Window(in.ref(), in.text(), in.ref(), in.number());
        window.cutOffEpochNanos = in.number();
        window.lastSequence = in.number();
        window.state = in.symbol(WindowState.class);
        window.merkleRoot = in.text();
        window.statements = List.copyOf(in.list(() -> SavedTerms.statement(in)));
        window.records = in.number();
        System.arraycopy(in.longs(TokenClass.COUNT), 0, window.tokens, 0, TokenClass.COUNT);
        window.loadSums(in);
        return window;
    }

    private void loadSums(StateReader in) {
        in.amounts(retailByAsset);
        lines.load(in);
        lineKeys = in.longs();
        int count = lineKeys.length;
        int capacity = Math.max(16, count);
        lineKeys = Arrays.copyOf(lineKeys, capacity);
        lineRecords = Arrays.copyOf(in.longs(count), capacity);
        lineTokens = Arrays.copyOf(in.longs(count * TokenClass.COUNT), capacity * TokenClass.COUNT);
        in.amounts(lineAmounts);
        adjustments.addAll(in.list(() -> Adjustment.load(in)));
    }
}
