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

/**
 * The usage and wallet APIs. Each method sends until it is answered, with the same {@code
 * Idempotency-Key} or identities, as often as the options allow. Any thread.
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
        String name = URLEncoder.encode(wallet, StandardCharsets.UTF_8).replace("+", "%20");
        return "/v1/wallets/" + name + rest;
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
