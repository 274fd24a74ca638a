package tallystick.app.webhook;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tallystick.app.api.Rfc3339;
import tallystick.app.api.WireText;
import tallystick.domain.ClosingEvent;
import tallystick.domain.DisputeEvent;
import tallystick.domain.LedgerEvent;
import tallystick.domain.LedgerEvent.Holds;
import tallystick.domain.LedgerEvent.Settlement;
import tallystick.domain.LedgerEvent.UsageRecorded;
import tallystick.domain.LedgerEvent.Wallets.GrantExpired;
import tallystick.domain.LedgerEvent.Wallets.GrantExpiring;
import tallystick.domain.settlement.DisputeState;
import tallystick.domain.usage.SuspenseReason;
import tallystick.domain.usage.UsageRecord;
import tallystick.domain.usage.UsageStatus;
import tallystick.projections.webhook.OutboxMessage;
import tallystick.projections.webhook.OutboxMessages;
import tools.jackson.databind.json.JsonMapper;

/** What the ledger's events tell to which endpoints: CloudEvents 1.0 in structured mode. */
public final class WebhookMessages implements OutboxMessages {

    private static final String SOURCE = UsageRecord.LEDGER_SOURCE;
    private static final int ID_BYTES = 16;

    private final WebhookBook book;
    private final WebhookOwners owners;
    private final JsonMapper json = JsonMapper.builder().build();

    /**
     * Something to tell.
     *
     * @param part tells it from others of its type at the same position, empty for the only one
     * @param subject the wallet, window or statement it is about
     */
    private record Told(
            WebhookEventType type,
            String part,
            String subject,
            Audience audience,
            Map<String, Object> data) {}

    public WebhookMessages(WebhookBook book, WebhookOwners owners) {
        this.book = book;
        this.owners = owners;
    }

    @Override
    public List<OutboxMessage> of(LedgerEvent event, long firstPosition, long recordedEpochNanos) {
        if (book.isEmpty()) {
            return List.of();
        }
        return switch (event) {
            case UsageRecorded run -> usage(run.records(), firstPosition, recordedEpochNanos);
            case GrantExpiring e -> address(firstPosition, recordedEpochNanos, () -> expiring(e));
            case GrantExpired e -> address(firstPosition, recordedEpochNanos, () -> expired(e));
            case Holds.HoldExpired e ->
                    address(firstPosition, recordedEpochNanos, () -> expired(e));
            case Holds.HoldOpened e when !e.softQuotas().isEmpty() ->
                    address(
                            firstPosition,
                            recordedEpochNanos,
                            () -> beyond(owners.wallet(e.terms().wallet()), e, e.softQuotas()));
            case Holds.HoldExtended e when !e.softQuotas().isEmpty() ->
                    address(
                            firstPosition,
                            recordedEpochNanos,
                            () -> beyond(owners.walletOfHold(e.hold()), e, e.softQuotas()));
            case Settlement.WindowSealed e ->
                    address(firstPosition, recordedEpochNanos, () -> sealed(e));
            case Settlement.StatementsIssued e ->
                    address(firstPosition, recordedEpochNanos, () -> issued(e));
            case DisputeEvent e -> address(firstPosition, recordedEpochNanos, () -> disputed(e));
            case ClosingEvent.WindowFinalised e ->
                    address(firstPosition, recordedEpochNanos, () -> finalised(e));
            case LedgerEvent.Caps.ExposureAlerted e ->
                    address(firstPosition, recordedEpochNanos, () -> alerted(e));
            case LedgerEvent.Reference _,
                    LedgerEvent.Wallets _,
                    LedgerEvent.Holds _,
                    LedgerEvent.Quotas _,
                    LedgerEvent.Caps _,
                    LedgerEvent.Rerating _,
                    LedgerEvent.Settlement _,
                    LedgerEvent.RequestAnswered _ ->
                    List.of();
        };
    }

    // ---- what there is to tell

    private interface Telling {
        List<Told> told();
    }

    private List<OutboxMessage> usage(
            List<UsageRecord> records, long firstPosition, long recordedEpochNanos) {
        List<OutboxMessage> messages = new ArrayList<>();
        for (int i = 0; i < records.size(); i++) {
            UsageRecord usage = records.get(i);
            if (usage.alerts != 0 || usage.status == UsageStatus.SUSPENDED) {
                messages.addAll(address(firstPosition + i, recordedEpochNanos, () -> told(usage)));
            }
        }
        return messages;
    }

