package tallystick.app.wiring;

import java.time.Duration;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tallystick.app.security.KeySecrets;
import tallystick.app.webhook.AddressRule;
import tallystick.app.webhook.RetrySchedule;
import tallystick.app.webhook.SigningKeys;
import tallystick.app.webhook.TargetRule;
import tallystick.app.webhook.WebhookBook;
import tallystick.app.webhook.WebhookMessages;
import tallystick.app.webhook.WebhookOwners;
import tallystick.app.webhook.WebhookPost;
import tallystick.app.webhook.WebhookSender;
import tallystick.engine.LedgerEngine;
import tallystick.projections.parking.ParkedView;
import tallystick.projections.wallet.HoldView;
import tallystick.projections.webhook.Outbox;

/** The wiring of events out: journal → outbox (step 9) → sender. */
@Configuration(proxyBeanMethods = false)
public class WebhookWiring {

    @Bean
    WebhookBook webhookBook(LedgerEngine engine) {
        return WebhookBook.of(engine);
    }

    @Bean
    SigningKeys signingKeys(DataDirectory data) {
        return new SigningKeys(KeySecrets.of(data.root().resolve("keys").resolve("webhooks")));
    }

    @Bean
    WebhookMessages webhookMessages(WebhookBook book, LedgerEngine engine, HoldView holds) {
        return new WebhookMessages(book, new WebhookOwners(engine, holds));
    }

    @Bean
    Outbox outbox(DataSource dataSource) {
        return new Outbox(dataSource);
    }

    @Bean
    AddressRule addressRule(TallystickProperties properties) {
        return new AddressRule(properties.webhooks().allowLoopback());
    }

    @Bean
    TargetRule targetRule(AddressRule addresses) {
        return new TargetRule(addresses);
    }

    @Bean
    WebhookPost webhookPost(AddressRule addresses, TallystickProperties properties) {
        TallystickProperties.Webhooks webhooks = properties.webhooks();
        return WebhookPost.of(
                addresses,
                WebhookPost.platformTrust(),
                webhooks.timeoutMillis(),
                webhooks.maxInFlight());
    }

    @Bean
    WebhookSender webhookSender(
            WebhookBook book,
            SigningKeys keys,
            Outbox outbox,
            ParkedView parked,
            WebhookPost post,
            TallystickProperties properties) {
        TallystickProperties.Webhooks webhooks = properties.webhooks();
        return new WebhookSender(
                book,
                keys,
                outbox,
                parked,
                post,
                new WebhookSender.Settings(
                        new RetrySchedule(webhooks.retrySeconds()),
                        webhooks.maxInFlight(),
                        webhooks.maxInFlightPerEndpoint(),
                        Duration.ofDays(webhooks.keepDays()).toMillis()),
                System::currentTimeMillis);
    }
}
