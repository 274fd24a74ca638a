package tallystick.app.api.settlement;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tallystick.app.api.Created;
import tallystick.app.api.LedgerGateway;
import tallystick.app.api.Page;
import tallystick.app.api.Reads;
import tallystick.app.api.RequestFields;
import tallystick.app.api.Rfc3339;
import tallystick.app.api.WireText;
import tallystick.app.api.WriteRequest;
import tallystick.domain.Answer;
import tallystick.domain.WindowRunCommand.DefineSettlementModel;
import tallystick.domain.settlement.BusinessCalendar;
import tallystick.domain.settlement.CutOffCalendar;
import tallystick.domain.settlement.SettlementModelTerms;
import tallystick.projections.settlement.SettlementProjection;
import tallystick.projections.settlement.WindowRunView;
import tallystick.projections.settlement.WindowRunView.Model;

/**
 * {@code POST /v1/settlement/models} defines a settlement model or its next version, {@code GET}
 * shows the last version of each.
 */
@RestController
public final class SettlementModelController {

    private static final String MODELS = "/v1/settlement/models";
    private static final Map<String, CutOffCalendar> CALENDARS = words(CutOffCalendar.values());
    private static final Map<String, DayOfWeek> DAYS = words(DayOfWeek.values());

    private final LedgerGateway ledger;
    private final Reads reads;
    private final WindowRunView view;

    public SettlementModelController(LedgerGateway ledger, Reads reads, WindowRunView view) {
        this.ledger = ledger;
        this.reads = reads;
        this.view = view;
    }

    @PostMapping(MODELS)
    ResponseEntity<ClosingStepResource> define(HttpServletRequest request) throws IOException {
        WriteRequest write = WriteRequest.read(request);
        RequestFields fields = write.fields();
        CutOffCalendar calendar = fields.word("calendar", CALENDARS);
        List<Long> cutOffs = new ArrayList<>();
        for (String text : fields.textsOrNone("cut_offs")) {
            long at = Rfc3339.parse(text);
            fields.broken("cut_offs", at == Rfc3339.MALFORMED ? Rfc3339.RULE : null);
            cutOffs.add(at);
        }
        SettlementModelTerms terms =
                new SettlementModelTerms(
                        fields.name("model"),
                        Objects.requireNonNullElse(calendar, CutOffCalendar.DAILY),
                        fields.textOr("time_zone", "UTC"),
                        minute(fields),
                        cutOffs,
                        fields.durationNanosOr("grace", 0),
                        fields.durationNanosOr("affirm_within", 0),
                        fields.wholeNumberOr("tolerance_minor", 0, 1_000_000, 0),
                        currencies(fields));
        Answer answer = ledger.ask(write.of(new DefineSettlementModel(terms)));
        return Created.of(
                answer,
                new ClosingStepResource(terms.model(), WireText.position(answer.position())));
    }

    @GetMapping(MODELS)
    Map<String, Object> list(HttpServletRequest request) {
        Page page = Page.of(request);
        reads.await(request, SettlementProjection.GROUP);
        List<Model> models = view.models();
        List<Model> from =
                models.stream()
                        .filter(model -> model.terms().model().compareTo(page.after()) > 0)
                        .limit(page.wanted())
                        .toList();
        return page.reply(
                "models", from, model -> model.terms().model(), SettlementModelResource::of);
    }

    @GetMapping(MODELS + "/{model}")
    SettlementModelResource get(@PathVariable String model, HttpServletRequest request) {
        reads.await(request, SettlementProjection.GROUP, "model:" + model);
        return SettlementModelResource.of(Reads.found(view.model(model), "settlement model"));
    }

    private static int minute(RequestFields fields) {
        String text = fields.textOr("cut_off_at", "00:00");
        boolean good = text.matches("([01][0-9]|2[0-3]):[0-5][0-9]");
        fields.broken("cut_off_at", good ? null : "must be a time of day such as 18:30");
        return good
                ? Integer.parseInt(text.substring(0, 2)) * 60 + Integer.parseInt(text.substring(3))
                : 0;
    }

    private static List<BusinessCalendar> currencies(RequestFields fields) {
        if (!fields.has("currencies")) {
            return List.of();
        }
        TreeMap<String, BusinessCalendar> calendars = new TreeMap<>();
        for (RequestFields one : fields.objects("currencies")) {
            String currency = one.text("currency");
            SortedSet<DayOfWeek> weekend = new TreeSet<>();
            for (String day : one.textsOrNone("weekend")) {
                DayOfWeek known = DAYS.get(day);
                one.broken("weekend", known == null ? "must be days such as saturday" : null);
                weekend.add(Objects.requireNonNullElse(known, DayOfWeek.SUNDAY));
            }
            SortedSet<LocalDate> holidays = new TreeSet<>();
            one.textsOrNone("holidays").forEach(text -> holidays.add(date(one, text)));
            try {
                boolean twice =
                        calendars.put(currency, new BusinessCalendar(currency, weekend, holidays))
                                != null;
                one.broken("currency", twice ? "must be one calendar per currency" : null);
            } catch (IllegalArgumentException rule) {
                one.broken("currency", String.valueOf(rule.getMessage()));
            }
        }
        return List.copyOf(calendars.values());
    }

    private static LocalDate date(RequestFields fields, String text) {
        try {
            if (text.matches("(19[7-9]|2[01][0-9]|22[0-5])[0-9]-[0-9]{2}-[0-9]{2}")) {
                return LocalDate.parse(text);
            }
        } catch (DateTimeException noSuchDay) {
            // Refused below.
        }
        fields.broken("holidays", "must be dates such as 2026-12-25, 1970 to 2259");
        return LocalDate.EPOCH;
    }

    private static <E extends Enum<E>> Map<String, E> words(E[] values) {
        Map<String, E> words = new TreeMap<>();
        Arrays.stream(values)
                .forEach(value -> words.put(value.name().toLowerCase(Locale.ROOT), value));
        return words;
    }
}
