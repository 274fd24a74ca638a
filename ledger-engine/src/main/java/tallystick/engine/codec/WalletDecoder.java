package tallystick.engine.codec;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tallystick.domain.GrantKind;
import tallystick.domain.GrantShare;
import tallystick.domain.GrantTerms;
import tallystick.domain.LedgerEvent.Wallets;
import tallystick.domain.WalletTerms;
import tallystick.domain.money.Pico;
import tallystick.engine.codec.sbe.AlertsSetDecoder;
import tallystick.engine.codec.sbe.AutoTopUpSetDecoder;
import tallystick.engine.codec.sbe.CreditTransferredDecoder;
import tallystick.engine.codec.sbe.GrantExpiredDecoder;
import tallystick.engine.codec.sbe.GrantExpiringDecoder;
import tallystick.engine.codec.sbe.GrantIssuedDecoder;
import tallystick.engine.codec.sbe.GrantVoidedDecoder;
import tallystick.engine.codec.sbe.WalletOpenedDecoder;
import tallystick.engine.codec.sbe.WalletResumedDecoder;
import tallystick.engine.codec.sbe.WalletSuspendedDecoder;

/** Turns leaves of wallets and grants back into events. */
final class WalletDecoder {

    private static final GrantKind[] GRANT_KINDS = GrantKind.values();

    private WalletDecoder() {}

    static Wallets opened(LeafBody at) {
        WalletOpenedDecoder body = new WalletOpenedDecoder();
        body.wrapAndApplyHeader(at.buffer(), at.offset(), at.header());
        Pico overdraftLimit = EventDecoder.pico(body.overdraftLimit());
        List<String> allowed = new ArrayList<>();
        for (WalletOpenedDecoder.AllowedJurisdictionsDecoder one : body.allowedJurisdictions()) {
            allowed.add(one.jurisdiction());
        }
        WalletTerms terms =
                new WalletTerms(
                        body.wallet(),
                        body.tenant(),
                        body.asset(),
                        body.tariff(),
                        overdraftLimit,
                        allowed);
        Wallets event = new Wallets.WalletOpened(terms);
        return at.whole(body.encodedLength(), event);
    }

    static Wallets issued(LeafBody at) {
        GrantIssuedDecoder body = new GrantIssuedDecoder();
        body.wrapAndApplyHeader(at.buffer(), at.offset(), at.header());
        List<String> models = new ArrayList<>();
        for (GrantIssuedDecoder.AppliesToDecoder one : body.appliesTo()) {
            models.add(one.model());
        }
        GrantTerms.Rollover rollover = null;
        for (GrantIssuedDecoder.RolloverDecoder one : body.rollover()) {
            requireOne(rollover);
            rollover =
                    new GrantTerms.Rollover(one.shareBasisPoints(), one.periodNanos(), one.times());
        }
        GrantTerms terms =
                new GrantTerms(
                        body.grant(),
                        body.wallet(),
                        EventDecoder.pico(body.amount()),
                        body.asset(),
                        GRANT_KINDS[body.kind()],
                        body.priority(),
                        body.effectiveAtEpochNanos(),
                        body.expiresAtEpochNanos(),
                        models,
                        rollover);
        Wallets event =
                new Wallets.GrantIssued(
                        terms,
                        EventDecoder.pico(body.overdraftRepaid()),
                        EventDecoder.pico(body.shortfallRepaid()));
        return at.whole(body.encodedLength(), event);
    }

    /** What may be absent comes once at most, so that the same bytes are written again. */
    private static void requireOne(@Nullable Object before) {
        if (before != null) {
            throw new LeafDamagedException("two of what comes once");
        }
    }

    static Wallets expired(LeafBody at) {
        GrantExpiredDecoder body = new GrantExpiredDecoder();
        body.wrapAndApplyHeader(at.buffer(), at.offset(), at.header());
        Pico lapsed = EventDecoder.pico(body.lapsed());
        Pico carried = EventDecoder.pico(body.carried());
        GrantTerms successor = successor(body.successor());
        Wallets event = new Wallets.GrantExpired(body.grant(), lapsed, carried, successor);
        return at.whole(body.encodedLength(), event);
    }

