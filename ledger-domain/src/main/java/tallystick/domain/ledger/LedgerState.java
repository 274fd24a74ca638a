package tallystick.domain.ledger;

import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import tallystick.domain.AgreementTerms;
import tallystick.domain.HoldAnswer;
import tallystick.domain.HoldTerms;
import tallystick.domain.LedgerEvent;
import tallystick.domain.LedgerEvent.UsageRecorded;
import tallystick.domain.money.Pico;
import tallystick.domain.quota.QuotaTerms;
import tallystick.domain.quota.QuotaUse;
import tallystick.domain.rating.TariffTerms;
import tallystick.domain.rating.TariffVersion;
import tallystick.domain.settlement.AgreementConditions;
import tallystick.domain.settlement.AppliedTerms;
import tallystick.domain.settlement.FxTerms;
import tallystick.domain.settlement.GapReport;
import tallystick.domain.settlement.SignedFixing;
import tallystick.domain.settlement.Statement;
import tallystick.domain.settlement.WindowConversion;
import tallystick.domain.usage.UsageHistory;
import tallystick.domain.usage.UsageRecord;

/**
 * The state of the ledger: what evolve makes of the events. Replaying the same events on any
 * machine gives the same {@link #digest}. One thread owns it; {@link #names} alone may be read by
 * others.
 */
public final class LedgerState {

    /** Of a saved state: another one is not read but made again from the journal. */
    static final int FORMAT = 5;

    /** Most usage records that room is made for ahead: see {@link #reserve}. */
    public static final long MAX_RESERVED_RECORDS = 1_000_000_000;

    final Names names = new Names();
    final Accounts accounts = new Accounts(names);
    final TariffBook tariffs = new TariffBook(names);
    final AgreementBook agreements = new AgreementBook(names);
    final WalletBook wallets = new WalletBook(names, accounts);
    final WindowBook windows = new WindowBook(names);
    final ClosingBook closings = new ClosingBook();
    final DisputeBook disputes = new DisputeBook();
    final DefaultBook defaults = new DefaultBook();
    final IdentityIndex identities = new IdentityIndex();
    final NumberedIdentities numbered;
    final FingerprintLog fingerprints = new FingerprintLog();
    final RequestLog requests = new RequestLog();
    final ReferenceBook reference = new ReferenceBook(names);
    final UsageTotals totals = new UsageTotals();
    final TierBook tiers = new TierBook(tariffs);
    final HoldBook holds = new HoldBook(names, accounts, wallets);
    final QuotaBook quotas = new QuotaBook(names);
    final CapBook caps = new CapBook(names, accounts, this::openCredit);
    final SuspenseBook suspense = new SuspenseBook();
    final AmendmentBook amendments;
    final ScheduleBook schedules = new ScheduleBook();
    final StreamBook streams = new StreamBook();
    final FxBook fx = new FxBook();
    final CapAlerts capAlerts = new CapAlerts(names, caps);
    final TermBook terms = new TermBook(names, agreements, tariffs, windows);
    private final UsageHistory history;

    private final Evolve evolve = new Evolve(this);
    private long lastPosition = -1;
    private long lastRecordedEpochNanos = Long.MIN_VALUE;

    /** A ledger that never has to look a recorded event up again. */
    public LedgerState() {
        this(UsageHistory.NONE);
    }

    /**
     * @param history the records behind the positions that corrections, re-rating and repetitions
     *     of old records refer to
     */
    public LedgerState(UsageHistory history) {
        this(history, NumberedIdentities.RECENT);
    }

    /**
     * @param recent how many records of numbering sources one table of identities takes
     */
    LedgerState(UsageHistory history, int recent) {
        this.history = history;
        this.numbered = new NumberedIdentities(recent);
        this.amendments = new AmendmentBook(history);
    }

    /** The dense numbers of names: safe to read from any thread. */
    public Names names() {
        return names;
    }

