package tallystick.engine.codec;

import org.agrona.MutableDirectBuffer;
import org.jspecify.annotations.Nullable;
import tallystick.domain.AgreementTerms;
import tallystick.domain.LedgerEvent;
import tallystick.domain.Refusal;
import tallystick.domain.money.Pico;
import tallystick.domain.rating.PriceLine;
import tallystick.domain.rating.PriceTier;
import tallystick.domain.rating.TariffTerms;
import tallystick.domain.usage.UsageRecord;
import tallystick.engine.ApplicationMessage;
import tallystick.engine.codec.sbe.AgreementConcludedEncoder;
import tallystick.engine.codec.sbe.ApplicationMessageEncoder;
import tallystick.engine.codec.sbe.FactoryRegisteredEncoder;
import tallystick.engine.codec.sbe.MessageHeaderEncoder;
import tallystick.engine.codec.sbe.ModelRegisteredEncoder;
import tallystick.engine.codec.sbe.OperatorRegisteredEncoder;
import tallystick.engine.codec.sbe.PicoEncoder;
import tallystick.engine.codec.sbe.ReleaseApprovedEncoder;
import tallystick.engine.codec.sbe.ReleaseProposedEncoder;
import tallystick.engine.codec.sbe.RequestAnsweredEncoder;
import tallystick.engine.codec.sbe.TariffPublishedEncoder;
import tallystick.engine.codec.sbe.TenantRegisteredEncoder;

/**
 * Turns events into leaves. Each method writes one leaf at an offset and returns its length in
 * bytes; the buffer must grow by itself or be large enough. One thread per instance.
 */
public final class EventEncoder {

    /** In place of a refusal code: the request was done. */
    static final short NO_REFUSAL = 255;

    private static final int HEADER = MessageHeaderEncoder.ENCODED_LENGTH;

    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final UsageEncoder usage = new UsageEncoder();
    private final WalletEncoder wallets = new WalletEncoder();
    private final HoldEncoder holds = new HoldEncoder();
    private final LimitEncoder limits = new LimitEncoder();
    private final SettlementEncoder settlement = new SettlementEncoder();
    private final TermsEncoder terms = new TermsEncoder();

    /**
     * Encodes a usage record; position and recorded time are its own.
     *
     * @throws IllegalStateException when the record is neither accepted nor suspended
     */
    public int encodeUsage(UsageRecord record, MutableDirectBuffer buffer, int offset) {
        return usage.encode(record, buffer, offset);
    }

    /**
     * Encodes any event but a run of usage records.
     *
     * @throws IllegalArgumentException for a run of usage records: each has a leaf of its own
     */
    public int encode(
            LedgerEvent event,
            long position,
            long recordedEpochNanos,
            MutableDirectBuffer buffer,
            int offset) {
        Leaf leaf = new Leaf(position, recordedEpochNanos, buffer, offset);
        return switch (event) {
            case LedgerEvent.Reference reference -> reference(reference, leaf);
            case LedgerEvent.Wallets e -> wallets.encode(e, leaf);
            case LedgerEvent.Holds e -> holds.encode(e, leaf);
            case LedgerEvent.Quotas e -> limits.encode(e, leaf);
            case LedgerEvent.Caps e -> limits.encode(e, leaf);
            case LedgerEvent.Rerating.ReleaseProposed e -> proposed(e, leaf);
            case LedgerEvent.Rerating.ReleaseApproved e -> approved(e, leaf);
            case LedgerEvent.Settlement window -> settlement.encode(window, leaf);
            case LedgerEvent.RequestAnswered answered -> answered(answered, leaf);
            case LedgerEvent.UsageRecorded run ->
                    throw new IllegalArgumentException(
                            run.records().size() + " usage records: a leaf each");
        };
    }

