package tallystick.app.cli;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import tallystick.app.RunningNode;
import tallystick.app.TallystickApplication;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Which node a command keeps: one that runs, or a stopped one that is started for it. */
final class KeptNode implements AutoCloseable {

    /** The options of commands that keep a node. */
    static final class Options {

        @Option(
                names = "--url",
                paramLabel = "URL",
                description =
                        "A running node. Default: http://localhost:8080. An API key with the role"
                                + " ops, where one is needed: environment TALLYSTICK_API_KEY.")
        private @Nullable URI url;

        @Option(
                names = "--data",
                paramLabel = "DIR",
                description = "Directory of a stopped node, which is started for this alone.")
        private @Nullable Path data;

        KeptNode open(CommandSpec spec) throws IOException {
            if (url != null && data != null) {
                throw new ParameterException(
                        spec.commandLine(), "--url and --data are mutually exclusive");
            }
            if (data == null) {
                return new KeptNode(url == null ? URI.create("http://localhost:8080") : url, null);
            }
            // Refused when it holds no journal: a node would make one.
            JournalDirectory.of(spec, data);
            RunningNode node =
                    TallystickApplication.startWithDefaults(
                            Map.of(), Map.of("tallystick.data", data, "server.port", 0));
            return new KeptNode(node.baseUri(), node);
        }
    }

    private final URI base;
    private final @Nullable RunningNode node;
    private final HttpClient http = HttpClient.newHttpClient();
    private final JsonMapper json = JsonMapper.builder().build();

    private KeptNode(URI base, @Nullable RunningNode node) {
        this.base = base;
        this.node = node;
    }

    JsonNode get(String path) throws IOException, InterruptedException {
        return send(request(path).GET().build());
    }

    JsonNode post(String path) throws IOException, InterruptedException {
        return send(request(path).POST(BodyPublishers.noBody()).build());
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path));
        String key = System.getenv("TALLYSTICK_API_KEY");
        return key == null || key.isEmpty()
                ? request
                : request.header("Authorization", "Bearer " + key);
    }

    private JsonNode send(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<byte[]> response = http.send(request, BodyHandlers.ofByteArray());
        if (response.statusCode() / 100 != 2) {
            throw new IOException(
                    request.uri()
                            + " answered "
                            + response.statusCode()
                            + " "
                            + new String(response.body(), java.nio.charset.StandardCharsets.UTF_8));
        }
        return json.readTree(response.body());
    }

    /** Waits until a node that was started for this has every position in its tables. */
    void awaitTables() throws IOException, InterruptedException {
        while (node != null && isBehind()) {
            Thread.sleep(100);
        }
    }

    private boolean isBehind() throws IOException, InterruptedException {
        for (JsonNode projection : get("/v1/projections").path("projections")) {
            if (projection.path("lag").asLong() > 0) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void close() {
        if (node != null) {
            node.close();
        }
    }
}
