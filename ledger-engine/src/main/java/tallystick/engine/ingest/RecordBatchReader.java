package tallystick.engine.ingest;

import java.util.Arrays;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import tallystick.domain.usage.TokenClass;
import tallystick.domain.usage.UsageKind;
import tallystick.domain.usage.UsageRecord;
import tallystick.engine.ingest.rule.UsageFaults;
import tallystick.engine.ingest.rule.UsageRule;
import tallystick.engine.ingest.sbe.MessageHeaderDecoder;
import tallystick.engine.ingest.sbe.RecordBatchDecoder;
import tallystick.engine.ingest.wire.FarewellReason;
import tallystick.engine.ingest.wire.FrameException;
import tallystick.engine.ingest.wire.Utf8Text;
import tallystick.engine.ingest.wire.Wire;

/**
 * Decodes batches of usage records: {@link #open}, then {@link #next} as often as it said, then
 * {@link #close}. Bytes that do not keep to the schema are a {@link FrameException}, whatever they
 * are. One thread.
 */
final class RecordBatchReader {

    /** Since which batches are what they are now. */
    private static final int FIRST_VERSION = 1;

    private static final UsageKind[] KINDS = UsageKind.values();

    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final RecordBatchDecoder body = new RecordBatchDecoder();
    private final Utf8Text known = new Utf8Text();
    private UnsafeBuffer payload = new UnsafeBuffer(new byte[0]);
    private byte[] utf8 = new byte[512];
    private String[] texts = new String[64];
    private int textCount;
    private RecordBatchDecoder.@Nullable RecordsDecoder records;
    private int kind;

    /**
     * Begins a batch; returns how many records it has.
     *
     * @throws FrameException when it is malformed or has too many
     */
    int open(UnsafeBuffer frame) throws FrameException {
        payload = frame;
        try {
            header.wrap(frame, 0);
            boolean isBatch =
                    header.schemaId() == RecordBatchDecoder.SCHEMA_ID
                            && header.templateId() == RecordBatchDecoder.TEMPLATE_ID
                            && header.version() >= FIRST_VERSION
                            && header.version() <= RecordBatchDecoder.SCHEMA_VERSION
                            && header.blockLength() == RecordBatchDecoder.BLOCK_LENGTH;
            if (!isBatch) {
                throw malformed("the frame is not a batch of records of this version");
            }
            body.wrapAndApplyHeader(frame, 0, header);
            readTexts();
            RecordBatchDecoder.RecordsDecoder group = body.records();
            records = group;
            if (group.count() > UsageRule.MOST_RECORDS) {
                throw new FrameException(
                        FarewellReason.TOO_MANY_RECORDS,
                        "a batch takes at most " + UsageRule.MOST_RECORDS + " records");
            }
            if (group.count() > 0 && group.actingBlockLength() != blockLength()) {
                throw malformed("records have another length");
            }
            return group.count();
        } catch (IndexOutOfBoundsException | IllegalArgumentException cut) {
            throw malformed("the batch ends inside its texts");
        }
    }

    private static int blockLength() {
        return RecordBatchDecoder.RecordsDecoder.sbeBlockLength();
    }

    /** The batch's number. */
    long batch() {
        return body.batch();
    }

    boolean isStrict() {
        return (body.flags() & Wire.STRICT) != 0;
    }

    boolean isMinimal() {
        return (body.flags() & Wire.MINIMAL) != 0;
    }

    /** What the last record says it is; no kind's number when nobody knows it. */
    int kind() {
        return kind;
    }

    private void readTexts() throws FrameException {
        RecordBatchDecoder.TextsDecoder group = body.texts();
        textCount = group.count();
        if (textCount > texts.length) {
            texts = new String[Math.max(textCount, 2 * texts.length)];
        }
        for (int i = 0; i < textCount; i++) {
            group.next();
            int length = group.contentLength();
            reserve(length);
            group.getContent(utf8, 0, length);
            texts[i] = known.known(utf8, length);
        }
    }

