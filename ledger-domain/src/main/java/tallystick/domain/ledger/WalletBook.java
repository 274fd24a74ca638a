package tallystick.domain.ledger;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tallystick.domain.GrantTerms;
import tallystick.domain.WalletTerms;
import tallystick.domain.money.Pico;
import tallystick.domain.money.PicoArray;

/**
 * Wallets and their grants by dense number. What a grant has left is either free or set aside for a
 * hold. A wallet's account is Σ free − overdrawn − overdraft set aside; its held account is Σ set
 * aside, overdraft included. A negative overdrawn is credit without a grant, from refunds.
 */
final class WalletBook {

    private static final int[] NO_GRANTS = {};
    private static final int[] NO_MODELS = {};
    private static final int[] ANYWHERE = {};

    private final Names names;
    private final Accounts accounts;

    private int[] operators = new int[64];
    private int[] tenants = new int[64];
    private int[] assets = new int[64];
    private int[] tariffs = new int[64];
    private int[] walletAccounts = new int[64];
    private int[] heldAccounts = new int[64];
    private int[] shortfallAccounts = new int[64];
    private boolean[] suspended = new boolean[64];
    private @Nullable WalletAlerts[] alerts = new WalletAlerts[64];
    private long[] sequences = new long[64];
    private int[][] allowed = new int[64][];
    private int[][] drawOrder = new int[64][];
    private final PicoArray overdraftLimits = new PicoArray();
    private final PicoArray overdrawn = new PicoArray();
    private final PicoArray overdraftSetAside = new PicoArray();

