package tallystick.projections.fold;

import java.util.List;
import java.util.Locale;
import tallystick.domain.money.Pico;
import tallystick.domain.money.PicoArray;
import tallystick.domain.usage.TokenClass;
import tallystick.domain.usage.UsageRecord;

/**
 * Tokens per class, a row per slot. Sums have 128 bits: records may carry 2<sup>53</sup> − 1 each,
 * and one sender's nonsense must not stop everyone's projection. One thread.
 */
public final class TokenSums {

    /** Column names in class order, such as {@code input_cache_read}. */
    public static final List<String> COLUMNS =
            TokenClass.ALL.stream().map(c -> c.name().toLowerCase(Locale.ROOT)).toList();

    private final PicoArray sums = new PicoArray();

    /** Appends a row of zeros. */
    public void addRow() {
        for (int i = 0; i < TokenClass.COUNT; i++) {
            sums.add();
        }
    }

    /** Adds to a row what a record adds to the books; less than 0 takes back. */
    public void add(int slot, UsageRecord usage) {
        int base = slot * TokenClass.COUNT;
        for (int i = 0; i < TokenClass.COUNT; i++) {
            long tokens = usage.billed(i);
            if (tokens != 0) {
                sums.add(base + i, tokens >> 63, tokens);
            }
        }
    }

    /** Adds another row's tokens to a row. */
    public void add(int slot, TokenSums other, int otherSlot) {
        for (int i = 0; i < TokenClass.COUNT; i++) {
            int from = otherSlot * TokenClass.COUNT + i;
            sums.add(slot * TokenClass.COUNT + i, other.sums.hi(from), other.sums.lo(from));
        }
    }

    /** One class of a row, as a whole number of tokens. */
    public Pico get(int slot, int tokenClass) {
        return sums.get(slot * TokenClass.COUNT + tokenClass);
    }
}
