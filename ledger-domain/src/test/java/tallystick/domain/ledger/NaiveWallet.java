package tallystick.domain.ledger;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/**
 * A wallet with its grants, holds and usage again: readable and slow, maps and {@link BigDecimal},
 * written from the specification. Two token classes, in and out, at flat prices. Null-unmarked: it
 * reads maps by keys it has put there, and a missing one should fail the test.
 */
@NullUnmarked
final class NaiveWallet {

    /** Tokens in and out. */
    record Tokens(long in, long out) {
        static final Tokens NONE = new Tokens(0, 0);

        Tokens plus(Tokens other) {
            return new Tokens(in + other.in, out + other.out);
        }

        Tokens minus(Tokens other) {
            return new Tokens(in - other.in, out - other.out);
        }

        Tokens max(Tokens other) {
            return new Tokens(Math.max(in, other.in), Math.max(out, other.out));
        }

        boolean isLessThan(Tokens other) {
            return in < other.in || out < other.out;
        }
    }

    static final class Grant {
        final String name;
        final int number;
        final int priority;
        final long expiresAt;
        BigDecimal free;

        Grant(String name, int number, int priority, long expiresAt, BigDecimal free) {
            this.name = name;
            this.number = number;
            this.priority = priority;
            this.expiresAt = expiresAt;
            this.free = free;
        }
    }

    static final class Hold {
        final long expectedIn;
        final long ttl;
        final String onExpiry;
        final List<String> messages = new ArrayList<>();
        boolean open = true;
        boolean expired;
        boolean settledLate;
        long deadline;
        long closedAt;
        long grantedOut;
        Tokens used = Tokens.NONE;
        Tokens committed = Tokens.NONE;
        Tokens recorded = Tokens.NONE;
        Tokens charged = Tokens.NONE;
        Map<Grant, BigDecimal> shares = new LinkedHashMap<>();
        BigDecimal overdraft = BigDecimal.ZERO;

        Hold(long expectedIn, long ttl, String onExpiry) {
            this.expectedIn = expectedIn;
            this.ttl = ttl;
            this.onExpiry = onExpiry;
        }

        BigDecimal held() {
            return shares.values().stream().reduce(overdraft, BigDecimal::add);
        }
    }

    /** What a usage record took and from where. */
    private static final class Charge {
        final Map<Grant, BigDecimal> draws = new LinkedHashMap<>();
        BigDecimal overdraft = BigDecimal.ZERO;
        BigDecimal shortfall = BigDecimal.ZERO;
    }

    private static final class Usage {
        final @Nullable Hold hold;
        final List<Charge> charges = new ArrayList<>();
        Tokens told;
        Tokens billed;
        boolean voided;

        Usage(@Nullable Hold hold, Tokens told, Tokens billed) {
            this.hold = hold;
            this.told = told;
            this.billed = billed;
        }
    }

    private final BigDecimal priceIn;
    private final BigDecimal priceOut;
    private final BigDecimal limit;
    private final List<Grant> grants = new ArrayList<>();
    private final Map<String, Hold> holds = new LinkedHashMap<>();
    private final Map<String, Usage> usages = new HashMap<>();
    private BigDecimal overdrawn = BigDecimal.ZERO;
    private BigDecimal debt = BigDecimal.ZERO;
    private BigDecimal revenue = BigDecimal.ZERO;
    private BigDecimal breakage = BigDecimal.ZERO;
    private int numbers;

    NaiveWallet(BigDecimal priceIn, BigDecimal priceOut, BigDecimal limit) {
        this.priceIn = priceIn;
        this.priceOut = priceOut;
        this.limit = limit;
    }

    BigDecimal posted() {
        return grants.stream()
                .map(g -> g.free)
                .reduce(BigDecimal.ZERO, BigDecimal::add)
                .add(held().subtract(heldOverdraft()))
                .subtract(overdrawn);
    }

