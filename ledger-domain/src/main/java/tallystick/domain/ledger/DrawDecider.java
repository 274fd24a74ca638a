package tallystick.domain.ledger;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tallystick.domain.money.Pico;
import tallystick.domain.money.PicoArray;
import tallystick.domain.usage.UsageRecord;

/**
 * Splits a rated record's retail amount over what pays it: what its hold has set aside, free grants
 * in draw order, the overdraft, shortfall debt. It never touches what is set aside for another
 * hold. An amount that gives back goes the same way in reverse. Changes nothing; allocates nothing
 * for a plain record.
 */
final class DrawDecider {

    private DrawDecider() {}

    /**
     * @param hold the hold it draws on, null for none
     * @param chain the records whose charges it changes, oldest first; empty for none
     */
    static void decide(
            UsageRecord usage,
            @Nullable Hold hold,
            List<UsageRecord> chain,
            LedgerState state,
            long nowEpochNanos) {
        if (usage.retailHi < 0) {
            giveBack(usage, chain, state);
        } else {
            charge(usage, hold, state.wallets, nowEpochNanos);
        }
        WalletAlerts alerts = state.wallets.alerts(usage.walletRef);
        if (alerts != null) {
            Pico before = state.postedOf(usage.walletRef);
            Pico paid = usage.retail().minus(usage.shortfall());
            usage.alerts |= alerts.crossed(before, before.minus(paid));
        }
    }

    private static void charge(
            UsageRecord usage, @Nullable Hold hold, WalletBook wallets, long nowEpochNanos) {
        long restHi = usage.retailHi;
        long restLo = usage.retailLo;
        if (hold != null) {
            Pico rest = chargeHold(usage, hold);
            restHi = rest.hi();
            restLo = rest.lo();
        }
        PicoArray free = wallets.free();
        for (int grant : wallets.drawOrder(usage.walletRef)) {
            if ((restHi | restLo) == 0) {
                break;
            }
            if (!wallets.isDrawable(grant, usage.modelRef, nowEpochNanos)) {
                continue;
            }
            boolean enough = free.compare(grant, restHi, restLo) >= 0;
            long drawHi = enough ? restHi : free.hi(grant);
            long drawLo = enough ? restLo : free.lo(grant);
            draw(usage, grant, drawHi, drawLo);
            restHi = restHi - drawHi - (Long.compareUnsigned(restLo, drawLo) < 0 ? 1 : 0);
            restLo -= drawLo;
        }
        if ((restHi | restLo) != 0) {
            chargeDebt(usage, wallets, restHi, restLo);
        }
    }

    /** Takes what the hold has set aside; what it does not cover is left. */
    private static Pico chargeHold(UsageRecord usage, Hold hold) {
        Pico rest = usage.retail();
        for (HeldShare share : hold.shares) {
            Pico part = rest.min(share.amount());
            if (!part.isZero()) {
                usage.addDraw(share.grant(), part.hi(), part.lo());
                rest = rest.minus(part);
            }
        }
        Pico overdraft = rest.min(hold.overdraft);
        usage.overdraftHi = overdraft.hi();
        usage.overdraftLo = overdraft.lo();
        rest = rest.minus(overdraft);
        Pico setAside = usage.retail().minus(rest);
        usage.setAsideHi = setAside.hi();
        usage.setAsideLo = setAside.lo();
        usage.overrun = !rest.isZero();
        return rest;
    }

    /** Adds to the draw on a grant that the hold has drawn on already, else a draw of its own. */
    private static void draw(UsageRecord usage, int grant, long hi, long lo) {
        for (int i = 0; i < usage.drawCount; i++) {
            if (usage.drawGrantRef[i] == grant) {
                Pico sum = new Pico(usage.drawHi[i], usage.drawLo[i]).plus(new Pico(hi, lo));
                usage.drawHi[i] = sum.hi();
                usage.drawLo[i] = sum.lo();
                return;
            }
        }
        usage.addDraw(grant, hi, lo);
    }

    private static void chargeDebt(
            UsageRecord usage, WalletBook wallets, long restHi, long restLo) {
        Pico rest = new Pico(restHi, restLo);
        Pico overdraft = rest.min(wallets.overdraftRoom(usage.walletRef));
        Pico shortfall = rest.minus(overdraft);
        Pico all = overdraft.plus(usage.overdraft());
        usage.overdraftHi = all.hi();
        usage.overdraftLo = all.lo();
        usage.shortfallHi = shortfall.hi();
        usage.shortfallLo = shortfall.lo();
    }

    /** What the chain took last is given back first; what nobody took is credit without a grant. */
    private static void giveBack(UsageRecord usage, List<UsageRecord> chain, LedgerState state) {
        Pico rest = usage.retail().negate();
        Pico debt = state.accounts.balance(state.wallets.shortfallAccount(usage.walletRef));
        Pico owed = atLeastZero(sum(chain, Part.SHORTFALL));
        Pico shortfall = rest.min(owed).min(debt);
        rest = rest.minus(shortfall);
        Pico overdraft = rest.min(atLeastZero(sum(chain, Part.OVERDRAFT)));
        rest = rest.minus(overdraft);
        Drawn drawn = new Drawn();
        chain.forEach(drawn::add);
        for (int i = drawn.grants.size() - 1; i >= 0 && !rest.isZero(); i--) {
            Pico part = rest.min(atLeastZero(drawn.amounts.get(i)));
            if (!part.isZero()) {
                Pico back = part.negate();
                usage.addDraw(drawn.grants.get(i), back.hi(), back.lo());
                rest = rest.minus(part);
            }
        }
        Pico loose = overdraft.plus(rest).negate();
        usage.overdraftHi = loose.hi();
        usage.overdraftLo = loose.lo();
        Pico repaid = shortfall.negate();
        usage.shortfallHi = repaid.hi();
        usage.shortfallLo = repaid.lo();
    }

    private enum Part {
        OVERDRAFT,
        SHORTFALL
    }

    private static Pico sum(List<UsageRecord> chain, Part part) {
        Pico sum = Pico.ZERO;
        for (UsageRecord usage : chain) {
            sum = sum.plus(part == Part.OVERDRAFT ? usage.overdraft() : usage.shortfall());
        }
        return sum;
    }

    private static Pico atLeastZero(Pico amount) {
        return amount.isNegative() ? Pico.ZERO : amount;
    }

    /** Net draws of a chain per grant, in order of the first draw. */
    private static final class Drawn {
        final List<Integer> grants = new ArrayList<>();
        final PicoArray amounts = new PicoArray();

        void add(UsageRecord usage) {
            for (int i = 0; i < usage.drawCount; i++) {
                int at = grants.indexOf(usage.drawGrantRef[i]);
                if (at < 0) {
                    at = amounts.add();
                    grants.add(usage.drawGrantRef[i]);
                }
                amounts.add(at, usage.drawHi[i], usage.drawLo[i]);
            }
        }
    }
}