    private List<Told> told(UsageRecord usage) {
        List<Told> told = new ArrayList<>();
        boolean isOfWallet = usage.walletRef != UsageRecord.NO_REF;
        Audience audience =
                isOfWallet
                        ? Audience.of(owners.wallet(usage.wallet))
                        : Audience.ofOperators(usage.homeOperator);
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("wallet", usage.wallet);
        if (isOfWallet) {
            WebhookOwners.Wallet wallet = owners.wallet(usage.wallet);
            data.put("tenant", wallet.tenant());
            data.put("operator", wallet.operator());
            data.put("asset", wallet.asset());
        }
        data.put("source", usage.source);
        data.put("id", usage.id);
        data.put("model", usage.model);
        if (usage.status == UsageStatus.SUSPENDED) {
            data.put("reason", usage.suspense.wireName());
            data.put("home_operator", usage.homeOperator);
            data.put("serving_operator", usage.servingOperator);
            told.add(new Told(WebhookEventType.USAGE_SUSPENDED, "", usage.wallet, audience, data));
            if (usage.suspense == SuspenseReason.RESIDENCY_BREACH) {
                Map<String, Object> more = new LinkedHashMap<>(data);
                more.remove("reason");
                if (usage.servedIn != null) {
                    more.put("served_in", usage.servedIn);
                }
                told.add(
                        new Told(
                                WebhookEventType.RESIDENCY_BREACHED,
                                "",
                                usage.wallet,
                                audience,
                                more));
            }
            return told;
        }
        data.put("charged", usage.retail().toDecimalString());
        alert(told, usage, UsageRecord.ALERT_LOW, WebhookEventType.BALANCE_LOW, audience, data);
        alert(
                told,
                usage,
                UsageRecord.ALERT_DEPLETED,
                WebhookEventType.BALANCE_DEPLETED,
                audience,
                data);
        alert(
                told,
                usage,
                UsageRecord.ALERT_QUOTA,
                WebhookEventType.QUOTA_EXCEEDED,
                audience,
                data);
        return told;
    }

    private static void alert(
            List<Told> told,
            UsageRecord usage,
            int bit,
            WebhookEventType type,
            Audience audience,
            Map<String, Object> data) {
        if ((usage.alerts & bit) != 0) {
            told.add(new Told(type, "", usage.wallet, audience, data));
        }
    }

    private List<Told> expiring(GrantExpiring event) {
        WebhookOwners.Wallet wallet = owners.walletOfGrant(event.grant());
        Map<String, Object> data = ofWallet(wallet);
        data.put("grant", event.grant());
        data.put("left", event.left().toDecimalString());
        data.put("expires_at", Rfc3339.format(event.expiresAtEpochNanos()));
        return one(WebhookEventType.GRANT_EXPIRING, wallet, data);
    }

    private List<Told> expired(GrantExpired event) {
        WebhookOwners.Wallet wallet = owners.walletOfGrant(event.grant());
        Map<String, Object> data = ofWallet(wallet);
        data.put("grant", event.grant());
        data.put("lapsed", event.lapsed().toDecimalString());
        data.put("carried", event.carried().toDecimalString());
        if (event.successor() != null) {
            data.put("successor", event.successor().grant());
        }
        return one(WebhookEventType.GRANT_EXPIRED, wallet, data);
    }

    private List<Told> expired(Holds.HoldExpired event) {
        WebhookOwners.Wallet wallet = owners.walletOfHold(event.hold());
        Map<String, Object> data = ofWallet(wallet);
        data.put("hold", event.hold());
        return one(WebhookEventType.HOLD_EXPIRED, wallet, data);
    }

    private static List<Told> beyond(
            WebhookOwners.Wallet wallet, Holds event, List<String> quotas) {
        Map<String, Object> data = ofWallet(wallet);
        data.put("hold", event.hold());
        data.put("quotas", quotas);
        return one(WebhookEventType.QUOTA_EXCEEDED, wallet, data);
    }

