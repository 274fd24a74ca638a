package tallystick.app.api.contract;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tallystick.app.api.docs.OpenApiDocument;

/** Holds what tests say to a server, and what it answers, to the document, exchange by exchange. */
public final class ContractWatch {

    private static final Contract CONTRACT = new Contract(OpenApiDocument.assemble());

    private ContractWatch() {}

    /** The contract of the server as it is built. */
    public static Contract contract() {
        return CONTRACT;
    }

    /**
     * Lets an exchange pass that keeps the contract.
     *
     * @throws AssertionError saying where it does not
     */
    public static void verify(HttpRequest request, HttpResponse<?> response, byte[] answer) {
        Exchange exchange = Exchange.of(request, response, answer);
        List<String> violations = CONTRACT.violations(exchange);
        if (!violations.isEmpty()) {
            throw new AssertionError(violations + "\n" + exchange);
        }
    }

    /**
     * Lets the data of an event of a stream pass that is of its schema.
     *
     * @throws AssertionError saying where it is not
     */
    public static void verify(String schema, String data) {
        List<String> violations =
                CONTRACT.violations(schema, data.getBytes(StandardCharsets.UTF_8));
        if (!violations.isEmpty()) {
            throw new AssertionError(violations + "\n" + data);
        }
    }
}
