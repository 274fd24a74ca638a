package tallystick.engine.codec;

import java.util.ArrayList;
import java.util.List;
import tallystick.domain.GrantShare;
import tallystick.domain.HoldReservation;
import tallystick.domain.HoldTerms;
import tallystick.domain.LedgerEvent.Holds;
import tallystick.domain.money.Pico;
import tallystick.engine.codec.sbe.HoldCommittedDecoder;
import tallystick.engine.codec.sbe.HoldExpiredDecoder;
import tallystick.engine.codec.sbe.HoldExtendedDecoder;
import tallystick.engine.codec.sbe.HoldOpenedDecoder;
import tallystick.engine.codec.sbe.HoldReleasedDecoder;

/** Turns leaves of holds back into events. */
final class HoldDecoder {

    private static final HoldTerms.OnExpiry[] ON_EXPIRY = HoldTerms.OnExpiry.values();

    private HoldDecoder() {}

    static Holds opened(LeafBody at) {
        HoldOpenedDecoder body = new HoldOpenedDecoder();
        body.wrapAndApplyHeader(at.buffer(), at.offset(), at.header());
        int flags = body.flags();
        List<Long> tokens = new ArrayList<>();
        for (HoldOpenedDecoder.InputTokensDecoder one : body.inputTokens()) {
            tokens.add(one.tokens());
        }
        HoldReservation reservation = reservation(body);
        List<String> quotas = new ArrayList<>();
        for (HoldOpenedDecoder.SoftQuotasDecoder one : body.softQuotas()) {
            quotas.add(one.quota());
        }
        HoldTerms terms = terms(body, tokens);
        Holds event =
                new Holds.HoldOpened(
                        terms,
                        body.tariff(),
                        body.interOperatorTariff(),
                        reservation,
                        body.grantedOutputTokens(),
                        body.validUntilEpochNanos(),
                        (flags & HoldEncoder.LAST) != 0,
                        quotas);
        return at.whole(body.encodedLength(), event);
    }

    private static HoldReservation reservation(HoldOpenedDecoder body) {
        Pico overdraft = EventDecoder.pico(body.overdraft());
        Pico wholesale = EventDecoder.pico(body.wholesale());
        List<GrantShare> shares = new ArrayList<>();
        for (HoldOpenedDecoder.SharesDecoder one : body.shares()) {
            Pico amount = EventDecoder.pico(one.amount());
            shares.add(new GrantShare(one.grant(), amount));
        }
        return new HoldReservation(shares, overdraft, wholesale);
    }

    private static HoldTerms terms(HoldOpenedDecoder body, List<Long> inputTokens) {
        String hold = body.holdName();
        String wallet = body.wallet();
        String model = body.model();
        String factory = body.factory();
        String apiKey = body.apiKey();
        return new HoldTerms(
                hold,
                wallet,
                model,
                factory,
                (body.flags() & HoldEncoder.HAS_API_KEY) == 0 ? null : apiKey,
                inputTokens,
                body.sliceTokens(),
                body.ttlNanos(),
                body.maxLifetimeNanos(),
                ON_EXPIRY[body.onExpiry()]);
    }

    static Holds extended(LeafBody at) {
        HoldExtendedDecoder body = new HoldExtendedDecoder();
        body.wrapAndApplyHeader(at.buffer(), at.offset(), at.header());
        List<Long> tokens = new ArrayList<>();
        for (HoldExtendedDecoder.UsedTokensDecoder one : body.usedTokens()) {
            tokens.add(one.tokens());
        }
        HoldReservation reservation = reservation(body);
        List<String> quotas = new ArrayList<>();
        for (HoldExtendedDecoder.SoftQuotasDecoder one : body.softQuotas()) {
            quotas.add(one.quota());
        }
        Holds event =
                new Holds.HoldExtended(
                        body.holdName(),
                        body.sequence(),
                        tokens,
                        body.sliceTokens(),
                        reservation,
                        body.grantedOutputTokens(),
                        body.validUntilEpochNanos(),
                        (body.flags() & HoldEncoder.LAST) != 0,
                        quotas);
        return at.whole(body.encodedLength(), event);
    }

    private static HoldReservation reservation(HoldExtendedDecoder body) {
        Pico overdraft = EventDecoder.pico(body.overdraft());
        Pico wholesale = EventDecoder.pico(body.wholesale());
        List<GrantShare> shares = new ArrayList<>();
        for (HoldExtendedDecoder.SharesDecoder one : body.shares()) {
            Pico amount = EventDecoder.pico(one.amount());
            shares.add(new GrantShare(one.grant(), amount));
        }
        return new HoldReservation(shares, overdraft, wholesale);
    }

    static Holds committed(LeafBody at) {
        HoldCommittedDecoder body = new HoldCommittedDecoder();
        body.wrapAndApplyHeader(at.buffer(), at.offset(), at.header());
        boolean last = (body.flags() & HoldEncoder.LAST) != 0;
        List<Long> tokens = new ArrayList<>();
        for (HoldCommittedDecoder.UsedTokensDecoder one : body.usedTokens()) {
            tokens.add(one.tokens());
        }
        Holds event = new Holds.HoldCommitted(body.holdName(), body.sequence(), tokens, last);
        return at.whole(body.encodedLength(), event);
    }

    static Holds released(LeafBody at) {
        HoldReleasedDecoder body = new HoldReleasedDecoder();
        body.wrapAndApplyHeader(at.buffer(), at.offset(), at.header());
        int sequence = body.sequence();
        Holds event = new Holds.HoldReleased(body.holdName(), sequence, body.reason());
        return at.whole(body.encodedLength(), event);
    }

    static Holds expired(LeafBody at) {
        HoldExpiredDecoder body = new HoldExpiredDecoder();
        body.wrapAndApplyHeader(at.buffer(), at.offset(), at.header());
        Holds event = new Holds.HoldExpired(body.holdName());
        return at.whole(body.encodedLength(), event);
    }
}
