package tallystick.app.api.cash;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tallystick.app.api.Caller;
import tallystick.app.api.LedgerGateway;
import tallystick.app.api.Reads;
import tallystick.app.api.WireText;
import tallystick.app.api.access.Access;
import tallystick.app.api.problem.ProblemException;
import tallystick.app.iso20022.CashEntry;
import tallystick.app.iso20022.CashReport;
import tallystick.app.iso20022.Uetr;
import tallystick.domain.ClosingCommand;
import tallystick.domain.LedgerRequest;
import tallystick.domain.money.Assets;
import tallystick.domain.money.Pico;
import tallystick.domain.settlement.Rounding;
import tallystick.domain.settlement.SettlementLeg;
import tallystick.engine.LedgerEngine;
import tallystick.projections.ProgressView;
import tallystick.projections.settlement.ClosingView;
import tallystick.projections.settlement.SettlementProjection;
import tallystick.projections.settlement.SettlementView;
import tallystick.projections.settlement.TrailView;

/**
 * Takes a bank's entries to the ledger, one after the other, under names by which each counts once,
 * and says what became of them when the tables show it.
 */
@Component
final class CashBooking {

    private static final long WAIT_MILLIS = 5_000;
    private static final int SERVER_FAULT = 500;

    private final LedgerGateway ledger;
    private final LedgerEngine engine;
    private final ProgressView progress;
    private final ClosingView closing;
    private final SettlementView windows;
    private final TrailView trail;

    CashBooking(
            LedgerGateway ledger,
            LedgerEngine engine,
            ProgressView progress,
            ClosingView closing,
            SettlementView windows,
            TrailView trail) {
        this.ledger = ledger;
        this.engine = engine;
        this.progress = progress;
        this.closing = closing;
        this.windows = windows;
        this.trail = trail;
    }

    /**
     * What was done with an entry before it is known what became of it.
     *
     * @param claim whose it is, null when it is nobody's
     * @param names under which it was taken to the ledger, empty when it was not
     * @param status as told already, empty when the tables tell it
     */
    private record Taken(
            CashEntry entry,
            @Nullable Claim claim,
            List<String> names,
            String status,
            @Nullable String reason,
            boolean repeated) {}

    CashReportResource book(CashReport report, HttpServletRequest request) {
        await(engine.lastDurablePosition());
        Claims claims = new Claims(closing, windows, trail);
        Set<String> contents = new HashSet<>();
        List<Taken> taken = new ArrayList<>();
        for (CashEntry entry : report.entries()) {
            taken.add(take(entry, claims, contents, request));
        }
        long position = engine.lastDurablePosition();
        await(position);
        return new CashReportResource(
                report.messageId(),
                report.type(),
                taken.stream().map(this::resource).toList(),
                WireText.position(position));
    }

