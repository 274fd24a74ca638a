package tallystick.engine.codec;

import static tallystick.domain.usage.UsageRecord.NO_REF;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;
import tallystick.domain.ledger.NameTable;
import tallystick.domain.ledger.Names;
import tallystick.domain.usage.SuspenseReason;
import tallystick.domain.usage.TokenClass;
import tallystick.domain.usage.UsageKind;
import tallystick.domain.usage.UsageRecord;
import tallystick.domain.usage.UsageStatus;
import tallystick.engine.codec.sbe.MessageHeaderDecoder;
import tallystick.engine.codec.sbe.UsageRecordedDecoder;

/** Decodes usage leaves, names filled in from their numbers. One thread. */
final class UsageDecoder {

    private static final UsageKind[] KINDS = UsageKind.values();
    private static final UsageStatus[] STATUSES = UsageStatus.values();
    private static final SuspenseReason[] REASONS = SuspenseReason.values();

    private final Names names;
    private final UsageRecordedDecoder body = new UsageRecordedDecoder();
    private byte[] utf8 = new byte[512];

    UsageDecoder(Names names) {
        this.names = names;
    }

    /** Returns the leaf's length as read. */
    int decode(DirectBuffer buffer, int offset, MessageHeaderDecoder header, UsageRecord into) {
        body.wrapAndApplyHeader(buffer, offset, header);
        forget(into);
        int flags = block(into);
        classes(into);
        into.billed = (flags & UsageLayout.BILLED_TOLD) == 0 ? null : into.tokens.clone();
        draws(into);
        numbers(into);
        retailAgain(into, flags);
        fillNames(into);
        parts(into);
        into.id = text(body.idLength());
        if ((flags & UsageLayout.REQUEST_ID_IS_ID) != 0) {
            into.requestId = into.id;
        }
        return MessageHeaderDecoder.ENCODED_LENGTH + body.encodedLength();
    }

    /** What is the whole retail amount is stored once. */
    private void retailAgain(UsageRecord into, int flags) {
        if ((flags & UsageLayout.SET_ASIDE_IS_RETAIL) != 0) {
            into.setAsideHi = into.retailHi;
            into.setAsideLo = into.retailLo;
        }
        if ((flags & UsageLayout.ONE_DRAW) != 0) {
            into.addDraw(body.grantRef(), into.retailHi, into.retailLo);
        }
    }

    private int block(UsageRecord into) {
        int flags = body.flags();
        into.position = body.position();
        into.recordedEpochNanos = body.recordedEpochNanos();
        into.endedEpochNanos = body.endedEpochNanos();
        into.ratedAtEpochNanos = into.endedEpochNanos;
        into.fingerprint = body.fingerprint();
        into.kind = KINDS[flags & UsageLayout.KIND_MASK];
        into.status = STATUSES[flags >>> UsageLayout.STATUS_SHIFT & UsageLayout.STATUS_MASK];
        into.late = (flags & UsageLayout.LATE) != 0;
        into.overrun = (flags & UsageLayout.OVERRUN) != 0;
        into.suspense = REASONS[body.suspense()];
        into.jurisdiction = body.jurisdiction();
        if ((flags & UsageLayout.SERVED_IN_IS_JURISDICTION) != 0) {
            into.servedIn = jurisdictionName(into.jurisdiction);
        }
        into.homeRef = body.homeRef();
        into.servingRef = body.servingRef();
        into.sourceRef = body.sourceRef();
        into.walletRef = body.walletRef();
        into.tenantRef = body.tenantRef();
        into.modelRef = body.modelRef();
        into.siteRef = body.siteRef();
        into.windowRef = body.windowRef();
        into.retailVersionRef = body.retailVersionRef();
        into.walletSequence = body.walletSequence();
        into.jurisdictionSequence = body.jurisdictionSequence();
        into.retailLo = body.retailLo();
        return flags;
    }

    private static String jurisdictionName(int packed) {
        return "" + (char) (packed >>> 8) + (char) (packed & 0xFF);
    }

    private void classes(UsageRecord into) {
        UsageRecordedDecoder.ClassesDecoder group = body.classes();
        for (int i = group.count(); i > 0; i--) {
            group.next();
            into.tokens[group.tokenClass()] = group.tokens();
        }
    }

    private void draws(UsageRecord into) {
        UsageRecordedDecoder.DrawsDecoder group = body.draws();
        for (int i = group.count(); i > 0; i--) {
            group.next();
            into.addDraw(group.grantRef(), group.amount().hi(), group.amount().lo());
        }
    }

    private void numbers(UsageRecord into) {
        UsageRecordedDecoder.NumbersDecoder group = body.numbers();
        for (int i = group.count(); i > 0; i--) {
            group.next();
            number(into, group.kind(), group.value());
        }
    }

