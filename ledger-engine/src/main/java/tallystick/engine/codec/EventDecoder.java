package tallystick.engine.codec;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.agrona.DirectBuffer;
import tallystick.domain.AgreementTerms;
import tallystick.domain.LedgerEvent;
import tallystick.domain.Refusal;
import tallystick.domain.RefusalCode;
import tallystick.domain.ledger.Names;
import tallystick.domain.money.Pico;
import tallystick.domain.rating.PriceLine;
import tallystick.domain.rating.PriceTier;
import tallystick.domain.rating.TariffKind;
import tallystick.domain.rating.TariffTerms;
import tallystick.domain.rating.TierMode;
import tallystick.domain.rating.TierPeriod;
import tallystick.domain.usage.TokenClass;
import tallystick.domain.usage.UsageRecord;
import tallystick.engine.ApplicationMessage;
import tallystick.engine.codec.sbe.AgreementConcludedDecoder;
import tallystick.engine.codec.sbe.AlertsSetDecoder;
import tallystick.engine.codec.sbe.ApplicationMessageDecoder;
import tallystick.engine.codec.sbe.AutoTopUpSetDecoder;
import tallystick.engine.codec.sbe.BilateralCapSetDecoder;
import tallystick.engine.codec.sbe.CollateralMovedDecoder;
import tallystick.engine.codec.sbe.CreditTransferredDecoder;
import tallystick.engine.codec.sbe.DefaultCoveredDecoder;
import tallystick.engine.codec.sbe.DefaultDeclaredDecoder;
import tallystick.engine.codec.sbe.DefaultLiftedDecoder;
import tallystick.engine.codec.sbe.DisputeMovedDecoder;
import tallystick.engine.codec.sbe.DisputeOpenedDecoder;
import tallystick.engine.codec.sbe.DisputeResolvedDecoder;
import tallystick.engine.codec.sbe.FactoryRegisteredDecoder;
import tallystick.engine.codec.sbe.GraceGivenDecoder;
import tallystick.engine.codec.sbe.GrantExpiredDecoder;
import tallystick.engine.codec.sbe.GrantIssuedDecoder;
import tallystick.engine.codec.sbe.GrantVoidedDecoder;
import tallystick.engine.codec.sbe.HoldCommittedDecoder;
import tallystick.engine.codec.sbe.HoldExpiredDecoder;
import tallystick.engine.codec.sbe.HoldExtendedDecoder;
import tallystick.engine.codec.sbe.HoldOpenedDecoder;
import tallystick.engine.codec.sbe.HoldReleasedDecoder;
import tallystick.engine.codec.sbe.MessageHeaderDecoder;
import tallystick.engine.codec.sbe.ModelRegisteredDecoder;
import tallystick.engine.codec.sbe.NetDebitCapSetDecoder;
import tallystick.engine.codec.sbe.OperatorRegisteredDecoder;
import tallystick.engine.codec.sbe.PayInLateDecoder;
import tallystick.engine.codec.sbe.PicoDecoder;
import tallystick.engine.codec.sbe.QuotaRemovedDecoder;
import tallystick.engine.codec.sbe.QuotaSetDecoder;
import tallystick.engine.codec.sbe.ReleaseApprovedDecoder;
import tallystick.engine.codec.sbe.ReleaseProposedDecoder;
import tallystick.engine.codec.sbe.RequestAnsweredDecoder;
import tallystick.engine.codec.sbe.StatementsIssuedDecoder;
import tallystick.engine.codec.sbe.TariffPublishedDecoder;
import tallystick.engine.codec.sbe.TenantRegisteredDecoder;
import tallystick.engine.codec.sbe.UsageRecordedDecoder;
import tallystick.engine.codec.sbe.WalletOpenedDecoder;
import tallystick.engine.codec.sbe.WalletResumedDecoder;
import tallystick.engine.codec.sbe.WalletSuspendedDecoder;
import tallystick.engine.codec.sbe.WindowCalculatedDecoder;
import tallystick.engine.codec.sbe.WindowCutOffDecoder;
import tallystick.engine.codec.sbe.WindowFencedDecoder;
import tallystick.engine.codec.sbe.WindowNettedDecoder;
import tallystick.engine.codec.sbe.WindowOpenedDecoder;
import tallystick.engine.codec.sbe.WindowRecastDecoder;
import tallystick.engine.codec.sbe.WindowSealedDecoder;

