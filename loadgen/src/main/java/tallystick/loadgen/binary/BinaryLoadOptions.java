package tallystick.loadgen.binary;

import java.net.URI;

/**
 * What to send where.
 *
 * @param url of the binary ingest, {@code tcp://host:port}
 * @param api of the same node's HTTP API, to make operators, tariffs and wallets
 * @param eventsPerSecond due over all connections, 0 for as many as the window lets through
 * @param seconds of sending, 1 or more
 * @param connections 1 or more
 * @param batch records of a batch, 1 … 10,000
 * @param wallets that consume, 1 or more
 */
public record BinaryLoadOptions(
        URI url,
        URI api,
        long eventsPerSecond,
        int seconds,
        int connections,
        int batch,
        int wallets) {

    private static final int MOST_RECORDS = 10_000;

    public BinaryLoadOptions {
        require(
                "tcp".equals(url.getScheme()) && url.getHost() != null && url.getPort() > 0,
                "--url must be tcp://host:port");
        require(api.getScheme() != null && api.getHost() != null, "--api must be http://host:port");
        require(eventsPerSecond >= 0, "--rate must be 0 or more");
        require(seconds >= 1, "--seconds must be 1 or more");
        require(connections >= 1, "--connections must be 1 or more");
        require(batch >= 1 && batch <= MOST_RECORDS, "--batch must be 1 … " + MOST_RECORDS);
        require(wallets >= 1, "--wallets must be 1 or more");
    }

    private static void require(boolean kept, String rule) {
        if (!kept) {
            throw new IllegalArgumentException(rule);
        }
    }
}
