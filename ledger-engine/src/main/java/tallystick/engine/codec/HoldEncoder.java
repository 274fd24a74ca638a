package tallystick.engine.codec;

import java.util.List;
import tallystick.domain.GrantShare;
import tallystick.domain.HoldReservation;
import tallystick.domain.HoldTerms;
import tallystick.domain.LedgerEvent.Holds;
import tallystick.engine.codec.sbe.HoldCommittedEncoder;
import tallystick.engine.codec.sbe.HoldExpiredEncoder;
import tallystick.engine.codec.sbe.HoldExtendedEncoder;
import tallystick.engine.codec.sbe.HoldOpenedEncoder;
import tallystick.engine.codec.sbe.HoldReleasedEncoder;
import tallystick.engine.codec.sbe.MessageHeaderEncoder;

/** Turns the events of holds into leaves. One thread. */
final class HoldEncoder {

    /** Bits of {@code flags}. */
    static final int LAST = 1;

    static final int HAS_API_KEY = 1 << 1;

    private static final int HEADER = MessageHeaderEncoder.ENCODED_LENGTH;

    private final MessageHeaderEncoder header = new MessageHeaderEncoder();

    int encode(Holds event, Leaf leaf) {
        return switch (event) {
            case Holds.HoldOpened e -> opened(e, leaf);
            case Holds.HoldExtended e -> extended(e, leaf);
            case Holds.HoldCommitted e -> committed(e, leaf);
            case Holds.HoldReleased e -> released(e, leaf);
            case Holds.HoldExpired e -> expired(e, leaf);
        };
    }

    private int opened(Holds.HoldOpened event, Leaf leaf) {
        HoldTerms terms = event.terms();
        int flags = event.last() ? LAST : 0;
        flags |= terms.apiKey() == null ? 0 : HAS_API_KEY;
        HoldOpenedEncoder body = new HoldOpenedEncoder();
        body.wrapAndApplyHeader(leaf.buffer(), leaf.offset(), header)
                .position(leaf.position())
                .recordedEpochNanos(leaf.recordedEpochNanos())
                .flags((short) flags)
                .onExpiry((short) terms.onExpiry().ordinal())
                .sliceTokens(terms.sliceTokens())
                .ttlNanos(terms.ttlNanos())
                .maxLifetimeNanos(terms.maxLifetimeNanos())
                .grantedOutputTokens(event.grantedOutputTokens())
                .validUntilEpochNanos(event.validUntilEpochNanos());
        openedGroups(event, body);
        body.holdName(terms.hold())
                .wallet(terms.wallet())
                .model(terms.model())
                .factory(terms.factory())
                .apiKey(MessagePresence.orEmpty(terms.apiKey()))
                .tariff(event.tariff())
                .interOperatorTariff(event.interOperatorTariff());
        return HEADER + body.encodedLength();
    }

    private static void openedGroups(Holds.HoldOpened event, HoldOpenedEncoder body) {
        HoldReservation reservation = event.reservation();
        EventEncoder.pico(reservation.overdraft(), body.overdraft());
        EventEncoder.pico(reservation.wholesale(), body.wholesale());
        List<Long> counts = event.terms().inputTokens();
        HoldOpenedEncoder.InputTokensEncoder tokens = body.inputTokensCount(counts.size());
        for (long count : counts) {
            tokens.next().tokens(count);
        }
        HoldOpenedEncoder.SharesEncoder shares = body.sharesCount(reservation.shares().size());
        for (GrantShare share : reservation.shares()) {
            EventEncoder.pico(share.amount(), shares.next().amount());
            shares.grant(share.grant());
        }
        HoldOpenedEncoder.SoftQuotasEncoder quotas =
                body.softQuotasCount(event.softQuotas().size());
        for (String quota : event.softQuotas()) {
            quotas.next().quota(quota);
        }
    }

    private int extended(Holds.HoldExtended event, Leaf leaf) {
        HoldExtendedEncoder body = new HoldExtendedEncoder();
        body.wrapAndApplyHeader(leaf.buffer(), leaf.offset(), header)
                .position(leaf.position())
                .recordedEpochNanos(leaf.recordedEpochNanos())
                .flags((short) (event.last() ? LAST : 0))
                .sequence(event.sequence())
                .sliceTokens(event.sliceTokens())
                .grantedOutputTokens(event.grantedOutputTokens())
                .validUntilEpochNanos(event.validUntilEpochNanos());
        HoldReservation reservation = event.reservation();
        EventEncoder.pico(reservation.overdraft(), body.overdraft());
        EventEncoder.pico(reservation.wholesale(), body.wholesale());
        HoldExtendedEncoder.UsedTokensEncoder tokens =
                body.usedTokensCount(event.usedTokens().size());
        for (long count : event.usedTokens()) {
            tokens.next().tokens(count);
        }
        HoldExtendedEncoder.SharesEncoder shares = body.sharesCount(reservation.shares().size());
        for (GrantShare share : reservation.shares()) {
            EventEncoder.pico(share.amount(), shares.next().amount());
            shares.grant(share.grant());
        }
        HoldExtendedEncoder.SoftQuotasEncoder quotas =
                body.softQuotasCount(event.softQuotas().size());
        for (String quota : event.softQuotas()) {
            quotas.next().quota(quota);
        }
        body.holdName(event.hold());
        return HEADER + body.encodedLength();
    }

    private int committed(Holds.HoldCommitted event, Leaf leaf) {
        HoldCommittedEncoder body = new HoldCommittedEncoder();
        body.wrapAndApplyHeader(leaf.buffer(), leaf.offset(), header)
                .position(leaf.position())
                .recordedEpochNanos(leaf.recordedEpochNanos())
                .flags((short) (event.last() ? LAST : 0))
                .sequence(event.sequence());
        HoldCommittedEncoder.UsedTokensEncoder tokens =
                body.usedTokensCount(event.usedTokens().size());
        for (long count : event.usedTokens()) {
            tokens.next().tokens(count);
        }
        body.holdName(event.hold());
        return HEADER + body.encodedLength();
    }

    private int released(Holds.HoldReleased event, Leaf leaf) {
        HoldReleasedEncoder body = new HoldReleasedEncoder();
        body.wrapAndApplyHeader(leaf.buffer(), leaf.offset(), header)
                .position(leaf.position())
                .recordedEpochNanos(leaf.recordedEpochNanos())
                .sequence(event.sequence())
                .holdName(event.hold())
                .reason(event.reason());
        return HEADER + body.encodedLength();
    }

    private int expired(Holds.HoldExpired event, Leaf leaf) {
        HoldExpiredEncoder body = new HoldExpiredEncoder();
        body.wrapAndApplyHeader(leaf.buffer(), leaf.offset(), header)
                .position(leaf.position())
                .recordedEpochNanos(leaf.recordedEpochNanos())
                .holdName(event.hold());
        return HEADER + body.encodedLength();
    }
}
