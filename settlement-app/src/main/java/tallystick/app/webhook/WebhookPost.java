package tallystick.app.webhook;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;
import tallystick.app.webhook.CheckedAddresses.RefusedAddressException;

/**
 * One POST to an address that was checked: no redirect is followed, no proxy, cookie or credential
 * of this machine is used, no connection is used twice, and of the answer at most 64 KiB are read,
 * and thrown away. A receiver that is slow is hung up on.
 */
public final class WebhookPost implements AutoCloseable {

    private static final ContentType BODY =
            ContentType.create("application/cloudevents+json", StandardCharsets.UTF_8);
    private static final int MOST_ANSWER_BYTES = 64 * 1024;
    private static final int ERROR_CHARS = 200;

    /**
     * What came of it.
     *
     * @param status HTTP status, 0 when there was no answer
     * @param error why there was none, empty when there was one
     * @param retryAfter what the answer says of that, null for nothing
     */
    record Outcome(int status, String error, @Nullable String retryAfter) {

        boolean isTaken() {
            return status / 100 == 2;
        }
    }

    private final CloseableHttpClient http;
    private final long deadlineMillis;
    private final ScheduledExecutorService watch =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().name("webhook-deadlines").daemon().factory());

    /**
     * @param rule which addresses may be sent to
     * @param tls whom to trust
     * @param deadlineMillis the whole of a request, milliseconds
     * @param mostConnections at a time
     */
    public static WebhookPost of(
            AddressRule rule, SSLContext tls, long deadlineMillis, int mostConnections) {
        return new WebhookPost(
                rule, InetAddress::getAllByName, tls, deadlineMillis, mostConnections);
    }

    WebhookPost(
            AddressRule rule,
            CheckedAddresses.Lookup lookup,
            SSLContext tls,
            long deadlineMillis,
            int mostConnections) {
        this.deadlineMillis = deadlineMillis;
        Timeout timeout = Timeout.ofMilliseconds(deadlineMillis);
        http =
                HttpClients.custom()
                        .setConnectionManager(
                                PoolingHttpClientConnectionManagerBuilder.create()
                                        .setDnsResolver(new CheckedAddresses(rule, lookup))
                                        .setTlsSocketStrategy(new DefaultClientTlsStrategy(tls))
                                        .setDefaultConnectionConfig(
                                                ConnectionConfig.custom()
                                                        .setConnectTimeout(timeout)
                                                        .setSocketTimeout(timeout)
                                                        .build())
                                        .setMaxConnTotal(mostConnections)
                                        .setMaxConnPerRoute(mostConnections)
                                        .build())
                        .setDefaultRequestConfig(
                                RequestConfig.custom()
                                        .setResponseTimeout(timeout)
                                        .setConnectionRequestTimeout(timeout)
                                        .build())
                        .setConnectionReuseStrategy((_, _, _) -> false)
                        .setUserAgent("tallystick-webhooks/1")
                        .disableRedirectHandling()
                        .disableAutomaticRetries()
                        .disableContentCompression()
                        .disableCookieManagement()
                        .disableAuthCaching()
                        .build();
    }

    /** Sends a body; never throws for what the receiver or the network does. */
    Outcome send(String url, Map<String, String> headers, byte[] body) {
        HttpPost post = new HttpPost(URI.create(url));
        headers.forEach(post::setHeader);
        post.setEntity(new ByteArrayEntity(body, BODY));
        AtomicBoolean late = new AtomicBoolean();
        ScheduledFuture<?> deadline =
                watch.schedule(
                        () -> {
                            late.set(true);
                            post.cancel();
                        },
                        deadlineMillis,
                        TimeUnit.MILLISECONDS);
        try (ClassicHttpResponse response = http.executeOpen(null, post, null)) {
            Header retryAfter = response.getFirstHeader("Retry-After");
            readSome(response.getEntity());
            return new Outcome(
                    response.getCode(), "", retryAfter == null ? null : retryAfter.getValue());
        } catch (IOException | RuntimeException failure) {
            return new Outcome(0, late.get() ? "no answer in time" : inWords(failure), null);
        } finally {
            deadline.cancel(false);
        }
    }

    /** A receiver that is cut off while it still writes may take that for a failure. */
    private static void readSome(@Nullable HttpEntity entity) throws IOException {
        if (entity == null) {
            return;
        }
        InputStream content = entity.getContent();
        byte[] _ = content.readNBytes(MOST_ANSWER_BYTES);
    }

    /** What went wrong, without what an address or a server inside might tell. */
    private static String inWords(Exception failure) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof RefusedAddressException refused) {
                return String.valueOf(refused.getMessage());
            }
        }
        String words =
                switch (failure) {
                    case UnknownHostException _ -> "the name is not known";
                    case SocketTimeoutException _ -> "no answer in time";
                    case SSLException tls -> "TLS: " + tls.getMessage();
                    case IOException io -> "no connection: " + io.getClass().getSimpleName();
                    default -> failure.getClass().getSimpleName();
                };
        return words.length() <= ERROR_CHARS ? words : words.substring(0, ERROR_CHARS);
    }

    /** The addresses of this machine's trust store. */
    public static SSLContext platformTrust() {
        try {
            return SSLContext.getDefault();
        } catch (java.security.NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("this Java platform has no TLS", impossible);
        }
    }

    /** Ends open requests. */
    @Override
    public void close() {
        watch.shutdownNow();
        http.close(org.apache.hc.core5.io.CloseMode.IMMEDIATE);
    }

    /** Headers of a request, for those who sign. */
    static Map<String, String> headers(String id, long epochSeconds, List<String> signatures) {
        return Map.of(
                "webhook-id",
                id,
                "webhook-timestamp",
                Long.toString(epochSeconds),
                "webhook-signature",
                String.join(" ", signatures));
    }
}
