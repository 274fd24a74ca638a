package tallystick.loadgen.world;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import tallystick.client.Grant;
import tallystick.client.GrantRequest;
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
    private static final String SINCE = "2026-01-01T00:00:00Z";
    private static final String[] CLASSES = {
        "input.uncached", "input.cache_read", "output.text", "output.reasoning"
    };

    private final LoadGateway api;
    private final String run;

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
        post("models", "model", "{'model':'" + model() + "'}");
        post("tenants", "tenant", "{'tenant':'%s','operator':'%s'}".formatted(tenant(), home()));
        tariff("retail-" + run, "retail", home(), PRICE.movePointRight(6).toPlainString());
        tariff("iot-" + run, "inter_operator", abroad(), "0.30");
        String calendar = "load-daily-" + run;
        post(
                "agreements",
                "agreement",
                ("{'agreement':'load-%s','home_operator':'%s','serving_operator':'%s',"
                                + "'inter_operator_tariff':'iot-%s','settlement_model':'%s',"
                                + "'effective_from':'%s'}")
                        .formatted(run, home(), abroad(), run, calendar, SINCE));
        post(
                "settlement/windows",
                "window",
                "{'window':'load-%s','settlement_model':'%s','starts_at':'%s'}"
                        .formatted(run, calendar, SINCE));
        fund(wallets);
    }

    private void operator(String operator, String country)
            throws IOException, InterruptedException {
        post(
                "operators",
                operator,
                "{'operator':'%s','country':'%s','currency':'EUR'}".formatted(operator, country));
        post(
                "factories",
                operator,
                "{'factory':'%s','operator':'%s','jurisdiction':'%s'}"
                        .formatted(site(operator), operator, country));
    }

    private void tariff(String tariff, String kind, String operator, String perMillion)
            throws IOException, InterruptedException {
        List<String> prices = new ArrayList<>();
        for (String tokenClass : CLASSES) {
            prices.add(
                    "{'model':'%s','class':'%s','per_million':'%s'}"
                            .formatted(model(), tokenClass, perMillion));
        }
        post(
                "tariffs",
                tariff,
                ("{'tariff':'%s','kind':'%s','operator':'%s','asset':'EUR','zone':'UTC',"
                                + "'effective_from':'%s','prices':[%s]}")
                        .formatted(tariff, kind, operator, SINCE, String.join(",", prices)));
    }

    private void post(String collection, String key, String body)
            throws IOException, InterruptedException {
        api.post("/v1/" + collection, "load-" + run + "-" + collection + "-" + key, body);
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
        TallystickClient client = api.wallets();
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
