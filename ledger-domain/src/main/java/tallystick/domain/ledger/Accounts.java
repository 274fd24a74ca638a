package tallystick.domain.ledger;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tallystick.domain.money.Pico;
import tallystick.domain.money.PicoArray;

/**
 * Ledger accounts by dense number. Every posting also adds to the trial balance of its book and
 * asset, so that whether the books balance is known at any moment for the price of one addition.
 */
final class Accounts {

    /** Largest single posting, exclusive: 2^120 pico-units. */
    static final Pico POSTING_LIMIT = new Pico(1L << 56, 0);

    /** A balance whose upper word stays inside ± this takes any posting without overflow. */
    private static final long HEADROOM_HI = 1L << 62;

    private static final int NONE = 0;

    private final Names names;
    private final PicoArray balances = new PicoArray();
    private final PicoArray trial = new PicoArray();
    private final LongIntMap byKey = new LongIntMap();
    private final LongIntMap trialByBook = new LongIntMap();
    private AccountKind[] kinds = new AccountKind[32];
    private int[] owners = new int[32];
    private int[] peers = new int[32];
    private int[] books = new int[32];
    private int[] assets = new int[32];
    private int[] trials = new int[32];
    private int outOfBalance;

    Accounts(Names names) {
        this.names = names;
    }

    /** The number of an operator's account, opened at first use. */
    int ofOperator(AccountKind kind, int operatorRef, int assetRef) {
        return of(kind, operatorRef, NONE, assetRef);
    }

    /** The number of an operator's account towards a peer, opened at first use. */
    int ofPair(AccountKind kind, int operatorRef, int peerRef, int assetRef) {
        return of(kind, operatorRef, peerRef, assetRef);
    }

    private int of(AccountKind kind, int operatorRef, int peerRef, int assetRef) {
        long key = key(kind, operatorRef, peerRef, assetRef);
        int account = byKey.get(key);
        if (account == LongIntMap.ABSENT) {
            account = open(kind, operatorRef, peerRef, operatorRef, assetRef);
            byKey.put(key, account);
        }
        return account;
    }

    private static long key(AccountKind kind, int operatorRef, int peerRef, int assetRef) {
        return (long) kind.ordinal() << 34 | (long) assetRef << 24 | operatorRef << 12 | peerRef;
    }

    /** Opens a wallet's account in its home operator's book. */
    int openForWallet(AccountKind kind, int walletRef, int operatorRef, int assetRef) {
        return open(kind, walletRef, NONE, operatorRef, assetRef);
    }

    private int open(AccountKind kind, int ownerRef, int peerRef, int bookRef, int assetRef) {
        int account = balances.add();
        if (account == kinds.length) {
            growTo(account * 2);
        }
        kinds[account] = kind;
        owners[account] = ownerRef;
        peers[account] = peerRef;
        books[account] = bookRef;
        assets[account] = assetRef;
        trials[account] = trialOf(bookRef, assetRef);
        return account;
    }

    private void growTo(int length) {
        kinds = Arrays.copyOf(kinds, length);
        owners = Arrays.copyOf(owners, length);
        peers = Arrays.copyOf(peers, length);
        books = Arrays.copyOf(books, length);
        assets = Arrays.copyOf(assets, length);
        trials = Arrays.copyOf(trials, length);
    }

    private int trialOf(int bookRef, int assetRef) {
        long key = (long) bookRef << 12 | assetRef;
        int index = trialByBook.get(key);
        if (index == LongIntMap.ABSENT) {
            index = trial.add();
            trialByBook.put(key, index);
        }
        return index;
    }

    void debit(int account, long hi, long lo) {
        balances.add(account, hi, lo);
        int index = trials[account];
        int before = trial.isZero(index) ? 0 : 1;
        trial.add(index, hi, lo);
        outOfBalance += (trial.isZero(index) ? 0 : 1) - before;
    }

    void credit(int account, long hi, long lo) {
        balances.subtract(account, hi, lo);
        int index = trials[account];
        int before = trial.isZero(index) ? 0 : 1;
        trial.subtract(index, hi, lo);
        outOfBalance += (trial.isZero(index) ? 0 : 1) - before;
    }

    void debit(int account, Pico amount) {
        debit(account, amount.hi(), amount.lo());
    }

    void credit(int account, Pico amount) {
        credit(account, amount.hi(), amount.lo());
    }

    /** Balance of an operator's account towards a peer on its normal side; 0 when not open. */
    Pico pairBalance(AccountKind kind, int operatorRef, int peerRef, int assetRef) {
        int account = byKey.get(key(kind, operatorRef, peerRef, assetRef));
        return account == LongIntMap.ABSENT ? Pico.ZERO : balance(account);
    }

    /** Reads an account, so that it is at hand; means nothing. */
    long touch(int account) {
        return balances.lo(account) + trials[account];
    }

    /** Whether a posting below {@link #POSTING_LIMIT} fits whatever the account holds. */
    boolean hasHeadroom(int account) {
        long hi = balances.hi(account);
        return hi < HEADROOM_HI && hi >= -HEADROOM_HI;
    }

    /** The same of an operator's account that need not be open yet; opens nothing. */
    boolean hasHeadroom(AccountKind kind, int operatorRef, int assetRef) {
        int account = byKey.get(key(kind, operatorRef, NONE, assetRef));
        return account == LongIntMap.ABSENT || hasHeadroom(account);
    }

