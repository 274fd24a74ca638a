package tallystick.engine.codec;

import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import tallystick.domain.AgreementTerms;
import tallystick.domain.GrantKind;
import tallystick.domain.GrantTerms;
import tallystick.domain.LedgerEvent;
import tallystick.domain.Refusal;
import tallystick.domain.RefusalCode;
import tallystick.domain.WalletTerms;
import tallystick.domain.ledger.Names;
import tallystick.domain.money.Pico;
import tallystick.domain.rating.PriceLine;
import tallystick.domain.rating.TariffKind;
import tallystick.domain.rating.TariffTerms;
import tallystick.domain.usage.TokenClass;
import tallystick.domain.usage.UsageRecord;
import tallystick.engine.ApplicationMessage;
import tallystick.engine.codec.sbe.AgreementConcludedDecoder;
import tallystick.engine.codec.sbe.ApplicationMessageDecoder;
import tallystick.engine.codec.sbe.FactoryRegisteredDecoder;
import tallystick.engine.codec.sbe.GrantIssuedDecoder;
import tallystick.engine.codec.sbe.MessageHeaderDecoder;
import tallystick.engine.codec.sbe.ModelRegisteredDecoder;
import tallystick.engine.codec.sbe.OperatorRegisteredDecoder;
import tallystick.engine.codec.sbe.PicoDecoder;
import tallystick.engine.codec.sbe.RequestAnsweredDecoder;
import tallystick.engine.codec.sbe.StatementsIssuedDecoder;
import tallystick.engine.codec.sbe.TariffPublishedDecoder;
import tallystick.engine.codec.sbe.TenantRegisteredDecoder;
import tallystick.engine.codec.sbe.UsageRecordedDecoder;
import tallystick.engine.codec.sbe.WalletOpenedDecoder;
import tallystick.engine.codec.sbe.WindowCalculatedDecoder;
import tallystick.engine.codec.sbe.WindowCutOffDecoder;
import tallystick.engine.codec.sbe.WindowFencedDecoder;
import tallystick.engine.codec.sbe.WindowNettedDecoder;
import tallystick.engine.codec.sbe.WindowOpenedDecoder;
import tallystick.engine.codec.sbe.WindowSealedDecoder;

/**
 * Turns leaves back into events. The whole leaf must be used up to the byte, otherwise it is
 * damaged. One thread per instance.
 */
public final class EventDecoder {

