package tallystick.app.webhook;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import tallystick.app.webhook.WebhookPost.Outcome;
import tallystick.app.webhook.event.EndpointDisabled;
import tallystick.projections.parking.ParkedView;
import tallystick.projections.sql.DatabaseException;
import tallystick.projections.webhook.Delivery;
import tallystick.projections.webhook.Delivery.Attempt;
import tallystick.projections.webhook.Delivery.State;
import tallystick.projections.webhook.Outbox;
import tallystick.projections.webhook.OutboxProjection;

/**
 * Sends what is in the outbox, on threads of its own, and writes down what came of it. Killed in
 * between, it sends again, under the same id. While the database is away it waits.
 */
public final class WebhookSender implements SmartLifecycle {

    /** Who disables endpoints. */
    static final String ACTOR = "webhooks-process";

    private static final Logger LOG = LoggerFactory.getLogger(WebhookSender.class);
    private static final long LOOK_MILLIS = 200;
    private static final long AGAIN_MILLIS = 1_000;
    private static final long MARK_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long PRUNE_NANOS = TimeUnit.HOURS.toNanos(1);
    private static final long THROTTLE_MILLIS = 30_000;
    private static final int GONE = 410;
    private static final Set<Integer> THROTTLING = Set.of(429, 502, 503, 504);

    /**
     * How it sends.
     *
     * @param retries when to try again
     * @param mostInFlight requests at a time
     * @param mostPerEndpoint of them to one endpoint
     * @param keepMillis how long what has ended is kept
     */
    public record Settings(
            RetrySchedule retries, int mostInFlight, int mostPerEndpoint, long keepMillis) {}

    private final WebhookBook book;
    private final SigningKeys keys;
    private final Outbox outbox;
    private final ParkedView parked;
    private final WebhookPost post;
    private final Settings settings;
    private final LongSupplier clock;
    private final RandomGenerator chance = new SecureRandom();

    /** Being sent, by webhook id, with the endpoint. */
    private final Map<String, String> inFlight = new ConcurrentHashMap<>();

    /** Endpoints that asked for a rest, with its end. */
    private final Map<String, Long> resting = new ConcurrentHashMap<>();

    private volatile @Nullable Thread thread;
    private boolean wasAway;

    /**
     * @param clock milliseconds since 1970
     */
    public WebhookSender(
            WebhookBook book,
            SigningKeys keys,
            Outbox outbox,
            ParkedView parked,
            WebhookPost post,
            Settings settings,
            LongSupplier clock) {
        this.book = book;
        this.keys = keys;
        this.outbox = outbox;
        this.parked = parked;
        this.post = post;
        this.settings = settings;
        this.clock = clock;
    }

    // ---- the loop

    private void run() {
        long markedNanos = System.nanoTime();
        long prunedNanos = markedNanos - PRUNE_NANOS;
        while (isRunning()) {
            try {
                if (!book.isEmpty()) {
                    startDue();
                    long now = System.nanoTime();
                    if (now - markedNanos >= MARK_NANOS) {
                        markedNanos = now;
                        mark();
                    }
                    if (now - prunedNanos >= PRUNE_NANOS) {
                        prunedNanos = now;
                        prune();
                    }
                }
                wasAway = false;
                Thread.sleep(LOOK_MILLIS);
            } catch (InterruptedException stopped) {
                return;
            } catch (DatabaseException | ExecutionException | TimeoutException away) {
                tell(away);
                if (!pause(AGAIN_MILLIS)) {
                    return;
                }
            } catch (RuntimeException fault) {
                LOG.error("webhooks: a fault while sending, trying again", fault);
                if (!pause(AGAIN_MILLIS)) {
                    return;
                }
            }
        }
    }

    private void tell(Exception away) {
        if (!wasAway) {
            wasAway = true;
            LOG.warn("webhooks wait: {}", away.toString());
        }
    }

