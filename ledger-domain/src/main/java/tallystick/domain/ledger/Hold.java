package tallystick.domain.ledger;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import tallystick.domain.HoldAnswer;
import tallystick.domain.HoldState;
import tallystick.domain.HoldTerms;
import tallystick.domain.LedgerCommand;
import tallystick.domain.money.Pico;
import tallystick.domain.rating.TariffVersion;
import tallystick.domain.usage.TokenClass;

/**
 * An authorisation as it stands. Its usage is told twice, by its owner's messages and by the
 * meter's records; what is charged is the larger of the two per class, so that neither order nor
 * repetition matters.
 */
final class Hold {

    /** How long after its deadline a commit still books the difference: 24 h. */
    static final long LATE_COMMIT_NANOS = 86_400_000_000_000L;

    private static final int OUTPUT_FROM = TokenClass.OUTPUT_TEXT.ordinal();
    private static final int OUTPUT_TO = TokenClass.OUTPUT_AUDIO.ordinal();

    /** A message and what it was answered. */
    record Exchange(LedgerCommand.Holds message, HoldAnswer answer, long position) {}

    final HoldTerms terms;
    final QuotaSubject subject;
    final int wallet;
    final int model;
    final int home;
    final int serving;
    final int jurisdiction;
    final TariffVersion retail;
    final @Nullable TariffVersion wholesale;
    final long openedAtEpochNanos;
    final List<Exchange> exchanges = new ArrayList<>();

    HoldState state = HoldState.OPEN;

    /** Whether anything is granted yet: an offer in the making is not. */
    boolean granted;

    int sequence;
    long validUntilEpochNanos;
    long closedAtEpochNanos;
    boolean last;
    boolean settledLate;
    long grantedOutputTokens;
    long tariffChangeAtEpochNanos;

    /** Cumulative tokens as last reported by a message, charged or not. */
    final long[] used = new long[TokenClass.COUNT];

    /** The part of {@link #used} that a message asked to charge. */
    final long[] committed = new long[TokenClass.COUNT];

    /** Tokens told by usage records that name the hold. */
    final long[] recorded = new long[TokenClass.COUNT];

    /** Tokens charged. */
    final long[] charged = new long[TokenClass.COUNT];

    Pico chargedRetail = Pico.ZERO;
    Pico chargedWholesale = Pico.ZERO;

    /** What is set aside: grants in draw order, overdraft, the caps' leg. */
    List<HeldShare> shares = List.of();

    Pico overdraft = Pico.ZERO;
    Pico wholesaleSetAside = Pico.ZERO;

    Hold(
            HoldTerms terms,
            QuotaSubject subject,
            int wallet,
            int model,
            int home,
            int serving,
            int jurisdiction,
            TariffVersion retail,
            @Nullable TariffVersion wholesale,
            long openedAtEpochNanos) {
        this.terms = terms;
        this.subject = subject;
        this.wallet = wallet;
        this.model = model;
        this.home = home;
        this.serving = serving;
        this.jurisdiction = jurisdiction;
        this.retail = retail;
        this.wholesale = wholesale;
        this.openedAtEpochNanos = openedAtEpochNanos;
    }

    boolean isOpen() {
        return state == HoldState.OPEN;
    }

    /** Whether a commit still books a difference after the deadline. */
    boolean takesLateCommit(long nowEpochNanos) {
        return state == HoldState.EXPIRED
                && !settledLate
                && nowEpochNanos - closedAtEpochNanos < LATE_COMMIT_NANOS;
    }

    long closesAtEpochNanos() {
        return openedAtEpochNanos + terms.maxLifetimeNanos();
    }

    /** The wallet's leg. */
    Pico setAside() {
        Pico sum = overdraft;
        for (HeldShare share : shares) {
            sum = sum.plus(share.amount());
        }
        return sum;
    }

    /** What is charged so far, as the basis of the next charge. */
    Charged charged() {
        return new Charged(charged.clone(), chargedRetail, chargedWholesale);
    }

    /** Tokens of a class that are granted and not yet used: input as estimated. */
    long outstandingInput(int tokenClass) {
        long known = Math.max(used[tokenClass], charged[tokenClass]);
        return granted ? Math.max(0, terms.inputTokens().get(tokenClass) - known) : 0;
    }

    /** Output tokens granted and not yet used. */
    long outstandingOutput() {
        return isOpen()
                ? Math.max(0, grantedOutputTokens - Math.max(output(used), output(charged)))
                : 0;
    }

    static long output(long[] tokens) {
        long sum = 0;
        for (int i = OUTPUT_FROM; i <= OUTPUT_TO; i++) {
            sum += tokens[i];
        }
        return sum;
    }

    /** The output class with the highest price, which slices are priced at; −1 for none priced. */
    int sliceClass(TariffVersion version) {
        int dearest = -1;
        long highest = TariffVersion.UNPRICED;
        for (int i = OUTPUT_FROM; i <= OUTPUT_TO; i++) {
            long price = highestPrice(version, i);
            if (price > highest) {
                highest = price;
                dearest = i;
            }
        }
        return dearest;
    }