    private static void number(UsageRecord into, short kind, long value) {
        switch (kind) {
            case UsageLayout.SEQUENCE -> into.sequence = value;
            case UsageLayout.ATTEMPT -> into.attempt = Math.toIntExact(value);
            case UsageLayout.MODEL_SERVED_REF -> into.modelServedRef = Math.toIntExact(value);
            case UsageLayout.API_KEY_REF -> into.apiKeyRef = Math.toIntExact(value);
            case UsageLayout.RETAIL_HI -> into.retailHi = value;
            case UsageLayout.WHOLESALE_VERSION_REF ->
                    into.wholesaleVersionRef = Math.toIntExact(value);
            case UsageLayout.WHOLESALE_LO -> into.wholesaleLo = value;
            case UsageLayout.WHOLESALE_HI -> into.wholesaleHi = value;
            case UsageLayout.OVERDRAFT_LO -> into.overdraftLo = value;
            case UsageLayout.OVERDRAFT_HI -> into.overdraftHi = value;
            case UsageLayout.SHORTFALL_LO -> into.shortfallLo = value;
            case UsageLayout.SHORTFALL_HI -> into.shortfallHi = value;
            case UsageLayout.REFERS_TO -> into.refersTo = value;
            case UsageLayout.SET_ASIDE_LO -> into.setAsideLo = value;
            case UsageLayout.SET_ASIDE_HI -> into.setAsideHi = value;
            case UsageLayout.ALERTS -> into.alerts = Math.toIntExact(value);
            case UsageLayout.SETTLES -> into.settles = value;
            case UsageLayout.RATED_AT -> into.ratedAtEpochNanos = value;
            default -> billed(into, kind, value);
        }
    }

    private static void billed(UsageRecord into, short kind, long value) {
        int tokenClass = kind - UsageLayout.BILLED;
        long[] billed = into.billed;
        if (billed == null || tokenClass < 0 || tokenClass >= TokenClass.COUNT) {
            throw new LeafDamagedException("usage number of unknown kind " + kind);
        }
        billed[tokenClass] = value;
    }

    private void fillNames(UsageRecord into) {
        into.source = name(names.texts, into.sourceRef);
        into.wallet = name(names.wallets, into.walletRef);
        into.tenant = name(names.texts, into.tenantRef);
        into.model = name(names.models, into.modelRef);
        into.homeOperator = name(names.operators, into.homeRef);
        into.servingOperator = name(names.operators, into.servingRef);
        into.site = optionalName(names.texts, into.siteRef);
        into.modelServed = optionalName(names.texts, into.modelServedRef);
        into.apiKey = optionalName(names.texts, into.apiKeyRef);
    }

    private static String name(NameTable table, int ref) {
        return ref == NO_REF ? "" : table.nameOf(ref);
    }

    private static @Nullable String optionalName(NameTable table, int ref) {
        return ref == NO_REF ? null : table.nameOf(ref);
    }

    private void parts(UsageRecord into) {
        UsageRecordedDecoder.PartsDecoder group = body.parts();
        for (int i = group.count(); i > 0; i--) {
            group.next();
            short kind = group.kind();
            int length = group.contentLength();
            reserve(length);
            group.getContent(utf8, 0, length);
            if (kind == UsageLayout.EVIDENCE) {
                into.evidenceSha256 = Arrays.copyOf(utf8, length);
            } else {
                part(into, kind, new String(utf8, 0, length, StandardCharsets.UTF_8));
            }
        }
    }

    private static void part(UsageRecord into, short kind, String text) {
        switch (kind) {
            case UsageLayout.SOURCE -> into.source = text;
            case UsageLayout.WALLET -> into.wallet = text;
            case UsageLayout.TENANT -> into.tenant = text;
            case UsageLayout.MODEL -> into.model = text;
            case UsageLayout.HOME -> into.homeOperator = text;
            case UsageLayout.SERVING -> into.servingOperator = text;
            case UsageLayout.SITE -> into.site = text;
            case UsageLayout.MODEL_SERVED -> into.modelServed = text;
            case UsageLayout.API_KEY -> into.apiKey = text;
            case UsageLayout.REQUEST_ID -> into.requestId = text;
            case UsageLayout.SERVED_IN -> into.servedIn = text;
            case UsageLayout.HOLD -> into.hold = text;
            case UsageLayout.CORRECTS_SOURCE -> into.correctsSource = text;
            case UsageLayout.CORRECTS_ID -> into.correctsId = text;
            case UsageLayout.ATTRIBUTES -> into.attributes = text;
            default -> throw new LeafDamagedException("usage part of unknown kind " + kind);
        }
    }

    private String text(int length) {
        reserve(length);
        body.getId(utf8, 0, length);
        return new String(utf8, 0, length, StandardCharsets.UTF_8);
    }

    private void reserve(int length) {
        if (length > body.buffer().capacity()) {
            throw new LeafDamagedException("text of " + length + " bytes is longer than its leaf");
        }
        if (length > utf8.length) {
            utf8 = new byte[Math.max(length, 2 * utf8.length)];
        }
    }

    private static void forget(UsageRecord into) {
        into.clearOutcome();
        into.modelServedRef = NO_REF;
        into.apiKeyRef = NO_REF;
        Arrays.fill(into.tokens, 0, TokenClass.COUNT, 0);
        into.sequence = -1;
        into.requestId = "";
        into.attempt = 1;
        into.servedIn = null;
        into.hold = null;
        into.correctsSource = null;
        into.correctsId = null;
        into.attributes = null;
        into.evidenceSha256 = null;
        into.keyHi = 0;
        into.keyLo = 0;
        into.correctsKeyHi = 0;
        into.correctsKeyLo = 0;
    }
}