    private static final int HEADER = MessageHeaderDecoder.ENCODED_LENGTH;
    private static final GrantKind[] GRANT_KINDS = GrantKind.values();
    private static final TariffKind[] TARIFF_KINDS = TariffKind.values();
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
            end(usage.decode(buffer, offset, header, into), length);
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
            return event(new Cursor(buffer, offset, length));
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
            return message(new Cursor(buffer, offset, length));
        } catch (IllegalArgumentException | IndexOutOfBoundsException cause) {
            throw new LeafDamagedException("application leaf cannot be decoded", cause);
        }
    }

    static Pico pico(PicoDecoder from) {
        return new Pico(from.hi(), from.lo());
    }

    private record Cursor(DirectBuffer buffer, int offset, int length) {

        /** Asserts that a body used the leaf up. */
        <T> T whole(int bodyLength, T decoded) {
            end(HEADER + bodyLength, length);
            return decoded;
        }
    }

    private void begin(DirectBuffer buffer, int offset, int length) {
        LeafHeader.check(buffer, offset, length);
        header.wrap(buffer, offset);
    }

    private static void end(int read, int length) {
        if (read != length) {
            throw new LeafDamagedException("leaf of " + length + " bytes, used " + read);
        }
    }

    private LedgerEvent event(Cursor at) {
        return switch (header.templateId()) {
            case OperatorRegisteredDecoder.TEMPLATE_ID -> operator(at);
            case FactoryRegisteredDecoder.TEMPLATE_ID -> factory(at);
            case ModelRegisteredDecoder.TEMPLATE_ID -> model(at);
            case TenantRegisteredDecoder.TEMPLATE_ID -> tenant(at);
            case TariffPublishedDecoder.TEMPLATE_ID -> tariff(at);
            case AgreementConcludedDecoder.TEMPLATE_ID -> agreement(at);
            case WalletOpenedDecoder.TEMPLATE_ID -> wallet(at);
            case GrantIssuedDecoder.TEMPLATE_ID -> grant(at);
            case RequestAnsweredDecoder.TEMPLATE_ID -> answered(at);
            case WindowOpenedDecoder.TEMPLATE_ID,
                    WindowCutOffDecoder.TEMPLATE_ID,
                    WindowFencedDecoder.TEMPLATE_ID,
                    WindowSealedDecoder.TEMPLATE_ID,
                    WindowCalculatedDecoder.TEMPLATE_ID,
                    StatementsIssuedDecoder.TEMPLATE_ID,
                    WindowNettedDecoder.TEMPLATE_ID ->
                    window(at);
            default ->
                    throw new LeafDamagedException("no event has template " + header.templateId());
        };
    }

    private LedgerEvent window(Cursor at) {
        LedgerEvent.Settlement event = settlement.decode(at.buffer(), at.offset(), header);
        return at.whole(settlement.bodyLength(), event);
    }

    private LedgerEvent operator(Cursor at) {
        OperatorRegisteredDecoder body = new OperatorRegisteredDecoder();
        body.wrapAndApplyHeader(at.buffer(), at.offset(), header);
        LedgerEvent event =
                new LedgerEvent.Reference.OperatorRegistered(
                        body.operatorName(), body.country(), body.currency(), body.publicKey());
        return at.whole(body.encodedLength(), event);
    }

    private LedgerEvent factory(Cursor at) {
        FactoryRegisteredDecoder body = new FactoryRegisteredDecoder();
        body.wrapAndApplyHeader(at.buffer(), at.offset(), header);
        LedgerEvent event =
                new LedgerEvent.Reference.FactoryRegistered(
                        body.factory(), body.operatorName(), body.jurisdiction());
        return at.whole(body.encodedLength(), event);
    }

    private LedgerEvent model(Cursor at) {
        ModelRegisteredDecoder body = new ModelRegisteredDecoder();
        body.wrapAndApplyHeader(at.buffer(), at.offset(), header);
        LedgerEvent event = new LedgerEvent.Reference.ModelRegistered(body.model());
        return at.whole(body.encodedLength(), event);
    }

    private LedgerEvent tenant(Cursor at) {
        TenantRegisteredDecoder body = new TenantRegisteredDecoder();
        body.wrapAndApplyHeader(at.buffer(), at.offset(), header);
        LedgerEvent event =
                new LedgerEvent.Reference.TenantRegistered(body.tenant(), body.operatorName());
        return at.whole(body.encodedLength(), event);
    }

    private LedgerEvent tariff(Cursor at) {
        TariffPublishedDecoder body = new TariffPublishedDecoder();
        body.wrapAndApplyHeader(at.buffer(), at.offset(), header);
        List<PriceLine> prices = new ArrayList<>();
        for (TariffPublishedDecoder.PricesDecoder line : body.prices()) {
            TokenClass tokenClass = TokenClass.ALL.get(line.tokenClass());
            long price = line.pricePicoPerToken();
            prices.add(new PriceLine(line.model(), tokenClass, line.jurisdiction(), price));
        }
        TariffTerms terms =
                new TariffTerms(
                        body.tariff(),
                        TARIFF_KINDS[body.kind()],
                        body.operatorName(),
                        body.asset(),
                        body.zone(),
                        body.effectiveFromEpochNanos(),
                        pico(body.minimumCharge()),
                        prices);
        LedgerEvent event = new LedgerEvent.Reference.TariffPublished(terms, body.version());
        return at.whole(body.encodedLength(), event);
    }

    private LedgerEvent agreement(Cursor at) {
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

    private LedgerEvent wallet(Cursor at) {
        WalletOpenedDecoder body = new WalletOpenedDecoder();
        body.wrapAndApplyHeader(at.buffer(), at.offset(), header);
        Pico overdraftLimit = pico(body.overdraftLimit());
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
        LedgerEvent event = new LedgerEvent.Wallets.WalletOpened(terms);
        return at.whole(body.encodedLength(), event);
    }

    private LedgerEvent grant(Cursor at) {
        GrantIssuedDecoder body = new GrantIssuedDecoder();
        body.wrapAndApplyHeader(at.buffer(), at.offset(), header);
        GrantTerms terms =
                new GrantTerms(
                        body.grant(),
                        body.wallet(),
                        pico(body.amount()),
                        body.asset(),
                        GRANT_KINDS[body.kind()],
                        body.priority(),
                        body.effectiveAtEpochNanos(),
                        body.expiresAtEpochNanos());
        LedgerEvent event =
                new LedgerEvent.Wallets.GrantIssued(
                        terms, pico(body.overdraftRepaid()), pico(body.shortfallRepaid()));
        return at.whole(body.encodedLength(), event);
    }

    private LedgerEvent answered(Cursor at) {
        RequestAnsweredDecoder body = new RequestAnsweredDecoder();
        body.wrapAndApplyHeader(at.buffer(), at.offset(), header);
        short code = body.refusalCode();
        String actor = body.actor();
        String key = body.key();
        String resource = body.resource();
        String field = body.refusalField();
        String detail = body.refusalDetail();
        Refusal refusal =
                code == EventEncoder.NO_REFUSAL ? null : new Refusal(REFUSALS[code], field, detail);
        LedgerEvent event =
                new LedgerEvent.RequestAnswered(actor, key, body.fingerprint(), resource, refusal);
        return at.whole(body.encodedLength(), event);
    }

    private ApplicationMessage message(Cursor at) {
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
