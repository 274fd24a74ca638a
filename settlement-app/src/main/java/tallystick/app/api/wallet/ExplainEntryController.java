package tallystick.app.api.wallet;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import tallystick.app.api.Caller;
import tallystick.app.api.JournalReads;
import tallystick.app.api.Reads;
import tallystick.app.api.Rfc3339;
import tallystick.app.api.wallet.ExplanationResource.Charge;
import tallystick.app.api.wallet.ExplanationResource.Draw;
import tallystick.app.api.wallet.ExplanationResource.Hold;
import tallystick.app.api.wallet.ExplanationResource.Leg;
import tallystick.app.api.wallet.ExplanationResource.Line;
import tallystick.app.api.wallet.ExplanationResource.PostingResource;
import tallystick.domain.LedgerEvent.UsageRecorded;
import tallystick.domain.ledger.Jurisdiction;
import tallystick.domain.ledger.Names;
import tallystick.domain.ledger.Posting;
import tallystick.domain.ledger.Postings;
import tallystick.domain.money.Pico;
import tallystick.domain.rating.RatingSteps;
import tallystick.domain.usage.UsageRecord;
import tallystick.engine.index.WalletStep;

/**
 * {@code GET /v1/wallets/{wallet}/entries/{position}/explain}: prices, tiers, draws and postings of
 * one entry, re-derived from the journal, and where its stored bytes are.
 */
@RestController
public final class ExplainEntryController {

    private final JournalReads reads;

    public ExplainEntryController(JournalReads reads) {
        this.reads = reads;
    }

    @GetMapping("/v1/wallets/{wallet}/entries/{position}/explain")
    ExplanationResource get(
            @PathVariable String wallet,
            @PathVariable String position,
            HttpServletRequest request) {
        long wanted = Reads.position("position", position);
        reads.await(request);
        int ref = reads.wallet(wallet);
        WalletStep step = Reads.found(step(ref, wanted), "entry");
        boolean seesWholesale = Caller.seesWholesale(request);
        List<Posting> postings =
                reads.ledger(state -> Postings.of(step.event(), wallet, step.move(), state));
        String asset = reads.ledger(state -> state.assetOfWallet(wallet));
        UsageRecord usage =
                step.event() instanceof UsageRecorded run ? run.records().getFirst() : null;
        return new ExplanationResource(
                EntryResource.of(step, wallet, asset),
                usage == null ? null : charge(usage),
                usage == null ? null : hold(usage),
                usage != null && usage.isRoaming() && seesWholesale ? wholesale(usage) : null,
                postings.stream()
                        .filter(posting -> seesWholesale || !posting.wholesale())
                        .map(PostingResource::of)
                        .toList(),
                "/v1/audit/events/" + wanted);
    }

    /** The entry at that position, null when nothing moved the wallet there. */
    private @Nullable WalletStep step(int wallet, long position) {
        List<WalletStep> found = new ArrayList<>();
        if (position >= 0) {
            reads.ask(
                    index -> {
                        index.wallets()
                                .newestFirst(
                                        wallet,
                                        position,
                                        position + 1,
                                        step -> !step.move().isNothing() && found.add(step));
                        return found;
                    });
        }
        return found.isEmpty() ? null : found.getFirst();
    }

    private Charge charge(UsageRecord usage) {
        UsageExplanation explanation = new UsageExplanation(reads);
        List<Draw> draws = new ArrayList<>();
        for (int i = 0; i < usage.drawCount; i++) {
            draws.add(
                    new Draw(
                            names().grants.nameOf(usage.drawGrantRef[i]),
                            new Pico(usage.drawHi[i], usage.drawLo[i]).toDecimalString()));
        }
        RatingSteps steps = explanation.retail(usage);
        return new Charge(
                leg(explanation, usage, usage.retailVersionRef, usage.retail(), steps),
                draws,
                usage.overdraft().toDecimalString(),
                usage.shortfall().toDecimalString());
    }

    private Leg wholesale(UsageRecord usage) {
        UsageExplanation explanation = new UsageExplanation(reads);
        RatingSteps steps = explanation.wholesale(usage);
        return leg(explanation, usage, usage.wholesaleVersionRef, usage.wholesale(), steps);
    }

    private Leg leg(
            UsageExplanation explanation,
            UsageRecord usage,
            int version,
            Pico amount,
            @Nullable RatingSteps steps) {
        String rest = steps == null ? "" : explanation.rest(usage, version, amount, steps);
        String restAmount = steps == null ? null : steps.rest().toDecimalString();
        return new Leg(
                names().tariffVersions.nameOf(version),
                Rfc3339.format(usage.ratedAtEpochNanos),
                Jurisdiction.unpack(usage.jurisdiction),
                amount.toDecimalString(),
                names().tariffVersionAssets.nameOf(version),
                steps == null ? null : steps.lines().stream().map(Line::of).toList(),
                rest.equals("minimum_charge") ? restAmount : null,
                rest.equals("difference") ? restAmount : null);
    }

    private static @Nullable Hold hold(UsageRecord usage) {
        String hold = usage.hold;
        return hold == null
                ? null
                : new Hold(hold, usage.setAside().toDecimalString(), usage.overrun);
    }

    private Names names() {
        return reads.engine().names();
    }
}
