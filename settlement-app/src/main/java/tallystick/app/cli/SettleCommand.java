package tallystick.app.cli;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** {@code tallystick settle}: a desk's steps and lists, over the API of a running node. */
@Command(
        name = "settle",
        mixinStandardHelpOptions = true,
        description = {
            "Takes settlement windows from open to final over the API of a running node, and lists"
                    + " where they stand. Without STEP it lists the steps.",
            "A step that two persons do is done by the first, and by the second with -check.",
            "The credential is taken from the environment, TALLYSTICK_API_KEY."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./tallystick settle windows",
            "  ./tallystick settle cutoff w1 cut_off=2026-11-21T00:00:00Z next_window=w2",
            "  ./tallystick settle approve w1 hash=… --as hub-maker"
        })
final class SettleCommand implements Callable<Integer> {

    private static final Set<String> LINES = Set.of("claims", "grants");
    private static final Set<String> NUMBERS =
            Set.of("tolerance_minor", "sequence", "records", "tokens");

    /** Values that are lists or truth values, written as JSON. */
    private static final Set<String> JSON =
            Set.of("cut_offs", "currencies", "last", "path", "settle_in", "without");

    /** The form of a document: json, csv or pdf. */
    private static final String AS = "as";

    private static final Map<String, String> FORMS =
            Map.of("json", "application/json", "csv", "text/csv", "pdf", "application/pdf");

    /** What a list answers that is not as far as {@code min_position} after its own wait. */
    private static final int BEHIND = 409;

