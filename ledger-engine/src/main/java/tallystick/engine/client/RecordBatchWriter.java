package tallystick.engine.client;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.agrona.ExpandableArrayBuffer;
import org.jspecify.annotations.Nullable;
import tallystick.domain.usage.TokenClass;
import tallystick.domain.usage.UsageRecord;
import tallystick.engine.ingest.sbe.MessageHeaderEncoder;
import tallystick.engine.ingest.sbe.RecordBatchEncoder;
import tallystick.engine.ingest.sbe.RecordBatchEncoder.RecordsEncoder;
import tallystick.engine.ingest.wire.Wire;

/** Encodes batches of usage records as frames: their facts alone. One thread at a time. */
final class RecordBatchWriter {

    /** Texts of a record that may stand for many. */
    private static final int SHARED = 10;

    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final RecordBatchEncoder body = new RecordBatchEncoder();
    private final Map<String, Integer> places = new HashMap<>();
    private final List<String> texts = new ArrayList<>();
    private final @Nullable String[] last = new @Nullable String[SHARED];
    private final int[] lastPlace = new int[SHARED];
    private int[] indexes = new int[SHARED * 1024];
    private byte[] utf8 = new byte[512];

    /**
     * Writes a frame and returns its length.
     *
     * @param flags of {@link Wire}
     * @throws IllegalArgumentException when the records have more different texts than a frame
     *     names, or a text is not Unicode or too long for its field
     */
    int write(long batch, int flags, List<UsageRecord> records, ExpandableArrayBuffer into) {
        collectTexts(records);
        body.wrapAndApplyHeader(into, Wire.HEADER_BYTES, header).batch(batch).flags((short) flags);
        RecordBatchEncoder.TextsEncoder group = body.textsCount(texts.size());
        for (int i = 0; i < texts.size(); i++) {
            int length = encode(texts.get(i));
            requireShort(length);
            group.next().putContent(utf8, 0, length);
        }
        RecordsEncoder lines = body.recordsCount(records.size());
        for (int i = 0; i < records.size(); i++) {
            writeRecord(lines.next(), records.get(i), i * SHARED);
        }
        texts.clear();
        places.clear();
        Arrays.fill(last, null);
        return Wire.seal(into, 0, MessageHeaderEncoder.ENCODED_LENGTH + body.encodedLength());
    }

    // ---- texts that come again -----------------------------------------------------------------

    private void collectTexts(List<UsageRecord> records) {
        if (records.size() * SHARED > indexes.length) {
            indexes = new int[records.size() * SHARED];
        }
        for (int i = 0; i < records.size(); i++) {
            UsageRecord usage = records.get(i);
            int at = i * SHARED;
            indexes[at] = place(0, presence(usage.source));
            indexes[at + 1] = place(1, presence(usage.wallet));
            indexes[at + 2] = place(2, presence(usage.model));
            indexes[at + 3] = place(3, usage.modelServed);
            indexes[at + 4] = place(4, presence(usage.homeOperator));
            indexes[at + 5] = place(5, presence(usage.servingOperator));
            indexes[at + 6] = place(6, presence(usage.tenant));
            indexes[at + 7] = place(7, usage.apiKey);
            indexes[at + 8] = place(8, usage.site);
            indexes[at + 9] = place(9, usage.servedIn);
        }
    }

    private static @Nullable String presence(String text) {
        return text.isEmpty() ? null : text;
    }

    @SuppressWarnings("ReferenceEquality") // only saves work
    private int place(int field, @Nullable String text) {
        if (text == null) {
            return Wire.ABSENT;
        }
        if (text == last[field]) {
            return lastPlace[field];
        }
        Integer known = places.get(text);
        int place = known == null ? texts.size() : known;
        if (known == null) {
            if (place == Wire.MOST_TEXTS) {
                throw new IllegalArgumentException(
                        "a batch names at most " + Wire.MOST_TEXTS + " different texts; split it");
            }
            places.put(text, place);
            texts.add(text);
        }
        last[field] = text;
        lastPlace[field] = place;
        return place;
    }

