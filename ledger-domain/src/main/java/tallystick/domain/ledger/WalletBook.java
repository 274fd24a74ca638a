package tallystick.domain.ledger;

import java.util.Arrays;
import tallystick.domain.GrantTerms;
import tallystick.domain.WalletTerms;
import tallystick.domain.money.PicoArray;
import tallystick.domain.usage.UsageRecord;

/**
 * Wallets and their grants by dense number. A wallet's balance is Σ of what its grants have left
 * minus what is overdrawn; its ledger account says the same number.
 */
final class WalletBook {

    private static final int[] NO_GRANTS = {};

    private final Names names;
    private final Accounts accounts;

    private int[] operators = new int[64];
    private int[] tenants = new int[64];
    private int[] assets = new int[64];
    private int[] tariffs = new int[64];
    private int[] walletAccounts = new int[64];
    private int[] shortfallAccounts = new int[64];
    private long[] sequences = new long[64];
    private int[][] allowed = new int[64][];
    private int[][] drawOrder = new int[64][];
    private final PicoArray overdraftLimits = new PicoArray();
    private final PicoArray overdrawn = new PicoArray();

    private int[] grantWallets = new int[64];
    private int[] grantPriorities = new int[64];
    private long[] grantEffective = new long[64];
    private long[] grantExpires = new long[64];
    private final PicoArray remaining = new PicoArray();

    WalletBook(Names names, Accounts accounts) {
        this.names = names;
        this.accounts = accounts;
    }

    void open(WalletTerms terms, int operatorRef) {
        int wallet = names.wallets.add(terms.wallet());
        if (wallet == operators.length) {
            grow(wallet * 2);
        }
        int asset = names.assets.intern(terms.asset());
        operators[wallet] = operatorRef;
        tenants[wallet] = names.tenants.refOf(terms.tenant());
        assets[wallet] = asset;
        tariffs[wallet] = names.tariffs.refOf(terms.tariff());
        walletAccounts[wallet] =
                accounts.openForWallet(AccountKind.WALLET, wallet, operatorRef, asset);
        shortfallAccounts[wallet] =
                accounts.openForWallet(AccountKind.SHORTFALL, wallet, operatorRef, asset);
        allowed[wallet] =
                terms.allowedJurisdictions().stream().mapToInt(Jurisdiction::pack).toArray();
        drawOrder[wallet] = NO_GRANTS;
        overdraftLimits.set(overdraftLimits.add(), terms.overdraftLimit());
        overdrawn.add();
    }

    private void grow(int length) {
        operators = Arrays.copyOf(operators, length);
        tenants = Arrays.copyOf(tenants, length);
        assets = Arrays.copyOf(assets, length);
        tariffs = Arrays.copyOf(tariffs, length);
        walletAccounts = Arrays.copyOf(walletAccounts, length);
        shortfallAccounts = Arrays.copyOf(shortfallAccounts, length);
        sequences = Arrays.copyOf(sequences, length);
        allowed = Arrays.copyOf(allowed, length);
        drawOrder = Arrays.copyOf(drawOrder, length);
    }

    /**
     * Adds a grant.
     *
     * @param hi what is left of it after debts were repaid, upper word
     * @param lo the lower word
     */
    void grant(GrantTerms terms, long hi, long lo) {
        int grant = names.grants.add(terms.grant());
        if (grant == grantWallets.length) {
            grantWallets = Arrays.copyOf(grantWallets, grant * 2);
            grantPriorities = Arrays.copyOf(grantPriorities, grant * 2);
            grantEffective = Arrays.copyOf(grantEffective, grant * 2);
            grantExpires = Arrays.copyOf(grantExpires, grant * 2);
        }
        int wallet = names.wallets.refOf(terms.wallet());
        grantWallets[grant] = wallet;
        grantPriorities[grant] = terms.priority();
        grantEffective[grant] = terms.effectiveAtEpochNanos();
        grantExpires[grant] = terms.expiresAtEpochNanos();
        remaining.set(remaining.add(), hi, lo);
        if ((hi | lo) != 0) {
            insertInDrawOrder(wallet, grant);
        }
    }

    /**
     * Draw order: priority, earliest expiry, created; the dense number is the order of creation.
     */
    private void insertInDrawOrder(int wallet, int grant) {
        int[] old = drawOrder[wallet];
        int at = old.length;
        while (at > 0 && isDrawnBefore(grant, old[at - 1])) {
            at--;
        }
        int[] next = Arrays.copyOf(old, old.length + 1);
        System.arraycopy(old, at, next, at + 1, old.length - at);
        next[at] = grant;
        drawOrder[wallet] = next;
    }

    private boolean isDrawnBefore(int grant, int other) {
        if (grantPriorities[grant] != grantPriorities[other]) {
            return grantPriorities[grant] < grantPriorities[other];
        }
        return grantExpires[grant] < grantExpires[other];
    }

