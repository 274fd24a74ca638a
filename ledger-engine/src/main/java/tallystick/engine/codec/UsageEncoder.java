package tallystick.engine.codec;

import static tallystick.domain.usage.UsageRecord.NO_REF;

import java.nio.charset.StandardCharsets;
import org.agrona.MutableDirectBuffer;
import org.jspecify.annotations.Nullable;
import tallystick.domain.usage.TokenClass;
import tallystick.domain.usage.UsageRecord;
import tallystick.domain.usage.UsageStatus;
import tallystick.engine.codec.sbe.MessageHeaderEncoder;
import tallystick.engine.codec.sbe.UsageRecordedEncoder;

/** Encodes usage records without allocating, as long as their texts are ASCII. One thread. */
final class UsageEncoder {

    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final UsageRecordedEncoder body = new UsageRecordedEncoder();

    private final short[] numberKinds = new short[UsageLayout.MOST_NUMBERS];
    private final long[] numbers = new long[UsageLayout.MOST_NUMBERS];
    private int numberCount;

    private final short[] partKinds = new short[UsageLayout.PART_KINDS];
    private final @Nullable String[] parts = new @Nullable String[UsageLayout.PART_KINDS];
    private int partCount;

    private byte[] utf8 = new byte[512];

    /** Returns the leaf's length. */
    int encode(UsageRecord usage, MutableDirectBuffer buffer, int offset) {
        if (usage.status != UsageStatus.ACCEPTED && usage.status != UsageStatus.SUSPENDED) {
            throw new IllegalStateException("no event: " + usage);
        }
        body.wrapAndApplyHeader(buffer, offset, header);
        boolean oneDraw = isOneDraw(usage);
        block(usage, oneDraw);
        classes(usage);
        draws(usage, oneDraw);
        collectNumbers(usage);
        writeNumbers();
        collectParts(usage);
        writeParts(usage.evidenceSha256);
        int idLength = utf8(usage.id);
        body.putId(utf8, 0, idLength);
        return MessageHeaderEncoder.ENCODED_LENGTH + body.encodedLength();
    }

    private void block(UsageRecord usage, boolean oneDraw) {
        body.position(usage.position)
                .recordedEpochNanos(usage.recordedEpochNanos)
                .endedEpochNanos(usage.endedEpochNanos)
                .fingerprint(usage.fingerprint)
                .flags(flags(usage, oneDraw))
                .suspense((short) usage.suspense.ordinal())
                .jurisdiction(usage.jurisdiction)
                .homeRef((short) usage.homeRef)
                .servingRef((short) usage.servingRef)
                .sourceRef(usage.sourceRef)
                .walletRef(usage.walletRef)
                .tenantRef(usage.tenantRef)
                .modelRef(usage.modelRef)
                .siteRef(usage.siteRef)
                .windowRef(usage.windowRef)
                .retailVersionRef(usage.retailVersionRef)
                .grantRef(oneDraw ? usage.drawGrantRef[0] : NO_REF)
                .walletSequence(usage.walletSequence)
                .jurisdictionSequence(usage.jurisdictionSequence)
                .retailLo(usage.retailLo);
    }

    private static int flags(UsageRecord usage, boolean oneDraw) {
        int flags = usage.kind.ordinal() | usage.status.ordinal() << UsageLayout.STATUS_SHIFT;
        flags |= usage.late ? UsageLayout.LATE : 0;
        flags |= usage.requestId.equals(usage.id) ? UsageLayout.REQUEST_ID_IS_ID : 0;
        flags |= isServedInJurisdiction(usage) ? UsageLayout.SERVED_IN_IS_JURISDICTION : 0;
        flags |= usage.billed == null ? 0 : UsageLayout.BILLED_TOLD;
        flags |= isSetAsideRetail(usage) ? UsageLayout.SET_ASIDE_IS_RETAIL : 0;
        flags |= usage.overrun ? UsageLayout.OVERRUN : 0;
        return flags | (oneDraw ? UsageLayout.ONE_DRAW : 0);
    }

    private static boolean isSetAsideRetail(UsageRecord usage) {
        return (usage.setAsideHi | usage.setAsideLo) != 0
                && usage.setAsideHi == usage.retailHi
                && usage.setAsideLo == usage.retailLo;
    }

    private static boolean isServedInJurisdiction(UsageRecord usage) {
        String servedIn = usage.servedIn;
        return servedIn != null
                && servedIn.length() == 2
                && usage.jurisdiction != 0
                && servedIn.charAt(0) == usage.jurisdiction >>> 8
                && servedIn.charAt(1) == (usage.jurisdiction & 0xFF);
    }

    private static boolean isOneDraw(UsageRecord usage) {
        return usage.drawCount == 1
                && usage.drawHi[0] == usage.retailHi
                && usage.drawLo[0] == usage.retailLo;
    }

    private void classes(UsageRecord usage) {
        int count = 0;
        for (long tokens : usage.tokens) {
            count += tokens == 0 ? 0 : 1;
        }
        UsageRecordedEncoder.ClassesEncoder group = body.classesCount(count);
        for (int i = 0; i < TokenClass.COUNT; i++) {
            if (usage.tokens[i] != 0) {
                group.next().tokenClass((short) i).tokens(usage.tokens[i]);
            }
        }
    }

