package tallystick.engine.ingest;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.agrona.ExpandableArrayBuffer;
import tallystick.domain.ledger.Names;
import tallystick.domain.usage.UsageRecord;
import tallystick.domain.usage.UsageStatus;
import tallystick.engine.ingest.IngestBatch.Rejection;
import tallystick.engine.ingest.rule.UsageFaults.Fault;
import tallystick.engine.ingest.sbe.BatchOutcomeEncoder;
import tallystick.engine.ingest.sbe.FarewellEncoder;
import tallystick.engine.ingest.sbe.MessageHeaderEncoder;
import tallystick.engine.ingest.sbe.WelcomeEncoder;
import tallystick.engine.ingest.wire.FarewellReason;
import tallystick.engine.ingest.wire.Verdict;
import tallystick.engine.ingest.wire.Wire;

/** Encodes what a server says, as frames. Each method returns the frame's length. One thread. */
final class BatchOutcomeWriter {

    private static final int MOST_TARIFFS = 64;

    private final Names names;
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final BatchOutcomeEncoder body = new BatchOutcomeEncoder();
    private final int[] counts = new int[UsageStatus.values().length];
    private int[] tariffs = new int[MOST_TARIFFS];
    private int tariffCount;

    /**
     * @param names the ledger's
     */
    BatchOutcomeWriter(Names names) {
        this.names = names;
    }

    int welcome(ExpandableArrayBuffer into, int offset, int window, int records, int bytes) {
        WelcomeEncoder welcome = new WelcomeEncoder();
        welcome.wrapAndApplyHeader(into, offset + Wire.HEADER_BYTES, header)
                .windowBatches(window)
                .maxRecords(records)
                .maxFrameBytes(bytes);
        return seal(into, offset, welcome.encodedLength());
    }

    int farewell(
            ExpandableArrayBuffer into,
            int offset,
            FarewellReason reason,
            long batch,
            String detail) {
        FarewellEncoder farewell = new FarewellEncoder();
        farewell.wrapAndApplyHeader(into, offset + Wire.HEADER_BYTES, header)
                .reason((short) reason.ordinal())
                .batch(batch);
        byte[] text = detail.getBytes(StandardCharsets.UTF_8);
        farewell.putDetail(text, 0, text.length);
        return seal(into, offset, farewell.encodedLength());
    }

    int outcome(ExpandableArrayBuffer into, int offset, IngestBatch batch) {
        count(batch);
        body.wrapAndApplyHeader(into, offset + Wire.HEADER_BYTES, header)
                .batch(batch.number)
                .verdict((short) batch.verdict.ordinal())
                .retryAfterMillis(batch.retryAfterMillis)
                .position(newest(batch))
                .accepted(counts[UsageStatus.ACCEPTED.ordinal()])
                .duplicate(counts[UsageStatus.DUPLICATE.ordinal()])
                .suspended(counts[UsageStatus.SUSPENDED.ordinal()])
                .conflict(counts[UsageStatus.CONFLICT.ordinal()])
                .rejected(batch.rejections.size());
        tariffs(batch);
        outcomes(batch);
        rejections(batch.rejections);
        byte[] text = batch.detail.getBytes(StandardCharsets.UTF_8);
        body.putDetail(text, 0, text.length);
        return seal(into, offset, body.encodedLength());
    }

    private static int seal(ExpandableArrayBuffer into, int offset, int bodyLength) {
        return Wire.seal(into, offset, MessageHeaderEncoder.ENCODED_LENGTH + bodyLength);
    }

    private void count(IngestBatch batch) {
        Arrays.fill(counts, 0);
        if (batch.verdict == Verdict.TAKEN) {
            for (UsageRecord usage : batch.records) {
                counts[usage.status.ordinal()]++;
            }
        }
    }

    private static long newest(IngestBatch batch) {
        long newest = -1;
        if (batch.verdict == Verdict.TAKEN) {
            for (UsageRecord usage : batch.records) {
                newest = Math.max(newest, usage.position);
            }
        }
        return newest;
    }

    /** The tariff versions that the batch was rated by, each once. */
    private void tariffs(IngestBatch batch) {
        tariffCount = 0;
        if (batch.verdict == Verdict.TAKEN && !batch.minimal) {
            for (UsageRecord usage : batch.records) {
                if (usage.status == UsageStatus.ACCEPTED) {
                    int _ = tariffIndex(usage.retailVersionRef);
                }
            }
        }
        BatchOutcomeEncoder.TariffsEncoder group = body.tariffsCount(tariffCount);
        for (int i = 0; i < tariffCount; i++) {
            byte[] tariff = utf8(names.tariffVersions.nameOf(tariffs[i]));
            byte[] asset = utf8(names.tariffVersionAssets.nameOf(tariffs[i]));
            group.next().putTariff(tariff, 0, tariff.length).putAsset(asset, 0, asset.length);
        }
    }

    private int tariffIndex(int ref) {
        for (int i = 0; i < tariffCount; i++) {
            if (tariffs[i] == ref) {
                return i;
            }
        }
        if (tariffCount == tariffs.length) {
            tariffs = Arrays.copyOf(tariffs, 2 * tariffCount);
        }
        tariffs[tariffCount] = ref;
        return tariffCount++;
    }

    private void outcomes(IngestBatch batch) {
        BatchOutcomeEncoder.OutcomesEncoder group = body.outcomesCount(outcomeCount(batch));
        if (batch.verdict != Verdict.TAKEN) {
            return;
        }
        int nextRejection = 0;
        int index = 0;
        for (UsageRecord usage : batch.records) {
            while (nextRejection < batch.rejections.size()
                    && batch.rejections.get(nextRejection).index() == index) {
                nextRejection++;
                index++;
            }
            boolean isAccepted = usage.status == UsageStatus.ACCEPTED;
            if (!isAccepted || !batch.minimal) {
                group.next()
                        .index(index)
                        .status((short) usage.status.ordinal())
                        .suspense((short) usage.suspense.ordinal())
                        .tariff(isAccepted ? tariffIndex(usage.retailVersionRef) : Wire.ABSENT)
                        .position(usage.position)
                        .retailHi(usage.retailHi)
                        .retailLo(usage.retailLo);
            }
            index++;
        }
    }

    private int outcomeCount(IngestBatch batch) {
        if (batch.verdict != Verdict.TAKEN) {
            return 0;
        }
        int accepted = counts[UsageStatus.ACCEPTED.ordinal()];
        return batch.minimal ? batch.records.size() - accepted : batch.records.size();
    }

    private void rejections(List<Rejection> rejections) {
        BatchOutcomeEncoder.RejectionsEncoder group = body.rejectionsCount(rejections.size());
        for (Rejection rejection : rejections) {
            BatchOutcomeEncoder.RejectionsEncoder.FaultsEncoder faults =
                    group.next().index(rejection.index()).faultsCount(rejection.faults().size());
            for (Fault fault : rejection.faults()) {
                byte[] field = utf8(fault.field());
                byte[] rule = utf8(fault.rule());
                faults.next().putField(field, 0, field.length).putRule(rule, 0, rule.length);
            }
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
