package tallystick.engine.codec;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tallystick.domain.GrantShare;
import tallystick.domain.GrantTerms;
import tallystick.domain.LedgerEvent.Wallets;
import tallystick.domain.WalletTerms;
import tallystick.domain.money.Pico;
import tallystick.engine.codec.sbe.AlertsSetEncoder;
import tallystick.engine.codec.sbe.AutoTopUpSetEncoder;
import tallystick.engine.codec.sbe.CreditTransferredEncoder;
import tallystick.engine.codec.sbe.GrantExpiredEncoder;
import tallystick.engine.codec.sbe.GrantExpiringEncoder;
import tallystick.engine.codec.sbe.GrantIssuedEncoder;
import tallystick.engine.codec.sbe.GrantVoidedEncoder;
import tallystick.engine.codec.sbe.MessageHeaderEncoder;
import tallystick.engine.codec.sbe.WalletOpenedEncoder;
import tallystick.engine.codec.sbe.WalletResumedEncoder;
import tallystick.engine.codec.sbe.WalletSuspendedEncoder;

/** Turns the events of wallets and grants into leaves. One thread. */
final class WalletEncoder {

    private static final int HEADER = MessageHeaderEncoder.ENCODED_LENGTH;

    private final MessageHeaderEncoder header = new MessageHeaderEncoder();

    int encode(Wallets event, Leaf leaf) {
        return switch (event) {
            case Wallets.WalletOpened e -> opened(e.terms(), leaf);
            case Wallets.GrantIssued e -> issued(e, leaf);
            case Wallets.GrantExpired e -> expired(e, leaf);
            case Wallets.GrantExpiring e -> expiring(e, leaf);
            case Wallets.GrantVoided e -> voided(e, leaf);
            case Wallets.CreditTransferred e -> transferred(e, leaf);
            case Wallets.AutoTopUpSet e -> topUp(e, leaf);
            case Wallets.AlertsSet e -> alerts(e, leaf);
            case Wallets.WalletSuspended e -> suspended(e, leaf);
            case Wallets.WalletResumed e -> resumed(e, leaf);
        };
    }

    private int opened(WalletTerms terms, Leaf leaf) {
        WalletOpenedEncoder body = new WalletOpenedEncoder();
        body.wrapAndApplyHeader(leaf.buffer(), leaf.offset(), header)
                .position(leaf.position())
                .recordedEpochNanos(leaf.recordedEpochNanos());
        EventEncoder.pico(terms.overdraftLimit(), body.overdraftLimit());
        WalletOpenedEncoder.AllowedJurisdictionsEncoder allowed =
                body.allowedJurisdictionsCount(terms.allowedJurisdictions().size());
        for (String jurisdiction : terms.allowedJurisdictions()) {
            allowed.next().jurisdiction(jurisdiction);
        }
        body.wallet(terms.wallet())
                .tenant(terms.tenant())
                .asset(terms.asset())
                .tariff(terms.tariff());
        return HEADER + body.encodedLength();
    }

    private int issued(Wallets.GrantIssued event, Leaf leaf) {
        GrantTerms terms = event.terms();
        GrantIssuedEncoder body = new GrantIssuedEncoder();
        body.wrapAndApplyHeader(leaf.buffer(), leaf.offset(), header)
                .position(leaf.position())
                .recordedEpochNanos(leaf.recordedEpochNanos())
                .kind((short) terms.kind().ordinal())
                .priority(terms.priority())
                .effectiveAtEpochNanos(terms.effectiveAtEpochNanos())
                .expiresAtEpochNanos(terms.expiresAtEpochNanos());
        EventEncoder.pico(terms.amount(), body.amount());
        EventEncoder.pico(event.overdraftRepaid(), body.overdraftRepaid());
        EventEncoder.pico(event.shortfallRepaid(), body.shortfallRepaid());
        GrantIssuedEncoder.AppliesToEncoder models = body.appliesToCount(terms.appliesTo().size());
        for (String model : terms.appliesTo()) {
            models.next().model(model);
        }
        GrantTerms.Rollover rollover = terms.rollover();
        GrantIssuedEncoder.RolloverEncoder group = body.rolloverCount(rollover == null ? 0 : 1);
        if (rollover != null) {
            group.next()
                    .shareBasisPoints(rollover.shareBasisPoints())
                    .periodNanos(rollover.periodNanos())
                    .times(rollover.times());
        }
        body.grant(terms.grant()).wallet(terms.wallet()).asset(terms.asset());
        return HEADER + body.encodedLength();
    }

    private int expired(Wallets.GrantExpired event, Leaf leaf) {
        GrantExpiredEncoder body = new GrantExpiredEncoder();
        body.wrapAndApplyHeader(leaf.buffer(), leaf.offset(), header)
                .position(leaf.position())
                .recordedEpochNanos(leaf.recordedEpochNanos());
        EventEncoder.pico(event.lapsed(), body.lapsed());
        EventEncoder.pico(event.carried(), body.carried());
        successor(event.successor(), body);
        body.grant(event.grant());
        return HEADER + body.encodedLength();
    }

