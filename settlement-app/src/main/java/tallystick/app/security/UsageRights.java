package tallystick.app.security;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tallystick.app.security.Binding.Federation;
import tallystick.app.security.Binding.OfJurisdiction;
import tallystick.app.security.Binding.OfOperator;
import tallystick.app.security.Binding.OfTenant;
import tallystick.domain.ledger.WalletOwner;
import tallystick.domain.usage.UsageRecord;
import tallystick.engine.ingest.rule.UsageFaults.Fault;

/**
 * Which usage records a principal may write. A record's identity is its source and id, for ever: so
 * a source must be the writer's own, or it could take the identity of somebody else's record before
 * that arrives. A wallet that is not there and one that is somebody else's are the same answer.
 */
final class UsageRights {

    private static final Fault NOT_OWN_PAIR =
            new Fault(
                    "data.parties", "must name the caller's operator as home or serving operator");
    private static final Fault NOT_OWN_TENANT =
            new Fault("data.parties", "must name the caller's operator as home, and its tenant");
    private static final Fault NO_WALLET =
            new Fault("subject", "must be a wallet of the record's home operator and the caller's");

    private final Binding binding;
    private final String ownSources;

    UsageRights(Binding binding) {
        this.binding = binding;
        ownSources = ownSources(binding);
    }

    /** What the sources of a principal begin with, empty when they may be any. */
    static String ownSources(Binding binding) {
        return switch (binding) {
            case Federation _ -> "";
            case OfOperator of -> "/operators/" + segment(of.operator()) + "/";
            case OfTenant of ->
                    "/operators/"
                            + segment(of.operator())
                            + "/tenants/"
                            + segment(of.tenant())
                            + "/";
            case OfJurisdiction _ -> "/nobody/";
        };
    }

    /**
     * Why a record may not be written, null when it may.
     *
     * @param owner of its wallet, null when there is no such wallet
     */
    @Nullable Fault fault(UsageRecord usage, @Nullable WalletOwner owner) {
        Fault notParty = party(usage);
        if (notParty != null) {
            return notParty;
        }
        if (!isSourceOwn(usage.source)
                || (usage.correctsSource != null && !isSourceOwn(usage.correctsSource))) {
            return new Fault("source", "must begin with " + ownSources);
        }
        if (owner == null || !owner.operator().equals(usage.homeOperator)) {
            return NO_WALLET;
        }
        return isWithin(usage, owner) ? null : NO_WALLET;
    }

    private @Nullable Fault party(UsageRecord usage) {
        return switch (binding) {
            case Federation _ -> null;
            case OfOperator of ->
                    usage.homeOperator.equals(of.operator())
                                    || usage.servingOperator.equals(of.operator())
                            ? null
                            : NOT_OWN_PAIR;
            case OfTenant of ->
                    usage.homeOperator.equals(of.operator()) && usage.tenant.equals(of.tenant())
                            ? null
                            : NOT_OWN_TENANT;
            case OfJurisdiction _ -> NOT_OWN_PAIR;
        };
    }

    private boolean isSourceOwn(String source) {
        // No dots that climb out of what it begins with.
        return source.startsWith(ownSources) && !source.contains("/../") && !source.endsWith("/..");
    }

    private boolean isWithin(UsageRecord usage, WalletOwner owner) {
        return !(binding instanceof OfTenant of)
                || (owner.tenant().equals(of.tenant())
                        && (of.wallets() == null || of.wallets().contains(usage.wallet)));
    }

    /** A name as an element of a URI's path (RFC 3986). */
    private static String segment(String name) {
        StringBuilder out = new StringBuilder();
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            boolean isPlain =
                    (c >= 'a' && c <= 'z')
                            || (c >= 'A' && c <= 'Z')
                            || (c >= '0' && c <= '9')
                            || "-._~!$&'()*+,;=@".indexOf(c) >= 0;
            if (isPlain) {
                out.append(c);
            } else {
                out.append('%')
                        .append(Character.toUpperCase(Character.forDigit(c >> 4, 16)))
                        .append(Character.toUpperCase(Character.forDigit(c & 15, 16)));
            }
        }
        return out.toString();
    }
}