    /** Encodes an event of the application. */
    public int encodeMessage(
            ApplicationMessage message,
            long position,
            long recordedEpochNanos,
            MutableDirectBuffer buffer,
            int offset) {
        ApplicationMessageEncoder body = new ApplicationMessageEncoder();
        body.wrapAndApplyHeader(buffer, offset, header)
                .position(position)
                .recordedEpochNanos(recordedEpochNanos)
                .aggregateSequence(message.aggregateSequence())
                .occurredEpochMillis(message.occurredEpochMillis())
                .present(MessagePresence.of(message))
                .id(message.id())
                .aggregateType(MessagePresence.orEmpty(message.aggregateType()))
                .aggregateId(MessagePresence.orEmpty(message.aggregateId()))
                .payloadType(message.payloadType())
                .payloadRevision(MessagePresence.orEmpty(message.payloadRevision()))
                .payload(message.payload())
                .metadata(message.metadata());
        return HEADER + body.encodedLength();
    }

    static void pico(Pico amount, PicoEncoder into) {
        into.hi(amount.hi()).lo(amount.lo());
    }

    private int reference(LedgerEvent.Reference event, Leaf leaf) {
        return switch (event) {
            case LedgerEvent.Reference.OperatorRegistered e -> operator(e, leaf);
            case LedgerEvent.Reference.FactoryRegistered e -> factory(e, leaf);
            case LedgerEvent.Reference.ModelRegistered e -> model(e, leaf);
            case LedgerEvent.Reference.TenantRegistered e -> tenant(e, leaf);
            case LedgerEvent.Reference.TariffPublished e -> tariff(e.terms(), e.version(), leaf);
            case LedgerEvent.Reference.AgreementConcluded e ->
                    agreement(e.terms(), e.version(), leaf);
            case LedgerEvent.Reference.ConditionsAgreed e -> terms.encode(e, leaf);
        };
    }

    private int operator(LedgerEvent.Reference.OperatorRegistered event, Leaf leaf) {
        OperatorRegisteredEncoder body = new OperatorRegisteredEncoder();
        body.wrapAndApplyHeader(leaf.buffer(), leaf.offset(), header)
                .position(leaf.position())
                .recordedEpochNanos(leaf.recordedEpochNanos())
                .operatorName(event.operator())
                .country(event.country())
                .currency(event.currency())
                .publicKey(event.publicKey());
        return HEADER + body.encodedLength();
    }

    private int factory(LedgerEvent.Reference.FactoryRegistered event, Leaf leaf) {
        FactoryRegisteredEncoder body = new FactoryRegisteredEncoder();
        body.wrapAndApplyHeader(leaf.buffer(), leaf.offset(), header)
                .position(leaf.position())
                .recordedEpochNanos(leaf.recordedEpochNanos())
                .factory(event.factory())
                .operatorName(event.operator())
                .jurisdiction(event.jurisdiction());
        return HEADER + body.encodedLength();
    }

    private int model(LedgerEvent.Reference.ModelRegistered event, Leaf leaf) {
        ModelRegisteredEncoder body = new ModelRegisteredEncoder();
        body.wrapAndApplyHeader(leaf.buffer(), leaf.offset(), header)
                .position(leaf.position())
                .recordedEpochNanos(leaf.recordedEpochNanos())
                .model(event.model());
        return HEADER + body.encodedLength();
    }

    private int tenant(LedgerEvent.Reference.TenantRegistered event, Leaf leaf) {
        TenantRegisteredEncoder body = new TenantRegisteredEncoder();
        body.wrapAndApplyHeader(leaf.buffer(), leaf.offset(), header)
                .position(leaf.position())
                .recordedEpochNanos(leaf.recordedEpochNanos())
                .tenant(event.tenant())
                .operatorName(event.operator());
        return HEADER + body.encodedLength();
    }

    private int tariff(TariffTerms terms, int version, Leaf leaf) {
        TariffPublishedEncoder body = new TariffPublishedEncoder();
        body.wrapAndApplyHeader(leaf.buffer(), leaf.offset(), header)
                .position(leaf.position())
                .recordedEpochNanos(leaf.recordedEpochNanos())
                .version(version)
                .kind((short) terms.kind().ordinal())
                .effectiveFromEpochNanos(terms.effectiveFromEpochNanos())
                .tierPeriod((short) terms.tierPeriod().ordinal());
        pico(terms.minimumCharge(), body.minimumCharge());
        prices(terms, body);
        body.tariff(terms.tariff())
                .operatorName(terms.operator())
                .asset(terms.asset())
                .zone(terms.zone());
        return HEADER + body.encodedLength();
    }

