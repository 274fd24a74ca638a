package tallystick.domain.ledger;

import tallystick.domain.money.Pico;

/** What was charged before, when a record is not the first word on its usage. */
final class Charged {

    private final long[] tokensAfter;
    private final Pico retail;
    private final Pico wholesale;

    /**
     * @param tokensAfter absolute tokens per class that are to be charged in all, each 0 or more;
     *     kept, not copied
     * @param retail charged so far
     * @param wholesale charged so far
     */
    Charged(long[] tokensAfter, Pico retail, Pico wholesale) {
        this.tokensAfter = tokensAfter;
        this.retail = retail;
        this.wholesale = wholesale;
    }

    /** Absolute tokens per class that are to be charged in all; read only. */
    long[] tokensAfter() {
        return tokensAfter;
    }

    Pico retail() {
        return retail;
    }

    Pico wholesale() {
        return wholesale;
    }
}
