package tallystick.app.cli;

import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tallystick.loadgen.http.HttpLoadOptions;

/** Options of the loads over the HTTP API. */
final class ServerOptions {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "The server's HTTP API. Default: http://localhost:8080.")
    private URI url = URI.create("http://localhost:8080");

    @Option(
            names = "--key",
            paramLabel = "KEY",
            defaultValue = "${env:TALLYSTICK_KEY:-}",
            description = {
                "API key of a server that asks for one, with the roles reference:admin,",
                "settlement:maker, wallet:fund, wallet:read, wallet:hold, usage:write and"
                        + " audit:read.",
                "Others see it among the processes: rather put it into TALLYSTICK_KEY."
            })
    private String key = "";

    @Option(names = "--seconds", paramLabel = "N", description = "How long. Default: 10.")
    private int seconds = 10;

    @Option(
            names = "--connections",
            paramLabel = "N",
            description = "Each has one request under way at most.")
    private int connections;

    @Option(names = "--wallets", paramLabel = "N", description = "Default: 500.")
    private int wallets = 500;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the result as JSON.")
    private @Nullable Path json;

    @Nullable Path json() {
        return json;
    }

    /**
     * @throws ParameterException when a number is out of its range
     */
    HttpLoadOptions load(long perSecond, int usualConnections, int batch) {
        int many = connections == 0 ? usualConnections : connections;
        try {
            return new HttpLoadOptions(
                    url, key.isEmpty() ? null : key, perSecond, seconds, many, batch, wallets);
        } catch (IllegalArgumentException misuse) {
            throw new ParameterException(
                    spec.commandLine(), String.valueOf(misuse.getMessage()), misuse);
        }
    }
}
