package tallystick.app.demo;

import java.io.IOException;
import java.time.Instant;
import java.util.Map;

/** Takes a window from open to netted. */
final class DemoSettlement {

    private final ApiGateway api;

    DemoSettlement(ApiGateway api) {
        this.api = api;
    }

    /**
     * Cuts the window off now, seals, calculates, issues and nets it.
     *
     * @param next the window that opens at the cut-off
     */
    void settle(String window, String next) throws IOException, InterruptedException {
        step(window, "cutoff", Map.of("cut_off", Instant.now().toString(), "next_window", next));
        step(window, "seal", Map.of());
        step(window, "calculate", Map.of());
        step(window, "issue", Map.of());
        step(window, "net", Map.of());
    }

    private void step(String window, String step, Map<String, ?> body)
            throws IOException, InterruptedException {
        api.post(
                "/v1/settlement/windows/" + window + "/" + step,
                "demo-" + window + "-" + step,
                body);
    }
}