    private static void prices(TariffTerms terms, TariffPublishedEncoder body) {
        TariffPublishedEncoder.PricesEncoder group = body.pricesCount(terms.prices().size());
        for (PriceLine line : terms.prices()) {
            group.next()
                    .tokenClass((short) line.tokenClass().ordinal())
                    .pricePicoPerToken(line.pricePicoPerToken())
                    .tierMode((short) line.tierMode().ordinal());
            TariffPublishedEncoder.PricesEncoder.TiersEncoder tiers =
                    group.tiersCount(line.tiers().size());
            for (PriceTier tier : line.tiers()) {
                tiers.next()
                        .fromTokens(tier.fromTokens())
                        .pricePicoPerToken(tier.pricePicoPerToken());
            }
            group.model(line.model()).jurisdiction(line.jurisdiction());
        }
    }

    private int agreement(AgreementTerms terms, int version, Leaf leaf) {
        AgreementConcludedEncoder body = new AgreementConcludedEncoder();
        body.wrapAndApplyHeader(leaf.buffer(), leaf.offset(), header)
                .position(leaf.position())
                .recordedEpochNanos(leaf.recordedEpochNanos())
                .version(version)
                .effectiveFromEpochNanos(terms.effectiveFromEpochNanos())
                .agreement(terms.agreement())
                .homeOperator(terms.homeOperator())
                .servingOperator(terms.servingOperator())
                .interOperatorTariff(terms.interOperatorTariff())
                .settlementModel(terms.settlementModel());
        return HEADER + body.encodedLength();
    }

    private int answered(LedgerEvent.RequestAnswered event, Leaf leaf) {
        Refusal refusal = event.refusal();
        RequestAnsweredEncoder body = new RequestAnsweredEncoder();
        body.wrapAndApplyHeader(leaf.buffer(), leaf.offset(), header)
                .position(leaf.position())
                .recordedEpochNanos(leaf.recordedEpochNanos())
                .fingerprint(event.fingerprint())
                .refusalCode(refusal == null ? NO_REFUSAL : (short) refusal.code().ordinal());
        facts(refusal, body);
        body.actor(event.actor())
                .key(event.key())
                .resource(event.resource())
                .refusalField(refusal == null ? "" : refusal.field())
                .refusalDetail(refusal == null ? "" : refusal.detail());
        return HEADER + body.encodedLength();
    }

    private static void facts(@Nullable Refusal refusal, RequestAnsweredEncoder body) {
        RequestAnsweredEncoder.FactsEncoder group =
                body.factsCount(refusal == null ? 0 : refusal.facts().size());
        if (refusal != null) {
            refusal.facts().forEach((name, value) -> group.next().name(name).value(value));
        }
    }

    private int proposed(LedgerEvent.Rerating.ReleaseProposed event, Leaf leaf) {
        ReleaseProposedEncoder body = new ReleaseProposedEncoder();
        body.wrapAndApplyHeader(leaf.buffer(), leaf.offset(), header)
                .position(leaf.position())
                .recordedEpochNanos(leaf.recordedEpochNanos())
                .suspendedPosition(event.position())
                .actor(event.actor())
                .reason(event.reason());
        return HEADER + body.encodedLength();
    }

    private int approved(LedgerEvent.Rerating.ReleaseApproved event, Leaf leaf) {
        ReleaseApprovedEncoder body = new ReleaseApprovedEncoder();
        body.wrapAndApplyHeader(leaf.buffer(), leaf.offset(), header)
                .position(leaf.position())
                .recordedEpochNanos(leaf.recordedEpochNanos())
                .suspendedPosition(event.position())
                .actor(event.actor());
        return HEADER + body.encodedLength();
    }
}