    /**
     * Makes room to remember so many usage records in all, so that remembering them allocates
     * nothing: some 28 bytes each, at once.
     *
     * @param records 0 … 1,000,000,000
     * @throws IllegalArgumentException when it is out of range
     */
    public void reserve(long records) {
        if (records < 0 || records > MAX_RESERVED_RECORDS) {
            throw new IllegalArgumentException("records must be 0 … 1000000000");
        }
        identities.reserve(records);
    }

    /** Journal position of the last event applied; −1 for none. */
    public long lastPosition() {
        return lastPosition;
    }

    /** Recorded time of the last event applied; {@link Long#MIN_VALUE} for none. */
    public long lastRecordedEpochNanos() {
        return lastRecordedEpochNanos;
    }

    /**
     * Applies an event.
     *
     * @param firstPosition its journal position, or that of the run's first record
     * @param recordedEpochNanos when the sequencer took it in, nanoseconds since 1970
     * @throws IllegalStateException when positions have a gap, or books do not balance afterwards:
     *     the journal or the ledger is broken
     */
    public void evolve(LedgerEvent event, long firstPosition, long recordedEpochNanos) {
        if (event instanceof UsageRecorded run) {
            run.records().forEach(this::evolveUsage);
            return;
        }
        advance(firstPosition, recordedEpochNanos);
        evolve.apply(event, firstPosition);
        alertOf(event);
        requireBalanced();
    }

    /**
     * Applies one decided or decoded usage record; allocates nothing.
     *
     * @throws IllegalStateException as {@link #evolve}
     */
    public void evolveUsage(UsageRecord usage) {
        advance(usage.position, usage.recordedEpochNanos);
        evolve.usage(usage);
        if (usage.isRoaming() && !caps.isEmpty()) {
            capAlerts.lookAt(
                    usage.homeRef,
                    usage.servingRef,
                    tariffs.version(usage.wholesaleVersionRef).assetRef());
        }
        requireBalanced();
    }

    /**
     * Passes over a position that holds an event of the application, not of the ledger.
     *
     * @throws IllegalStateException when positions have a gap
     */
    public void skip(long position, long recordedEpochNanos) {
        advance(position, recordedEpochNanos);
    }

    /** Only what an event may have changed is looked at. */
    private void alertOf(LedgerEvent event) {
        switch (event) {
            case LedgerEvent.Settlement _, LedgerEvent.Caps _ -> capAlerts.lookAtAll();
            case LedgerEvent.Holds e -> {
                Hold hold = holds.find(e.hold());
                if (hold != null && hold.wholesale != null) {
                    capAlerts.lookAt(hold.home, hold.serving, hold.wholesale.assetRef());
                }
            }
            case LedgerEvent.Reference _,
                    LedgerEvent.Wallets _,
                    LedgerEvent.Quotas _,
                    LedgerEvent.Rerating _,
                    LedgerEvent.UsageRecorded _,
                    LedgerEvent.RequestAnswered _ -> {
                // Changes no exposure; usage is looked at record by record.
            }
        }
    }

    private void advance(long position, long recordedEpochNanos) {
        if (position != lastPosition + 1) {
            throw new IllegalStateException(
                    "position " + position + " does not follow " + lastPosition);
        }
        lastPosition = position;
        lastRecordedEpochNanos = recordedEpochNanos;
    }

    private void requireBalanced() {
        if (!accounts.isBalanced()) {
            throw new IllegalStateException("books out of balance at position " + lastPosition);
        }
    }

    /** Whether Σ debits = Σ credits in every book and asset. */
    public boolean isBalanced() {
        return accounts.isBalanced();
    }

    /** Σ debits − Σ credits per book and asset. */
    public List<TrialBalance> trialBalances() {
        return accounts.trialBalances();
    }

    /** Every ledger account with its balance, in order of opening. */
    public List<Account> accounts() {
        return accounts.list();
    }

    /**
     * Every ledger account with its balance, wallets summed by operator, as {@code wallet/op-kr}.
     */
    public List<Account> accountsByOperator() {
        return accounts.listByOperator();
    }