    private void draws(UsageRecord usage, boolean oneDraw) {
        int count = oneDraw ? 0 : usage.drawCount;
        UsageRecordedEncoder.DrawsEncoder group = body.drawsCount(count);
        for (int i = 0; i < count; i++) {
            group.next().grantRef(usage.drawGrantRef[i]);
            group.amount().hi(usage.drawHi[i]).lo(usage.drawLo[i]);
        }
    }

    private void collectNumbers(UsageRecord usage) {
        numberCount = 0;
        number(UsageLayout.SEQUENCE, usage.sequence, -1);
        number(UsageLayout.ATTEMPT, usage.attempt, 1);
        number(UsageLayout.MODEL_SERVED_REF, usage.modelServedRef, NO_REF);
        number(UsageLayout.API_KEY_REF, usage.apiKeyRef, NO_REF);
        number(UsageLayout.RETAIL_HI, usage.retailHi, 0);
        number(UsageLayout.WHOLESALE_VERSION_REF, usage.wholesaleVersionRef, NO_REF);
        number(UsageLayout.WHOLESALE_LO, usage.wholesaleLo, 0);
        number(UsageLayout.WHOLESALE_HI, usage.wholesaleHi, 0);
        number(UsageLayout.OVERDRAFT_LO, usage.overdraftLo, 0);
        number(UsageLayout.OVERDRAFT_HI, usage.overdraftHi, 0);
        number(UsageLayout.SHORTFALL_LO, usage.shortfallLo, 0);
        number(UsageLayout.SHORTFALL_HI, usage.shortfallHi, 0);
        number(UsageLayout.REFERS_TO, usage.refersTo, -1);
        if (!isSetAsideRetail(usage)) {
            number(UsageLayout.SET_ASIDE_LO, usage.setAsideLo, 0);
            number(UsageLayout.SET_ASIDE_HI, usage.setAsideHi, 0);
        }
        number(UsageLayout.ALERTS, usage.alerts, 0);
        number(UsageLayout.SETTLES, usage.settles, -1);
        number(UsageLayout.RATED_AT, usage.ratedAtEpochNanos, usage.endedEpochNanos);
        long[] billed = usage.billed;
        for (int i = 0; billed != null && i < TokenClass.COUNT; i++) {
            number((short) (UsageLayout.BILLED + i), billed[i], usage.tokens[i]);
        }
    }

    private void number(short kind, long value, long usual) {
        if (value != usual) {
            numberKinds[numberCount] = kind;
            numbers[numberCount++] = value;
        }
    }

    private void writeNumbers() {
        UsageRecordedEncoder.NumbersEncoder group = body.numbersCount(numberCount);
        for (int i = 0; i < numberCount; i++) {
            group.next().kind(numberKinds[i]).value(numbers[i]);
        }
    }

    private void collectParts(UsageRecord usage) {
        partCount = 0;
        named(UsageLayout.SOURCE, usage.sourceRef, usage.source);
        named(UsageLayout.WALLET, usage.walletRef, usage.wallet);
        named(UsageLayout.TENANT, usage.tenantRef, usage.tenant);
        named(UsageLayout.MODEL, usage.modelRef, usage.model);
        named(UsageLayout.HOME, usage.homeRef, usage.homeOperator);
        named(UsageLayout.SERVING, usage.servingRef, usage.servingOperator);
        optional(UsageLayout.SITE, usage.siteRef, usage.site);
        optional(UsageLayout.MODEL_SERVED, usage.modelServedRef, usage.modelServed);
        optional(UsageLayout.API_KEY, usage.apiKeyRef, usage.apiKey);
        if (!usage.requestId.equals(usage.id)) {
            named(UsageLayout.REQUEST_ID, NO_REF, usage.requestId);
        }
        if (!isServedInJurisdiction(usage)) {
            optional(UsageLayout.SERVED_IN, NO_REF, usage.servedIn);
        }
        optional(UsageLayout.HOLD, NO_REF, usage.hold);
        optional(UsageLayout.CORRECTS_SOURCE, NO_REF, usage.correctsSource);
        optional(UsageLayout.CORRECTS_ID, NO_REF, usage.correctsId);
        optional(UsageLayout.ATTRIBUTES, NO_REF, usage.attributes);
    }

    private void named(short kind, int ref, String text) {
        if (ref == NO_REF && !text.isEmpty()) {
            part(kind, text);
        }
    }

    private void optional(short kind, int ref, @Nullable String text) {
        if (ref == NO_REF && text != null) {
            part(kind, text);
        }
    }

    private void part(short kind, String text) {
        partKinds[partCount] = kind;
        parts[partCount++] = text;
    }

    private void writeParts(byte @Nullable [] evidence) {
        UsageRecordedEncoder.PartsEncoder group =
                body.partsCount(evidence == null ? partCount : partCount + 1);
        for (int i = 0; i < partCount; i++) {
            String text = parts[i];
            int length = text == null ? 0 : utf8(text);
            group.next().kind(partKinds[i]).putContent(utf8, 0, length);
            parts[i] = null;
        }
        if (evidence != null) {
            group.next().kind(UsageLayout.EVIDENCE).putContent(evidence, 0, evidence.length);
        }
    }

    /** Fills {@link #utf8} and returns the length. */
    private int utf8(String text) {
        int length = text.length();
        if (length > utf8.length) {
            utf8 = new byte[2 * length];
        }
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                return beyondAscii(text);
            }
            utf8[i] = (byte) c;
        }
        return length;
    }

    private int beyondAscii(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > utf8.length) {
            utf8 = bytes;
        } else {
            System.arraycopy(bytes, 0, utf8, 0, bytes.length);
        }
        return bytes.length;
    }
}
