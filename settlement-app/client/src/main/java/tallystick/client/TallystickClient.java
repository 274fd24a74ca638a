package tallystick.client;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tallystick.client.Answer.Done;
import tallystick.client.Answer.Refused;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The usage, wallet, hold and reference APIs. Each method sends until it is answered, with the same
 * {@code Idempotency-Key} or identities, as often as the options allow. Any thread.
 *
 * <p>Every method throws {@link IOException} when no attempt was answered, or not with JSON:
 * whether it was carried out is not known then, and asking the same again under the same key is
 * safe.
 */
public final class TallystickClient implements AutoCloseable {

    /** Most events of a call. */
    public static final int MOST_EVENTS = 10_000;

    private static final JsonMapper MAPPER =
            JsonMapper.builder()
                    .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                    .changeDefaultPropertyInclusion(
                            as -> as.withValueInclusion(JsonInclude.Include.NON_NULL))
                    .withConfigOverride(
                            BigDecimal.class,
                            as -> as.setFormat(JsonFormat.Value.forShape(JsonFormat.Shape.STRING)))
                    .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
                    .build();

    private final HttpSender sender;

    public TallystickClient(ClientOptions options) {
        sender = new HttpSender(options);
    }

    // ---- usage

    /**
     * Records usage; each event has an outcome of its own.
     *
     * @param events 1 … {@value #MOST_EVENTS}
     */
    public Answer<UsageOutcomes> record(List<UsageEvent> events)
            throws IOException, InterruptedException {
        return record(events, "handling=lenient");
    }

    /** Records all or, where one is malformed or in conflict, none. */
    public Answer<UsageOutcomes> recordAllOrNone(List<UsageEvent> events)
            throws IOException, InterruptedException {
        return record(events, "handling=strict");
    }

    private Answer<UsageOutcomes> record(List<UsageEvent> events, String preference)
            throws IOException, InterruptedException {
        if (events.isEmpty() || events.size() > MOST_EVENTS) {
            throw new IllegalArgumentException("events must be 1 to " + MOST_EVENTS);
        }
        ArrayNode batch = MAPPER.createArrayNode();
        events.forEach(event -> batch.add(event.json()));
        HttpRequest request =
                sender.request("/v1/events")
                        .header("Content-Type", "application/cloudevents-batch+json")
                        .header("Prefer", preference)
                        .POST(BodyPublishers.ofByteArray(MAPPER.writeValueAsBytes(batch)))
                        .build();
        return answer(request, UsageOutcomes.class);
    }

    // ---- wallets

    /**
     * Opens a wallet.
     *
     * @param key 1 … 128 characters: the same request under it is done once
     */
    public Answer<Wallet> openWallet(WalletRequest wallet, String key)
            throws IOException, InterruptedException {
        return write("/v1/wallets", key, wallet, Wallet.class);
    }

    /** A wallet as it was opened. */
    public Answer<Wallet> wallet(String wallet) throws IOException, InterruptedException {
        return answer(sender.request(path(wallet, "")).GET().build(), Wallet.class);
    }

    /**
     * What a wallet has.
     *
     * @param minPosition of a write that must be seen, null for whatever there is
     */
    public Answer<Balance> balance(String wallet, @Nullable String minPosition)
            throws IOException, InterruptedException {
        String query = minPosition == null ? "" : "?min_position=" + minPosition;
        return answer(
                sender.request(path(wallet, "/balance") + query).GET().build(), Balance.class);
    }

    /** Puts credit into a wallet. */
    public Answer<Grant> issueGrant(String wallet, GrantRequest grant, String key)
            throws IOException, InterruptedException {
        return write(path(wallet, "/grants"), key, grant, Grant.class);
    }

    /** Moves paid credit from a wallet to another. */
    public Answer<Transfer> transfer(String fromWallet, TransferRequest transfer, String key)
            throws IOException, InterruptedException {
        return write(path(fromWallet, "/transfers"), key, transfer, Transfer.class);
    }

    /** Refuses new holds of a wallet. */
    public Answer<WalletState> suspend(String wallet, String reason, String key)
            throws IOException, InterruptedException {
        return write(path(wallet, "/suspend"), key, Map.of("reason", reason), WalletState.class);
    }

    /** Lets a wallet have holds again. */
    public Answer<WalletState> resume(String wallet, String key)
            throws IOException, InterruptedException {
        return write(path(wallet, "/resume"), key, Map.of(), WalletState.class);
    }

    private static String path(String wallet, String rest) {
        return "/v1/wallets/" + encoded(wallet) + rest;
    }

    private static String encoded(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }

    // ---- holds