    /** Running totals of usage. */
    public UsageTotals totals() {
        return totals;
    }

    /**
     * A wallet's posted balance.
     *
     * @throws IllegalArgumentException when the wallet is unknown
     */
    public Pico posted(String wallet) {
        return postedOf(walletRef(wallet));
    }

    Pico postedOf(int wallet) {
        return accounts.balance(wallets.walletAccount(wallet))
                .plus(accounts.balance(wallets.heldAccount(wallet)));
    }

    /**
     * What is set aside of a wallet for open holds.
     *
     * @throws IllegalArgumentException when the wallet is unknown
     */
    public Pico held(String wallet) {
        return accounts.balance(wallets.heldAccount(walletRef(wallet)));
    }

    /**
     * What a hold was last answered, null when it is not kept: it never was, or it ended more than
     * a day ago.
     */
    public @Nullable HoldAnswer holdAnswer(String hold) {
        Hold found = holds.find(hold);
        return found == null ? null : found.exchanges.getLast().answer();
    }

    /**
     * What a hold's message was answered first, null when it is not kept: there never was one, or
     * the hold ended more than a day ago.
     *
     * @param sequence of the message, 0 for the opening
     */
    public @Nullable HoldAnswer holdAnswer(String hold, int sequence) {
        Hold found = holds.find(hold);
        return found == null || sequence >= found.exchanges.size()
                ? null
                : found.exchanges.get(sequence).answer();
    }

    /** Whether any quota is set. */
    public boolean hasQuotas() {
        return !quotas.isEmpty();
    }

    /**
     * How far the quotas are used that count a hold, empty when the hold is not kept.
     *
     * @param nowEpochNanos in whose period, nanoseconds since 1970
     */
    public List<QuotaUse> quotaUses(String hold, long nowEpochNanos) {
        Hold found = holds.find(hold);
        return found == null ? List.of() : quotas.uses(found.subject, nowEpochNanos);
    }

    /** The wallet that a grant was given to, null when there is no such grant. */
    public @Nullable String walletOfGrant(String grant) {
        int ref = names.grants.refOf(grant);
        return ref < 0 ? null : names.wallets.nameOf(wallets.walletOfGrant(ref));
    }

    /**
     * The operator whose customer a wallet is.
     *
     * @throws IllegalArgumentException when the wallet is unknown
     */
    public String operatorOfWallet(String wallet) {
        return names.operators.nameOf(wallets.operator(walletRef(wallet)));
    }

    /**
     * What a wallet is counted in.
     *
     * @throws IllegalArgumentException when the wallet is unknown
     */
    public String assetOfWallet(String wallet) {
        return names.assets.nameOf(wallets.asset(walletRef(wallet)));
    }

    /** The country of an operator, ISO 3166-1 alpha-2; empty when there is no such operator. */
    public String countryOf(String operator) {
        int ref = names.operators.refOf(operator);
        return ref < 0 ? "" : Jurisdiction.unpack(reference.countryOf(ref));
    }

    /** The terms of a tariff version by its dense number, as published. */
    public TariffTerms tariffTerms(int versionRef) {
        return tariffs.terms(versionRef);
    }

    /** Whose a wallet is, null when there is no such wallet. */
    public @Nullable WalletOwner ownerOf(String wallet) {
        int ref = names.wallets.refOf(wallet);
        return ref < 0
                ? null
                : new WalletOwner(
                        names.tenants.nameOf(wallets.tenant(ref)),
                        names.operators.nameOf(wallets.operator(ref)));
    }

    /** The home operator of a tenant, null when there is no such tenant. */
    public @Nullable String operatorOfTenant(String tenant) {
        int ref = names.tenants.refOf(tenant);
        return ref < 0 ? null : names.operators.nameOf(reference.operatorOfTenant(ref));
    }

    /**
     * The wallet of a hold, null when it is not kept: it never was, or ended more than a day ago.
     */
    public @Nullable String walletOfHold(String hold) {
        Hold found = holds.find(hold);
        return found == null ? null : found.terms.wallet();
    }

