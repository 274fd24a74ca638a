package tallystick.domain.ledger;

import tallystick.domain.usage.TokenClass;
import tallystick.domain.usage.UsageRecord;
import tallystick.domain.usage.UsageStatus;

/** Running totals of recorded usage since the journal began. */
public final class UsageTotals {

    private static final long TOKEN_HEADROOM = 1L << 62;

    private long accepted;
    private long suspended;
    private long late;
    private final long[] tokens = new long[TokenClass.COUNT];
    private final long[] jurisdictionSequences = new long[Jurisdiction.TABLE];

    UsageTotals() {}

    void add(UsageRecord usage) {
        if (usage.jurisdiction != Jurisdiction.UNKNOWN) {
            jurisdictionSequences[Jurisdiction.index(usage.jurisdiction)]++;
        }
        if (usage.status != UsageStatus.ACCEPTED) {
            suspended++;
            return;
        }
        accepted++;
        late += usage.late ? 1 : 0;
        for (int i = 0; i < TokenClass.COUNT; i++) {
            tokens[i] += usage.billed(i);
        }
    }

    /** A suspended record was settled by another. */
    void settle() {
        suspended--;
    }

    /**
     * Whether any record still fits: every sum of tokens, of a window or of a line, is at most the
     * sum over all of time, and while that is below 2^62 in each class none can wrap.
     */
    boolean hasHeadroom() {
        for (long count : tokens) {
            if (count >= TOKEN_HEADROOM) {
                return false;
            }
        }
        return true;
    }

    /** Records rated and posted. */
    public long accepted() {
        return accepted;
    }

    /** Records in suspense. */
    public long suspended() {
        return suspended;
    }

    /** Accepted records that ended in an earlier window than they are counted in. */
    public long late() {
        return late;
    }

    /** Tokens of accepted records in a class. */
    public long tokens(TokenClass tokenClass) {
        return tokens[tokenClass.ordinal()];
    }

    /** Prompt tokens of accepted records. */
    public long tokensIn() {
        return TokenClass.ALL.stream().filter(TokenClass::isInput).mapToLong(this::tokens).sum();
    }

    /** Generated tokens of accepted records. */
    public long tokensOut() {
        return TokenClass.ALL.stream().filter(TokenClass::isOutput).mapToLong(this::tokens).sum();
    }

    long jurisdictionSequence(int jurisdiction) {
        return jurisdictionSequences[Jurisdiction.index(jurisdiction)];
    }

    void digestInto(StateDigest digest) {
        digest.number(accepted).number(suspended).number(late);
        for (long count : tokens) {
            digest.number(count);
        }
        for (long sequence : jurisdictionSequences) {
            digest.number(sequence);
        }
    }

    void saveInto(StateWriter out) {
        out.section("totals").number(accepted).number(suspended).number(late);
        out.longs(tokens).longs(jurisdictionSequences);
    }

    void load(StateReader in) {
        in.section("totals");
        accepted = in.number();
        suspended = in.number();
        late = in.number();
        System.arraycopy(in.longs(tokens.length), 0, tokens, 0, tokens.length);
        int places = jurisdictionSequences.length;
        System.arraycopy(in.longs(places), 0, jurisdictionSequences, 0, places);
    }
}