    private static boolean pause(long millis) {
        try {
            Thread.sleep(millis);
            return true;
        } catch (InterruptedException stopped) {
            return false;
        }
    }

    private void startDue() {
        int free = settings.mostInFlight() - inFlight.size();
        if (free <= 0) {
            return;
        }
        long now = clock.getAsLong();
        resting.values().removeIf(until -> until <= now);
        Map<String, Integer> busy = new HashMap<>();
        inFlight.values().forEach(endpoint -> busy.merge(endpoint, 1, Integer::sum));
        Map<String, WebhookEndpoint> ready = new HashMap<>();
        for (WebhookEndpoint endpoint : book.all()) {
            boolean hasRoom = busy.getOrDefault(endpoint.id(), 0) < settings.mostPerEndpoint();
            if (endpoint.isOn() && hasRoom && !resting.containsKey(endpoint.id())) {
                ready.put(endpoint.id(), endpoint);
            }
        }
        if (ready.isEmpty()) {
            return;
        }
        List<Delivery> due =
                outbox.due(
                        ready.keySet(), inFlight.keySet(), now, settings.mostPerEndpoint(), free);
        for (Delivery delivery : due) {
            String id = delivery.message().endpoint();
            WebhookEndpoint endpoint = ready.get(id);
            if (endpoint != null && busy.merge(id, 1, Integer::sum) <= settings.mostPerEndpoint()) {
                start(endpoint, delivery);
            }
        }
    }

    private void start(WebhookEndpoint endpoint, Delivery delivery) {
        String webhookId = delivery.message().webhookId();
        inFlight.put(webhookId, endpoint.id());
        Thread.ofVirtual()
                .name("webhook-" + endpoint.id())
                .start(
                        () -> {
                            try {
                                attempt(endpoint, delivery);
                            } catch (RuntimeException fault) {
                                LOG.error("webhook {} was not sent: a fault", webhookId, fault);
                                boolean _ = pause(AGAIN_MILLIS);
                            } finally {
                                inFlight.remove(webhookId);
                            }
                        });
    }

    // ---- one attempt

    private void attempt(WebhookEndpoint endpoint, Delivery delivery) {
        long begun = clock.getAsLong();
        List<SigningKey> signing = signing(endpoint, begun);
        Outcome outcome =
                signing.isEmpty()
                        ? new Outcome(0, "this node cannot make the secret: rotate it", null)
                        : send(endpoint, delivery, signing, begun);
        if (!isRunning() && outcome.status() == 0) {
            // Cut off by the end of the node, which is not the receiver's doing.
            return;
        }
        Attempt attempt = judge(endpoint, delivery, outcome, begun);
        write(delivery.message().webhookId(), attempt);
        disableIfLost(endpoint, delivery, outcome, attempt);
    }

    /** The secrets that sign now; none when the one that was given out cannot be made any more. */
    private List<SigningKey> signing(WebhookEndpoint endpoint, long now) {
        List<SigningKey> signing = new ArrayList<>();
        for (WebhookEndpoint.Key key : endpoint.signing(now)) {
            SigningKey own = keys.of(endpoint.id(), endpoint.created().scheme(), key.generation());
            if (own.hash().equals(key.hash())) {
                signing.add(own);
            }
        }
        return signing;
    }

    private Outcome send(
            WebhookEndpoint endpoint, Delivery delivery, List<SigningKey> signing, long now) {
        String id = delivery.message().webhookId();
        byte[] body = delivery.message().body().getBytes(StandardCharsets.UTF_8);
        long epochSeconds = now / 1_000;
        List<String> signatures =
                signing.stream().map(key -> key.signature(id, epochSeconds, body)).toList();
        return post.send(
                endpoint.created().url(), WebhookPost.headers(id, epochSeconds, signatures), body);
    }

