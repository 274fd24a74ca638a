package tallystick.app.cli;

import java.io.IOException;
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
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code tallystick projections rebuild}: the tables folded anew while all else goes on. */
@Command(
        name = "rebuild",
        mixinStandardHelpOptions = true,
        description = {
            "Folds projections anew from the journal, in tables of their own, and puts them in"
                    + " place of the old ones. Ingest and reads go on meanwhile."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./tallystick projections rebuild --url http://localhost:8080",
            "  ./tallystick projections rebuild wallet usage --data tallystick-data"
        })
final class ProjectionsRebuildCommand implements Callable<Integer> {

    private static final long LOOK_MILLIS = 100;

    @Spec private CommandSpec spec = CommandSpec.create();

    @ArgGroup(exclusive = false)
    private KeptNode.Options where = new KeptNode.Options();

    @Parameters(
            arity = "0..*",
            paramLabel = "PROJECTION",
            description = "Which ones. Default: all.")
    private List<String> wanted = new ArrayList<>();

    @Option(names = "--json", paramLabel = "FILE", description = "Write the result as JSON.")
    private @Nullable Path json;

    @Override
    public Integer call() throws IOException, InterruptedException {
        long begin = System.nanoTime();
        Map<String, Object> rebuilt = new LinkedHashMap<>();
        boolean failed = false;
        try (KeptNode node = where.open(spec)) {
            List<String> known = names(node);
            for (String name : wanted.isEmpty() ? known : wanted) {
                if (!known.contains(name)) {
                    throw new ParameterException(
                            spec.commandLine(), "there is no projection " + name + " in " + known);
                }
                JsonNode result = rebuild(node, name);
                String state = result.path("state").asString("");
                spec.commandLine()
                        .getOut()
                        .println(
                                name
                                        + " "
                                        + state
                                        + " at "
                                        + result.path("position").asString("")
                                        + result.path("problem").asString(""));
                rebuilt.put(name, state);
                failed |= !state.equals("done");
            }
        }
        Map<String, Object> written = new LinkedHashMap<>();
        written.put("projections", rebuilt);
        written.put("seconds", (System.nanoTime() - begin) / 1e9);
        JsonFile.write(json, written);
        return failed ? Tallystick.FAILURE : Tallystick.DONE;
    }

    private static List<String> names(KeptNode node) throws IOException, InterruptedException {
        List<String> names = new ArrayList<>();
        for (JsonNode projection : node.get("/v1/projections").path("projections")) {
            names.add(projection.path("projection").asString(""));
        }
        return names;
    }

    private static JsonNode rebuild(KeptNode node, String name)
            throws IOException, InterruptedException {
        JsonNode rebuild = node.post("/v1/projections/" + name + "/rebuild");
        while (rebuild.path("state").asString("").equals("running")) {
            Thread.sleep(LOOK_MILLIS);
            for (JsonNode projection : node.get("/v1/projections").path("projections")) {
                if (projection.path("projection").asString("").equals(name)) {
                    rebuild = projection.path("rebuild");
                }
            }
        }
        return rebuild;
    }
}