    private static Map<String, Object> ofWallet(WebhookOwners.Wallet wallet) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("wallet", wallet.wallet());
        data.put("tenant", wallet.tenant());
        data.put("operator", wallet.operator());
        data.put("asset", wallet.asset());
        return data;
    }

    private static List<Told> one(
            WebhookEventType type, WebhookOwners.Wallet wallet, Map<String, Object> data) {
        return List.of(new Told(type, "", wallet.wallet(), Audience.of(wallet), data));
    }

    private static List<Told> sealed(Settlement.WindowSealed event) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("window", event.window());
        data.put("records", event.records());
        data.put("merkle_root", event.merkleRoot());
        return List.of(
                new Told(
                        WebhookEventType.WINDOW_SEALED,
                        "",
                        event.window(),
                        Audience.EVERY_OPERATOR,
                        data));
    }

    private List<Told> disputed(DisputeEvent event) {
        Map<String, Object> data = new LinkedHashMap<>();
        DisputeState state =
                switch (event) {
                    case DisputeEvent.DisputeOpened e -> {
                        data.put("deadline", Rfc3339.format(e.deadlineEpochNanos()));
                        yield DisputeState.OPENED;
                    }
                    case DisputeEvent.DisputeMoved e -> {
                        data.put("deadline", Rfc3339.format(e.deadlineEpochNanos()));
                        yield e.state();
                    }
                    case DisputeEvent.DisputeResolved e -> {
                        data.put("next_window", e.nextWindow());
                        yield DisputeState.RESOLVED;
                    }
                };
        String statement = owners.statementOfDispute(event.dispute());
        data.put("dispute", event.dispute());
        data.put("statement", statement);
        data.put("window", event.window());
        String[] parts = statement.split(":", -1);
        return List.of(
                new Told(
                        WebhookEventType.valueOf("DISPUTE_" + state.name()),
                        "",
                        event.dispute(),
                        Audience.ofOperators(parts[1], parts[2]),
                        data));
    }

    private static List<Told> alerted(LedgerEvent.Caps.ExposureAlerted event) {
        boolean isBilateral = !event.servingOperator().isEmpty();
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("policy", isBilateral ? "bilateral" : "net-debit");
        data.put("operator", event.operator());
        if (isBilateral) {
            data.put("serving_operator", event.servingOperator());
        }
        data.put("asset", event.asset());
        data.put("percent", event.mark().percent());
        data.put("exposure", event.exposure().toDecimalString());
        data.put("limit", event.limit().toDecimalString());
        Audience audience =
                isBilateral
                        ? Audience.ofOperators(event.operator(), event.servingOperator())
                        : Audience.ofOperators(event.operator());
        return List.of(
                new Told(WebhookEventType.EXPOSURE_ALERT, "", event.operator(), audience, data));
    }

    private static List<Told> finalised(ClosingEvent.WindowFinalised event) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("window", event.window());
        data.put("certificate", event.certificate());
        return List.of(
                new Told(
                        WebhookEventType.SETTLEMENT_FINAL,
                        "",
                        event.window(),
                        Audience.EVERY_OPERATOR,
                        data));
    }

    /** A statement's name is made of window, home and serving operator, and asset. */
    private static List<Told> issued(Settlement.StatementsIssued event) {
        List<Told> told = new ArrayList<>();
        for (String statement : event.statements()) {
            String[] parts = statement.split(":", -1);
            if (parts.length != 4) {
                throw new IllegalStateException("not the name of a statement: " + statement);
            }
            Map<String, Object> data = new LinkedHashMap<>();
            data.put("statement", statement);
            data.put("window", parts[0]);
            data.put("home_operator", parts[1]);
            data.put("serving_operator", parts[2]);
            data.put("asset", parts[3]);
            told.add(
                    new Told(
                            WebhookEventType.STATEMENT_ISSUED,
                            statement,
                            statement,
                            Audience.ofOperators(parts[1], parts[2]),
                            data));
        }
        return told;
    }

    // ---- to whom

    private List<OutboxMessage> address(long position, long recordedEpochNanos, Telling telling) {
        List<WebhookEndpoint> endpoints = book.at(position);
        if (endpoints.isEmpty()) {
            return List.of();
        }
        List<OutboxMessage> messages = new ArrayList<>();
        for (Told told : telling.told()) {
            for (WebhookEndpoint endpoint : endpoints) {
                if (endpoint.wants(told.type())
                        && told.audience().has(endpoint.created(), owners)) {
                    messages.add(message(told, endpoint, position, recordedEpochNanos));
                }
            }
        }
        return messages;
    }

    private OutboxMessage message(
            Told told, WebhookEndpoint endpoint, long position, long recordedEpochNanos) {
        String id =
                position
                        + "-"
                        + told.type().wireName()
                        + (told.part().isEmpty() ? "" : "-" + told.part());
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("specversion", "1.0");
        event.put("id", id);
        event.put("source", SOURCE);
        event.put("type", told.type().wireName());
        event.put("subject", told.subject());
        event.put("time", Rfc3339.format(recordedEpochNanos));
        event.put("datacontenttype", "application/json");
        Map<String, Object> data = new LinkedHashMap<>(told.data());
        data.put("position", WireText.position(position));
        event.put("data", data);
        return new OutboxMessage(
                webhookId(endpoint.id(), id),
                endpoint.id(),
                position,
                told.type().wireName(),
                json.writeValueAsString(event),
                recordedEpochNanos);
    }

    /** The same for the same event and endpoint, whenever it is asked for. */
    static String webhookId(String webhook, String eventId) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest((webhook + "\n" + eventId).getBytes(StandardCharsets.UTF_8));
            return "msg_" + HexFormat.of().formatHex(hash, 0, ID_BYTES);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
