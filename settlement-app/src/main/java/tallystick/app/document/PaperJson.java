package tallystick.app.document;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A paper as JSON, UTF-8: the same paper is the same bytes, so that it can be signed. */
public final class PaperJson {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private PaperJson() {}

    /** The whole paper. */
    public static byte[] of(Paper paper) {
        ObjectNode json = MAPPER.createObjectNode();
        json.put("kind", paper.kind().wireName()).put("number", paper.number());
        json.put("window", paper.window());
        json.put("period_from", paper.periodFrom().toString());
        json.put("period_to", paper.periodTo().toString());
        json.put("issued_at", paper.issuedAt().toString());
        json.set("issuer", party(paper.issuer()));
        json.set("recipient", party(paper.recipient()));
        json.put("currency", paper.currency());
        put(json, "refers_to", paper.refersTo());
        ArrayNode lines = json.putArray("lines");
        for (PaperLine line : paper.lines()) {
            ObjectNode one = lines.addObject().put("key", line.key()).put("text", line.text());
            Long records = line.records();
            if (records != null) {
                one.put("records", records);
            }
            Long tokens = line.tokens();
            if (tokens != null) {
                one.put("tokens", tokens);
            }
            one.put("amount", paper.amount(line.minorUnits()));
        }
        json.put("total", paper.amount(paper.totalMinorUnits()));
        if (!paper.facts().isEmpty()) {
            ObjectNode facts = json.putObject("facts");
            paper.facts().forEach(fact -> facts.put(fact.key(), fact.value()));
        }
        return MAPPER.writeValueAsString(json).getBytes(StandardCharsets.UTF_8);
    }

    private static ObjectNode party(PaperParty party) {
        ObjectNode json = MAPPER.createObjectNode().put("operator", party.operator());
        put(json, "country", party.country().isEmpty() ? null : party.country());
        put(json, "legal_name", party.legalName());
        return json;
    }

    private static void put(ObjectNode json, String name, @Nullable String value) {
        if (value != null) {
            json.put(name, value);
        }
    }
}
