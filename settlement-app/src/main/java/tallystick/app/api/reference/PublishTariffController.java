package tallystick.app.api.reference;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tallystick.app.api.Created;
import tallystick.app.api.LedgerGateway;
import tallystick.app.api.RequestFields;
import tallystick.app.api.WriteRequest;
import tallystick.domain.Answer;
import tallystick.domain.LedgerCommand.Reference.PublishTariff;
import tallystick.domain.rating.PriceLine;
import tallystick.domain.rating.PriceTier;
import tallystick.domain.rating.TariffKind;
import tallystick.domain.rating.TariffTerms;
import tallystick.domain.rating.TierMode;
import tallystick.domain.rating.TierPeriod;
import tallystick.domain.usage.TokenClass;

/** {@code POST /v1/tariffs}: publishes a tariff's next version. */
@RestController
public final class PublishTariffController {

    private static final Map<String, TariffKind> KINDS =
            Map.of("retail", TariffKind.RETAIL, "inter_operator", TariffKind.INTER_OPERATOR);
    private static final Map<String, TokenClass> CLASSES = classes();
    private static final Map<String, TierPeriod> TIER_PERIODS =
            Map.of("day", TierPeriod.DAY, "month", TierPeriod.MONTH);
    private static final Map<String, TierMode> TIER_MODES =
            Map.of(
                    "flat",
                    TierMode.FLAT,
                    "graduated",
                    TierMode.GRADUATED,
                    "volume",
                    TierMode.VOLUME);

    private final LedgerGateway ledger;

    public PublishTariffController(LedgerGateway ledger) {
        this.ledger = ledger;
    }

    @PostMapping("/v1/tariffs")
    ResponseEntity<TariffResource> publish(HttpServletRequest request) throws IOException {
        WriteRequest write = WriteRequest.read(request);
        TariffTerms terms = terms(write.fields());
        Answer answer = ledger.ask(write.of(new PublishTariff(terms)));
        int version = Created.version(answer.resource());
        return Created.of(answer, TariffResource.of(terms, version, answer.position()));
    }

    private static TariffTerms terms(RequestFields fields) {
        TariffKind kind = fields.word("kind", KINDS);
        return new TariffTerms(
                fields.name("tariff"),
                kind == null ? TariffKind.RETAIL : kind,
                fields.name("operator"),
                fields.text("asset"),
                fields.textOr("zone", "UTC"),
                fields.time("effective_from"),
                fields.amountOrZero("minimum_charge"),
                tierPeriod(fields),
                prices(fields.objects("prices")));
    }

    private static TierPeriod tierPeriod(RequestFields fields) {
        TierPeriod period =
                fields.has("tier_period") ? fields.word("tier_period", TIER_PERIODS) : null;
        return period == null ? TierPeriod.MONTH : period;
    }

    private static List<PriceLine> prices(List<RequestFields> lines) {
        List<PriceLine> prices = new ArrayList<>();
        for (RequestFields line : lines) {
            TokenClass tokenClass = line.word("class", CLASSES);
            prices.add(
                    new PriceLine(
                            line.model("model"),
                            tokenClass == null ? TokenClass.INPUT_UNCACHED : tokenClass,
                            line.textOr("jurisdiction", PriceLine.ANY),
                            line.pricePicoPerToken("per_million"),
                            tierMode(line),
                            tiers(line)));
        }
        return prices;
    }

    private static TierMode tierMode(RequestFields line) {
        TierMode mode = line.has("mode") ? line.word("mode", TIER_MODES) : null;
        return mode == null ? TierMode.FLAT : mode;
    }

    private static List<PriceTier> tiers(RequestFields line) {
        List<PriceTier> tiers = new ArrayList<>();
        if (line.has("tiers")) {
            for (RequestFields tier : line.objects("tiers")) {
                tiers.add(new PriceTier(tier.count("from"), tier.pricePicoPerToken("per_million")));
            }
        }
        return tiers;
    }

    private static Map<String, TokenClass> classes() {
        Map<String, TokenClass> classes = new TreeMap<>();
        TokenClass.ALL.forEach(tokenClass -> classes.put(tokenClass.wireName(), tokenClass));
        return classes;
    }
}
