package tallystick.loadgen.campaign;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import tallystick.domain.HoldTerms;
import tallystick.domain.LedgerCommand;
import tallystick.domain.LedgerCommand.Holds;
import tallystick.domain.LedgerCommand.RecordUsage;
import tallystick.domain.LedgerCommand.Wallets;
import tallystick.domain.LedgerRequest;
import tallystick.domain.money.Pico;
import tallystick.domain.usage.TokenClass;
import tallystick.domain.usage.UsageIdentity;
import tallystick.domain.usage.UsageRecord;

/**
 * What one sender sends: usage, holds from opening to commit, grants and transfers. Request {@code
 * number} of a sender is the same whenever it is made, so that it can be sent again after a crash,
 * and what it leaves in the journal is known by name without being remembered.
 */
final class Traffic {

    /** How often the pattern of requests repeats. */
    static final int PATTERN = 10;

    private static final String SOURCE = "//gw.campaign/vllm";
    private static final int MOST_RECORDS = 20;

    private final String sender;
    private final long nowEpochNanos;
    private final UsageIdentity identity = new UsageIdentity();

    /**
     * @param sender a name without {@code -}
     * @param nowEpochNanos when the usage ended, nanoseconds since 1970
     */
    Traffic(String sender, long nowEpochNanos) {
        this.sender = sender;
        this.nowEpochNanos = nowEpochNanos;
    }

    /** How many records a request has; 0 when it is a command with a key. */
    static int records(long number) {
        return number % PATTERN < 5 ? 0 : 1 + (int) (number * 7 % MOST_RECORDS);
    }

    /** What a request leaves in the journal exactly once, in order. */
    static List<String> keys(String sender, long number) {
        String stem = sender + "-" + number;
        int records = records(number);
        if (records == 0) {
            return List.of(stem);
        }
        List<String> keys = new ArrayList<>(records);
        for (int i = 0; i < records; i++) {
            keys.add(stem + "-" + i);
        }
        return keys;
    }

    LedgerRequest request(long number) {
        if (records(number) == 0) {
            return CampaignWorld.keyed(command(number), sender + "-" + number);
        }
        List<UsageRecord> records = new ArrayList<>();
        for (String id : keys(sender, number)) {
            records.add(usage(id, Math.floorMod(id.hashCode(), CampaignWorld.WALLETS)));
        }
        return new LedgerRequest(new RecordUsage(records, false), CampaignWorld.ACTOR, null);
    }

    private LedgerCommand command(long number) {
        int step = (int) (number % PATTERN);
        String stem = sender + "-";
        int wallet = (int) (number % CampaignWorld.WALLETS);
        return switch (step) {
            case 0 -> new Holds.OpenHold(hold(stem + number, wallet));
            case 1 -> new Holds.ExtendHold(stem + (number - 1), 1, used(80, 20), 64);
            case 2 -> new Holds.CommitHold(stem + (number - 2), 2, used(100, 60), true);
            case 3 ->
                    new Wallets.IssueGrant(
                            CampaignWorld.grant(
                                    "g-" + stem + number, CampaignWorld.wallet(wallet), 100));
            default ->
                    new Wallets.TransferCredit(
                            "t-" + stem + number,
                            CampaignWorld.wallet(wallet),
                            CampaignWorld.wallet((wallet + 2) % CampaignWorld.WALLETS),
                            Pico.ofUnits(1),
                            CampaignWorld.ASSET);
        };
    }

    private static HoldTerms hold(String name, int wallet) {
        List<Long> input = new ArrayList<>(Collections.nCopies(6, 0L));
        input.set(0, 100L);
        return new HoldTerms(
                name,
                CampaignWorld.wallet(wallet),
                CampaignWorld.MODEL,
                CampaignWorld.factory(CampaignWorld.homeOf(wallet)),
                null,
                input,
                64,
                TimeUnit.HOURS.toNanos(1),
                TimeUnit.HOURS.toNanos(24),
                HoldTerms.OnExpiry.COMMIT_REPORTED);
    }

    private static List<Long> used(long input, long output) {
        List<Long> used = new ArrayList<>(Collections.nCopies(TokenClass.COUNT, 0L));
        used.set(TokenClass.INPUT_UNCACHED.ordinal(), input);
        used.set(TokenClass.OUTPUT_TEXT.ordinal(), output);
        return used;
    }

    /** A sealed record; every third wallet's was served by the other operator. */
    UsageRecord usage(String id, int wallet) {
        return usage(id, wallet, 421);
    }

    /** The same with other facts under the same id. */
    UsageRecord usage(String id, int wallet, long outputTokens) {
        int home = CampaignWorld.homeOf(wallet);
        int serving = wallet % 3 == 0 ? 1 - home : home;
        UsageRecord usage = new UsageRecord();
        usage.source = SOURCE;
        usage.id = id;
        usage.wallet = CampaignWorld.wallet(wallet);
        usage.endedEpochNanos = nowEpochNanos;
        usage.requestId = id;
        usage.model = CampaignWorld.MODEL;
        usage.homeOperator = CampaignWorld.operator(home);
        usage.servingOperator = CampaignWorld.operator(serving);
        usage.tenant = CampaignWorld.tenant(home);
        usage.site = CampaignWorld.factory(serving);
        usage.servedIn = CampaignWorld.country(serving);
        usage.tokens[TokenClass.INPUT_UNCACHED.ordinal()] = 1_532;
        usage.tokens[TokenClass.OUTPUT_TEXT.ordinal()] = outputTokens;
        identity.seal(usage);
        return usage;
    }
}