/**
 * Turns leaves back into events. The whole leaf must be used up to the byte, otherwise it is
 * damaged. One thread per instance.
 */
public final class EventDecoder {

    private static final TariffKind[] TARIFF_KINDS = TariffKind.values();
    private static final TierPeriod[] TIER_PERIODS = TierPeriod.values();
    private static final TierMode[] TIER_MODES = TierMode.values();
    private static final RefusalCode[] REFUSALS = RefusalCode.values();

    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final UsageDecoder usage;
    private final SettlementDecoder settlement = new SettlementDecoder();

    /**
     * @param names of the ledger, at least up to the leaf before the one decoded
     */
    public EventDecoder(Names names) {
        usage = new UsageDecoder(names);
    }

    /** Whether the leaf is a usage record. */
    public static boolean isUsage(DirectBuffer buffer, int offset) {
        return LeafHeader.templateId(buffer, offset) == UsageRecordedDecoder.TEMPLATE_ID;
    }

    /** Whether the leaf is an application's message. */
    public static boolean isMessage(DirectBuffer buffer, int offset) {
        return LeafHeader.templateId(buffer, offset) == ApplicationMessageDecoder.TEMPLATE_ID;
    }

    /** Whether the leaf fences a settlement window. */
    public static boolean isWindowFence(DirectBuffer buffer, int offset) {
        return LeafHeader.templateId(buffer, offset) == WindowFencedDecoder.TEMPLATE_ID;
    }

    /**
     * Decodes a usage leaf into a record that is overwritten in full. Its identity is not set: it
     * is not in the leaf, see {@link tallystick.domain.usage.UsageIdentity}.
     *
     * @throws LeafDamagedException when the bytes are no such leaf
     */
    public void decodeUsage(DirectBuffer buffer, int offset, int length, UsageRecord into) {
        begin(buffer, offset, length);
        try {
            LeafBody.requireWhole(usage.decode(buffer, offset, header, into), length);
        } catch (IllegalArgumentException | ArithmeticException | IndexOutOfBoundsException cause) {
            throw new LeafDamagedException("usage leaf cannot be decoded", cause);
        }
    }

    /**
     * Decodes any leaf of the ledger that is not a usage record.
     *
     * @throws LeafDamagedException when the bytes are no such leaf
     */
    public LedgerEvent decode(DirectBuffer buffer, int offset, int length) {
        begin(buffer, offset, length);
        try {
            return event(new LeafBody(buffer, offset, length, header));
        } catch (IllegalArgumentException | IndexOutOfBoundsException cause) {
            throw new LeafDamagedException(
                    "leaf of template " + header.templateId() + " cannot be decoded", cause);
        }
    }

    /**
     * Decodes an application's message.
     *
     * @throws LeafDamagedException when the bytes are no such leaf
     */
    public ApplicationMessage decodeMessage(DirectBuffer buffer, int offset, int length) {
        begin(buffer, offset, length);
        try {
            return message(new LeafBody(buffer, offset, length, header));
        } catch (IllegalArgumentException | IndexOutOfBoundsException cause) {
            throw new LeafDamagedException("application leaf cannot be decoded", cause);
        }
    }

    static Pico pico(PicoDecoder from) {
        return new Pico(from.hi(), from.lo());
    }

    private void begin(DirectBuffer buffer, int offset, int length) {
        LeafHeader.check(buffer, offset, length);
        header.wrap(buffer, offset);
    }