    private Attempt judge(
            WebhookEndpoint endpoint, Delivery delivery, Outcome outcome, long begun) {
        if (outcome.isTaken()) {
            return new Attempt(State.DELIVERED, 0, begun, outcome.status(), "");
        }
        String error = outcome.status() == 0 ? outcome.error() : "answered " + outcome.status();
        long delay = settings.retries().afterMillis(delivery.attempts() + 1, chance);
        if (outcome.status() == GONE || delay == RetrySchedule.NEVER) {
            return new Attempt(State.FAILED, 0, begun, outcome.status(), error);
        }
        long now = clock.getAsLong();
        long next = now + delay;
        if (THROTTLING.contains(outcome.status())) {
            long rest = RetryAfter.millis(outcome.retryAfter(), now, THROTTLE_MILLIS);
            long end = now + Math.min(rest, Math.max(delay, THROTTLE_MILLIS));
            resting.merge(endpoint.id(), end, Math::max);
            next = Math.max(next, now + rest);
        }
        return new Attempt(State.PENDING, next, begun, outcome.status(), error);
    }

    /** Keeps at it while the database is away: the delivery counts as being sent until then. */
    private void write(String webhookId, Attempt attempt) {
        while (true) {
            try {
                outbox.attempted(webhookId, attempt);
                return;
            } catch (DatabaseException away) {
                if (!isRunning() || !pause(AGAIN_MILLIS)) {
                    return;
                }
            }
        }
    }

    private void disableIfLost(
            WebhookEndpoint endpoint, Delivery delivery, Outcome outcome, Attempt attempt) {
        if (attempt.state() != State.FAILED) {
            return;
        }
        long since =
                delivery.attempts() == 0
                        ? attempt.atEpochMillis()
                        : delivery.firstAttemptEpochMillis();
        String reason;
        if (outcome.status() == GONE) {
            reason = "answered 410 Gone";
        } else if (outbox.deliveredSince(endpoint.id(), since)) {
            return;
        } else {
            reason = "took nothing since " + Instant.ofEpochMilli(since);
        }
        WebhookEndpoint now = book.find(endpoint.id());
        if (now == null || !now.isOn()) {
            return;
        }
        try {
            WebhookEndpoint _ =
                    book.append(
                            new EndpointDisabled(endpoint.id(), reason, ACTOR, clock.getAsLong()));
            LOG.warn("webhook endpoint {} is disabled: {}", endpoint.id(), reason);
        } catch (ExecutionException | TimeoutException busy) {
            LOG.warn("webhook endpoint {} could not be disabled", endpoint.id(), busy);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    // ---- what the journal is told

    /**
     * Tells the journal how far endpoints are served, when that is further than it knows. An event
     * that is parked still has to be told, so nothing behind it counts.
     */
    void mark() throws ExecutionException, InterruptedException, TimeoutException {
        Map<String, Long> known = book.served();
        long before = parkedSince();
        Map<String, Long> served = outbox.served(known);
        long bound = Math.min(before, parkedSince()) - 1;
        Map<String, Long> further = new HashMap<>();
        served.forEach(
                (endpoint, position) -> {
                    long whole = Math.min(position, bound);
                    if (whole > known.getOrDefault(endpoint, -1L)) {
                        further.put(endpoint, whole);
                    }
                });
        if (!further.isEmpty()) {
            book.serve(further, ACTOR, clock.getAsLong());
        }
    }

    private long parkedSince() {
        Long since = parked.since(OutboxProjection.GROUP);
        return since == null ? Long.MAX_VALUE : since;
    }

    private void prune() {
        int dropped = outbox.prune(book.served(), clock.getAsLong() - settings.keepMillis());
        if (dropped > 0) {
            LOG.info("webhooks: {} deliveries that ended long ago are forgotten", dropped);
        }
    }

    // ---- with the node

    @Override
    public void start() {
        Thread started = Thread.ofPlatform().name("webhook-sender").daemon().unstarted(this::run);
        thread = started;
        started.start();
    }

    @Override
    public void stop() {
        Thread running = thread;
        thread = null;
        if (running != null) {
            running.interrupt();
            post.close();
        }
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }
}