    /**
     * The next record, not yet checked or sealed.
     *
     * @param faults told of a token class that nobody knows
     * @throws FrameException when it is malformed
     */
    UsageRecord next(UsageFaults faults) throws FrameException {
        RecordBatchDecoder.RecordsDecoder group = records;
        if (group == null) {
            throw new IllegalStateException("no batch is open");
        }
        try {
            group.next();
            UsageRecord usage = new UsageRecord();
            readBlock(group, usage);
            readClasses(group.classes(), usage, faults);
            readParts(group.parts(), usage);
            boolean isRequestIdToo = (group.flags() & Wire.REQUEST_ID_IS_ID) != 0;
            int length = group.idLength();
            reserve(length);
            group.getId(utf8, 0, length);
            usage.id = Utf8Text.decode(utf8, length);
            if (isRequestIdToo) {
                usage.requestId = usage.id;
            }
            return usage;
        } catch (IndexOutOfBoundsException | IllegalArgumentException cut) {
            throw malformed("the batch ends inside a record");
        }
    }

    private void readBlock(RecordBatchDecoder.RecordsDecoder group, UsageRecord usage)
            throws FrameException {
        usage.endedEpochNanos = group.endedEpochNanos();
        usage.sequence = group.sequence();
        usage.attempt = group.attempt();
        kind = group.kind();
        usage.kind = kind < KINDS.length ? KINDS[kind] : UsageKind.RECORDED;
        usage.source = text(group.source());
        usage.wallet = text(group.wallet());
        usage.model = text(group.model());
        usage.modelServed = optional(group.modelServed());
        usage.homeOperator = text(group.homeOperator());
        usage.servingOperator = text(group.servingOperator());
        usage.tenant = text(group.tenant());
        usage.apiKey = optional(group.apiKey());
        usage.site = optional(group.site());
        usage.servedIn = optional(group.servedIn());
    }

    private String text(int index) throws FrameException {
        String text = optional(index);
        return text == null ? "" : text;
    }

    private @Nullable String optional(int index) throws FrameException {
        if (index == Wire.ABSENT) {
            return null;
        }
        if (index >= textCount) {
            throw malformed("a record names a text that is not there");
        }
        return texts[index];
    }

    private static void readClasses(
            RecordBatchDecoder.RecordsDecoder.ClassesDecoder group,
            UsageRecord usage,
            UsageFaults faults)
            throws FrameException {
        int seen = 0;
        for (int i = group.count(); i > 0; i--) {
            group.next();
            int tokenClass = group.tokenClass();
            if (tokenClass >= TokenClass.COUNT) {
                faults.add("data.usage." + tokenClass, "is not a token class");
            } else if ((seen & 1 << tokenClass) != 0) {
                throw malformed("a record has a token class twice");
            } else {
                seen |= 1 << tokenClass;
                usage.tokens[tokenClass] = group.tokens();
            }
        }
    }

    private void readParts(RecordBatchDecoder.RecordsDecoder.PartsDecoder group, UsageRecord usage)
            throws FrameException {
        int last = 0;
        for (int i = group.count(); i > 0; i--) {
            group.next();
            int part = group.kind();
            if (part <= last || part > Wire.EVIDENCE) {
                throw malformed("a record's parts are out of order or unknown");
            }
            last = part;
            int length = group.contentLength();
            reserve(length);
            group.getContent(utf8, 0, length);
            if (part == Wire.EVIDENCE) {
                usage.evidenceSha256 = Arrays.copyOf(utf8, length);
            } else {
                part(usage, part, Utf8Text.decode(utf8, length));
            }
        }
    }

    private static void part(UsageRecord usage, int part, String text) {
        switch (part) {
            case Wire.REQUEST_ID -> usage.requestId = text;
            case Wire.HOLD -> usage.hold = text;
            case Wire.CORRECTS_SOURCE -> usage.correctsSource = text;
            case Wire.CORRECTS_ID -> usage.correctsId = text;
            default -> usage.attributes = text;
        }
    }

    private void reserve(int length) throws FrameException {
        if (length < 0 || length > payload.capacity()) {
            throw malformed("a text is longer than its frame");
        }
        if (length > utf8.length) {
            utf8 = new byte[Math.max(length, 2 * utf8.length)];
        }
    }

    /**
     * Ends the batch.
     *
     * @throws FrameException when more stands behind its last record
     */
    void close() throws FrameException {
        Arrays.fill(texts, 0, textCount, "");
        if (body.limit() != payload.capacity()) {
            throw malformed("more stands behind the last record");
        }
        if (utf8.length > UsageRule.MOST_BYTES / 8) {
            utf8 = new byte[512];
        }
    }

    private static FrameException malformed(String detail) {
        return new FrameException(FarewellReason.MALFORMED, detail);
    }
}