    private static @Nullable GrantTerms successor(GrantExpiredDecoder.SuccessorDecoder group) {
        GrantTerms terms = null;
        for (GrantExpiredDecoder.SuccessorDecoder from : group) {
            requireOne(terms);
            Pico amount = EventDecoder.pico(from.amount());
            GrantKind kind = GRANT_KINDS[from.kind()];
            int priority = from.priority();
            long effectiveAt = from.effectiveAtEpochNanos();
            long expiresAt = from.expiresAtEpochNanos();
            List<String> models = new ArrayList<>();
            for (GrantExpiredDecoder.SuccessorDecoder.AppliesToDecoder one : from.appliesTo()) {
                models.add(one.model());
            }
            GrantTerms.Rollover rollover = null;
            for (GrantExpiredDecoder.SuccessorDecoder.RolloverDecoder one : from.rollover()) {
                requireOne(rollover);
                rollover =
                        new GrantTerms.Rollover(
                                one.shareBasisPoints(), one.periodNanos(), one.times());
            }
            terms =
                    new GrantTerms(
                            from.grant(),
                            from.wallet(),
                            amount,
                            from.asset(),
                            kind,
                            priority,
                            effectiveAt,
                            expiresAt,
                            models,
                            rollover);
        }
        return terms;
    }

    static Wallets voided(LeafBody at) {
        GrantVoidedDecoder body = new GrantVoidedDecoder();
        body.wrapAndApplyHeader(at.buffer(), at.offset(), at.header());
        Pico amount = EventDecoder.pico(body.amount());
        Wallets event = new Wallets.GrantVoided(body.grant(), amount, body.reason());
        return at.whole(body.encodedLength(), event);
    }

    static Wallets expiring(LeafBody at) {
        GrantExpiringDecoder body = new GrantExpiringDecoder();
        body.wrapAndApplyHeader(at.buffer(), at.offset(), at.header());
        Pico left = EventDecoder.pico(body.left());
        long expires = body.expiresAtEpochNanos();
        Wallets event = new Wallets.GrantExpiring(body.grant(), left, expires);
        return at.whole(body.encodedLength(), event);
    }

    static Wallets transferred(LeafBody at) {
        CreditTransferredDecoder body = new CreditTransferredDecoder();
        body.wrapAndApplyHeader(at.buffer(), at.offset(), at.header());
        Pico overdraftRepaid = EventDecoder.pico(body.overdraftRepaid());
        Pico shortfallRepaid = EventDecoder.pico(body.shortfallRepaid());
        List<GrantShare> shares = new ArrayList<>();
        for (CreditTransferredDecoder.SharesDecoder one : body.shares()) {
            Pico amount = EventDecoder.pico(one.amount());
            shares.add(new GrantShare(one.grant(), amount));
        }
        Wallets event =
                new Wallets.CreditTransferred(
                        body.transfer(),
                        body.fromWallet(),
                        body.toWallet(),
                        body.asset(),
                        shares,
                        overdraftRepaid,
                        shortfallRepaid);
        return at.whole(body.encodedLength(), event);
    }

    static Wallets topUp(LeafBody at) {
        AutoTopUpSetDecoder body = new AutoTopUpSetDecoder();
        body.wrapAndApplyHeader(at.buffer(), at.offset(), at.header());
        Pico threshold = EventDecoder.pico(body.threshold());
        Pico amount = EventDecoder.pico(body.amount());
        Wallets event = new Wallets.AutoTopUpSet(body.wallet(), threshold, amount);
        return at.whole(body.encodedLength(), event);
    }

    static Wallets alerts(LeafBody at) {
        AlertsSetDecoder body = new AlertsSetDecoder();
        body.wrapAndApplyHeader(at.buffer(), at.offset(), at.header());
        List<Pico> thresholds = new ArrayList<>();
        for (AlertsSetDecoder.ThresholdsDecoder one : body.thresholds()) {
            thresholds.add(EventDecoder.pico(one.threshold()));
        }
        Wallets event = new Wallets.AlertsSet(body.wallet(), thresholds);
        return at.whole(body.encodedLength(), event);
    }

    static Wallets suspended(LeafBody at) {
        WalletSuspendedDecoder body = new WalletSuspendedDecoder();
        body.wrapAndApplyHeader(at.buffer(), at.offset(), at.header());
        Wallets event = new Wallets.WalletSuspended(body.wallet(), body.reason());
        return at.whole(body.encodedLength(), event);
    }

    static Wallets resumed(LeafBody at) {
        WalletResumedDecoder body = new WalletResumedDecoder();
        body.wrapAndApplyHeader(at.buffer(), at.offset(), at.header());
        Wallets event = new Wallets.WalletResumed(body.wallet());
        return at.whole(body.encodedLength(), event);
    }
}
