package tallystick.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import tallystick.domain.AgreementTerms;
import tallystick.domain.Answer;
import tallystick.domain.LedgerCommand;
import tallystick.domain.LedgerCommand.RecordUsage;
import tallystick.domain.LedgerCommand.Reference;
import tallystick.domain.LedgerCommand.Settlement;
import tallystick.domain.LedgerCommand.Wallets;
import tallystick.domain.WalletTerms;
import tallystick.domain.money.Pico;
import tallystick.domain.rating.PriceLine;
import tallystick.domain.rating.TariffKind;
import tallystick.domain.rating.TariffTerms;
import tallystick.domain.usage.TokenClass;
import tallystick.domain.usage.UsageRecord;
import tallystick.engine.LedgerEngine.WindowRoot;

/**
 * A ledger in a process of its own, to be killed: eight operators record usage for each other while
 * windows are cut off, fenced and sealed. Whatever was acknowledged is written down before the next
 * batch.
 */
public final class CutOffRaceChild {

    static final int OPERATORS = 8;
    static final String MODEL = "m";
    private static final long MILLI = 1_000_000L;
    private static final int BATCH = 25;

    private CutOffRaceChild() {}

    /** Arguments: directory, number of the run. */
    public static void main(String[] args) throws IOException {
        Path directory = Path.of(args[0]);
        String run = args[1];
        LedgerEngine engine = Engines.open(options(directory, 256));
        if (run.equals("0")) {
            setUp(engine);
        }
        for (int operator = 0; operator < OPERATORS; operator++) {
            int home = operator;
            Path acknowledged = directory.resolve("ack-" + run + "-" + home);
            Thread.ofPlatform().start(() -> send(engine, home, run, acknowledged));
        }
        cutOff(engine);
    }

    static EngineOptions options(Path directory, int slots) {
        return EngineFixture.options(directory, tallystick.engine.journal.JournalKind.SEGMENT)
                .withRing(slots, 16_384, 5_000)
                .withClock(CutOffRaceChild::now);
    }

    private static long now() {
        return System.currentTimeMillis() * MILLI;
    }

    static String operator(int i) {
        return "op-" + i % OPERATORS;
    }

    private static void setUp(LedgerEngine engine) {
        List<LedgerCommand> commands = new ArrayList<>();
        for (int i = 0; i < OPERATORS; i++) {
            commands.add(new Reference.RegisterOperator(operator(i), "KR", "EUR", ""));
            commands.add(new Reference.RegisterFactory("site-" + i, operator(i), "KR"));
            commands.add(new Reference.RegisterTenant("t-" + i, operator(i)));
        }
        commands.add(new Reference.RegisterModel(MODEL));
        for (int i = 0; i < OPERATORS; i++) {
            commands.add(tariff("retail-" + i, TariffKind.RETAIL, i, 700_000));
            commands.add(tariff("iot-" + i, TariffKind.INTER_OPERATOR, i, 310_007));
        }
        for (int i = 0; i < OPERATORS; i++) {
            int serving = (i + 1) % OPERATORS;
            commands.add(
                    new Reference.ConcludeAgreement(
                            new AgreementTerms(
                                    "a-" + i,
                                    operator(i),
                                    operator(serving),
                                    "iot-" + serving,
                                    "daily",
                                    0)));
        }
        commands.add(new Settlement.OpenWindow("c0", "daily", 0));
        for (int i = 0; i < OPERATORS; i++) {
            commands.add(
                    new Wallets.OpenWallet(
                            new WalletTerms(
                                    "w-" + i,
                                    "t-" + i,
                                    "EUR",
                                    "retail-" + i,
                                    Pico.ZERO,
                                    List.of())));
        }
        for (LedgerCommand command : commands) {
            Answer answer = EngineFixture.ask(engine, command);
            if (answer.refusal() != null) {
                throw new IllegalStateException(command + ": " + answer);
            }
        }
    }

    private static LedgerCommand tariff(String name, TariffKind kind, int operator, long price) {
        List<PriceLine> prices =
                List.of(new PriceLine(MODEL, TokenClass.OUTPUT_TEXT, PriceLine.ANY, price));
        return new Reference.PublishTariff(
                new TariffTerms(
                        name, kind, operator(operator), "EUR", "UTC", 0, Pico.ZERO, prices));
    }

    private static void send(LedgerEngine engine, int home, String run, Path acknowledged) {
        try (FileChannel file =
                FileChannel.open(
                        acknowledged, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            for (int batch = 0; true; batch++) {
                List<UsageRecord> records = new ArrayList<>();
                StringBuilder ids = new StringBuilder();
                for (int i = 0; i < BATCH; i++) {
                    String id = "r" + run + "-" + home + "-" + batch + "-" + i;
                    records.add(usage(home, id, batch, i));
                    ids.append(id).append('\n');
                }
                EngineFixture.ask(engine, new RecordUsage(records, false));
                file.write(ByteBuffer.wrap(ids.toString().getBytes(StandardCharsets.UTF_8)));
                LockSupport.parkNanos(40 * MILLI);
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** Half of them roam; ended up to 150 ms ago, so on either side of a cut-off. */
    private static UsageRecord usage(int home, String id, int batch, int i) {
        UsageRecord usage = new UsageRecord();
        int serving = i % 2 == 0 ? home : (home + 1) % OPERATORS;
        usage.source = "/operators/" + operator(serving) + "/factories/site-" + serving;
        usage.id = id;
        usage.requestId = id;
        usage.wallet = "w-" + home;
        usage.endedEpochNanos = now() - (batch * 37L + i * 11L) % 150 * MILLI;
        usage.model = MODEL;
        usage.homeOperator = operator(home);
        usage.servingOperator = operator(serving);
        usage.tenant = "t-" + home;
        usage.site = "site-" + serving;
        usage.servedIn = "KR";
        usage.tokens[TokenClass.OUTPUT_TEXT.ordinal()] = 1_000L + i;
        return World.sealed(usage);
    }

    /** A cut-off every 50 ms, the fence 30 ms later; says each that is done. */
    private static void cutOff(LedgerEngine engine) {
        while (true) {
            int open = engine.query(state -> state.names().windows.size()).join() - 1;
            String window = "c" + open;
            LockSupport.parkNanos(50 * MILLI);
            EngineFixture.ask(
                    engine,
                    new Settlement.CutOffWindow(window, now() - 20 * MILLI, "c" + (open + 1)));
            LockSupport.parkNanos(30 * MILLI);
            if (seal(engine, window)) {
                System.out.println("sealed " + window);
            }
        }
    }

    /** Fences and seals a window that was cut off; false when it was sealed before. */
    static boolean seal(LedgerEngine engine, String window) {
        EngineFixture.ask(engine, new Settlement.FenceWindow(window));
        WindowRoot root;
        try {
            root = engine.windowRoot(window);
        } catch (IllegalArgumentException | InterruptedException notFenced) {
            return false;
        }
        return EngineFixture.ask(
                                engine,
                                new Settlement.SealWindow(
                                        window, root.records(), root.merkleRoot()))
                        .refusal()
                == null;
    }
}