    private LedgerEvent event(LeafBody at) {
        return switch (header.templateId()) {
            case OperatorRegisteredDecoder.TEMPLATE_ID -> operator(at);
            case FactoryRegisteredDecoder.TEMPLATE_ID -> factory(at);
            case ModelRegisteredDecoder.TEMPLATE_ID -> model(at);
            case TenantRegisteredDecoder.TEMPLATE_ID -> tenant(at);
            case TariffPublishedDecoder.TEMPLATE_ID -> tariff(at);
            case AgreementConcludedDecoder.TEMPLATE_ID -> agreement(at);
            case WindowOpenedDecoder.TEMPLATE_ID,
                    WindowCutOffDecoder.TEMPLATE_ID,
                    WindowFencedDecoder.TEMPLATE_ID,
                    WindowSealedDecoder.TEMPLATE_ID,
                    WindowCalculatedDecoder.TEMPLATE_ID,
                    StatementsIssuedDecoder.TEMPLATE_ID,
                    WindowNettedDecoder.TEMPLATE_ID ->
                    window(at);
            case RequestAnsweredDecoder.TEMPLATE_ID -> answered(at);
            default -> customersEvent(at);
        };
    }

    private LedgerEvent customersEvent(LeafBody at) {
        return switch (header.templateId()) {
            case WalletOpenedDecoder.TEMPLATE_ID -> WalletDecoder.opened(at);
            case GrantIssuedDecoder.TEMPLATE_ID -> WalletDecoder.issued(at);
            case GrantExpiredDecoder.TEMPLATE_ID -> WalletDecoder.expired(at);
            case GrantVoidedDecoder.TEMPLATE_ID -> WalletDecoder.voided(at);
            case CreditTransferredDecoder.TEMPLATE_ID -> WalletDecoder.transferred(at);
            case AutoTopUpSetDecoder.TEMPLATE_ID -> WalletDecoder.topUp(at);
            case AlertsSetDecoder.TEMPLATE_ID -> WalletDecoder.alerts(at);
            case WalletSuspendedDecoder.TEMPLATE_ID -> WalletDecoder.suspended(at);
            case WalletResumedDecoder.TEMPLATE_ID -> WalletDecoder.resumed(at);
            case HoldOpenedDecoder.TEMPLATE_ID -> HoldDecoder.opened(at);
            case HoldExtendedDecoder.TEMPLATE_ID -> HoldDecoder.extended(at);
            case HoldCommittedDecoder.TEMPLATE_ID -> HoldDecoder.committed(at);
            case HoldReleasedDecoder.TEMPLATE_ID -> HoldDecoder.released(at);
            case HoldExpiredDecoder.TEMPLATE_ID -> HoldDecoder.expired(at);
            default -> operatorsEvent(at);
        };
    }

    private LedgerEvent operatorsEvent(LeafBody at) {
        return switch (header.templateId()) {
            case QuotaSetDecoder.TEMPLATE_ID -> LimitDecoder.quota(at);
            case QuotaRemovedDecoder.TEMPLATE_ID -> LimitDecoder.removed(at);
            case BilateralCapSetDecoder.TEMPLATE_ID -> LimitDecoder.bilateral(at);
            case NetDebitCapSetDecoder.TEMPLATE_ID -> LimitDecoder.netDebit(at);
            case ReleaseProposedDecoder.TEMPLATE_ID -> proposed(at);
            case ReleaseApprovedDecoder.TEMPLATE_ID -> approved(at);
            case DisputeOpenedDecoder.TEMPLATE_ID -> DisputeDecoder.opened(at);
            case DisputeMovedDecoder.TEMPLATE_ID -> DisputeDecoder.moved(at);
            case DisputeResolvedDecoder.TEMPLATE_ID -> DisputeDecoder.resolved(at);
            case CollateralMovedDecoder.TEMPLATE_ID -> DefaultDecoder.moved(at);
            case PayInLateDecoder.TEMPLATE_ID -> DefaultDecoder.late(at);
            case GraceGivenDecoder.TEMPLATE_ID -> DefaultDecoder.grace(at);
            case DefaultDeclaredDecoder.TEMPLATE_ID -> DefaultDecoder.declared(at);
            case DefaultCoveredDecoder.TEMPLATE_ID -> DefaultDecoder.covered(at);
            case WindowRecastDecoder.TEMPLATE_ID -> DefaultDecoder.recast(at);
            case DefaultLiftedDecoder.TEMPLATE_ID -> DefaultDecoder.lifted(at);
            default ->
                    FxDecoder.isOwn(header.templateId())
                            ? FxDecoder.decode(at)
                            : WindowRunDecoder.isOwn(header.templateId())
                                    ? WindowRunDecoder.decode(at)
                                    : ClosingDecoder.decode(at);
        };
    }