    /** The statement that a dispute is over, null when there is no such dispute. */
    public @Nullable String statementOfDispute(String dispute) {
        Dispute found = disputes.find(dispute);
        return found == null ? null : found.statement;
    }

    /** A quota's terms as last set, null when there is no such quota. */
    public @Nullable QuotaTerms quotaTerms(String quota) {
        Quota found = quotas.find(quota);
        return found == null ? null : found.terms();
    }

    /** How many holds are open. */
    public int openHolds() {
        return holds.openCount();
    }

    /**
     * Usage that waits in suspense.
     *
     * @param afterPosition only what was recorded later
     * @param limit at most so many, oldest first
     */
    public List<SuspendedUsage> suspended(long afterPosition, int limit) {
        return suspense.after(afterPosition, limit);
    }

    /**
     * The earliest stored deadline, {@link Long#MAX_VALUE} when there is none: what is due must be
     * passed before anything else is decided.
     */
    public long nextDeadlineEpochNanos() {
        if (!capAlerts.pending().isEmpty()) {
            return lastRecordedEpochNanos;
        }
        return Math.min(
                Math.min(
                        holds.nextDeadline(),
                        Math.min(wallets.deadlines().next(), wallets.notices().next())),
                Math.min(
                        Math.min(defaults.nextDeadline(), schedules.nextDeadline()),
                        Math.min(closings.nextDeadline(), disputes.nextDeadline())));
    }

    /** How complete a window is, null when there is no such window. */
    public @Nullable GapReport gapReport(String window) {
        Window found = windows.find(window);
        return found == null ? null : streams.report(found, this);
    }

    /** Windows that take their own steps and wait for their seal, in order of name. */
    public List<String> windowsToSeal() {
        return schedules.toSeal(windows);
    }

    Hold holdOf(
            HoldTerms terms,
            int factory,
            TariffVersion retail,
            @Nullable TariffVersion wholesale,
            long openedAtEpochNanos) {
        int wallet = walletRef(terms.wallet());
        int home = wallets.operator(wallet);
        int jurisdiction = reference.jurisdictionOf(factory);
        QuotaSubject subject =
                new QuotaSubject(
                        names.operators.nameOf(home),
                        names.tenants.nameOf(wallets.tenant(wallet)),
                        terms.wallet(),
                        terms.apiKey(),
                        terms.model(),
                        Jurisdiction.unpack(jurisdiction));
        return new Hold(
                terms,
                subject,
                wallet,
                names.models.refOf(terms.model()),
                home,
                reference.operatorOfFactory(factory),
                jurisdiction,
                retail,
                wholesale,
                openedAtEpochNanos);
    }

    /**
     * What others have come to owe an operator in windows that are still open, and are not in
     * default themselves: from the cut-off on a credit covers nothing until it is paid.
     */
    private Pico openCredit(int operator, int asset) {
        Pico sum = Pico.ZERO;
        for (Window window : windows.openOnes()) {
            sum = sum.plus(window.owedTo(operator, asset, tariffs, names, defaults::isSuspended));
        }
        return sum;
    }

    /** Changes a hold so that the legs of quotas and caps follow. */
    void changeLegs(Hold hold, Runnable change) {
        quotas.setAside(hold, true);
        Pico before = hold.wholesaleSetAside;
        change.run();
        quotas.setAside(hold, false);
        if (hold.wholesale != null) {
            caps.hold(
                    hold.home,
                    hold.serving,
                    hold.wholesale.assetRef(),
                    hold.wholesaleSetAside.minus(before));
        }
    }

    /**
     * What a wallet owes for usage beyond its overdraft.
     *
     * @throws IllegalArgumentException when the wallet is unknown
     */
    public Pico shortfall(String wallet) {
        return accounts.balance(wallets.shortfallAccount(walletRef(wallet)));
    }

    private int walletRef(String wallet) {
        int ref = names.wallets.refOf(wallet);
        if (ref < 0) {
            throw new IllegalArgumentException("unknown wallet");
        }
        return ref;
    }

