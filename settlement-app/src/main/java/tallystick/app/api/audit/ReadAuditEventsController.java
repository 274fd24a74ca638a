package tallystick.app.api.audit;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import tallystick.app.api.JournalReads;
import tallystick.app.api.Page;
import tallystick.app.api.Reads;
import tallystick.app.api.access.Access;
import tallystick.engine.index.EventReader;
import tallystick.engine.jurisdiction.LedgerOwners;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code GET /v1/audit/events/{position}}: one event, byte for byte, decoded and proved; and {@code
 * GET /v1/audit/events?from=&to=&wallet=&operator=&type=}: events in order of position, recorded at
 * or after {@code from} and before {@code to}, a page as JSON, all of them as NDJSON. A regulator
 * gets its jurisdiction's facts, with their sequence.
 */
@RestController
public final class ReadAuditEventsController {

    private static final String PATH = "/v1/audit/events";

    /** Events looked at for one page; what is not found by then is on a later one. */
    private static final int MOST_LOOKED_AT = 100_000;

    private final JournalReads reads;
    private final DecodedEvents decoded;
    private final InclusionProofs proofs;
    private final VisibleFacts facts;
    private final LedgerOwners owners;
    private final JsonMapper json;

    ReadAuditEventsController(
            JournalReads reads,
            DecodedEvents decoded,
            InclusionProofs proofs,
            VisibleFacts facts,
            LedgerOwners owners,
            JsonMapper json) {
        this.reads = reads;
        this.decoded = decoded;
        this.proofs = proofs;
        this.facts = facts;
        this.owners = owners;
        this.json = json;
    }

    @GetMapping(PATH + "/{position}")
    AuditEventResource get(@PathVariable String position, HttpServletRequest request) {
        long wanted = Reads.position("position", position);
        long last = reads.await(request);
        Reads.found(wanted < 0 || wanted > last ? null : position, "event");
        Long sequence = facts.requireFact(request, wanted, "event");
        try (EventReader reader = reads.engine().index().reader()) {
            return AuditEventResource.of(
                            reader.at(wanted),
                            reader.leaf(wanted),
                            decoded,
                            proofs.resource(wanted))
                    .numbered(sequence);
        }
    }

    @GetMapping(path = PATH, produces = MediaType.APPLICATION_JSON_VALUE)
    Map<String, Object> list(HttpServletRequest request) {
        Page page = Page.of(request);
        Asked asked = asked(request, page.afterPosition() + 1);
        List<Long> positions = new ArrayList<>();
        long[] looked = new long[2];
        try (EventReader reader = reads.engine().index().reader()) {
            walk(
                    asked,
                    position -> {
                        if (asked.takes(reader, position, owners)) {
                            positions.add(position);
                        }
                        looked[0]++;
                        looked[1] = position;
                        return positions.size() < page.wanted() && looked[0] < MOST_LOOKED_AT;
                    });
            String reached = looked[0] == MOST_LOOKED_AT ? Long.toString(looked[1]) : null;
            return page.reply(
                    "events",
                    positions,
                    position -> Long.toString(position),
                    position -> resource(asked, reader, position),
                    reached);
        }
    }

    @GetMapping(path = PATH, produces = MediaType.APPLICATION_NDJSON_VALUE)
    void lines(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Asked asked = asked(request, 0);
        response.setContentType(MediaType.APPLICATION_NDJSON_VALUE);
        try (EventReader reader = reads.engine().index().reader();
                OutputStream out = new BufferedOutputStream(response.getOutputStream(), 1 << 16)) {
            IOException[] broken = new IOException[1];
            walk(
                    asked,
                    position -> {
                        try {
                            if (asked.takes(reader, position, owners)) {
                                out.write(
                                        json.writeValueAsBytes(resource(asked, reader, position)));
                                out.write('\n');
                            }
                            return true;
                        } catch (IOException gone) {
                            broken[0] = gone;
                            return false;
                        }
                    });
            if (broken[0] != null) {
                throw broken[0];
            }
        }
    }

    private AuditEventResource resource(Asked asked, EventReader reader, long position) {
        AuditEventResource event =
                AuditEventResource.of(reader.at(position), reader.leaf(position), decoded, null);
        return asked.jurisdiction() == null
                ? event
                : event.numbered(facts.upTo(position).sequenceOf(asked.jurisdiction(), position));
    }

    /**
     * What is asked for.
     *
     * @param jurisdiction whose facts alone, null for all
     * @param wallet its dense number, −1 for all
     */
    private record Asked(
            @Nullable String jurisdiction, int wallet, long from, long to, EventFilter filter) {

        boolean takes(EventReader reader, long position, LedgerOwners owners) {
            return filter.isOpen() || filter.takes(reader.at(position), owners);
        }
    }

    private Asked asked(HttpServletRequest request, long first) {
        long last = reads.await(request);
        String wallet = request.getParameter("wallet");
        if (wallet != null) {
            Access.of(request).requireWallet(wallet);
        }
        return new Asked(
                VisibleFacts.boundTo(request),
                wallet == null ? -1 : reads.wallet(wallet),
                Math.max(first, reads.firstAt(request, "from", 0)),
                Math.min(last + 1, reads.firstAt(request, "to", last + 1)),
                EventFilter.of(request));
    }

    /** Shows each event that the caller may see, in order, until it is enough. */
    private void walk(Asked asked, LongPredicate each) {
        String jurisdiction = asked.jurisdiction();
        if (asked.wallet() >= 0) {
            ofWallet(asked, each);
        } else if (jurisdiction != null) {
            facts.upTo(asked.to() - 1).walk(jurisdiction, asked.from(), asked.to(), each);
        } else {
            for (long position = asked.from(); position < asked.to(); position++) {
                if (!each.test(position)) {
                    return;
                }
            }
        }
    }

    private void ofWallet(Asked asked, LongPredicate each) {
        String jurisdiction = asked.jurisdiction();
        List<Long> all = new ArrayList<>();
        reads.ask(
                index -> {
                    index.wallets()
                            .oldestFirst(
                                    asked.wallet(),
                                    asked.from(),
                                    asked.to(),
                                    step -> {
                                        all.add(step.position());
                                        return all.size() < MOST_LOOKED_AT;
                                    });
                    return all;
                });
        for (long position : all) {
            boolean isSeen =
                    jurisdiction == null
                            || facts.upTo(position).sequenceOf(jurisdiction, position) > 0;
            if (isSeen && !each.test(position)) {
                return;
            }
        }
    }
}
