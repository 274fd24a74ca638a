package tallystick.app.api.metrics;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code GET /v1/metrics}: every figure of the node in Prometheus' text format 0.0.4. Under the
 * same rules as the rest of the API, so that the actuator stays closed.
 */
@RestController
public final class ReadMetricsController {

    private static final String TEXT = "text/plain;version=0.0.4;charset=utf-8";

    private final PrometheusMeterRegistry registry;

    ReadMetricsController(PrometheusMeterRegistry registry) {
        this.registry = registry;
    }

    @GetMapping(path = "/v1/metrics", produces = TEXT)
    String scrape() {
        return registry.scrape();
    }
}