    BigDecimal held() {
        return holds.values().stream().map(Hold::held).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    BigDecimal debt() {
        return debt;
    }

    BigDecimal revenue() {
        return revenue;
    }

    BigDecimal breakage() {
        return breakage;
    }

    private BigDecimal heldOverdraft() {
        return holds.values().stream()
                .map(h -> h.overdraft)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private BigDecimal room() {
        return limit.subtract(overdrawn).subtract(heldOverdraft());
    }

    private BigDecimal cost(long in, long out) {
        return priceIn.multiply(BigDecimal.valueOf(in))
                .add(priceOut.multiply(BigDecimal.valueOf(out)));
    }

    private List<Grant> drawable(long now) {
        return grants.stream()
                .filter(g -> g.free.signum() > 0 && now < g.expiresAt)
                .sorted(
                        Comparator.comparingInt((Grant g) -> g.priority)
                                .thenComparingLong(g -> g.expiresAt)
                                .thenComparingInt(g -> g.number))
                .toList();
    }

    void topUp(String name, int priority, long expiresAt, BigDecimal amount) {
        BigDecimal left = amount;
        BigDecimal repaid = left.min(debt);
        debt = debt.subtract(repaid);
        left = left.subtract(repaid);
        BigDecimal covered = left.min(overdrawn.max(BigDecimal.ZERO));
        overdrawn = overdrawn.subtract(covered);
        left = left.subtract(covered);
        grants.add(new Grant(name, numbers++, priority, expiresAt, left));
    }

    /** Passes what is due, earliest first, holds before grants. */
    void pass(long now) {
        while (true) {
            Hold hold =
                    holds.values().stream()
                            .filter(h -> h.open && h.deadline <= now)
                            .min(Comparator.comparingLong(h -> h.deadline))
                            .orElse(null);
            Grant grant =
                    grants.stream()
                            .filter(g -> g.free.signum() > 0 && g.expiresAt <= now)
                            .min(
                                    Comparator.comparingLong((Grant g) -> g.expiresAt)
                                            .thenComparingInt(g -> g.number))
                            .orElse(null);
            if (hold == null && grant == null) {
                return;
            }
            if (hold != null && (grant == null || hold.deadline <= grant.expiresAt)) {
                expire(hold, now);
            } else if (grant != null) {
                breakage = breakage.add(grant.free);
                grant.free = BigDecimal.ZERO;
            }
        }
    }

    private void expire(Hold hold, long now) {
        Tokens reported = hold.used.max(hold.committed).max(hold.recorded);
        Tokens after =
                switch (hold.onExpiry) {
                    case "COMMIT_REPORTED" -> reported;
                    case "RELEASE" -> hold.charged;
                    default -> {
                        long known = Math.max(hold.used.out(), hold.charged.out());
                        yield new Tokens(
                                Math.max(reported.in(), hold.expectedIn),
                                reported.out() + Math.max(0, hold.grantedOut - known));
                    }
                };
        charge(hold, after, now);
        if (hold.onExpiry.equals("COMMIT_REPORTED")) {
            hold.committed = hold.used;
        }
        close(hold, hold.deadline);
        hold.expired = true;
    }

    private void close(Hold hold, long at) {
        reserve(hold, BigDecimal.ZERO, 0);
        hold.open = false;
        hold.closedAt = at;
    }

    String open(String name, long in, long slice, long ttl, String onExpiry, long now) {
        String message = "open " + in + " " + slice + " " + ttl + " " + onExpiry;
        Hold earlier = holds.get(name);
        if (earlier != null) {
            return earlier.messages.getFirst().equals(message) ? "replay" : "ALREADY_EXISTS";
        }
        Hold hold = new Hold(in, ttl, onExpiry);
        long granted = affordable(hold, Tokens.NONE, slice, now);
        if (granted < 1) {
            return "INSUFFICIENT_BALANCE";
        }
        holds.put(name, hold);
        hold.messages.add(message);
        hold.deadline = now + ttl;
        reserve(hold, unbilled(hold, Tokens.NONE, granted), now);
        hold.grantedOut = granted;
        return "ok";
    }

    private BigDecimal unbilled(Hold hold, Tokens used, long out) {
        long in = Math.max(used.in(), hold.expectedIn) - hold.charged.in();
        long more = Math.max(0, used.out() - hold.charged.out());
        return cost(Math.max(0, in), more + out);
    }

    private long affordable(Hold hold, Tokens used, long slice, long now) {
        BigDecimal available =
                drawable(now).stream()
                        .map(g -> g.free)
                        .reduce(hold.held().add(room()), BigDecimal::add);
        if (debt.signum() > 0) {
            return 0;
        }
        if (unbilled(hold, used, slice).compareTo(available) <= 0) {
            return slice;
        }
        return available
                .subtract(unbilled(hold, used, 0))
                .divide(priceOut, 0, RoundingMode.FLOOR)
                .longValueExact();
    }

    /** Keeps what is set aside as far as needed, then takes grants in order, then overdraft. */
    private void reserve(Hold hold, BigDecimal amount, long now) {
        Map<Grant, BigDecimal> kept = new LinkedHashMap<>();
        BigDecimal rest = amount;
        for (Map.Entry<Grant, BigDecimal> share : hold.shares.entrySet()) {
            BigDecimal part = share.getValue().min(rest);
            rest = rest.subtract(part);
            share.getKey().free = share.getKey().free.add(share.getValue().subtract(part));
            if (part.signum() > 0) {
                kept.put(share.getKey(), part);
            }
        }
        hold.overdraft = hold.overdraft.min(rest);
        rest = rest.subtract(hold.overdraft);
        for (Grant grant : rest.signum() == 0 ? List.<Grant>of() : drawable(now)) {
            BigDecimal part = grant.free.min(rest);
            rest = rest.subtract(part);
            grant.free = grant.free.subtract(part);
            if (part.signum() > 0) {
                kept.merge(grant, part, BigDecimal::add);
            }
        }
        hold.overdraft = hold.overdraft.add(rest);
        hold.shares = kept;
    }

    String extend(String name, int sequence, Tokens used, long slice, long now) {
        Hold hold = holds.get(name);
        String message = "extend " + used + " " + slice;
        String refused = next(hold, sequence, message, used, false, now);
        if (refused != null) {
            return refused;
        }
        long granted = affordable(hold, used, slice, now);
        if (granted < 1) {
            return "INSUFFICIENT_BALANCE";
        }
        reserve(hold, unbilled(hold, used, granted), now);
        hold.used = used;
        hold.grantedOut = Math.max(used.out(), hold.charged.out()) + granted;
        hold.deadline = now + hold.ttl;
        hold.messages.add(message);
        return "ok";
    }

    private @Nullable String next(
            @Nullable Hold hold,
            int sequence,
            String message,
            @Nullable Tokens used,
            boolean commits,
            long now) {
        if (hold == null) {
            return "NOT_FOUND";
        }
        if (sequence < hold.messages.size()) {
            return hold.messages.get(sequence).equals(message) ? "replay" : "EVENT_CONFLICT";
        }
        boolean late =
                commits
                        && hold.expired
                        && !hold.settledLate
                        && now - hold.closedAt < 86_400_000_000_000L;
        if (!hold.open && !late) {
            return "HOLD_CLOSED";
        }
        if (sequence > hold.messages.size()) {
            return "SEQUENCE_GAP";
        }
        return used != null && used.isLessThan(hold.used) ? "USAGE_REGRESSED" : null;
    }

    String commit(String name, int sequence, Tokens used, boolean last, long now) {
        Hold hold = holds.get(name);
        String message = "commit " + used + " " + last;
        String refused = next(hold, sequence, message, used, true, now);
        if (refused != null) {
            return refused;
        }
        charge(hold, used.max(hold.recorded), now);
        hold.used = used;
        hold.committed = used;
        hold.messages.add(message);
        if (!hold.open) {
            hold.settledLate = true;
        } else if (last) {
            close(hold, now);
        }
        return "ok";
    }

    String release(String name, int sequence, long now) {
        Hold hold = holds.get(name);
        String refused = next(hold, sequence, "release", null, false, now);
        if (refused != null) {
            return refused;
        }
        hold.messages.add("release");
        close(hold, now);
        return "ok";
    }

    private Charge charge(Hold hold, Tokens after, long now) {
        Tokens billed = after.minus(hold.charged);
        hold.charged = after;
        return take(cost(billed.in(), billed.out()), hold, List.of(), now);
    }

    String record(String id, @Nullable String holdName, Tokens tokens, long now) {
        if (usages.containsKey(id)) {
            return "DUPLICATE";
        }
        Hold hold = holdName == null ? null : holds.get(holdName);
        Charge charge;
        Tokens billed;
        if (hold == null) {
            billed = tokens;
            charge = take(cost(tokens.in(), tokens.out()), null, List.of(), now);
        } else {
            hold.recorded = hold.recorded.plus(tokens);
            Tokens after = hold.committed.max(hold.recorded);
            billed = after.minus(hold.charged);
            charge = charge(hold, after, now);
        }
        Usage usage = new Usage(hold, tokens, billed);
        usage.charges.add(charge);
        usages.put(id, usage);
        return "ACCEPTED";
    }

    /** Replaces what a record told, or with nothing at all voids it. */
    String correct(String original, Tokens tokens, boolean voids, long now) {
        Usage usage = usages.get(original);
        if (usage == null || usage.voided) {
            return "SUSPENDED";
        }
        Tokens delta = tokens.minus(usage.told);
        Hold hold = usage.hold;
        Tokens before = hold == null ? usage.billed : hold.charged;
        Tokens after = before.plus(delta).max(Tokens.NONE);
        Tokens billed = after.minus(before);
        if (hold != null) {
            hold.charged = hold.charged.plus(billed);
            hold.recorded = hold.recorded.plus(billed);
            hold.committed = hold.committed.plus(billed);
        }
        usage.charges.add(take(cost(billed.in(), billed.out()), null, usage.charges, now));
        usage.told = tokens;
        usage.billed = usage.billed.plus(billed);
        usage.voided = voids;
        return "ACCEPTED";
    }

    private Charge take(BigDecimal amount, @Nullable Hold hold, List<Charge> chain, long now) {
        Charge charge = new Charge();
        revenue = revenue.add(amount);
        if (amount.signum() < 0) {
            giveBack(amount.negate(), charge, chain);
            return charge;
        }
        BigDecimal rest = amount;
        if (hold != null) {
            for (Map.Entry<Grant, BigDecimal> share : hold.shares.entrySet()) {
                BigDecimal part = share.getValue().min(rest);
                rest = rest.subtract(part);
                share.setValue(share.getValue().subtract(part));
                charge.draws.merge(share.getKey(), part, BigDecimal::add);
            }
            hold.shares.values().removeIf(left -> left.signum() == 0);
            BigDecimal part = hold.overdraft.min(rest);
            hold.overdraft = hold.overdraft.subtract(part);
            overdrawn = overdrawn.add(part);
            charge.overdraft = part;
            rest = rest.subtract(part);
        }
        for (Grant grant : drawable(now)) {
            BigDecimal part = grant.free.min(rest);
            grant.free = grant.free.subtract(part);
            rest = rest.subtract(part);
            charge.draws.merge(grant, part, BigDecimal::add);
        }
        BigDecimal borrowed = rest.min(room());
        overdrawn = overdrawn.add(borrowed);
        charge.overdraft = charge.overdraft.add(borrowed);
        charge.shortfall = rest.subtract(borrowed);
        debt = debt.add(charge.shortfall);
        return charge;
    }

    /** Debt first, then overdraft, then the grants in reverse; the rest is loose credit. */
    private void giveBack(BigDecimal amount, Charge charge, List<Charge> chain) {
        BigDecimal rest = amount;
        BigDecimal owed = sum(chain, c -> c.shortfall).max(BigDecimal.ZERO).min(debt).min(rest);
        debt = debt.subtract(owed);
        charge.shortfall = owed.negate();
        rest = rest.subtract(owed);
        BigDecimal borrowed = sum(chain, c -> c.overdraft).max(BigDecimal.ZERO).min(rest);
        rest = rest.subtract(borrowed);
        Map<Grant, BigDecimal> drawn = new LinkedHashMap<>();
        for (Charge earlier : chain) {
            earlier.draws.forEach((grant, part) -> drawn.merge(grant, part, BigDecimal::add));
        }
        for (Map.Entry<Grant, BigDecimal> draw : List.copyOf(drawn.entrySet()).reversed()) {
            BigDecimal part = draw.getValue().max(BigDecimal.ZERO).min(rest);
            draw.getKey().free = draw.getKey().free.add(part);
            charge.draws.put(draw.getKey(), part.negate());
            rest = rest.subtract(part);
        }
        charge.overdraft = borrowed.add(rest).negate();
        overdrawn = overdrawn.add(charge.overdraft);
    }

    private static BigDecimal sum(List<Charge> chain, Function<Charge, BigDecimal> part) {
        return chain.stream().map(part).reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
