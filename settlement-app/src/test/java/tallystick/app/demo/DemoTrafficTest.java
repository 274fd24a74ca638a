package tallystick.app.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tallystick.loadgen.trace.TraceGenerator;
import tallystick.loadgen.trace.TraceRow;

class DemoTrafficTest {

    private static final long SHIFT_NANOS = 86_400_000_000_000L;

    private final List<DemoWallet> wallets = DemoWallet.all();

    @Test
    void everyTokenOfTheRowIsInOneClass() throws IOException {
        List<TraceRow> rows = rows(5000);
        List<UsageLine> lines = lines(rows);
        for (int i = 0; i < rows.size(); i++) {
            UsageLine line = lines.get(i);
            assertEquals(rows.get(i).contextTokens(), line.uncached() + line.cacheRead());
            assertEquals(rows.get(i).generatedTokens(), line.text() + line.reasoning());
            assertEquals(rows.get(i).arrivedEpochNanos() + SHIFT_NANOS, line.endedEpochNanos());
            assertEquals(i, line.number());
        }
        assertTrue(lines.stream().anyMatch(line -> line.cacheRead() > 0));
        assertTrue(lines.stream().anyMatch(line -> line.reasoning() > 0));
    }

    @Test
    void sameRowsSameUsage() throws IOException {
        assertEquals(lines(rows(500)), lines(rows(500)));
    }

    @Test
    void aWalletThatMayNotLeaveItsCountryIsServedAtHome() throws IOException {
        List<UsageLine> bound =
                lines(rows(20_000)).stream().filter(line -> line.wallet().homeOnly()).toList();
        assertTrue(bound.size() > 100);
        assertTrue(bound.stream().noneMatch(UsageLine::roaming));
    }

    @Test
    void threeInTenRoamAndTheFirstWalletConsumesMost() throws IOException {
        List<UsageLine> lines = lines(rows(20_000));
        long roaming = lines.stream().filter(UsageLine::roaming).count();
        assertTrue(roaming > 4800 && roaming < 6300, "roaming " + roaming);
        long[] byRank = new long[DemoWallet.COUNT];
        lines.forEach(line -> byRank[line.wallet().rank()]++);
        assertTrue(byRank[0] > 2800 && byRank[0] < 4000, "first wallet " + byRank[0]);
        assertTrue(byRank[0] > byRank[9] * 5);
    }

    @Test
    void walletsAreSpreadOverOperatorsAndPolicies() {
        assertEquals(DemoWallet.COUNT, wallets.stream().map(DemoWallet::name).distinct().count());
        for (DemoOperator operator : DemoOperator.values()) {
            assertTrue(wallets.stream().anyMatch(w -> w.home() == operator && w.small()));
            assertTrue(wallets.stream().anyMatch(w -> w.home() == operator && w.homeOnly()));
        }
    }

    private List<UsageLine> lines(List<TraceRow> rows) {
        DemoTraffic traffic = new DemoTraffic(wallets, SHIFT_NANOS);
        return rows.stream().map(traffic::next).toList();
    }

    private static List<TraceRow> rows(int count) throws IOException {
        List<TraceRow> rows = new ArrayList<>();
        try (TraceGenerator generator = new TraceGenerator(1, count)) {
            for (TraceRow row = generator.next(); row != null; row = generator.next()) {
                rows.add(row);
            }
        }
        return rows;
    }
}