    // ---- records -------------------------------------------------------------------------------

    private void writeRecord(RecordsEncoder line, UsageRecord usage, int at) {
        boolean isRequestIdId = usage.requestId.equals(usage.id);
        line.endedEpochNanos(usage.endedEpochNanos)
                .sequence(usage.sequence)
                .attempt(usage.attempt)
                .kind((short) usage.kind.ordinal())
                .flags((short) (isRequestIdId ? Wire.REQUEST_ID_IS_ID : 0))
                .source(indexes[at])
                .wallet(indexes[at + 1])
                .model(indexes[at + 2])
                .modelServed(indexes[at + 3])
                .homeOperator(indexes[at + 4])
                .servingOperator(indexes[at + 5])
                .tenant(indexes[at + 6])
                .apiKey(indexes[at + 7])
                .site(indexes[at + 8])
                .servedIn(indexes[at + 9]);
        writeClasses(line, usage.tokens);
        writeParts(line, usage, isRequestIdId || usage.requestId.isEmpty());
        int length = encode(usage.id);
        requireShort(length);
        line.putId(utf8, 0, length);
    }

    private static void writeClasses(RecordsEncoder line, long[] tokens) {
        int count = 0;
        for (long each : tokens) {
            count += each == 0 ? 0 : 1;
        }
        RecordsEncoder.ClassesEncoder group = line.classesCount(count);
        for (int i = 0; i < TokenClass.COUNT; i++) {
            if (tokens[i] != 0) {
                group.next().tokenClass((short) i).tokens(tokens[i]);
            }
        }
    }

    private void writeParts(RecordsEncoder line, UsageRecord usage, boolean withoutRequestId) {
        byte[] evidence = usage.evidenceSha256;
        int count = withoutRequestId ? 0 : 1;
        count += one(usage.hold) + one(usage.correctsSource) + one(usage.correctsId);
        count += one(usage.attributes) + one(evidence);
        RecordsEncoder.PartsEncoder group = line.partsCount(count);
        part(group, Wire.REQUEST_ID, withoutRequestId ? null : usage.requestId);
        part(group, Wire.HOLD, usage.hold);
        part(group, Wire.CORRECTS_SOURCE, usage.correctsSource);
        part(group, Wire.CORRECTS_ID, usage.correctsId);
        part(group, Wire.ATTRIBUTES, usage.attributes);
        if (evidence != null) {
            group.next().kind(Wire.EVIDENCE).putContent(evidence, 0, evidence.length);
        }
    }

    private static int one(@Nullable Object present) {
        return present == null ? 0 : 1;
    }

    private void part(RecordsEncoder.PartsEncoder group, short kind, @Nullable String text) {
        if (text != null) {
            int length = encode(text);
            group.next().kind(kind).putContent(utf8, 0, length);
        }
    }

    // ---- UTF-8 ---------------------------------------------------------------------------------

    /** Fills {@link #utf8} and returns the length. */
    private int encode(String text) {
        int length = text.length();
        if (length > utf8.length) {
            utf8 = new byte[2 * length];
        }
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                return encodeBeyondAscii(text);
            }
            utf8[i] = (byte) c;
        }
        return length;
    }

    private int encodeBeyondAscii(String text) {
        try {
            ByteBuffer bytes =
                    StandardCharsets.UTF_8
                            .newEncoder()
                            .onMalformedInput(CodingErrorAction.REPORT)
                            .encode(CharBuffer.wrap(text));
            int length = bytes.remaining();
            if (length > utf8.length) {
                utf8 = new byte[2 * length];
            }
            bytes.get(utf8, 0, length);
            return length;
        } catch (CharacterCodingException broken) {
            throw new IllegalArgumentException("a text has half a surrogate pair", broken);
        }
    }

    private static void requireShort(int length) {
        if (length > Wire.MOST_TEXTS) {
            throw new IllegalArgumentException(
                    "a name or id takes at most " + Wire.MOST_TEXTS + " bytes");
        }
    }
}
