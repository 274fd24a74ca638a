package tallystick.domain.ledger;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tallystick.domain.usage.UsageRecord;

/** The dense numbers of everything that has a name. Written by evolve, read by anyone. */
public final class Names {

    /** Most operators: their numbers are packed into twelve bits. */
    public static final int MAX_OPERATORS = 1 << 12;

    /** Most models: their numbers are packed into sixteen bits. */
    public static final int MAX_MODELS = 1 << 16;

    /**
     * Most tariff versions, retail and inter-operator: their numbers are packed into twenty bits.
     */
    public static final int MAX_TARIFF_VERSIONS = 1 << 20;

    /** Most texts remembered; later ones stay spelled out in their events. */
    public static final int MAX_TEXTS = 1 << 20;

    private static final int MANY = 1 << 30;

    public final NameTable operators = new NameTable(MAX_OPERATORS);
    public final NameTable factories = new NameTable(1 << 16);
    public final NameTable models = new NameTable(MAX_MODELS);
    public final NameTable tenants = new NameTable(MANY);
    public final NameTable tariffs = new NameTable(1 << 20);
    public final NameTable agreements = new NameTable(1 << 20);
    public final NameTable wallets = new NameTable(MANY);
    public final NameTable grants = new NameTable(MANY);
    public final NameTable windows = new NameTable(1 << 20);

    /** Versions of all tariffs in order of publication, as {@code retail-fr@7}. */
    public final NameTable tariffVersions = new NameTable(MAX_TARIFF_VERSIONS);

    /** Asset of each tariff version. */
    public final NameList tariffVersionAssets = new NameList();

    /** Assets by first mention. */
    public final NameTable assets = new NameTable(1 << 10);

    /** Settlement models by first mention. */
    public final NameTable settlementModels = new NameTable(1 << 10);

    /**
     * Free texts by first mention in a usage record: sources, models served, tenants, API keys,
     * sites.
     */
    public final NameTable texts = new NameTable(MAX_TEXTS);

    /**
     * Looks the names of a usage record up ahead of its decision, on the thread that parsed it, and
     * puts the ledger's own text in the place of each equal one. A record that got every number is
     * marked, and the ring thread looks nothing up; else it checks each number it is given and need
     * not read the letters again. To be called after sealing, with no fact set in between.
     */
    public void lookUp(UsageRecord usage) {
        resolve(usage);
        usage.wallet = wallets.own(usage.walletRef, usage.wallet);
        usage.model = models.own(usage.modelRef, usage.model);
        usage.homeOperator = operators.own(usage.homeRef, usage.homeOperator);
        usage.servingOperator = operators.own(usage.servingRef, usage.servingOperator);
        usage.source = texts.own(usage.sourceRef, usage.source);
        usage.tenant = texts.own(usage.tenantRef, usage.tenant);
        usage.site = ownText(usage.siteRef, usage.site);
        usage.modelServed = ownText(usage.modelServedRef, usage.modelServed);
        usage.apiKey = ownText(usage.apiKeyRef, usage.apiKey);
        usage.numberedBy = isNumbered(usage) ? this : null;
    }

    /** Whether every name has its number. A number never changes, so it stays so. */
    private static boolean isNumbered(UsageRecord usage) {
        int known = usage.walletRef | usage.modelRef | usage.homeRef | usage.servingRef;
        known |= usage.sourceRef | usage.tenantRef;
        return known >= 0
                && (usage.site == null || (usage.siteRef | usage.factoryRef) >= 0)
                && (usage.modelServed == null || usage.modelServedRef >= 0)
                && (usage.apiKey == null || usage.apiKeyRef >= 0);
    }

    /** Gives a record the numbers of its names, believing those it has where they are right. */
    @SuppressWarnings("ReferenceEquality")
    void resolve(UsageRecord usage) {
        if (usage.numberedBy == this) {
            return;
        }
        usage.walletRef = wallets.refOf(usage.wallet, usage.walletRef);
        usage.modelRef = models.refOf(usage.model, usage.modelRef);
        usage.homeRef = operators.refOf(usage.homeOperator, usage.homeRef);
        usage.servingRef = operators.refOf(usage.servingOperator, usage.servingRef);
        usage.sourceRef = texts.refOf(usage.source, usage.sourceRef);
        usage.tenantRef = texts.refOf(usage.tenant, usage.tenantRef);
        usage.modelServedRef = textRef(usage.modelServed, usage.modelServedRef);
        usage.apiKeyRef = textRef(usage.apiKey, usage.apiKeyRef);
        usage.siteRef = textRef(usage.site, usage.siteRef);
        usage.factoryRef =
                usage.site == null
                        ? UsageRecord.NO_REF
                        : factories.refOf(usage.site, usage.factoryRef);
    }

    private @Nullable String ownText(int ref, @Nullable String text) {
        return text == null ? null : texts.own(ref, text);
    }

    private int textRef(@Nullable String text, int hint) {
        return text == null ? UsageRecord.NO_REF : texts.refOf(text, hint);
    }

    private List<NameTable> tables() {
        return List.of(
                operators,
                factories,
                models,
                tenants,
                tariffs,
                agreements,
                wallets,
                grants,
                windows,
                tariffVersions,
                assets,
                settlementModels,
                texts);
    }

    void saveInto(StateWriter out) {
        out.section("names");
        tables().forEach(table -> table.saveInto(out));
        tariffVersionAssets.saveInto(out);
    }

    void load(StateReader in) {
        in.section("names");
        tables().forEach(table -> table.load(in));
        tariffVersionAssets.load(in);
    }
}
