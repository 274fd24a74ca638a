package tallystick.engine.client;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.agrona.concurrent.UnsafeBuffer;
import tallystick.domain.usage.SuspenseReason;
import tallystick.domain.usage.UsageStatus;
import tallystick.engine.ingest.sbe.BatchOutcomeDecoder;
import tallystick.engine.ingest.sbe.FarewellDecoder;
import tallystick.engine.ingest.sbe.MessageHeaderDecoder;
import tallystick.engine.ingest.sbe.WelcomeDecoder;
import tallystick.engine.ingest.wire.FarewellReason;
import tallystick.engine.ingest.wire.FrameException;
import tallystick.engine.ingest.wire.Utf8Text;
import tallystick.engine.ingest.wire.Verdict;
import tallystick.engine.ingest.wire.Wire;

/** Decodes what a server says. One thread. */
final class AnswerReader {

    /** What a server says. */
    sealed interface Answer {

        /** First: how much it takes. */
        record Welcome(int windowBatches, int maxRecords, int maxFrameBytes) implements Answer {}

        /**
         * Of a batch. The outcome is left in the reader, to be decoded once the batch's size is
         * known.
         */
        record Outcome(long batch, Verdict verdict, long retryAfterMillis) implements Answer {}

        /** Last: why it closes. */
        record Farewell(FarewellReason reason, long batch, String detail) implements Answer {}
    }

    private static final int STATUSES = UsageStatus.values().length;
    private static final int REASONS = SuspenseReason.values().length;

    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final BatchOutcomeDecoder body = new BatchOutcomeDecoder();
    private UnsafeBuffer payload = new UnsafeBuffer(new byte[0]);
    private byte[] utf8 = new byte[512];

    /**
     * The message in a frame.
     *
     * @throws FrameException when it is none that this version knows
     */
    Answer read(UnsafeBuffer frame) throws FrameException {
        payload = frame;
        try {
            header.wrap(frame, 0);
            if (header.schemaId() != BatchOutcomeDecoder.SCHEMA_ID) {
                throw malformed("the server sent a frame of another schema");
            }
            return switch (header.templateId()) {
                case WelcomeDecoder.TEMPLATE_ID -> welcome();
                case BatchOutcomeDecoder.TEMPLATE_ID -> {
                    body.wrapAndApplyHeader(frame, 0, header);
                    yield new Answer.Outcome(
                            body.batch(), Verdict.of(body.verdict()), body.retryAfterMillis());
                }
                case FarewellDecoder.TEMPLATE_ID -> farewell();
                default -> throw malformed("the server sent a message of an unknown kind");
            };
        } catch (IndexOutOfBoundsException | IllegalArgumentException cut) {
            throw malformed("the server's message is cut");
        }
    }

    private Answer welcome() {
        WelcomeDecoder welcome = new WelcomeDecoder();
        welcome.wrapAndApplyHeader(payload, 0, header);
        return new Answer.Welcome(
                welcome.windowBatches(), welcome.maxRecords(), welcome.maxFrameBytes());
    }

    private Answer farewell() throws FrameException {
        FarewellDecoder farewell = new FarewellDecoder();
        farewell.wrapAndApplyHeader(payload, 0, header);
        int length = reserve(farewell.detailLength());
        farewell.getDetail(utf8, 0, length);
        return new Answer.Farewell(
                FarewellReason.of(farewell.reason()),
                farewell.batch(),
                Utf8Text.decode(utf8, length));
    }

