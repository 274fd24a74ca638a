package tallystick.app.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tallystick.app.api.problem.ProblemException;
import tallystick.app.security.KeyRights;
import tallystick.app.security.Ownership;
import tallystick.app.security.key.ApiKey;
import tallystick.app.security.key.ApiKeyCreated;
import tallystick.app.security.key.KeyText;

/** {@code tallystick keys create}: makes a key, the first one for instance, and prints it once. */
@Command(
        name = "create",
        mixinStandardHelpOptions = true,
        description = {
            "Makes an API key and prints it, once: only its hash is kept.",
            "As soon as a node has a key, it asks everybody for one."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./tallystick keys create --federation --role reference:admin --role ops",
            "  ./tallystick keys create --operator op-kr --subject gateway-3 --role usage:write"
        })
final class KeysCreateCommand implements Callable<Integer> {

    private static final String BY = "command-line";

    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Directory of the node. Default: tallystick-data.")
    private Path data = Path.of("tallystick-data");

    @Option(
            names = "--role",
            paramLabel = "ROLE",
            required = true,
            description = "What it may do, such as usage:write; again for more.")
    private List<String> roles = new ArrayList<>();

    @Option(names = "--federation", description = "Bound to nothing: the federation's own.")
    private boolean federation;

    @Option(names = "--operator", paramLabel = "OP", description = "Bound to an operator.")
    private @Nullable String operator;

    @Option(names = "--tenant", paramLabel = "T", description = "And to a tenant of it.")
    private @Nullable String tenant;

    @Option(
            names = "--wallet",
            paramLabel = "W",
            description = "And to this wallet; again for more.")
    private List<String> wallets = new ArrayList<>();

    @Option(
            names = "--jurisdiction",
            paramLabel = "CC",
            description = "A regulator's: reads what operators of the country have.")
    private @Nullable String jurisdiction;

    @Option(
            names = "--subject",
            paramLabel = "NAME",
            description = "The person or system it is for. Default: the key's id.")
    private @Nullable String subject;

    @Option(names = "--label", paramLabel = "TEXT", description = "For a person to read.")
    private String label = "";

    @Option(
            names = "--expires",
            paramLabel = "TIME",
            description = "When it ends, such as 2027-01-01T00:00:00Z. Default: never.")
    private @Nullable String expires;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the result as JSON.")
    private @Nullable Path json;

    @Override
    public Integer call() throws IOException {
        int bindings = (federation ? 1 : 0) + (operator == null ? 0 : 1);
        if (bindings + (jurisdiction == null ? 0 : 1) != 1) {
            throw new ParameterException(
                    spec.commandLine(),
                    "one of --federation, --operator and --jurisdiction is needed");
        }
        String text = KeyText.generate();
        ApiKeyCreated created = created(text);
        try (StoppedNode node = StoppedNode.open(spec, data)) {
            new KeyRights(Ownership.ofLedger(node.engine())).requireMayCreate(null, created);
            ApiKey _ = StoppedNode.run(() -> node.keys().create(created));
        } catch (ProblemException refused) {
            throw new ParameterException(spec.commandLine(), refused.document().detail(), refused);
        }
        PrintWriter out = spec.commandLine().getOut();
        out.println(text);
        spec.commandLine().getErr().println("This is the only time it is shown.");
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("apiKey", created.key());
        result.put("secret", text);
        result.put("subject", created.subject());
        result.put("roles", created.roles());
        JsonFile.write(json, result);
        return Tallystick.DONE;
    }

    private ApiKeyCreated created(String text) {
        String id = String.valueOf(KeyText.idOf(text));
        return new ApiKeyCreated(
                id,
                KeyText.hash(text),
                subject == null ? id : subject,
                label,
                roles,
                federation ? ApiKeyCreated.FEDERATION : operator == null ? "" : operator,
                tenant,
                wallets.isEmpty() ? null : wallets,
                jurisdiction,
                expiresAt(),
                BY,
                System.currentTimeMillis(),
                null,
                0);
    }

    private long expiresAt() {
        if (expires == null) {
            return Long.MAX_VALUE;
        }
        try {
            return Instant.parse(expires).toEpochMilli();
        } catch (DateTimeException malformed) {
            throw new ParameterException(
                    spec.commandLine(), "--expires must be a time such as 2027-01-01T00:00:00Z");
        }
    }
}
