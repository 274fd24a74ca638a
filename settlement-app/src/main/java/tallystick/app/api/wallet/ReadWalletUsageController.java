package tallystick.app.api.wallet;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import tallystick.app.api.Reads;
import tallystick.app.api.Rfc3339;
import tallystick.app.api.WireText;
import tallystick.app.api.problem.ProblemException;
import tallystick.projections.usage.UsageCubeProjection;
import tallystick.projections.usage.WalletUsageView;
import tallystick.projections.wallet.WalletBalanceProjection;
import tallystick.projections.wallet.WalletBalanceView;
import tallystick.projections.wallet.WalletBalanceView.WalletBalance;

/**
 * {@code GET /v1/wallets/{wallet}/usage?from=&to=}: accepted usage per model and per hour of the
 * end of usage, hours that start at or after {@code from} and before {@code to}; by default the
 * last 35 days.
 */
@RestController
public final class ReadWalletUsageController {

    private static final int DEFAULT_DAYS = 35;
    private static final int MOST_DAYS = 366;

    private final Reads reads;
    private final WalletBalanceView wallets;
    private final WalletUsageView usage;

    public ReadWalletUsageController(
            Reads reads, WalletBalanceView wallets, WalletUsageView usage) {
        this.reads = reads;
        this.wallets = wallets;
        this.usage = usage;
    }

    @GetMapping("/v1/wallets/{wallet}/usage")
    WalletUsageResource get(@PathVariable String wallet, HttpServletRequest request) {
        Instant to = time("to", request.getParameter("to"), Instant.now());
        Instant from =
                time("from", request.getParameter("from"), to.minus(DEFAULT_DAYS, ChronoUnit.DAYS));
        if (from.isAfter(to) || from.plus(MOST_DAYS, ChronoUnit.DAYS).isBefore(to)) {
            throw ProblemException.ofParameter(
                    "from", "must be before to, by at most " + MOST_DAYS + " days");
        }
        reads.await(request, WalletBalanceProjection.GROUP);
        reads.await(request, UsageCubeProjection.GROUP, "wallet:" + wallet);
        WalletBalance found = Reads.found(wallets.find(wallet), "wallet");
        return new WalletUsageResource(
                wallet,
                found.asset(),
                WireText.time(from),
                WireText.time(to),
                usage.models(wallet, from, to).stream().map(WalletUsageResource.Cell::of).toList(),
                usage.hours(wallet, from, to).stream().map(WalletUsageResource.Cell::of).toList());
    }

    private static Instant time(String parameter, @Nullable String text, Instant absent) {
        if (text == null) {
            return absent;
        }
        long epochNanos = Rfc3339.parse(text);
        if (epochNanos == Rfc3339.MALFORMED) {
            throw ProblemException.ofParameter(parameter, Rfc3339.RULE);
        }
        return Instant.ofEpochSecond(0, epochNanos);
    }
}