    /**
     * Position of the record with a record's source and id, −1 when it was never recorded. Exact
     * for what every source sends; of sources that number their records see {@link
     * NumberedIdentities}.
     */
    long firstOf(UsageRecord usage) {
        int seen = identities.find(usage.keyHi, usage.keyLo);
        if (seen != IdentityIndex.ABSENT) {
            return identities.position(seen);
        }
        if (numbered.isEmpty()) {
            return -1;
        }
        int source = names.texts.refOf(usage.source, usage.sourceRef);
        return source == UsageRecord.NO_REF ? -1 : numbered.find(source, usage, history);
    }

    /**
     * Position of the record that a record corrects or voids, −1 when it is not known. What a
     * numbering source sent long ago is known when the sender's guess of its position is right.
     */
    long correctedBy(UsageRecord usage) {
        int seen = identities.find(usage.correctsKeyHi, usage.correctsKeyLo);
        if (seen != IdentityIndex.ABSENT) {
            return identities.position(seen);
        }
        long recent = numbered.findRecent(usage.correctsKeyHi, usage.correctsKeyLo);
        long guess = usage.correctsPosition;
        if (recent >= 0 || guess < 0 || guess > lastPosition) {
            return recent;
        }
        UsageRecord guessed = history.at(guess);
        return guessed.source.equals(usage.correctsSource) && guessed.id.equals(usage.correctsId)
                ? guess
                : -1;
    }

    /** Remembers that a record was recorded. */
    void remember(UsageRecord usage) {
        if (usage.sequence >= 0 && !usage.source.startsWith(UsageRecord.RESERVED_SOURCES)) {
            int source = names.texts.refOf(usage.source, usage.sourceRef);
            if (source != UsageRecord.NO_REF) {
                numbered.put(source, usage);
                return;
            }
        }
        identities.put(usage.keyHi, usage.keyLo, usage.position);
    }

    /** The fingerprint of the record at a position. */
    long fingerprintAt(long position) {
        return fingerprints.has(position)
                ? fingerprints.at(position)
                : history.fingerprint(position);
    }

    /** A window's statements in canonical order, none before they are calculated. */
    public List<Statement> statementsOf(String window) {
        Window found = windows.find(window);
        return found == null ? List.of() : List.copyOf(found.statements);
    }

    /** What a window's nets were converted to, null when nothing was. */
    public @Nullable WindowConversion conversionOf(String window) {
        return fx.conversionOf(window);
    }

    /** The hash of a window that is to be approved, empty before it is netted. */
    public String askedHash(String window) {
        Closing closing = closings.find(window);
        return closing == null ? "" : closing.askedHash;
    }

    /** Recorded fixings, in order of source, pair and instant. */
    public List<SignedFixing> fxFixings() {
        return fx.fixings();
    }

    /** Fixing sources with their keys, in order of name. */
    public SortedMap<String, String> fxSources() {
        return fx.sources();
    }

    /** Who settles in one currency, by settlement model, as last set. */
    public SortedMap<String, FxTerms> fxTerms() {
        return fx.terms();
    }

    /** What agreements' conditions did in a window; empty before it is calculated. */
    public List<AppliedTerms> appliedTerms(String window) {
        return terms.appliedIn(window);
    }

    /** The conditions of a version of an agreement, {@link AgreementConditions#NONE} for none. */
    public AgreementConditions conditionsOf(AgreementTerms version) {
        return terms.of(version);
    }

    /** How many usage records wait in suspense. */
    public int suspendedCount() {
        return suspense.size();
    }

    /** How many usage records are known by their identity at once. */
    public long rememberedRecords() {
        return identities.size() + numbered.size();
    }

    /** Bytes that the tables of identities take: most of a ledger with many records. */
    public long identityBytes() {
        return identities.bytes() + numbered.bytes();
    }