    private static final int LIST_ATTEMPTS = 10;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "The running node. Default: http://localhost:8080.")
    private URI url = URI.create("http://localhost:8080");

    @Option(
            names = "--as",
            paramLabel = "PERSON",
            description = "Who asks, on a node that asks nobody for a credential.")
    private String person = "desk";

    @Option(
            names = "--key",
            paramLabel = "KEY",
            description = "Idempotency key: with the same one a step is done once. Default: new.")
    private @Nullable String key;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the answer as JSON.")
    private @Nullable Path json;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Where a document or message goes; default: the output.")
    private @Nullable Path out;

    @Parameters(arity = "0..1", paramLabel = "STEP", description = "What to do or list.")
    private @Nullable String stepName;

    @Parameters(
            index = "1..*",
            paramLabel = "SUBJECT NAME=VALUE",
            description = "What it is done to, and the step's fields.")
    private List<String> words = List.of();

    private final JsonMapper mapper =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (stepName == null) {
            Arrays.stream(SettleStep.values())
                    .forEach(step -> spec.commandLine().getOut().println(step.usage()));
            return Tallystick.DONE;
        }
        SettleStep step = SettleStep.of(stepName);
        if (step == null) {
            throw misuse("there is no step " + stepName + "; settle alone lists them");
        }
        if (step.hasSubject() && (words.isEmpty() || words.getFirst().contains("="))) {
            throw misuse("usage: settle " + step.usage());
        }
        String subject = step.hasSubject() ? words.getFirst() : "";
        return send(step, subject, body(step, subject));
    }

    private Map<String, Object> body(SettleStep step, String subject) {
        Map<String, Object> body = new LinkedHashMap<>();
        if (step.sendsFile() && !Files.isReadable(Path.of(subject))) {
            throw misuse(subject + " cannot be read");
        }
        String subjectField = step.subjectField();
        if (subjectField != null) {
            body.put(subjectField, subject);
        }
        for (String word : words.subList(step.hasSubject() ? 1 : 0, words.size())) {
            int equals = word.indexOf('=');
            String name = equals < 0 ? word : word.substring(0, equals);
            if (equals < 0 || !step.fields().contains(name)) {
                throw misuse(word + " is no field of it; usage: settle " + step.usage());
            }
            body.put(name, value(name, word.substring(equals + 1)));
        }
        for (String name : step.required()) {
            if (!body.containsKey(name)) {
                throw misuse(name + " is missing; usage: settle " + step.usage());
            }
        }
        return body;
    }

    private Object value(String name, String text) {
        if (name.equals(AS) && !FORMS.containsKey(text)) {
            throw misuse(name + " must be json, csv or pdf");
        }
        if (LINES.contains(name)) {
            return lines(name, text);
        }
        if (JSON.contains(name)) {
            return json(name, text);
        }
        if (!NUMBERS.contains(name)) {
            return text;
        }
        try {
            return Long.valueOf(text);
        } catch (NumberFormatException notANumber) {
            throw misuse(name + " must be a whole number");
        }
    }

    /** Lines of a statement with amounts, such as {@code 0:1.50,2:0.20}. */
    private List<Map<String, Object>> lines(String name, String text) {
        List<Map<String, Object>> lines = new ArrayList<>();
        for (String one : text.split(",", -1)) {
            String[] parts = one.split(":", -1);
            if (parts.length != 2 || !parts[0].matches("[0-9]{1,6}")) {
                throw misuse(name + " must be LINE:AMOUNT,… such as 0:1.50,2:0.20");
            }
            lines.add(Map.of("line", Integer.valueOf(parts[0]), "amount", parts[1]));
        }
        return lines;
    }

    private JsonNode json(String name, String text) {
        try {
            return mapper.readTree(text);
        } catch (JacksonException malformed) {
            throw misuse(name + " must be JSON");
        }
    }

    private int send(SettleStep step, String subject, Map<String, Object> body)
            throws IOException, InterruptedException {
        String safe =
                Arrays.stream(subject.split(":", -1))
                        .map(part -> URLEncoder.encode(part, StandardCharsets.UTF_8))
                        .map(part -> part.replace("+", "%20"))
                        .collect(Collectors.joining(":"));
        HttpRequest.Builder request = request(withFields(step, step.path(safe), body));
        if (step.sendsFile()) {
            request.header("Content-Type", "application/xml")
                    .header("X-Actor", person)
                    .POST(BodyPublishers.ofFile(Path.of(subject)));
        } else if (step.answersFile()) {
            request.header("Accept", "application/xml, application/json");
        } else if (body.get(AS) instanceof String form) {
            request.header("Accept", FORMS.getOrDefault(form, form));
        } else if (!step.isRead()) {
            request.header("Content-Type", "application/json")
                    .header("X-Actor", person)
                    .header("Idempotency-Key", key == null ? UUID.randomUUID().toString() : key)
                    .POST(BodyPublishers.ofByteArray(mapper.writeValueAsBytes(body)));
        }
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<byte[]> response = http.send(request.build(), BodyHandlers.ofByteArray());
            boolean isDone = response.statusCode() / 100 == 2;
            if (isDone && (step.answersFile() || body.containsKey(AS))) {
                return file(response.body());
            }
            JsonNode answer = mapper.readTree(response.body());
            if (response.statusCode() / 100 != 2) {
                return refused(response.statusCode(), answer);
            }
            if (!step.isRead()) {
                awaitLists(http, answer.path("position").asString(""));
            }
            return done(answer);
        }
    }

    /** Fields of a read stand in its path or its query; {@value #AS} in its Accept header. */
    private static String withFields(SettleStep step, String path, Map<String, Object> fields) {
        String filled = path;
        if (step.isRead()) {
            for (Map.Entry<String, Object> field : fields.entrySet()) {
                String value =
                        URLEncoder.encode(field.getValue().toString(), StandardCharsets.UTF_8);
                String place = "{" + field.getKey() + "}";
                if (filled.contains(place)) {
                    filled = filled.replace(place, value.replace("+", "%20"));
                } else if (!field.getKey().equals(AS)) {
                    filled += (filled.contains("?") ? "&" : "?") + field.getKey() + "=" + value;
                }
            }
        }
        return filled;
    }

    /** An answer that is a file goes to the file of {@code --out}, else as it is to the output. */
    private int file(byte[] bytes) throws IOException {
        Path into = out;
        if (into != null) {
            Files.write(into, bytes);
        } else {
            spec.commandLine().getOut().print(new String(bytes, StandardCharsets.UTF_8));
            spec.commandLine().getOut().flush();
        }
        return Tallystick.DONE;
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(url.resolve(path));
        String credential = System.getenv("TALLYSTICK_API_KEY");
        if (credential != null && !credential.isEmpty()) {
            request.header("Authorization", "Bearer " + credential);
        }
        return request;
    }

    /**
     * A step is over when the lists show it: who lists after it sees it. They follow the journal
     * within a tenth of a second; where they do not, the step is done all the same and this says
     * that they are behind.
     */
    private void awaitLists(HttpClient http, String position)
            throws IOException, InterruptedException {
        if (position.isEmpty()) {
            return;
        }
        HttpRequest lists =
                request(SettleStep.WINDOWS.path("") + "?limit=1&min_position=" + position).build();
        for (int attempt = 0; attempt < LIST_ATTEMPTS; attempt++) {
            if (http.send(lists, BodyHandlers.discarding()).statusCode() != BEHIND) {
                return;
            }
        }
        spec.commandLine()
                .getErr()
                .println("tallystick: done at position " + position + ", lists are behind it yet");
    }

    private int refused(int status, JsonNode answer) {
        spec.commandLine()
                .getErr()
                .println(
                        "tallystick: refused, "
                                + answer.path("code").asString("" + status)
                                + ": "
                                + answer.path("detail").asString(""));
        return Tallystick.FAILURE;
    }

    private int done(JsonNode answer) throws IOException {
        spec.commandLine().getOut().println(mapper.writeValueAsString(answer));
        Map<String, Object> result = new TreeMap<>();
        answer.properties().forEach(member -> result.put(member.getKey(), member.getValue()));
        JsonFile.write(json, result);
        return Tallystick.DONE;
    }

    private ParameterException misuse(String rule) {
        return new ParameterException(spec.commandLine(), rule);
    }
}