    /** Splits the record's retail amount over grants, overdraft and shortfall; changes nothing. */
    void decideDraws(UsageRecord usage, long nowEpochNanos) {
        int wallet = usage.walletRef;
        long restHi = usage.retailHi;
        long restLo = usage.retailLo;
        for (int grant : drawOrder[wallet]) {
            if ((restHi | restLo) == 0) {
                break;
            }
            if (grantEffective[grant] > nowEpochNanos || grantExpires[grant] <= nowEpochNanos) {
                continue;
            }
            boolean enough = remaining.compare(grant, restHi, restLo) >= 0;
            long drawHi = enough ? restHi : remaining.hi(grant);
            long drawLo = enough ? restLo : remaining.lo(grant);
            usage.addDraw(grant, drawHi, drawLo);
            restHi = restHi - drawHi - (Long.compareUnsigned(restLo, drawLo) < 0 ? 1 : 0);
            restLo -= drawLo;
        }
        if ((restHi | restLo) != 0) {
            decideDebt(usage, restHi, restLo);
        }
    }

    private void decideDebt(UsageRecord usage, long restHi, long restLo) {
        int wallet = usage.walletRef;
        long limitLo = overdraftLimits.lo(wallet);
        long roomLo = limitLo - overdrawn.lo(wallet);
        long borrow = Long.compareUnsigned(limitLo, overdrawn.lo(wallet)) < 0 ? 1 : 0;
        long roomHi = overdraftLimits.hi(wallet) - overdrawn.hi(wallet) - borrow;
        boolean fits =
                roomHi > restHi || (roomHi == restHi && Long.compareUnsigned(roomLo, restLo) >= 0);
        usage.overdraftHi = fits ? restHi : roomHi;
        usage.overdraftLo = fits ? restLo : roomLo;
        usage.shortfallLo = restLo - usage.overdraftLo;
        usage.shortfallHi =
                restHi
                        - usage.overdraftHi
                        - (Long.compareUnsigned(restLo, usage.overdraftLo) < 0 ? 1 : 0);
    }

    /** Takes the record's draws and overdraft; the postings are the caller's. */
    void applyDraws(UsageRecord usage) {
        for (int i = 0; i < usage.drawCount; i++) {
            int grant = usage.drawGrantRef[i];
            remaining.subtract(grant, usage.drawHi[i], usage.drawLo[i]);
            if (remaining.isZero(grant)) {
                removeFromDrawOrder(usage.walletRef, grant);
            }
        }
        overdrawn.add(usage.walletRef, usage.overdraftHi, usage.overdraftLo);
    }

    private void removeFromDrawOrder(int wallet, int grant) {
        int[] old = drawOrder[wallet];
        int[] next = new int[old.length - 1];
        int size = 0;
        for (int other : old) {
            if (other != grant) {
                next[size++] = other;
            }
        }
        drawOrder[wallet] = next;
    }

    void repayOverdraft(int wallet, long hi, long lo) {
        overdrawn.subtract(wallet, hi, lo);
    }

    int operator(int wallet) {
        return operators[wallet];
    }

    int tenant(int wallet) {
        return tenants[wallet];
    }

    int asset(int wallet) {
        return assets[wallet];
    }

    int tariff(int wallet) {
        return tariffs[wallet];
    }

    int walletAccount(int wallet) {
        return walletAccounts[wallet];
    }

    int shortfallAccount(int wallet) {
        return shortfallAccounts[wallet];
    }

    long sequence(int wallet) {
        return sequences[wallet];
    }

    void nextSequence(int wallet) {
        sequences[wallet]++;
    }

    /** How many grants of the wallet have credit left. */
    int liveGrants(int wallet) {
        return drawOrder[wallet].length;
    }

    PicoArray overdrawn() {
        return overdrawn;
    }

    PicoArray overdraftLimits() {
        return overdraftLimits;
    }

    PicoArray remaining() {
        return remaining;
    }

    int walletOfGrant(int grant) {
        return grantWallets[grant];
    }

    boolean isAllowed(int wallet, int jurisdiction) {
        int[] list = allowed[wallet];
        if (list.length == 0) {
            return true;
        }
        for (int code : list) {
            if (code == jurisdiction) {
                return true;
            }
        }
        return false;
    }

    void digestInto(StateDigest digest) {
        for (int wallet = 0; wallet < overdrawn.size(); wallet++) {
            digest.number(operators[wallet])
                    .number(tenants[wallet])
                    .number(assets[wallet])
                    .number(tariffs[wallet])
                    .number(sequences[wallet])
                    .amount(overdraftLimits, wallet)
                    .amount(overdrawn, wallet);
            digest.number(allowed[wallet].length);
            for (int code : allowed[wallet]) {
                digest.number(code);
            }
            digest.number(drawOrder[wallet].length);
            for (int grant : drawOrder[wallet]) {
                digest.number(grant);
            }
        }
        for (int grant = 0; grant < remaining.size(); grant++) {
            digest.number(grantWallets[grant])
                    .number(grantPriorities[grant])
                    .number(grantEffective[grant])
                    .number(grantExpires[grant])
                    .amount(remaining, grant);
        }
    }
}
