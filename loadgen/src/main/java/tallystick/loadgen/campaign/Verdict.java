package tallystick.loadgen.campaign;

import org.jspecify.annotations.Nullable;

/**
 * What a replay from zero found, held against what was promised.
 *
 * @param promised acknowledged and looked for
 * @param lost of them, not in the journal
 * @param moved of them, in it at another position
 * @param duplicated in it more than once
 * @param foreign in it, and never sent
 * @param unacknowledged in it, sent, and never acknowledged: as good as acknowledged
 * @param lastPosition of the journal, −1 when it is empty
 * @param balanced whether Σ debits = Σ credits at its end
 * @param clockBack whether a recorded time went backwards
 * @param stateDigest of the ledger it gives
 * @param damage what is wrong with its bytes, null when nothing is
 */
record Verdict(
        long promised,
        long lost,
        long moved,
        long duplicated,
        long foreign,
        long unacknowledged,
        long lastPosition,
        boolean balanced,
        boolean clockBack,
        String stateDigest,
        @Nullable String damage) {

    /** Nothing could be read at all: every promise is broken. */
    static Verdict unreadable(long promised, String why) {
        return new Verdict(promised, promised, 0, 0, 0, 0, -1, false, false, "", why);
    }

    boolean isGood() {
        return lost + moved + duplicated + foreign == 0 && balanced && !clockBack && damage == null;
    }

    String inWords() {
        return "%d promised: %d lost, %d moved, %d duplicated, %d foreign, books %s%s%s"
                .formatted(
                        promised,
                        lost,
                        moved,
                        duplicated,
                        foreign,
                        balanced ? "balance" : "DO NOT BALANCE",
                        clockBack ? ", recorded times go back" : "",
                        damage == null ? "" : ", damage: " + damage);
    }
}
