package tallystick.engine.codec;

import tallystick.domain.usage.TokenClass;

/**
 * What the numbered things of a usage leaf mean. Part of the journal's encoding: append only, and
 * in a leaf always in ascending order.
 */
final class UsageLayout {

    /** Bits of {@code flags}. */
    static final int KIND_MASK = 7;

    static final int STATUS_SHIFT = 3;
    static final int STATUS_MASK = 7;
    static final int LATE = 1 << 6;
    static final int REQUEST_ID_IS_ID = 1 << 7;
    static final int SERVED_IN_IS_JURISDICTION = 1 << 8;
    static final int ONE_DRAW = 1 << 9;

    /** Since version 2: billed tokens are told; those that differ from the tokens are numbers. */
    static final int BILLED_TOLD = 1 << 10;

    /** Since version 2: the hold had set aside the whole retail amount, which is not 0. */
    static final int SET_ASIDE_IS_RETAIL = 1 << 11;

    /** Since version 2. */
    static final int OVERRUN = 1 << 12;

    /** Kinds of {@code numbers}. */
    static final short SEQUENCE = 1;

    static final short ATTEMPT = 2;
    static final short MODEL_SERVED_REF = 3;
    static final short API_KEY_REF = 4;
    static final short RETAIL_HI = 5;
    static final short WHOLESALE_VERSION_REF = 6;
    static final short WHOLESALE_LO = 7;
    static final short WHOLESALE_HI = 8;
    static final short OVERDRAFT_LO = 9;
    static final short OVERDRAFT_HI = 10;
    static final short SHORTFALL_LO = 11;
    static final short SHORTFALL_HI = 12;

    /** Since version 2, as all that follow. */
    static final short REFERS_TO = 13;

    static final short SET_ASIDE_LO = 14;
    static final short SET_ASIDE_HI = 15;
    static final short ALERTS = 16;
    static final short SETTLES = 17;

    /** Unless it is the end of usage. */
    static final short RATED_AT = 18;

    /** Plus the token class: where billed tokens differ from the tokens. */
    static final short BILLED = 32;

    /** Most numbers of a leaf. */
    static final int MOST_NUMBERS = 18 + TokenClass.COUNT;

    /** Kinds of {@code parts}. */
    static final short SOURCE = 1;

    static final short WALLET = 2;
    static final short TENANT = 3;
    static final short MODEL = 4;
    static final short HOME = 5;
    static final short SERVING = 6;
    static final short SITE = 7;
    static final short MODEL_SERVED = 8;
    static final short API_KEY = 9;
    static final short REQUEST_ID = 10;
    static final short SERVED_IN = 11;
    static final short HOLD = 12;
    static final short CORRECTS_SOURCE = 13;
    static final short CORRECTS_ID = 14;
    static final short ATTRIBUTES = 15;
    static final short EVIDENCE = 16;
    static final int PART_KINDS = 17;

    private UsageLayout() {}
}