    private static void successor(@Nullable GrantTerms terms, GrantExpiredEncoder body) {
        GrantExpiredEncoder.SuccessorEncoder group = body.successorCount(terms == null ? 0 : 1);
        if (terms == null) {
            return;
        }
        group.next()
                .kind((short) terms.kind().ordinal())
                .priority(terms.priority())
                .effectiveAtEpochNanos(terms.effectiveAtEpochNanos())
                .expiresAtEpochNanos(terms.expiresAtEpochNanos());
        EventEncoder.pico(terms.amount(), group.amount());
        GrantExpiredEncoder.SuccessorEncoder.AppliesToEncoder models =
                group.appliesToCount(terms.appliesTo().size());
        for (String model : terms.appliesTo()) {
            models.next().model(model);
        }
        GrantTerms.Rollover rollover = terms.rollover();
        GrantExpiredEncoder.SuccessorEncoder.RolloverEncoder again =
                group.rolloverCount(rollover == null ? 0 : 1);
        if (rollover != null) {
            again.next()
                    .shareBasisPoints(rollover.shareBasisPoints())
                    .periodNanos(rollover.periodNanos())
                    .times(rollover.times());
        }
        group.grant(terms.grant()).wallet(terms.wallet()).asset(terms.asset());
    }

    private int expiring(Wallets.GrantExpiring event, Leaf leaf) {
        GrantExpiringEncoder body = new GrantExpiringEncoder();
        body.wrapAndApplyHeader(leaf.buffer(), leaf.offset(), header)
                .position(leaf.position())
                .recordedEpochNanos(leaf.recordedEpochNanos());
        EventEncoder.pico(event.left(), body.left());
        body.expiresAtEpochNanos(event.expiresAtEpochNanos()).grant(event.grant());
        return HEADER + body.encodedLength();
    }

    private int voided(Wallets.GrantVoided event, Leaf leaf) {
        GrantVoidedEncoder body = new GrantVoidedEncoder();
        body.wrapAndApplyHeader(leaf.buffer(), leaf.offset(), header)
                .position(leaf.position())
                .recordedEpochNanos(leaf.recordedEpochNanos());
        EventEncoder.pico(event.amount(), body.amount());
        body.grant(event.grant()).reason(event.reason());
        return HEADER + body.encodedLength();
    }

    private int transferred(Wallets.CreditTransferred event, Leaf leaf) {
        CreditTransferredEncoder body = new CreditTransferredEncoder();
        body.wrapAndApplyHeader(leaf.buffer(), leaf.offset(), header)
                .position(leaf.position())
                .recordedEpochNanos(leaf.recordedEpochNanos());
        EventEncoder.pico(event.overdraftRepaid(), body.overdraftRepaid());
        EventEncoder.pico(event.shortfallRepaid(), body.shortfallRepaid());
        List<GrantShare> shares = event.shares();
        CreditTransferredEncoder.SharesEncoder group = body.sharesCount(shares.size());
        for (GrantShare share : shares) {
            EventEncoder.pico(share.amount(), group.next().amount());
            group.grant(share.grant());
        }
        body.transfer(event.transfer())
                .fromWallet(event.fromWallet())
                .toWallet(event.toWallet())
                .asset(event.asset());
        return HEADER + body.encodedLength();
    }

    private int topUp(Wallets.AutoTopUpSet event, Leaf leaf) {
        AutoTopUpSetEncoder body = new AutoTopUpSetEncoder();
        body.wrapAndApplyHeader(leaf.buffer(), leaf.offset(), header)
                .position(leaf.position())
                .recordedEpochNanos(leaf.recordedEpochNanos());
        EventEncoder.pico(event.threshold(), body.threshold());
        EventEncoder.pico(event.amount(), body.amount());
        body.wallet(event.wallet());
        return HEADER + body.encodedLength();
    }

    private int alerts(Wallets.AlertsSet event, Leaf leaf) {
        AlertsSetEncoder body = new AlertsSetEncoder();
        body.wrapAndApplyHeader(leaf.buffer(), leaf.offset(), header)
                .position(leaf.position())
                .recordedEpochNanos(leaf.recordedEpochNanos());
        AlertsSetEncoder.ThresholdsEncoder group = body.thresholdsCount(event.thresholds().size());
        for (Pico threshold : event.thresholds()) {
            EventEncoder.pico(threshold, group.next().threshold());
        }
        body.wallet(event.wallet());
        return HEADER + body.encodedLength();
    }

    private int suspended(Wallets.WalletSuspended event, Leaf leaf) {
        WalletSuspendedEncoder body = new WalletSuspendedEncoder();
        body.wrapAndApplyHeader(leaf.buffer(), leaf.offset(), header)
                .position(leaf.position())
                .recordedEpochNanos(leaf.recordedEpochNanos())
                .wallet(event.wallet())
                .reason(event.reason());
        return HEADER + body.encodedLength();
    }

    private int resumed(Wallets.WalletResumed event, Leaf leaf) {
        WalletResumedEncoder body = new WalletResumedEncoder();
        body.wrapAndApplyHeader(leaf.buffer(), leaf.offset(), header)
                .position(leaf.position())
                .recordedEpochNanos(leaf.recordedEpochNanos())
                .wallet(event.wallet());
        return HEADER + body.encodedLength();
    }
}