    /** Whether Σ debits = Σ credits in every book and asset. */
    boolean isBalanced() {
        return outOfBalance == 0;
    }

    /** Whether anything was ever posted to an operator's account. */
    boolean isOpen(AccountKind kind, int operatorRef, int assetRef) {
        return byKey.get(key(kind, operatorRef, NONE, assetRef)) != LongIntMap.ABSENT;
    }

    /** Whether anything was ever posted between two operators. */
    boolean isOpen(AccountKind kind, int operatorRef, int peerRef, int assetRef) {
        return byKey.get(key(kind, operatorRef, peerRef, assetRef)) != LongIntMap.ABSENT;
    }

    /** The balance on the account's normal side. */
    Pico balance(int account) {
        Pico debits = balances.get(account);
        return kinds[account].isDebitNormal() ? debits : debits.negate();
    }

    int size() {
        return balances.size();
    }

    List<Account> list() {
        List<Account> result = new ArrayList<>();
        for (int account = 0; account < size(); account++) {
            AccountKind kind = kinds[account];
            result.add(
                    new Account(
                            nameOf(account),
                            kind,
                            names.operators.nameOf(books[account]),
                            names.assets.nameOf(assets[account]),
                            balance(account)));
        }
        return result;
    }

    /**
     * The same with the wallets of an operator as one account per kind and asset, named after the
     * operator: short however many wallets there are.
     */
    List<Account> listByOperator() {
        LongIntMap sumByKey = new LongIntMap();
        List<Integer> firstAccounts = new ArrayList<>();
        PicoArray sums = new PicoArray();
        for (int account = 0; account < size(); account++) {
            AccountKind kind = kinds[account];
            long key =
                    key(kind, books[account], kind.hasPeer() ? peers[account] : 0, assets[account]);
            int sum = sumByKey.get(key);
            if (sum == LongIntMap.ABSENT) {
                sum = sums.add();
                sumByKey.put(key, sum);
                firstAccounts.add(account);
            }
            sums.add(sum, balances.hi(account), balances.lo(account));
        }
        List<Account> result = new ArrayList<>();
        for (int sum = 0; sum < sums.size(); sum++) {
            int account = firstAccounts.get(sum);
            AccountKind kind = kinds[account];
            String book = names.operators.nameOf(books[account]);
            result.add(
                    new Account(
                            kind.isWallets() ? kind.wireName() + "/" + book : nameOf(account),
                            kind,
                            book,
                            names.assets.nameOf(assets[account]),
                            kind.isDebitNormal() ? sums.get(sum) : sums.get(sum).negate()));
        }
        return result;
    }

    /** Σ debits − Σ credits per book and asset: each is zero. */
    List<TrialBalance> trialBalances() {
        List<TrialBalance> result = new ArrayList<>();
        for (int book = 0; book < names.operators.size(); book++) {
            for (int asset = 0; asset < names.assets.size(); asset++) {
                int index = trialByBook.get((long) book << 12 | asset);
                if (index != LongIntMap.ABSENT) {
                    result.add(
                            new TrialBalance(
                                    names.operators.nameOf(book),
                                    names.assets.nameOf(asset),
                                    trial.get(index)));
                }
            }
        }
        return result;
    }

    private String nameOf(int account) {
        AccountKind kind = kinds[account];
        NameTable owner = kind.isWallets() ? names.wallets : names.operators;
        String name = kind.wireName() + "/" + owner.nameOf(owners[account]);
        return kind.hasPeer() ? name + "/" + names.operators.nameOf(peers[account]) : name;
    }

    void digestInto(StateDigest digest) {
        digest.number(size());
        for (int account = 0; account < size(); account++) {
            digest.number(kinds[account].ordinal())
                    .number(owners[account])
                    .number(peers[account])
                    .number(books[account])
                    .number(assets[account])
                    .amount(balances, account);
        }
    }

    void saveInto(StateWriter out) {
        out.section("accounts").amounts(balances).amounts(trial);
        byKey.saveInto(out);
        trialByBook.saveInto(out);
        // Keys hold the ordinals of kinds: a program with other kinds must not read them.
        out.texts(Arrays.stream(AccountKind.values()).map(AccountKind::name).toList());
        int[] ordinals = new int[size()];
        Arrays.setAll(ordinals, account -> kinds[account].ordinal());
        out.ints(ordinals).ints(owners, size()).ints(peers, size()).ints(books, size());
        out.ints(assets, size()).ints(trials, size()).number(outOfBalance);
    }

    void load(StateReader in) {
        in.section("accounts");
        in.amounts(balances);
        in.amounts(trial);
        byKey.load(in);
        trialByBook.load(in);
        List<AccountKind> all = List.of(AccountKind.values());
        if (!in.texts().equals(all.stream().map(AccountKind::name).toList())) {
            throw new StateFormatException("it has other kinds of accounts");
        }
        kinds = Arrays.stream(in.ints()).mapToObj(all::get).toArray(AccountKind[]::new);
        owners = in.ints();
        peers = in.ints();
        books = in.ints();
        assets = in.ints();
        trials = in.ints();
        outOfBalance = in.ref();
        growTo(Math.max(32, size()));
    }
}