    /** Price of an output token whose class is not known yet. */
    long slicePrice(TariffVersion version) {
        return highestPrice(version, sliceClass(version));
    }

    /** The highest price a token of the class can have. */
    long highestPrice(TariffVersion version, int tokenClass) {
        return version.highestPrice(model, jurisdiction, tokenClass);
    }

    /** Whether a version, if there is one, prices the class. */
    boolean isPriced(@Nullable TariffVersion version, int tokenClass) {
        return version == null || highestPrice(version, tokenClass) != TariffVersion.UNPRICED;
    }

    HoldAnswer answer(String tariff, String asset) {
        long granted = outstandingOutput();
        return new HoldAnswer(
                terms.hold(),
                sequence,
                state,
                tariff,
                asset,
                setAside(),
                chargedRetail,
                granted,
                granted / 8,
                validUntilEpochNanos,
                last,
                tariffChangeAtEpochNanos);
    }

    void digestInto(StateDigest digest) {
        digest.text(terms.toString())
                .number(retail.ref())
                .number(wholesale == null ? -1 : wholesale.ref())
                .number(openedAtEpochNanos)
                .number(state.ordinal())
                .number(sequence)
                .number(validUntilEpochNanos)
                .number(closedAtEpochNanos)
                .number(last ? 1 : 0)
                .number(settledLate ? 1 : 0)
                .number(grantedOutputTokens)
                .text(Arrays.toString(used))
                .text(Arrays.toString(committed))
                .text(Arrays.toString(recorded))
                .text(Arrays.toString(charged))
                .text(chargedRetail.toString())
                .text(chargedWholesale.toString())
                .text(shares.toString())
                .text(overdraft.toString())
                .text(wholesaleSetAside.toString());
        exchanges.forEach(exchange -> digest.text(exchange.toString()));
    }

    void saveInto(StateWriter out) {
        SavedTerms.write(out, terms);
        out.text(subject.operator()).text(subject.tenant()).text(subject.wallet());
        out.text(subject.apiKey()).text(subject.model()).text(subject.jurisdiction());
        out.number(wallet).number(model).number(home).number(serving).number(jurisdiction);
        out.number(retail.ref()).number(wholesale == null ? -1 : wholesale.ref());
        out.number(openedAtEpochNanos).symbol(state).flag(granted).number(sequence);
        out.number(validUntilEpochNanos).number(closedAtEpochNanos).flag(last).flag(settledLate);
        out.number(grantedOutputTokens).number(tariffChangeAtEpochNanos);
        out.longs(used).longs(committed).longs(recorded).longs(charged);
        out.amount(chargedRetail).amount(chargedWholesale).number(shares.size());
        shares.forEach(share -> out.number(share.grant()).amount(share.amount()));
        out.amount(overdraft).amount(wholesaleSetAside).number(exchanges.size());
        for (Exchange exchange : exchanges) {
            SavedTerms.write(out, exchange.message());
            SavedTerms.write(out, exchange.answer());
            out.number(exchange.position());
        }
    }

    static Hold load(StateReader in, IntFunction<TariffVersion> versions) {
        HoldTerms terms = SavedTerms.hold(in);
        QuotaSubject subject =
                new QuotaSubject(
                        in.text(), in.text(), in.text(), in.optionalText(), in.text(), in.text());
        int wallet = in.ref();
        int model = in.ref();
        int home = in.ref();
        int serving = in.ref();
        int jurisdiction = in.ref();
        TariffVersion retail = versions.apply(in.ref());
        int wholesale = in.ref();
        Hold hold =
                new Hold(
                        terms,
                        subject,
                        wallet,
                        model,
                        home,
                        serving,
                        jurisdiction,
                        retail,
                        wholesale < 0 ? null : versions.apply(wholesale),
                        in.number());
        hold.loadState(in);
        return hold;
    }

    private void loadState(StateReader in) {
        state = in.symbol(HoldState.class);
        granted = in.flag();
        sequence = in.ref();
        validUntilEpochNanos = in.number();
        closedAtEpochNanos = in.number();
        last = in.flag();
        settledLate = in.flag();
        grantedOutputTokens = in.number();
        tariffChangeAtEpochNanos = in.number();
        for (long[] tokens : List.of(used, committed, recorded, charged)) {
            System.arraycopy(in.longs(tokens.length), 0, tokens, 0, tokens.length);
        }
        chargedRetail = in.amount();
        chargedWholesale = in.amount();
        shares = List.copyOf(in.list(() -> new HeldShare(in.ref(), in.amount())));
        overdraft = in.amount();
        wholesaleSetAside = in.amount();
        exchanges.addAll(
                in.list(
                        () ->
                                new Exchange(
                                        SavedTerms.holdMessage(in),
                                        SavedTerms.holdAnswer(in),
                                        in.number())));
    }
}
