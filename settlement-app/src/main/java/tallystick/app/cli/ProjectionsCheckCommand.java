package tallystick.app.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code tallystick projections check}: every table against a fresh fold of the journal. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = {
            "Compares every table with a fresh, naive fold of the journal at one position.",
            "Names what differs by table, key and column; exit code 1 when anything does."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./tallystick projections check --url http://localhost:8080 --json check.json",
            "  ./tallystick projections check --data tallystick-data"
        })
final class ProjectionsCheckCommand implements Callable<Integer> {

    private static final int SHOWN = 10;

    @Spec private CommandSpec spec = CommandSpec.create();

    @ArgGroup(exclusive = false)
    private KeptNode.Options where = new KeptNode.Options();

    @Option(names = "--json", paramLabel = "FILE", description = "Write the result as JSON.")
    private @Nullable Path json;

    @Override
    public Integer call() throws IOException, InterruptedException {
        JsonNode result;
        try (KeptNode node = where.open(spec)) {
            node.awaitTables();
            result = node.post("/v1/projections/check");
        }
        List<Map<String, Object>> differences = differences(result);
        PrintWriter out = spec.commandLine().getOut();
        out.printf(
                "%d tables, %,d rows, %d differences%n",
                result.path("tables").asInt(), result.path("rows").asLong(), differences.size());
        differences.stream().limit(SHOWN).forEach(one -> out.println("DIFFERS " + one));
        long parked = result.path("parked").asLong();
        if (parked > 0) {
            out.println(parked + " events are parked: their sequences differ for that reason");
        }
        Map<String, Object> written = new LinkedHashMap<>();
        written.put("tables", result.path("tables").asInt());
        written.put("rows", result.path("rows").asLong());
        written.put("parked", parked);
        written.put("differences", differences);
        JsonFile.write(json, written);
        return differences.isEmpty() ? Tallystick.DONE : Tallystick.FAILURE;
    }

    private static List<Map<String, Object>> differences(JsonNode result) {
        List<Map<String, Object>> differences = new ArrayList<>();
        for (JsonNode one : result.path("differences")) {
            Map<String, Object> difference = new LinkedHashMap<>();
            for (String name : List.of("table", "key", "column", "expected", "found")) {
                difference.put(name, one.path(name).asString(""));
            }
            differences.add(difference);
        }
        return differences;
    }
}
