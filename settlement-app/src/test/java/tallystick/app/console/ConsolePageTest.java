package tallystick.app.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tallystick.app.demo.DemoOptions;
import tallystick.app.demo.DemoResult;
import tallystick.app.demo.DemoRun;
import tallystick.loadgen.trace.TraceSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The demo from nothing, and what a person then sees of it in a browser. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConsolePageTest {

    private static final int ROWS = 1500;
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");

    /** Debian's Chromium as root in a container, and no traffic of its own. */
    private static final List<String> ARGUMENTS =
            List.of(
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-quic",
                    "--no-first-run",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-sync");

    private final JsonMapper json = JsonMapper.builder().build();
    private DemoRun run;
    private DemoResult result;

    @BeforeAll
    void runTheDemo(@TempDir Path directory) throws IOException, InterruptedException {
        PrintStream nowhere =
                new PrintStream(PrintStream.nullOutputStream(), true, StandardCharsets.UTF_8);
        DemoOptions options =
                new DemoOptions(directory.resolve("data"), 0, new TraceSource.Generated(11, ROWS));
        run = DemoRun.start(options, nowhere, false);
        result = run.run();
    }

    /** A page that still watches does not hold the node up. */
    @AfterAll
    void stopsPromptlyThoughSomebodyWatches() throws IOException {
        InputStream stream = uri("/v1/console/stream").toURL().openStream();
        assertTrue(stream.read() >= 0);
        long started = System.nanoTime();
        run.close();
        long millis = Duration.ofNanos(System.nanoTime() - started).toMillis();
        assertTrue(millis < 15_000, "stopping took " + millis + " ms");
        stream.close();
    }

    @Test
    void theDemoIsVerified() {
        assertTrue(result.verified(), () -> result.toJson().toString());
        Map<String, Object> summary = result.toJson();
        assertEquals((long) ROWS, summary.get("traceRows"));
        assertEquals((long) ROWS, summary.get("accepted"));
        assertEquals(8L, summary.get("duplicate"));
        assertEquals(12L, summary.get("suspended"));
        assertEquals(ROWS + 8L + 12L, summary.get("events"));
        assertEquals(true, summary.get("trialBalanceZero"));
    }

    @Test
    void theSummaryIsTheLedgers() throws IOException {
        JsonNode console = get("/v1/console");
        JsonNode ledger = get("/v1/ledger");
        assertEquals(ledger.required("position"), console.required("position"));
        assertEquals(console.required("position"), console.required("projected"));
        JsonNode totals = console.required("totals");
        JsonNode usage = ledger.required("usage");
        assertEquals(
                usage.required("accepted").longValue(), totals.required("accepted").longValue());
        assertEquals(
                usage.required("tokens_in").asString(), totals.required("tokens_in").stringValue());
        assertEquals(60, console.required("rate").required("per_second").size());
        // The month's windows, weeks long, and the open one after them.
        String last = settled();
        assertTrue(List.of("demo-4", "demo-5").contains(last), last);
        int closed = Integer.parseInt(last.substring("demo-".length()));
        assertEquals(closed + 1, console.required("windows").size());
        assertEquals(12, console.required("top_wallets").size());
    }

    @Test
    void theBrowserShowsWhatTheApiSays() throws IOException {
        try (Playwright playwright = playwright();
                Browser browser = chromium(playwright)) {
            List<String> complaints = Collections.synchronizedList(new ArrayList<>());
            Page page = open(browser, 1280, 900, ColorScheme.LIGHT, complaints);
            assertEquals(statementsByApi(), statementsOn(page));
            assertEquals(positionsByApi(), positionsOn(page));
            page.locator("[data-table=statements] summary").first().click();
            shoot(page, "desktop");
            Page phone = open(browser, 390, 844, ColorScheme.DARK, complaints);
            assertEquals(statementsByApi(), statementsOn(phone));
            assertEquals(
                    390,
                    phone.evaluate("document.documentElement.scrollWidth"),
                    "nothing sticks out of a phone");
            shoot(phone, "phone-dark");
            assertEquals(List.of(), complaints);
        }
    }

    private Page open(
            Browser browser, int width, int height, ColorScheme scheme, List<String> complaints) {
        Page page =
                browser.newPage(
                        new Browser.NewPageOptions()
                                .setViewportSize(width, height)
                                .setColorScheme(scheme));
        page.onConsoleMessage(message -> complaints.add(message.text()));
        page.onPageError(complaints::add);
        page.onRequest(
                request -> {
                    if (!request.url().startsWith(run.url())) {
                        complaints.add("asks for " + request.url());
                    }
                });
        page.navigate(run.url());
        page.waitForSelector("#link[data-state=live]");
        page.waitForSelector("[data-table=statements] details");
        assertEquals("1,500", page.locator("[data-total=accepted]").textContent().strip());
        return page;
    }

    private static void shoot(Page page, String name) {
        Path file = SCREENSHOTS.resolve(name + ".png");
        page.screenshot(new Page.ScreenshotOptions().setPath(file).setFullPage(true));
    }

    private static SortedMap<String, BigDecimal> statementsOn(Page page) {
        SortedMap<String, BigDecimal> totals = new TreeMap<>();
        for (Locator statement : page.locator("[data-table=statements] details").all()) {
            Locator total = statement.locator("[data-field=total]");
            BigDecimal value = new BigDecimal(total.getAttribute("data-value"));
            // What is read is what the attribute says, but for separators and the currency.
            String read = total.textContent().replace(",", "").replaceAll("[A-Z]", "").strip();
            assertEquals(0, value.compareTo(new BigDecimal(read)), total::textContent);
            totals.put(statement.getAttribute("data-statement"), value.stripTrailingZeros());
        }
        return totals;
    }

    private SortedMap<String, BigDecimal> statementsByApi() throws IOException {
        SortedMap<String, BigDecimal> totals = new TreeMap<>();
        for (JsonNode statement :
                get("/v1/settlement/windows/" + settled() + "/statements").required("statements")) {
            totals.put(
                    statement.required("statement").stringValue(),
                    new BigDecimal(statement.required("total").stringValue()).stripTrailingZeros());
        }
        assertEquals(6, totals.size());
        return totals;
    }

    /** The window whose documents the page shows. */
    private String settled() throws IOException {
        return get("/v1/console").required("settled").required("window").stringValue();
    }

    private static SortedMap<String, BigDecimal> positionsOn(Page page) {
        SortedMap<String, BigDecimal> positions = new TreeMap<>();
        for (Locator cell : page.locator("[data-position]").all()) {
            positions.put(
                    cell.getAttribute("data-position"),
                    new BigDecimal(cell.getAttribute("data-value")).stripTrailingZeros());
        }
        for (Locator sum : page.locator("[data-sum]").all()) {
            assertEquals(0, new BigDecimal(sum.getAttribute("data-value")).signum());
        }
        return positions;
    }

    private SortedMap<String, BigDecimal> positionsByApi() throws IOException {
        SortedMap<String, BigDecimal> positions = new TreeMap<>();
        for (JsonNode position :
                get("/v1/settlement/windows/" + settled() + "/positions").required("positions")) {
            positions.put(
                    position.required("asset").stringValue()
                            + ":"
                            + position.required("operator").stringValue(),
                    new BigDecimal(position.required("amount").stringValue()).stripTrailingZeros());
        }
        assertEquals(9, positions.size());
        return positions;
    }

    private JsonNode get(String path) throws IOException {
        try (InputStream body = uri(path).toURL().openStream()) {
            return json.readTree(body);
        }
    }

    private URI uri(String path) {
        return URI.create(run.url() + path);
    }

    private static Playwright playwright() {
        return Playwright.create(
                new Playwright.CreateOptions()
                        .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    }

    private static Browser chromium(Playwright playwright) {
        List<Path> places =
                Stream.of(
                                "/usr/bin/chromium",
                                "/usr/bin/chromium-browser",
                                "/usr/bin/google-chrome")
                        .map(Path::of)
                        .filter(Files::isExecutable)
                        .toList();
        assumeTrue(!places.isEmpty(), "no Chromium here (Debian package chromium)");
        return playwright
                .chromium()
                .launch(
                        new BrowserType.LaunchOptions()
                                .setExecutablePath(places.getFirst())
                                .setArgs(ARGUMENTS));
    }
}
