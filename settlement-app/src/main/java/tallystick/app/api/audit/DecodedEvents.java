package tallystick.app.api.audit;

import org.springframework.stereotype.Component;
import tallystick.domain.LedgerEvent.UsageRecorded;
import tallystick.domain.money.Pico;
import tallystick.engine.JournalEntry;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;

/** Events of the journal as JSON, field by field as they were decoded; amounts as decimals. */
@Component
final class DecodedEvents {

    private final JsonMapper mapper =
            JsonMapper.builder()
                    .addModule(new SimpleModule().addSerializer(Pico.class, new PicoText()))
                    .build();

    JsonNode of(JournalEntry entry) {
        return switch (entry) {
            case JournalEntry.Ledger e when e.event() instanceof UsageRecorded run ->
                    mapper.valueToTree(run.records().getFirst());
            case JournalEntry.Ledger e -> mapper.valueToTree(e.event());
            case JournalEntry.Application e -> mapper.valueToTree(e.message());
        };
    }

    private static final class PicoText extends StdSerializer<Pico> {

        PicoText() {
            super(Pico.class);
        }

        @Override
        public void serialize(Pico amount, JsonGenerator json, SerializationContext context) {
            json.writeString(amount.toDecimalString());
        }
    }
}