    private int[] grantWallets = new int[64];
    private int[] grantPriorities = new int[64];
    private long[] grantEffective = new long[64];
    private long[] grantExpires = new long[64];
    private GrantTerms[] grantTerms = new GrantTerms[64];
    private int[][] grantModels = new int[64][];
    private final PicoArray free = new PicoArray();
    private final PicoArray setAside = new PicoArray();
    private final GrantDeadlines deadlines = new GrantDeadlines();
    private final GrantNotices notices = new GrantNotices();

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
        heldAccounts[wallet] = accounts.openForWallet(AccountKind.HELD, wallet, operatorRef, asset);
        shortfallAccounts[wallet] =
                accounts.openForWallet(AccountKind.SHORTFALL, wallet, operatorRef, asset);
        allowed[wallet] =
                terms.allowedJurisdictions().isEmpty()
                        ? ANYWHERE
                        : terms.allowedJurisdictions().stream()
                                .mapToInt(Jurisdiction::pack)
                                .toArray();
        drawOrder[wallet] = NO_GRANTS;
        overdraftLimits.set(overdraftLimits.add(), terms.overdraftLimit());
        overdrawn.add();
        overdraftSetAside.add();
    }

    private void grow(int length) {
        operators = Arrays.copyOf(operators, length);
        tenants = Arrays.copyOf(tenants, length);
        assets = Arrays.copyOf(assets, length);
        tariffs = Arrays.copyOf(tariffs, length);
        walletAccounts = Arrays.copyOf(walletAccounts, length);
        heldAccounts = Arrays.copyOf(heldAccounts, length);
        shortfallAccounts = Arrays.copyOf(shortfallAccounts, length);
        suspended = Arrays.copyOf(suspended, length);
        alerts = Arrays.copyOf(alerts, length);
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
            growGrants(grant * 2);
        }
        int wallet = names.wallets.refOf(terms.wallet());
        grantWallets[grant] = wallet;
        grantPriorities[grant] = terms.priority();
        grantEffective[grant] = terms.effectiveAtEpochNanos();
        grantExpires[grant] = terms.expiresAtEpochNanos();
        grantTerms[grant] = terms;
        grantModels[grant] =
                terms.appliesTo().isEmpty()
                        ? NO_MODELS
                        : terms.appliesTo().stream().mapToInt(names.models::refOf).toArray();
        free.add();
        setAside.add();
        addFree(grant, hi, lo);
    }

    private void growGrants(int length) {
        grantWallets = Arrays.copyOf(grantWallets, length);
        grantPriorities = Arrays.copyOf(grantPriorities, length);
        grantEffective = Arrays.copyOf(grantEffective, length);
        grantExpires = Arrays.copyOf(grantExpires, length);
        grantTerms = Arrays.copyOf(grantTerms, length);
        grantModels = Arrays.copyOf(grantModels, length);
    }

    /**
     * Gives a grant free credit; what was used up is in the draw order and has a deadline again.
     */
    void addFree(int grant, long hi, long lo) {
        if ((hi | lo) == 0) {
            return;
        }
        if (free.isZero(grant)) {
            insertInDrawOrder(grantWallets[grant], grant);
            deadlines.add(grantExpires[grant], grant);
            notices.credited(grant);
        }
        free.add(grant, hi, lo);
    }

    /** Takes free credit from a grant. */
    void takeFree(int grant, long hi, long lo) {
        if ((hi | lo) == 0) {
            return;
        }
        free.subtract(grant, hi, lo);
        if (free.isZero(grant)) {
            removeFromDrawOrder(grantWallets[grant], grant);
            deadlines.remove(grantExpires[grant], grant);
            notices.spent(grant);
        }
    }

    /** Draws on free credit of a grant; a negative amount gives it back. */
    void draw(int grant, long hi, long lo) {
        if (hi < 0) {
            Pico back = new Pico(hi, lo).negate();
            addFree(grant, back.hi(), back.lo());
        } else {
            takeFree(grant, hi, lo);
        }
    }

    /** Lets a grant that has no free credit expire now: what comes back to it lapses. */
    void end(int grant, long nowEpochNanos) {
        grantExpires[grant] = Math.min(grantExpires[grant], nowEpochNanos);
    }

    /** Moves free credit of a grant aside for a hold. */
    void setAside(int grant, Pico amount) {
        takeFree(grant, amount.hi(), amount.lo());
        setAside.add(grant, amount.hi(), amount.lo());
    }

    /** Makes credit that was set aside free again. */
    void putBack(int grant, Pico amount) {
        setAside.subtract(grant, amount.hi(), amount.lo());
        addFree(grant, amount.hi(), amount.lo());
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
        if (grantExpires[grant] != grantExpires[other]) {
            return grantExpires[grant] < grantExpires[other];
        }
        return grant < other;
    }

    /** Whether a grant may be drawn on for a model at an instant. */
    boolean isDrawable(int grant, int modelRef, long nowEpochNanos) {
        if (grantEffective[grant] > nowEpochNanos || grantExpires[grant] <= nowEpochNanos) {
            return false;
        }
        int[] models = grantModels[grant];
        if (models.length == 0) {
            return true;
        }
        for (int model : models) {
            if (model == modelRef) {
                return true;
            }
        }
        return false;
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

    /** How much further the wallet may be overdrawn, what holds have set aside counted. */
    Pico overdraftRoom(int wallet) {
        return overdraftLimits
                .get(wallet)
                .minus(overdrawn.get(wallet))
                .minus(overdraftSetAside.get(wallet));
    }

    int[] drawOrder(int wallet) {
        return drawOrder[wallet];
    }

    void repayOverdraft(int wallet, long hi, long lo) {
        overdrawn.subtract(wallet, hi, lo);
    }

    void suspend(int wallet, boolean isSuspended) {
        suspended[wallet] = isSuspended;
    }

    boolean isSuspended(int wallet) {
        return suspended[wallet];
    }

    void watch(int wallet, WalletAlerts watched) {
        alerts[wallet] = watched.isEmpty() ? null : watched;
    }

    /** What to tell about the balance, null for nothing. */
    @Nullable WalletAlerts alerts(int wallet) {
        return alerts[wallet];
    }

    /** Grants with free credit by expiry. */
    GrantDeadlines deadlines() {
        return deadlines;
    }

    GrantNotices notices() {
        return notices;
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

    int heldAccount(int wallet) {
        return heldAccounts[wallet];
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

    /** How many grants of the wallet have free credit. */
    int liveGrants(int wallet) {
        return drawOrder[wallet].length;
    }

    PicoArray overdrawn() {
        return overdrawn;
    }

    PicoArray overdraftLimits() {
        return overdraftLimits;
    }

    PicoArray overdraftSetAside() {
        return overdraftSetAside;
    }

    /** What each grant has left and is not set aside. */
    PicoArray free() {
        return free;
    }

    /** What of each grant is set aside for holds. */
    PicoArray setAside() {
        return setAside;
    }

    GrantTerms grantTerms(int grant) {
        return grantTerms[grant];
    }

    int walletOfGrant(int grant) {
        return grantWallets[grant];
    }

    /** Jurisdictions the wallet's policy allows; empty for any. */
    List<String> allowed(int wallet) {
        return Arrays.stream(allowed[wallet]).mapToObj(Jurisdiction::unpack).toList();
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

    /** Reads what a record of the wallet will need, so that it is at hand; means nothing. */
    long touch(int wallet) {
        return drawOrder[wallet].length
                + operators[wallet]
                + tenants[wallet]
                + tariffs[wallet]
                + walletAccounts[wallet]
                + shortfallAccounts[wallet]
                + allowed[wallet].length
                + sequences[wallet];
    }

    /** The same of the wallet's accounts and of the grant that is drawn first. */
    long touchCredit(int wallet) {
        long read =
                accounts.touch(walletAccounts[wallet]) + accounts.touch(shortfallAccounts[wallet]);
        int[] order = drawOrder[wallet];
        if (order.length > 0) {
            int grant = order[0];
            read += grantEffective[grant] + grantExpires[grant] + grantModels[grant].length;
            read += free.lo(grant);
        }
        return read;
    }

    void digestInto(StateDigest digest) {
        for (int wallet = 0; wallet < overdrawn.size(); wallet++) {
            digest.number(operators[wallet])
                    .number(tenants[wallet])
                    .number(assets[wallet])
                    .number(tariffs[wallet])
                    .number(sequences[wallet])
                    .amount(overdraftLimits, wallet)
                    .amount(overdrawn, wallet)
                    .amount(overdraftSetAside, wallet)
                    .number(suspended[wallet] ? 1 : 0)
                    .text(String.valueOf(alerts[wallet]));
            digest.number(allowed[wallet].length);
            for (int code : allowed[wallet]) {
                digest.number(code);
            }
            digest.number(drawOrder[wallet].length);
            for (int grant : drawOrder[wallet]) {
                digest.number(grant);
            }
        }
        for (int grant = 0; grant < free.size(); grant++) {
            digest.number(grantWallets[grant])
                    .number(grantPriorities[grant])
                    .number(grantEffective[grant])
                    .number(grantExpires[grant])
                    .text(grantTerms[grant].toString())
                    .amount(free, grant)
                    .amount(setAside, grant);
        }
    }

    void saveInto(StateWriter out) {
        int size = overdrawn.size();
        out.section("wallets").ints(operators, size).ints(tenants, size).ints(assets, size);
        out.ints(tariffs, size).ints(walletAccounts, size).ints(heldAccounts, size);
        out.ints(shortfallAccounts, size).longs(sequences, size);
        for (int wallet = 0; wallet < size; wallet++) {
            out.flag(suspended[wallet]).ints(allowed[wallet]).ints(drawOrder[wallet]);
            WalletAlerts watched = alerts[wallet];
            out.flag(watched != null);
            if (watched != null) {
                watched.saveInto(out);
            }
        }
        out.amounts(overdraftLimits).amounts(overdrawn).amounts(overdraftSetAside);
        int grants = free.size();
        out.section("grants").ints(grantWallets, grants).ints(grantPriorities, grants);
        out.longs(grantEffective, grants).longs(grantExpires, grants);
        for (int grant = 0; grant < grants; grant++) {
            SavedTerms.write(out, grantTerms[grant]);
            out.ints(grantModels[grant]);
        }
        deadlines.saveInto(out.amounts(free).amounts(setAside));
    }

    void load(StateReader in) {
        in.section("wallets");
        operators = in.ints();
        int size = operators.length;
        tenants = in.ints();
        assets = in.ints();
        tariffs = in.ints();
        walletAccounts = in.ints();
        heldAccounts = in.ints();
        shortfallAccounts = in.ints();
        sequences = in.longs();
        grow(Math.max(64, size));
        for (int wallet = 0; wallet < size; wallet++) {
            suspended[wallet] = in.flag();
            allowed[wallet] = in.ints();
            drawOrder[wallet] = in.ints();
            alerts[wallet] = in.flag() ? WalletAlerts.load(in) : null;
        }
        in.amounts(overdraftLimits);
        in.amounts(overdrawn);
        in.amounts(overdraftSetAside);
        in.section("grants");
        grantWallets = in.ints();
        int grants = grantWallets.length;
        grantPriorities = in.ints();
        grantEffective = in.longs();
        grantExpires = in.longs();
        growGrants(Math.max(64, grants));
        for (int grant = 0; grant < grants; grant++) {
            grantTerms[grant] = SavedTerms.grant(in);
            grantModels[grant] = in.ints();
        }
        in.amounts(free);
        in.amounts(setAside);
        deadlines.load(in);
    }
}