    private void await(long position) {
        try {
            if (progress.awaitPosition(SettlementProjection.GROUP, position, WAIT_MILLIS)) {
                return;
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        throw Reads.behind(position);
    }

    private Taken take(
            CashEntry entry, Claims claims, Set<String> contents, HttpServletRequest request) {
        Uetr uetr = entry.uetr();
        Claim claim = uetr == null ? null : claims.of(uetr.text());
        if (!entry.isBooked()) {
            return told(entry, claim, "pending", null);
        }
        if (uetr == null || claim == null) {
            return told(entry, null, "unmatched", uetr == null ? "no-uetr" : "unknown-uetr");
        }
        if (entry.isReversal()) {
            return told(entry, claim, "unmatched", "reversal");
        }
        if (!entry.isCredit()) {
            return told(entry, claim, "other_side", null);
        }
        EntryName name = EntryName.of(entry, uetr);
        String known = takenBefore(name, entry, claim, contents);
        if (known != null) {
            return new Taken(entry, claim, names(known, claim), "", null, true);
        }
        contents.add(name.hasReference() ? "with " + name.byContent() : name.byContent());
        return send(entry, claim, name.byReference(), request);
    }

    /**
     * The name under which it was taken, null when it was not: the same reference, or the same
     * content where one of the two reports has no reference.
     */
    private @Nullable String takenBefore(
            EntryName name, CashEntry entry, Claim claim, Set<String> contents) {
        for (String one : names(name.byReference(), claim)) {
            if (!trail.entries(one).isEmpty()) {
                return name.byReference();
            }
        }
        if (name.hasReference()) {
            boolean before =
                    contents.contains(name.byContent())
                            || !trail.entries(names(name.byContent(), claim).getFirst()).isEmpty();
            return before ? name.byContent() : null;
        }
        long minor = entry.amount().minorUnits();
        List<TrailView.Entry> rows =
                switch (claim) {
                    case Claim.OfLeg leg -> trail.entriesOfLeg(leg.leg().uetr());
                    case Claim.OfPayIn payIn ->
                            trail.payIns(payIn.window(), payIn.operator(), payIn.asset());
                    case Claim.OfNet _ -> List.of();
                };
        for (TrailView.Entry row : rows) {
            if (row.minor() == minor && row.entry().startsWith(entry.account() + " ")) {
                return row.entry();
            }
        }
        return null;
    }

    private static Taken told(
            CashEntry entry, @Nullable Claim claim, String status, @Nullable String reason) {
        return new Taken(entry, claim, List.of(), status, reason, false);
    }

    /** A net movement is a part of each of its legs, each under a name of its own. */
    private static List<String> names(String name, Claim claim) {
        return claim instanceof Claim.OfNet net && !net.legs().isEmpty()
                ? net.legs().stream().map(leg -> name + " leg " + leg.leg()).toList()
                : List.of(name);
    }

    private Taken send(CashEntry entry, Claim claim, String name, HttpServletRequest request) {
        List<String> names = names(name, claim);
        String asset = entry.amount().currency();
        Pico amount = pico(asset, entry.amount().minorUnits());
        List<ClosingCommand> commands = new ArrayList<>();
        switch (claim) {
            case Claim.OfLeg leg ->
                    commands.add(
                            new ClosingCommand.ConfirmPayment(
                                    leg.window(), leg.leg().uetr(), asset, amount, name));
            case Claim.OfPayIn payIn ->
                    commands.add(
                            new ClosingCommand.RecordPayIn(
                                    payIn.window(), payIn.operator(), asset, amount, name));
            case Claim.OfNet net -> {
                if (net.minor() != entry.amount().minorUnits() || !net.asset().equals(asset)) {
                    return told(entry, claim, "unmatched", "not-the-net-position");
                }
                for (int i = 0; i < net.legs().size(); i++) {
                    SettlementLeg leg = net.legs().get(i);
                    commands.add(
                            new ClosingCommand.ConfirmPayment(
                                    net.window(),
                                    leg.uetr(),
                                    asset,
                                    pico(asset, leg.minor()),
                                    names.get(i)));
                }
            }
        }
        try {
            for (ClosingCommand command : commands) {
                Access.of(request).require(command);
                ledger.ask(new LedgerRequest(command, Caller.of(request), null));
            }
        } catch (ProblemException refused) {
            if (refused.document().status() >= SERVER_FAULT) {
                throw refused;
            }
            return told(entry, claim, "unmatched", refused.document().code());
        }
        return new Taken(entry, claim, names, "", null, false);
    }

    private static Pico pico(String asset, long minor) {
        return Rounding.minorToPico(minor, Assets.minorDigits(asset));
    }

    private CashReportResource.Entry resource(Taken taken) {
        CashEntry entry = taken.entry();
        String asset = entry.amount().currency();
        long counted = 0;
        String reason = taken.reason();
        for (String name : taken.names()) {
            for (TrailView.Entry row : trail.entries(name)) {
                if (row.kind().equals("unmatched")) {
                    reason = row.reason();
                } else {
                    counted += row.minor();
                }
            }
        }
        Uetr uetr = entry.uetr();
        Claim claim = taken.claim();
        return new CashReportResource.Entry(
                taken.names().isEmpty() ? null : taken.names().getFirst(),
                entry.account(),
                entry.bankReference(),
                uetr == null ? null : uetr.text(),
                asset,
                WireText.minor(entry.amount().minorUnits(), Assets.minorDigits(asset)),
                entry.isCredit() ? "credit" : "debit",
                taken.status().isEmpty()
                        ? status(claim, counted, entry.amount().minorUnits())
                        : taken.status(),
                WireText.minor(counted, Assets.minorDigits(asset)),
                kind(claim),
                claim == null ? null : claim.window(),
                operator(claim),
                reason,
                taken.repeated());
    }

    /** Matched when all of it counts and nothing is open of what it is of. */
    private String status(@Nullable Claim claim, long counted, long minor) {
        if (claim == null || counted == 0) {
            return "unmatched";
        }
        return counted == minor && isWhole(claim) ? "matched" : "partial";
    }

    private boolean isWhole(Claim claim) {
        return switch (claim) {
            case Claim.OfLeg leg -> isWhole(leg.leg());
            case Claim.OfNet net -> net.legs().stream().allMatch(this::isWhole);
            case Claim.OfPayIn payIn ->
                    closing.payIns(tallystick.projections.sql.RowScope.ALL, payIn.window()).stream()
                            .filter(call -> call.operator().equals(payIn.operator()))
                            .filter(call -> call.asset().equals(payIn.asset()))
                            .allMatch(call -> call.receivedMinor() >= call.dueMinor());
        };
    }

    private boolean isWhole(SettlementLeg leg) {
        ClosingView.Leg row = closing.leg(leg.uetr());
        return row != null && row.confirmedMinor() == leg.minor();
    }

    private static @Nullable String kind(@Nullable Claim claim) {
        return switch (claim) {
            case null -> null;
            case Claim.OfLeg _ -> "leg";
            case Claim.OfPayIn _ -> "pay_in";
            case Claim.OfNet _ -> "net";
        };
    }

    private static @Nullable String operator(@Nullable Claim claim) {
        return switch (claim) {
            case null -> null;
            case Claim.OfLeg leg -> leg.leg().creditor();
            case Claim.OfPayIn payIn -> payIn.operator();
            case Claim.OfNet net -> net.operator();
        };
    }
}
