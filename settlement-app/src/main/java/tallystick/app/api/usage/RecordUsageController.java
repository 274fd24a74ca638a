package tallystick.app.api.usage;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tallystick.app.api.Caller;
import tallystick.app.api.LedgerGateway;
import tallystick.app.api.RequestBody;
import tallystick.app.api.access.Access;
import tallystick.app.api.problem.InvalidParam;
import tallystick.app.api.problem.ProblemCode;
import tallystick.app.api.problem.ProblemDocument;
import tallystick.app.api.problem.ProblemException;
import tallystick.app.evidence.EvidenceStore;
import tallystick.app.evidence.EvidenceStoreException;
import tallystick.domain.Answer;
import tallystick.domain.LedgerCommand.RecordUsage;
import tallystick.domain.LedgerRequest;
import tallystick.domain.usage.UsageRecord;
import tallystick.domain.usage.UsageStatus;
import tallystick.engine.LedgerEngine;
import tallystick.engine.ingest.rule.UsageRule;

/**
 * {@code POST /v1/events}: records usage, one CloudEvent or thousands. Each item has an outcome of
 * its own; with {@code Prefer: handling=strict} all are taken or none.
 */
@RestController
public final class RecordUsageController {

    /** Most bytes of a call. */
    static final int MOST_BYTES = UsageRule.MOST_BYTES;

    private static final int PARSERS_KEPT = 16;
    private static final int MOST_PARAMS = 100;
    private static final int RETRY_SECONDS = 5;

    private final LedgerGateway ledger;
    private final LedgerEngine engine;
    private final EvidenceStore evidence;
    private final BlockingQueue<UsageEventParser> idleParsers =
            new ArrayBlockingQueue<>(PARSERS_KEPT);

    public RecordUsageController(
            LedgerGateway ledger, LedgerEngine engine, EvidenceStore evidence) {
        this.evidence = evidence;
        this.ledger = ledger;
        this.engine = engine;
    }

    @PostMapping(
            path = "/v1/events",
            consumes = "application/cloudevents+json",
            produces = "application/json")
    void recordOne(HttpServletRequest request, HttpServletResponse response) throws IOException {
        record(request, response, EventFormat.SINGLE);
    }

    @PostMapping(
            path = "/v1/events",
            consumes = "application/cloudevents-batch+json",
            produces = "application/json")
    void recordBatch(HttpServletRequest request, HttpServletResponse response) throws IOException {
        record(request, response, EventFormat.BATCH);
    }

    @PostMapping(
            path = "/v1/events",
            consumes = "application/x-ndjson",
            produces = "application/json")
    void recordLines(HttpServletRequest request, HttpServletResponse response) throws IOException {
        record(request, response, EventFormat.LINES);
    }

    /** One event in binary mode: its attributes are headers, the body is its data. */
    @PostMapping(path = "/v1/events", consumes = "application/json", produces = "application/json")
    void recordBinary(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Preferences preferences = Preferences.of(request);
        RequestBody body = RequestBody.read(request, MOST_BYTES);
        byte[] event = BinaryEvent.structured(request, body);
        UsageBatch batch = parse(event, event.length, EventFormat.SINGLE);
        for (RejectedItem item : batch.rejected()) {
            ProblemDocument problem = BinaryEvent.headerProblem(item.problem());
            if (problem != null) {
                throw new ProblemException(problem);
            }
        }
        record(request, response, preferences, batch);
    }

    private void record(
            HttpServletRequest request, HttpServletResponse response, EventFormat format)
            throws IOException {
        Preferences preferences = Preferences.of(request);
        RequestBody body = RequestBody.read(request, MOST_BYTES);
        record(request, response, preferences, parse(body.bytes(), body.length(), format));
    }

    private void record(
            HttpServletRequest request,
            HttpServletResponse response,
            Preferences preferences,
            UsageBatch batch)
            throws IOException {
        String actor = Caller.of(request);
        batch.rejectWhatIsNotOwn(Access.of(request));
        if (preferences.strict() && !batch.rejected().isEmpty()) {
            throw new ProblemException(rejectedStrictly(batch.rejected()));
        }
        if (!batch.records().isEmpty()) {
            submit(batch.records(), actor, preferences.strict());
            keep(batch.evidence());
        }
        response.setStatus(HttpServletResponse.SC_OK);
        response.setContentType("application/json");
        if (!preferences.applied().isEmpty()) {
            response.setHeader("Preference-Applied", preferences.applied());
        }
        byte[] reply =
                new UsageReply(batch, engine.names(), preferences.minimal())
                        .json(engine.lastDurablePosition());
        response.setContentLength(reply.length);
        response.getOutputStream().write(reply);
    }

    private UsageBatch parse(byte[] body, int length, EventFormat format) {
        UsageEventParser parser = idleParsers.poll();
        if (parser == null) {
            parser = new UsageEventParser();
        }
        UsageBatch batch = parser.read(body, length, format);
        // One that threw is not kept: no trust in a state that nobody looked at. More than enough
        // kept already: this one goes.
        boolean _ = idleParsers.offer(parser);
        return batch;
    }

    private void submit(List<UsageRecord> records, String actor, boolean strict) {
        // Here many threads look names up; on the ring it would be the one that decides.
        records.forEach(engine.names()::lookUp);
        Answer _ = ledger.ask(new LedgerRequest(new RecordUsage(records, strict), actor, null));
        if (strict && records.getFirst().status == UsageStatus.NOT_APPLIED) {
            throw new ProblemException(
                    ProblemCode.EVENT_CONFLICT,
                    "an item has the source and id of another record with other facts; nothing of"
                            + " the batch was applied");
        }
    }

    /** After the ledger, before the answer: whoever gets none sends it again. */
    private void keep(List<byte[]> objects) {
        try {
            evidence.keep(objects);
        } catch (EvidenceStoreException failure) {
            throw new ProblemException(
                    ProblemDocument.of(
                            ProblemCode.EVIDENCE_NOT_KEPT,
                            "the usage is recorded, the vendor's usage object is not kept; send it"
                                    + " again"),
                    RETRY_SECONDS);
        }
    }

    private static ProblemDocument rejectedStrictly(List<RejectedItem> rejected) {
        List<InvalidParam> params = new ArrayList<>();
        for (RejectedItem item : rejected) {
            for (InvalidParam param : item.problem().invalidParams()) {
                if (params.size() < MOST_PARAMS) {
                    String name = "[" + item.index() + "]." + param.name();
                    params.add(new InvalidParam(name, param.reason()));
                }
            }
        }
        return ProblemDocument.of(
                ProblemCode.STRICT_BATCH_REFUSED,
                rejected.size() + " items are malformed; nothing of the batch was applied",
                params);
    }
}
