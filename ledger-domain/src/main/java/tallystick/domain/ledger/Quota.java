package tallystick.domain.ledger;

import java.time.LocalDate;
import tallystick.domain.money.Pico;
import tallystick.domain.money.PicoArray;
import tallystick.domain.quota.QuotaPeriod;
import tallystick.domain.quota.QuotaTerms;
import tallystick.domain.quota.QuotaUse;

/**
 * A quota with what was consumed in its period and what open holds may still consume. A sliding
 * period is the last sixty buckets of a sixtieth each.
 */
final class Quota {

    private static final int SLIDING_BUCKETS = 60;
    private static final long DAY_NANOS = 86_400_000_000_000L;

    private QuotaTerms terms;
    private final PicoArray buckets = new PicoArray();
    private final int count;
    private long newest = Long.MIN_VALUE;
    private Pico setAside = Pico.ZERO;

    Quota(QuotaTerms terms) {
        this.terms = terms;
        this.count = terms.sliding() ? SLIDING_BUCKETS : 1;
        for (int i = 0; i < count; i++) {
            buckets.add();
        }
    }

    QuotaTerms terms() {
        return terms;
    }

    /** Whether other terms count the same thing over the same periods. */
    boolean countsLike(QuotaTerms other) {
        return terms.scope() == other.scope()
                && terms.subject().equals(other.subject())
                && terms.period() == other.period()
                && terms.sliding() == other.sliding()
                && terms.measure() == other.measure()
                && terms.tokenClass() == other.tokenClass()
                && terms.asset().equals(other.asset());
    }

    void replaceTerms(QuotaTerms next) {
        terms = next;
    }

    /** Whether so much more stays within limit and burst. */
    boolean hasRoomFor(Pico more, long nowEpochNanos) {
        Pico after = consumed(nowEpochNanos).plus(setAside).plus(more);
        return after.compareTo(terms.limit().plus(terms.burst())) <= 0;
    }

    /** What was consumed in the period that contains the instant. */
    Pico consumed(long nowEpochNanos) {
        long now = bucketOf(nowEpochNanos);
        Pico sum = Pico.ZERO;
        for (int i = 0; i < count; i++) {
            long bucket = newest - i;
            if (newest != Long.MIN_VALUE && bucket > now - count && bucket <= now) {
                sum = sum.plus(buckets.get(slot(bucket)));
            }
        }
        return sum;
    }

    void consume(Pico amount, long nowEpochNanos) {
        long now = bucketOf(nowEpochNanos);
        if (newest == Long.MIN_VALUE || now - newest >= count) {
            newest = now - count;
        }
        while (newest < now) {
            buckets.set(slot(++newest), Pico.ZERO);
        }
        buckets.add(slot(now), amount.hi(), amount.lo());
    }

    void setAside(Pico more) {
        setAside = setAside.plus(more);
    }

    QuotaUse use(long nowEpochNanos) {
        return new QuotaUse(
                terms, consumed(nowEpochNanos), setAside, resetsAtEpochNanos(nowEpochNanos));
    }

    /** When the period ends, or for a sliding one its oldest bucket. */
    long resetsAtEpochNanos(long nowEpochNanos) {
        if (!isCalendarMonth()) {
            return (bucketOf(nowEpochNanos) + 1) * bucketNanos();
        }
        long month = bucketOf(nowEpochNanos) + 1;
        return LocalDate.of((int) Math.floorDiv(month, 12), 1, 1)
                        .plusMonths(Math.floorMod(month, 12))
                        .toEpochDay()
                * DAY_NANOS;
    }

    private int slot(long bucket) {
        return (int) Math.floorMod(bucket, (long) count);
    }

    private boolean isCalendarMonth() {
        return terms.period() == QuotaPeriod.MONTH && !terms.sliding();
    }

    private long bucketNanos() {
        return terms.period().nanos() / count;
    }

    private long bucketOf(long epochNanos) {
        if (!isCalendarMonth()) {
            return Math.floorDiv(epochNanos, bucketNanos());
        }
        LocalDate day = LocalDate.ofEpochDay(Math.floorDiv(epochNanos, DAY_NANOS));
        return day.getYear() * 12L + day.getMonthValue() - 1;
    }

    void digestInto(StateDigest digest) {
        digest.text(terms.toString()).text(setAside.toString()).number(newest);
        for (int i = 0; i < count; i++) {
            digest.amount(buckets, i);
        }
    }

    void saveInto(StateWriter out) {
        SavedTerms.write(out, terms);
        out.number(newest).amount(setAside).amounts(buckets);
    }

    static Quota load(StateReader in) {
        Quota quota = new Quota(SavedTerms.quota(in));
        quota.newest = in.number();
        quota.setAside = in.amount();
        if (in.count() != quota.count) {
            throw new StateFormatException("a quota has another number of buckets");
        }
        for (int i = 0; i < quota.count; i++) {
            quota.buckets.set(i, in.number(), in.number());
        }
        return quota;
    }
}
