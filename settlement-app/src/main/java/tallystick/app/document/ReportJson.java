package tallystick.app.document;

import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A report as JSON, UTF-8: facts as members, tables as lists of objects. */
final class ReportJson {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private ReportJson() {}

    static byte[] of(Report report) {
        ObjectNode json = MAPPER.createObjectNode();
        json.put("kind", report.kind()).put("number", report.number());
        json.put("window", report.window()).put("issued_at", report.issuedAt().toString());
        report.facts().forEach(fact -> json.put(fact.key(), fact.value()));
        for (Report.Table table : report.tables()) {
            ArrayNode rows = json.putArray(table.key());
            for (List<String> row : table.rows()) {
                ObjectNode one = rows.addObject();
                for (int i = 0; i < row.size(); i++) {
                    one.put(table.columns().get(i).key(), row.get(i));
                }
            }
        }
        return MAPPER.writeValueAsString(json).getBytes(StandardCharsets.UTF_8);
    }
}