    private LedgerEvent window(LeafBody at) {
        LedgerEvent.Settlement event = settlement.decode(at.buffer(), at.offset(), header);
        return at.whole(settlement.bodyLength(), event);
    }

    private LedgerEvent operator(LeafBody at) {
        OperatorRegisteredDecoder body = new OperatorRegisteredDecoder();
        body.wrapAndApplyHeader(at.buffer(), at.offset(), header);
        LedgerEvent event =
                new LedgerEvent.Reference.OperatorRegistered(
                        body.operatorName(), body.country(), body.currency(), body.publicKey());
        return at.whole(body.encodedLength(), event);
    }

    private LedgerEvent factory(LeafBody at) {
        FactoryRegisteredDecoder body = new FactoryRegisteredDecoder();
        body.wrapAndApplyHeader(at.buffer(), at.offset(), header);
        LedgerEvent event =
                new LedgerEvent.Reference.FactoryRegistered(
                        body.factory(), body.operatorName(), body.jurisdiction());
        return at.whole(body.encodedLength(), event);
    }

    private LedgerEvent model(LeafBody at) {
        ModelRegisteredDecoder body = new ModelRegisteredDecoder();
        body.wrapAndApplyHeader(at.buffer(), at.offset(), header);
        LedgerEvent event = new LedgerEvent.Reference.ModelRegistered(body.model());
        return at.whole(body.encodedLength(), event);
    }

    private LedgerEvent tenant(LeafBody at) {
        TenantRegisteredDecoder body = new TenantRegisteredDecoder();
        body.wrapAndApplyHeader(at.buffer(), at.offset(), header);
        LedgerEvent event =
                new LedgerEvent.Reference.TenantRegistered(body.tenant(), body.operatorName());
        return at.whole(body.encodedLength(), event);
    }

    private LedgerEvent tariff(LeafBody at) {
        TariffPublishedDecoder body = new TariffPublishedDecoder();
        body.wrapAndApplyHeader(at.buffer(), at.offset(), header);
        short tierPeriod = body.tierPeriod();
        List<PriceLine> prices = prices(body);
        TariffTerms terms =
                new TariffTerms(
                        body.tariff(),
                        TARIFF_KINDS[body.kind()],
                        body.operatorName(),
                        body.asset(),
                        body.zone(),
                        body.effectiveFromEpochNanos(),
                        pico(body.minimumCharge()),
                        tierPeriod == TariffPublishedDecoder.tierPeriodNullValue()
                                ? TierPeriod.MONTH
                                : TIER_PERIODS[tierPeriod],
                        prices);
        LedgerEvent event = new LedgerEvent.Reference.TariffPublished(terms, body.version());
        return at.whole(body.encodedLength(), event);
    }