    /** SHA-256 over the whole state, hex: equal states have equal digests. */
    public String digest() {
        StateDigest digest = new StateDigest();
        digest.number(lastPosition);
        digest.names(names.operators).names(names.factories).names(names.models);
        digest.names(names.tenants).names(names.tariffs).names(names.agreements);
        digest.names(names.wallets).names(names.grants).names(names.windows);
        digest.names(names.tariffVersions).names(names.assets);
        digest.names(names.settlementModels).names(names.texts);
        reference.digestInto(digest);
        accounts.digestInto(digest);
        tariffs.digestInto(digest);
        agreements.digestInto(digest);
        wallets.digestInto(digest);
        windows.digestInto(digest);
        closings.digestInto(digest);
        disputes.digestInto(digest);
        defaults.digestInto(digest);
        identities.digestInto(digest);
        numbered.digestInto(digest);
        fingerprints.digestInto(digest);
        requests.digestInto(digest);
        totals.digestInto(digest);
        tiers.digestInto(digest);
        holds.digestInto(digest);
        quotas.digestInto(digest);
        caps.digestInto(digest);
        suspense.digestInto(digest);
        amendments.digestInto(digest);
        schedules.digestInto(digest);
        streams.digestInto(digest);
        fx.digestInto(digest);
        terms.digestInto(digest);
        capAlerts.digestInto(digest);
        return digest.hex();
    }

    /**
     * Writes everything that later decisions and the digest depend on, save what the journal is
     * asked for. Whoever adds a field to a book saves it here and raises {@link #FORMAT}; so does
     * who changes what is kept in one, such as how identities are computed.
     */
    public void saveInto(StateWriter out) {
        out.section("ledger").number(FORMAT).number(lastPosition).number(lastRecordedEpochNanos);
        names.saveInto(out);
        reference.saveInto(out);
        accounts.saveInto(out);
        tariffs.saveInto(out);
        agreements.saveInto(out);
        wallets.saveInto(out);
        windows.saveInto(out);
        closings.saveInto(out);
        disputes.saveInto(out);
        defaults.saveInto(out);
        identities.saveInto(out);
        numbered.saveInto(out);
        fingerprints.saveInto(out);
        requests.saveInto(out);
        totals.saveInto(out);
        tiers.saveInto(out);
        holds.saveInto(out);
        quotas.saveInto(out);
        caps.saveInto(out);
        suspense.saveInto(out);
        amendments.saveInto(out);
        schedules.saveInto(out);
        streams.saveInto(out);
        wallets.notices().saveInto(out);
        fx.saveInto(out);
        terms.saveInto(out);
        capAlerts.saveInto(out);
        out.section("end");
    }

    /**
     * The ledger that was saved; going on from it is going on from the saved one.
     *
     * @param history the records behind its positions, the fingerprints of all of them included
     * @throws StateFormatException the bytes are not a saved ledger of this program's format
     */
    public static LedgerState load(StateReader in, UsageHistory history) {
        in.section("ledger");
        long format = in.number();
        if (format != FORMAT) {
            throw new StateFormatException(
                    "it has format " + format + ", this program reads " + FORMAT);
        }
        LedgerState state = new LedgerState(history);
        state.lastPosition = in.number();
        state.lastRecordedEpochNanos = in.number();
        state.names.load(in);
        state.reference.load(in);
        state.accounts.load(in);
        state.tariffs.load(in);
        state.agreements.load(in);
        state.wallets.load(in);
        state.windows.load(in);
        state.closings.load(in);
        state.disputes.load(in);
        state.defaults.load(in);
        state.identities.load(in);
        state.numbered.load(in);
        state.fingerprints.load(in);
        state.requests.load(in);
        state.totals.load(in);
        state.tiers.load(in);
        state.holds.load(in, state.tariffs::version);
        state.quotas.load(in);
        state.caps.load(in);
        state.suspense.load(in);
        state.amendments.load(in);
        state.schedules.load(in);
        state.streams.load(in);
        state.wallets.notices().load(in);
        state.fx.load(in);
        state.terms.load(in);
        state.capAlerts.load(in);
        in.section("end");
        return state;
    }
}
