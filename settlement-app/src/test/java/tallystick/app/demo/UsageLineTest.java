package tallystick.app.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class UsageLineTest {

    private static final DemoWallet WALLET = DemoWallet.all().get(1);

    private final UsageLine line =
            new UsageLine(
                    7,
                    1_790_000_000_123_456_700L,
                    WALLET,
                    DemoOperator.INDIA,
                    "in-mumbai-1",
                    DemoModel.MEDIUM,
                    1000,
                    500,
                    200,
                    0);

    @Test
    void isACloudEventOfUsage() {
        JsonNode event = JsonMapper.builder().build().readTree(line.toJson());
        assertEquals("use-7", event.required("id").stringValue());
        assertEquals(
                "/operators/op-in/factories/in-mumbai-1/gateways/gw-1",
                event.required("source").stringValue());
        assertEquals("wal-fr-002", event.required("subject").stringValue());
        assertEquals("2026-09-21T14:13:20.123456700Z", event.required("time").stringValue());
        JsonNode usage = event.required("data").required("usage");
        assertEquals(
                "{\"input\":{\"uncached\":1000,\"cache_read\":500},\"output\":{\"text\":200}}",
                usage.toString());
        JsonNode parties = event.required("data").required("parties");
        assertEquals("op-fr", parties.required("home_operator").stringValue());
        assertEquals("op-in", parties.required("serving_operator").stringValue());
    }

    /** By hand: abroad 1.2 times 0.60, 0.15, 1.80 euros; wholesale 0.7 × 95 times those. */
    @Test
    void costsWhatAPersonWouldCompute() {
        assertTrue(line.roaming());
        assertEquals(
                new BigInteger("1242000000"),
                DemoPrices.retailPico(line),
                "1000 × 0.72 + 500 × 0.18 + 200 × 2.16 euros per million");
        assertEquals(
                new BigInteger("68827500000"),
                DemoPrices.wholesalePico(line),
                "1000 × 39.9 + 500 × 9.975 + 200 × 119.7 rupees per million");
    }
}
