package tallystick.app.demo;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Keeps a window's documents as JSON, CSV and PDF, and holds their totals to the ledger's. */
final class DemoPapers {

    private final ApiGateway api;
    private final Path directory;
    private final JsonMapper json = JsonMapper.builder().build();

    DemoPapers(ApiGateway api, Path directory) {
        this.api = api;
        this.directory = directory;
    }

    static String path(String document) {
        return "/v1/settlement/documents/" + document;
    }

    /** Keeps a file of a window. */
    void keep(String window, String file, byte[] bytes) throws IOException {
        Path into = directory.resolve(window);
        Files.createDirectories(into);
        Files.write(into.resolve(file.replace(':', '_')), bytes);
    }

    /**
     * Keeps every document there is of a window.
     *
     * @param wrong gets those that are not what they must be
     * @return their names
     */
    List<String> all(String window, List<String> wrong) throws IOException, InterruptedException {
        List<String> names = new ArrayList<>();
        Map<String, BigDecimal> totals = new TreeMap<>();
        JsonNode listed = api.get("/v1/settlement/windows/" + window + "/documents");
        for (JsonNode one : listed.path("documents")) {
            String name = one.path("document").asString();
            byte[] bytes = api.getAs(path(name), "application/json");
            byte[] csv = api.getAs(path(name), "text/csv");
            byte[] pdf = api.getAs(path(name), "application/pdf");
            keep(window, name + ".json", bytes);
            keep(window, name + ".csv", csv);
            keep(window, name + ".pdf", pdf);
            names.add(name);
            JsonNode paper = json.readTree(bytes);
            if (paper.has("total")) {
                totals.put(name, new BigDecimal(paper.path("total").asString()));
            }
            boolean isPdf = new String(pdf, StandardCharsets.ISO_8859_1).startsWith("%PDF");
            if (!isPdf || csv.length == 0 || !paper.path("number").asString().equals(name)) {
                wrong.add(name);
            }
        }
        wrong.addAll(differing(window, totals));
        return names;
    }

    /** An invoice is its statement's total, a notice the position with the other sign. */
    private List<String> differing(String window, Map<String, BigDecimal> totals)
            throws IOException, InterruptedException {
        Map<String, BigDecimal> left = new TreeMap<>(totals);
        left.keySet().removeIf(name -> name.startsWith("bilateral:"));
        List<String> wrong = new ArrayList<>();
        String base = "/v1/settlement/windows/" + window;
        for (JsonNode s : api.get(base + "/statements").path("statements")) {
            String name = s.path("statement").asString();
            BigDecimal total = new BigDecimal(s.path("total").asString());
            compare((total.signum() < 0 ? "credit-note:" : "invoice:") + name, total, left, wrong);
        }
        for (JsonNode p : api.get(base + "/positions").path("positions")) {
            String name = p.path("operator").asString() + ":" + p.path("asset").asString();
            BigDecimal amount = new BigDecimal(p.path("amount").asString());
            compare("notice:" + window + ":" + name, amount.negate(), left, wrong);
        }
        wrong.addAll(left.keySet());
        return wrong;
    }

    private static void compare(
            String name, BigDecimal ledger, Map<String, BigDecimal> left, List<String> wrong) {
        BigDecimal paper = left.remove(name);
        if (paper == null || paper.compareTo(ledger) != 0) {
            wrong.add(name + " says " + paper + " instead of " + ledger);
        }
    }
}