    /**
     * The outcome of the batch that {@link #read} told of.
     *
     * @param size records it had
     * @param minimal accepted records were left out
     */
    BatchOutcome outcome(int size, boolean minimal, boolean sentAgain) throws FrameException {
        try {
            Verdict verdict = Verdict.of(body.verdict());
            long position = body.position();
            List<BatchOutcome.Tariff> tariffs = tariffs();
            BatchOutcome.Columns columns = new BatchOutcome.Columns(size);
            boolean isAccepted = minimal && verdict == Verdict.TAKEN;
            UsageStatus unsaid = isAccepted ? UsageStatus.ACCEPTED : UsageStatus.NOT_APPLIED;
            Arrays.fill(columns.status, (byte) unsaid.ordinal());
            Arrays.fill(columns.position, -1);
            Arrays.fill(columns.tariff, (char) Wire.ABSENT);
            lines(columns, tariffs.size());
            Map<Integer, List<RecordOutcome.Fault>> rejections = rejections(columns);
            int length = reserve(body.detailLength());
            body.getDetail(utf8, 0, length);
            String detail = Utf8Text.decode(utf8, length);
            return new BatchOutcome(
                    verdict, position, detail, columns, tariffs, rejections, sentAgain);
        } catch (IndexOutOfBoundsException | IllegalArgumentException cut) {
            throw malformed("the server's outcome does not fit its batch");
        }
    }

    private List<BatchOutcome.Tariff> tariffs() throws FrameException {
        List<BatchOutcome.Tariff> tariffs = new ArrayList<>();
        BatchOutcomeDecoder.TariffsDecoder group = body.tariffs();
        for (int i = group.count(); i > 0; i--) {
            group.next();
            int length = reserve(group.tariffLength());
            group.getTariff(utf8, 0, length);
            String tariff = Utf8Text.decode(utf8, length);
            length = reserve(group.assetLength());
            group.getAsset(utf8, 0, length);
            tariffs.add(new BatchOutcome.Tariff(tariff, Utf8Text.decode(utf8, length)));
        }
        return tariffs;
    }

    private void lines(BatchOutcome.Columns columns, int tariffs) throws FrameException {
        BatchOutcomeDecoder.OutcomesDecoder group = body.outcomes();
        for (int i = group.count(); i > 0; i--) {
            group.next();
            int index = group.index();
            int tariff = group.tariff();
            boolean isKnown =
                    group.status() < STATUSES
                            && group.suspense() < REASONS
                            && (tariff == Wire.ABSENT || tariff < tariffs);
            if (!isKnown) {
                throw malformed("the server's outcome has a number that nobody knows");
            }
            columns.status[index] = (byte) group.status();
            columns.suspense[index] = (byte) group.suspense();
            columns.tariff[index] = (char) tariff;
            columns.position[index] = group.position();
            columns.retailHi[index] = group.retailHi();
            columns.retailLo[index] = group.retailLo();
        }
    }

    private Map<Integer, List<RecordOutcome.Fault>> rejections(BatchOutcome.Columns columns)
            throws FrameException {
        Map<Integer, List<RecordOutcome.Fault>> rejections = new HashMap<>();
        BatchOutcomeDecoder.RejectionsDecoder group = body.rejections();
        for (int i = group.count(); i > 0; i--) {
            group.next();
            int index = group.index();
            List<RecordOutcome.Fault> faults = new ArrayList<>();
            BatchOutcomeDecoder.RejectionsDecoder.FaultsDecoder each = group.faults();
            for (int j = each.count(); j > 0; j--) {
                each.next();
                int length = reserve(each.fieldLength());
                each.getField(utf8, 0, length);
                String field = Utf8Text.decode(utf8, length);
                length = reserve(each.ruleLength());
                each.getRule(utf8, 0, length);
                faults.add(new RecordOutcome.Fault(field, Utf8Text.decode(utf8, length)));
            }
            columns.status[index] = (byte) UsageStatus.NOT_APPLIED.ordinal();
            rejections.put(index, List.copyOf(faults));
        }
        return rejections;
    }

    private int reserve(int length) throws FrameException {
        if (length > payload.capacity()) {
            throw malformed("the server's text is longer than its frame");
        }
        if (length > utf8.length) {
            utf8 = new byte[2 * length];
        }
        return length;
    }

    private static FrameException malformed(String detail) {
        return new FrameException(FarewellReason.MALFORMED, detail);
    }
}