    private static List<PriceLine> prices(TariffPublishedDecoder body) {
        List<PriceLine> prices = new ArrayList<>();
        for (TariffPublishedDecoder.PricesDecoder line : body.prices()) {
            TokenClass tokenClass = TokenClass.ALL.get(line.tokenClass());
            long price = line.pricePicoPerToken();
            short mode = line.tierMode();
            List<PriceTier> tiers = new ArrayList<>();
            for (TariffPublishedDecoder.PricesDecoder.TiersDecoder tier : line.tiers()) {
                tiers.add(new PriceTier(tier.fromTokens(), tier.pricePicoPerToken()));
            }
            prices.add(
                    new PriceLine(
                            line.model(),
                            tokenClass,
                            line.jurisdiction(),
                            price,
                            mode == TariffPublishedDecoder.PricesDecoder.tierModeNullValue()
                                    ? TierMode.FLAT
                                    : TIER_MODES[mode],
                            tiers));
        }
        return prices;
    }

    private LedgerEvent agreement(LeafBody at) {
        AgreementConcludedDecoder body = new AgreementConcludedDecoder();
        body.wrapAndApplyHeader(at.buffer(), at.offset(), header);
        AgreementTerms terms =
                new AgreementTerms(
                        body.agreement(),
                        body.homeOperator(),
                        body.servingOperator(),
                        body.interOperatorTariff(),
                        body.settlementModel(),
                        body.effectiveFromEpochNanos());
        LedgerEvent event = new LedgerEvent.Reference.AgreementConcluded(terms, body.version());
        return at.whole(body.encodedLength(), event);
    }

    private LedgerEvent answered(LeafBody at) {
        RequestAnsweredDecoder body = new RequestAnsweredDecoder();
        body.wrapAndApplyHeader(at.buffer(), at.offset(), header);
        short code = body.refusalCode();
        SortedMap<String, String> facts = new TreeMap<>();
        for (RequestAnsweredDecoder.FactsDecoder one : body.facts()) {
            String name = one.name();
            facts.put(name, one.value());
        }
        String actor = body.actor();
        String key = body.key();
        String resource = body.resource();
        String field = body.refusalField();
        String detail = body.refusalDetail();
        Refusal refusal =
                code == EventEncoder.NO_REFUSAL
                        ? null
                        : new Refusal(REFUSALS[code], field, detail, facts);
        LedgerEvent event =
                new LedgerEvent.RequestAnswered(actor, key, body.fingerprint(), resource, refusal);
        return at.whole(body.encodedLength(), event);
    }

    private LedgerEvent proposed(LeafBody at) {
        ReleaseProposedDecoder body = new ReleaseProposedDecoder();
        body.wrapAndApplyHeader(at.buffer(), at.offset(), header);
        LedgerEvent event =
                new LedgerEvent.Rerating.ReleaseProposed(
                        body.suspendedPosition(), body.actor(), body.reason());
        return at.whole(body.encodedLength(), event);
    }

    private LedgerEvent approved(LeafBody at) {
        ReleaseApprovedDecoder body = new ReleaseApprovedDecoder();
        body.wrapAndApplyHeader(at.buffer(), at.offset(), header);
        LedgerEvent event =
                new LedgerEvent.Rerating.ReleaseApproved(body.suspendedPosition(), body.actor());
        return at.whole(body.encodedLength(), event);
    }

    private ApplicationMessage message(LeafBody at) {
        ApplicationMessageDecoder body = new ApplicationMessageDecoder();
        body.wrapAndApplyHeader(at.buffer(), at.offset(), header);
        short present = body.present();
        ApplicationMessage message =
                new ApplicationMessage(
                        body.id(),
                        MessagePresence.aggregateType(present, body.aggregateType()),
                        MessagePresence.aggregateId(present, body.aggregateId()),
                        body.aggregateSequence(),
                        body.occurredEpochMillis(),
                        body.payloadType(),
                        MessagePresence.payloadRevision(present, body.payloadRevision()),
                        body.payload(),
                        body.metadata());
        return at.whole(body.encodedLength(), message);
    }
}