    /**
     * Sets aside what a request may cost.
     *
     * @param key 1 … 128 characters: the same request under it is done once
     */
    public Answer<Hold> openHold(String wallet, HoldRequest hold, String key)
            throws IOException, InterruptedException {
        ObjectNode body = MAPPER.createObjectNode();
        put(body, "hold", hold.hold());
        body.put("model", hold.model()).put("factory", hold.factory());
        put(body, "api_key", hold.apiKey());
        body.set("estimate", estimate(hold.estimate()));
        body.set("slice", slice(hold.sliceTokens()));
        put(body, "ttl", hold.ttl());
        put(body, "max_lifetime", hold.maxLifetime());
        put(body, "on_expiry", hold.onExpiry());
        return write(path(wallet, "/holds"), key, body, Hold.class);
    }

    /**
     * Reports usage and asks for the next slice.
     *
     * @param sequence the next of the hold's messages, from 1: it makes sending it again harmless
     * @param used tokens by class since the hold was opened
     * @param sliceTokens output tokens, 1 or more
     */
    public Answer<Hold> extendHold(
            String hold, int sequence, Map<String, Long> used, long sliceTokens)
            throws IOException, InterruptedException {
        ObjectNode body = message(sequence).set("used", TokensJson.of(used));
        return step(hold, "/extend", body.set("slice", slice(sliceTokens)));
    }

    /**
     * Charges what was used.
     *
     * @param sequence as {@link #extendHold}
     * @param isLast whether the hold ends with it
     */
    public Answer<Hold> commitHold(
            String hold, int sequence, Map<String, Long> used, boolean isLast)
            throws IOException, InterruptedException {
        ObjectNode body = message(sequence).set("used", TokensJson.of(used));
        return step(hold, "/commit", body.put("final", isLast));
    }

    /**
     * Ends a hold without a further charge.
     *
     * @param sequence as {@link #extendHold}
     * @param reason for a person, null for none
     */
    public Answer<Hold> releaseHold(String hold, int sequence, @Nullable String reason)
            throws IOException, InterruptedException {
        ObjectNode body = message(sequence);
        put(body, "reason", reason);
        return step(hold, "/release", body);
    }

    private static ObjectNode message(int sequence) {
        return MAPPER.createObjectNode().put("sequence", sequence);
    }

    private static ObjectNode slice(long outputTokens) {
        return MAPPER.createObjectNode().put("output", outputTokens);
    }

    /** Classes of output have no place in an estimate: the server refuses it, naming them. */
    private static ObjectNode estimate(Map<String, Long> tokens) {
        ObjectNode estimate = TokensJson.of(tokens);
        ObjectNode _ = estimate.withObjectProperty("input");
        return estimate;
    }

    private static void put(ObjectNode body, String member, @Nullable Object value) {
        if (value != null) {
            body.put(member, value.toString());
        }
    }

    private Answer<Hold> step(String hold, String step, ObjectNode body)
            throws IOException, InterruptedException {
        HttpRequest request =
                sender.request("/v1/holds/" + encoded(hold) + step)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofByteArray(MAPPER.writeValueAsBytes(body)))
                        .build();
        return answer(request, Hold.class);
    }

    // ---- reference data

    /** Registers reference data. */
    public Answer<Registered> register(Registration what, String key)
            throws IOException, InterruptedException {
        Registration.Place place = what.place();
        return switch (write("/v1/" + place.collection(), key, what, JsonNode.class)) {
            case Done<JsonNode>(JsonNode made, boolean replayed) ->
                    new Done<>(
                            new Registered(
                                    made.path(place.member()).asString(),
                                    made.path("version").asInt(0),
                                    made.path("position").asString()),
                            replayed);
            case Refused<JsonNode>(Problem problem) -> new Refused<>(problem);
        };
    }

    // ---- sending

    private <T> Answer<T> write(String path, String key, Object body, Class<T> type)
            throws IOException, InterruptedException {
        HttpRequest request =
                sender.request(path)
                        .header("Content-Type", "application/json")
                        .header("Idempotency-Key", key)
                        .POST(BodyPublishers.ofByteArray(MAPPER.writeValueAsBytes(body)))
                        .build();
        return answer(request, type);
    }

    private <T> Answer<T> answer(HttpRequest request, Class<T> type)
            throws IOException, InterruptedException {
        HttpResponse<byte[]> response = sender.send(request);
        try {
            JsonNode body = MAPPER.readTree(response.body());
            if (response.statusCode() / 100 != 2) {
                return new Refused<>(Problem.of(response.statusCode(), body));
            }
            boolean replayed = response.headers().firstValue("Idempotent-Replayed").isPresent();
            return new Done<>(MAPPER.treeToValue(body, type), replayed);
        } catch (JacksonException broken) {
            throw new IOException(
                    request.uri() + " answered " + response.statusCode() + " without JSON", broken);
        }
    }

    @Override
    public void close() {
        sender.close();
    }
}
