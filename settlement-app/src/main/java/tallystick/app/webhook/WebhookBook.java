package tallystick.app.webhook;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tallystick.app.journal.EventLog;
import tallystick.app.webhook.event.EndpointCreated;
import tallystick.app.webhook.event.EndpointDeleted;
import tallystick.app.webhook.event.EndpointDisabled;
import tallystick.app.webhook.event.EndpointEnabled;
import tallystick.app.webhook.event.EndpointsServed;
import tallystick.app.webhook.event.SecretRotated;
import tallystick.app.webhook.event.WebhookEvent;
import tallystick.engine.LedgerEngine;

/**
 * Every endpoint there ever was, in memory, from the journal. Whoever asks what an endpoint was at
 * a position that is durable gets an answer that no later event of the journal changes: an event of
 * an endpoint is written and taken in under one lock.
 */
public final class WebhookBook {

    private static final long NOTHING = -1;

    private final EventLog<WebhookEvent> journal;
    private final EventLog<EndpointsServed> marks;
    private final SortedMap<String, WebhookEndpoint> endpoints = new TreeMap<>();
    private final SortedMap<String, Long> served = new TreeMap<>();
    private boolean isStale;
    private volatile boolean isEmpty = true;

    private WebhookBook(EventLog<WebhookEvent> journal, EventLog<EndpointsServed> marks) {
        this.journal = journal;
        this.marks = marks;
    }

    /** The endpoints in an engine's journal. */
    public static WebhookBook of(LedgerEngine engine) {
        WebhookBook book =
                new WebhookBook(
                        new EventLog<>(
                                engine,
                                "webhooks",
                                "Webhooks",
                                List.of(
                                        EndpointCreated.class,
                                        EndpointDeleted.class,
                                        EndpointDisabled.class,
                                        EndpointEnabled.class,
                                        SecretRotated.class)),
                        new EventLog<>(
                                engine,
                                "webhooks-served",
                                "WebhooksServed",
                                List.of(EndpointsServed.class)));
        synchronized (book) {
            book.read();
            EventLog.Placed<EndpointsServed> last = book.marks.last();
            if (last != null) {
                book.served.putAll(last.event().positions());
            }
        }
        return book;
    }

    private void read() {
        endpoints.clear();
        journal.read().forEach(this::apply);
        isStale = false;
    }

    private WebhookEndpoint apply(EventLog.Placed<WebhookEvent> placed) {
        WebhookEndpoint endpoint;
        if (placed.event() instanceof EndpointCreated created) {
            endpoint = WebhookEndpoint.of(created, placed.position());
        } else {
            WebhookEndpoint old = endpoints.get(placed.event().webhook());
            if (old == null) {
                throw new IllegalStateException("no such endpoint: " + placed.event().webhook());
            }
            endpoint = old.after(placed.event(), placed.position());
        }
        endpoints.put(endpoint.id(), endpoint);
        isEmpty = false;
        return endpoint;
    }

    /** Whether there never was an endpoint: then nobody waits for anybody. */
    boolean isEmpty() {
        return isEmpty;
    }

    /** The endpoints that take the event at a durable position. */
    synchronized List<WebhookEndpoint> at(long position) {
        refresh();
        List<WebhookEndpoint> taking = new ArrayList<>();
        for (WebhookEndpoint endpoint : endpoints.values()) {
            if (position > served.getOrDefault(endpoint.id(), NOTHING)
                    && endpoint.takes(position)) {
                taking.add(endpoint);
            }
        }
        return taking;
    }

    /** Endpoints that were not deleted, in order of id. */
    public synchronized List<WebhookEndpoint> all() {
        refresh();
        return endpoints.values().stream().filter(endpoint -> !endpoint.isDeleted()).toList();
    }

    /** The endpoint of an id, null when there is none or it was deleted. */
    public synchronized @Nullable WebhookEndpoint find(String webhook) {
        refresh();
        WebhookEndpoint found = endpoints.get(webhook);
        return found == null || found.isDeleted() ? null : found;
    }

    /**
     * What came of a request.
     *
     * @param isEarlier whether its event was there already, under the same idempotency key
     */
    public record Outcome(WebhookEndpoint endpoint, boolean isEarlier) {}

    /**
     * Registers an endpoint, or finds the one that was registered under the same key by the same
     * caller; when this returns, it is on disk. However many ask at once, one of them registers it.
     *
     * @param created told of the endpoints there are, which are no others until its event is
     *     written; what it throws goes to the caller, and nothing is written
     */
    public synchronized Outcome create(
            String by,
            String idempotencyKey,
            Function<List<WebhookEndpoint>, EndpointCreated> created)
            throws ExecutionException, InterruptedException, TimeoutException {
        WebhookEndpoint earlier = madeUnder(by, idempotencyKey);
        return earlier != null
                ? new Outcome(earlier, true)
                : new Outcome(append(created.apply(all())), false);
    }

    /**
     * Has something happen to an endpoint that depends on what it is; when this returns, it is on
     * disk.
     *
     * @param next told of the endpoint, which is no other until its event is written; null for
     *     nothing, because it happened earlier
     * @return null when there is no such endpoint
     */
    public synchronized @Nullable Outcome change(
            String webhook, Function<WebhookEndpoint, @Nullable WebhookEvent> next)
            throws ExecutionException, InterruptedException, TimeoutException {
        WebhookEndpoint now = find(webhook);
        if (now == null) {
            return null;
        }
        WebhookEvent event = next.apply(now);
        return event == null ? new Outcome(now, true) : new Outcome(append(event), false);
    }

    private @Nullable WebhookEndpoint madeUnder(String by, String idempotencyKey) {
        refresh();
        return endpoints.values().stream()
                .filter(one -> idempotencyKey.equals(one.created().idempotencyKey()))
                .filter(one -> one.created().by().equals(by))
                .findFirst()
                .orElse(null);
    }

    /** How far the journal says that each endpoint there is has been served; −1 for not at all. */
    synchronized Map<String, Long> served() {
        Map<String, Long> marked = new TreeMap<>();
        all().forEach(one -> marked.put(one.id(), served.getOrDefault(one.id(), NOTHING)));
        return marked;
    }

    /**
     * Has something happen to an endpoint; when this returns, it is on disk.
     *
     * @return the endpoint after it
     */
    public synchronized WebhookEndpoint append(WebhookEvent event)
            throws ExecutionException, InterruptedException, TimeoutException {
        refresh();
        isStale = true;
        EventLog.Placed<WebhookEvent> placed =
                journal.append(event, event.by(), event.atEpochMillis());
        isStale = false;
        return apply(placed);
    }

    /** Writes down how far endpoints have been served; never less than before. */
    synchronized void serve(Map<String, Long> positions, String by, long atEpochMillis)
            throws ExecutionException, InterruptedException, TimeoutException {
        SortedMap<String, Long> next = new TreeMap<>(served());
        next.values().removeIf(position -> position == NOTHING);
        positions.forEach((webhook, position) -> next.merge(webhook, position, Math::max));
        EventLog.Placed<EndpointsServed> _ =
                marks.append(new EndpointsServed(next, atEpochMillis), by, atEpochMillis);
        served.putAll(next);
    }

    /** Whether an append was taken is not known when it fails: then the journal is asked. */
    private void refresh() {
        if (isStale) {
            read();
        }
    }
}
