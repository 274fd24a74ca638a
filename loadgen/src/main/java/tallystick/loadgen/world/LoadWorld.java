package tallystick.loadgen.world;

import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import tallystick.client.Grant;
import tallystick.client.GrantRequest;
import tallystick.client.Registered;
import tallystick.client.Registration;
import tallystick.client.TallystickClient;
import tallystick.client.Wallet;
import tallystick.client.WalletRequest;

/**
 * Two operators that roam, prices, a window and funded wallets, all of this run's own: every name
 * ends in the run's.
 */
public final class LoadWorld {

    private static final String MODEL = "load-llama";

    /** Paid into each wallet, EUR. */
    public static final BigDecimal CREDIT = new BigDecimal("1000000000");

    /** What a token of any class costs the customer, EUR. */
    public static final BigDecimal PRICE = new BigDecimal("0.0000005");

    private static final int AT_A_TIME = 16;
    private static final Instant SINCE = Instant.parse("2026-01-01T00:00:00Z");
    private static final BigDecimal ABROAD_PER_MILLION = new BigDecimal("0.30");
    private static final String[] CLASSES = {
        "input.uncached", "input.cache_read", "output.text", "output.reasoning"
    };

    private final LoadGateway api;
    private final String run;
    private int registered;

    /**
     * @param run a name that no run had before
     */
    public LoadWorld(LoadGateway api, String run) {
        this.api = api;
        this.run = run;
    }

    /** The operator whose customers consume. */
    public String home() {
        return "load-kr-" + run;
    }

    /** The operator that serves a part of it. */
    public String abroad() {
        return "load-fr-" + run;
    }

    /** The tenant of all wallets. */
    public String tenant() {
        return "load-tenant-" + run;
    }

    /** The model that everything consumes. */
    public String model() {
        return MODEL + "-" + run;
    }

    /** The site of one of the two. */
    public String site(String operator) {
        return "site-" + operator;
    }

    /** A wallet by number, 0 or more. */
    public String wallet(int number) {
        return "load-" + run + "-" + number;
    }

    /** Makes everything, so many wallets included; a wallet has {@link #CREDIT}. */
    public void make(int wallets) throws IOException, InterruptedException {
        operator(home(), "KR");
        operator(abroad(), "FR");
        register(new Registration.Model(model()));
        register(new Registration.Tenant(tenant(), home()));
        tariff("retail-" + run, "retail", home(), PRICE.movePointRight(6));
        tariff("iot-" + run, "inter_operator", abroad(), ABROAD_PER_MILLION);
        String calendar = "load-daily-" + run;
        register(
                new Registration.Agreement(
                        "load-" + run, home(), abroad(), "iot-" + run, calendar, SINCE));
        api.post(
                "/v1/settlement/windows",
                "load-" + run + "-window",
                "{'window':'load-%s','settlement_model':'%s','starts_at':'%s'}"
                        .formatted(run, calendar, SINCE));
        fund(wallets);
    }

    private void operator(String operator, String country)
            throws IOException, InterruptedException {
        register(new Registration.Operator(operator, country, "EUR", null));
        register(new Registration.Factory(site(operator), operator, country));
    }

    private void tariff(String tariff, String kind, String operator, BigDecimal perMillion)
            throws IOException, InterruptedException {
        List<Registration.Price> prices = new ArrayList<>();
        for (String tokenClass : CLASSES) {
            prices.add(Registration.Price.flat(model(), tokenClass, perMillion));
        }
        register(
                new Registration.Tariff(
                        tariff, kind, operator, "EUR", "UTC", SINCE, null, null, prices));
    }

    private void register(Registration what) throws IOException, InterruptedException {
        String key = what.place().collection() + "-" + registered++ + "-" + run;
        Registered _ = api.client().register(what, key).orThrow();
    }

    private void fund(int wallets) throws IOException, InterruptedException {
        ExecutorService workers =
                Executors.newFixedThreadPool(AT_A_TIME, Thread.ofVirtual().factory());
        try (workers) {
            List<Callable<Boolean>> tasks = new ArrayList<>();
            for (int i = 0; i < wallets; i++) {
                String wallet = wallet(i);
                tasks.add(() -> fund(wallet));
            }
            for (Future<Boolean> funded : workers.invokeAll(tasks)) {
                funded.get();
            }
        } catch (ExecutionException failed) {
            throw new IOException("a wallet could not be funded", failed.getCause());
        }
    }

    private boolean fund(String wallet) throws IOException, InterruptedException {
        TallystickClient client = api.client();
        Wallet _ =
                client.openWallet(
                                new WalletRequest(
                                        wallet, tenant(), "EUR", "retail-" + run, null, null),
                                "load-" + run + "-wallets-" + wallet)
                        .orThrow();
        Grant _ =
                client.issueGrant(wallet, GrantRequest.paid(CREDIT, "EUR"), "load-grant-" + wallet)
                        .orThrow();
        return true;
    }
}
