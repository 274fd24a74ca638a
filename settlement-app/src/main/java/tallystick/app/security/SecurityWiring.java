package tallystick.app.security;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import java.security.cert.X509Certificate;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.server.Ssl;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.security.web.header.HeaderWriterFilter;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import tallystick.app.person.PersonBook;
import tallystick.app.person.Pseudonyms;
import tallystick.app.security.key.BootstrapKey;
import tallystick.app.security.key.KeyRing;
import tallystick.app.wiring.DataDirectory;
import tallystick.app.wiring.TallystickProperties;
import tallystick.engine.LedgerEngine;
import tallystick.projections.reference.ReferenceView;
import tallystick.projections.usage.SuspenseView;
import tallystick.projections.wallet.HoldView;

/** The application's wiring of who may come in. */
@Configuration(proxyBeanMethods = false)
public class SecurityWiring {

    private static final Logger LOG = LoggerFactory.getLogger(SecurityWiring.class);

    private static final String CERTIFICATES = "jakarta.servlet.request.X509Certificate";

    @Bean
    Pseudonyms pseudonyms(DataDirectory data) {
        return Pseudonyms.in(data.root());
    }

    @Bean
    PersonBook personBook(LedgerEngine engine, Pseudonyms pseudonyms) {
        return PersonBook.of(engine, pseudonyms);
    }

    @Bean
    KeyRing keyRing(LedgerEngine engine, Pseudonyms pseudonyms, TallystickProperties properties) {
        KeyRing keys = KeyRing.of(engine, pseudonyms);
        BootstrapKey.register(keys, properties.security().bootstrapKey());
        return keys;
    }

    @Bean
    SecurityMode securityMode(
            KeyRing keys, TallystickProperties properties, ServerProperties server) {
        TallystickProperties.Security security = properties.security();
        SecurityMode mode =
                SecurityMode.of(
                        security.mode(), !keys.isEmpty(), security.oauth2().issuer() != null);
        DoorGuard.requireSafe(
                mode,
                server.getAddress(),
                Ssl.isEnabled(server.getSsl()),
                security.tlsEndsElsewhere());
        if (mode == SecurityMode.KEYS && keys.isEmpty()) {
            LOG.warn("there is no key yet, so nobody comes in: ./tallystick keys create");
        }
        if (mode.isOpen() && !keys.isEmpty()) {
            LOG.warn("tallystick.security.mode is open: the keys in the journal are not asked for");
        }
        return mode;
    }

    /**
     * Each request would otherwise be wrapped and timed at every filter of the security chain: some
     * thirty timers.
     */
    @Bean
    SecurityObservationSettings unobserved() {
        return SecurityObservationSettings.noObservations();
    }

    @Bean
    Ownership ownership(LedgerEngine engine, HoldView holds) {
        return new Ownership(engine, holds);
    }

    @Bean
    KeyRights keyRights(Ownership ownership) {
        return new KeyRights(ownership);
    }

    @Bean
    WebhookRights webhookRights(Ownership ownership) {
        return new WebhookRights(ownership);
    }

    @Bean
    Credentials credentials(
            KeyRing keys,
            SecurityMode mode,
            TallystickProperties properties,
            Ownership ownership,
            ReferenceView reference,
            SuspenseView suspense,
            DataDirectory data,
            Pseudonyms pseudonyms) {
        TokenIssuer issuer =
                mode.takesTokens() ? new TokenIssuer(properties.security().oauth2()) : null;
        CursorSeal seal =
                new CursorSeal(KeySecrets.of(data.root().resolve("keys").resolve("cursors")));
        return new Credentials(
                keys,
                mode,
                issuer,
                new ScopedAccess.Sources(ownership, reference, suspense, seal),
                pseudonyms);
    }

    @Bean
    WebMvcConfigurer accessRules(SecurityMode mode, Credentials credentials) {
        return new WebMvcConfigurer() {
            @Override
            public void addInterceptors(InterceptorRegistry registry) {
                if (!mode.isOpen()) {
                    registry.addInterceptor(new AccessInterceptor(credentials))
                            .excludePathPatterns("/error");
                }
            }
        };
    }

    /**
     * Names may have characters that the firewall takes for tricks; whose a path is, is asked of
     * what the handler is given, not of the path. What climbs or hides a slash stays out.
     */
    @Bean
    HttpFirewall paths() {
        StrictHttpFirewall firewall = new StrictHttpFirewall();
        firewall.setAllowUrlEncodedPercent(true);
        firewall.setAllowUrlEncodedLineFeed(true);
        firewall.setAllowUrlEncodedCarriageReturn(true);
        firewall.setAllowUrlEncodedLineSeparator(true);
        firewall.setAllowUrlEncodedParagraphSeparator(true);
        firewall.setAllowSemicolon(true);
        return firewall;
    }

    @Bean
    SecurityFilterChain doors(
            HttpSecurity http,
            SecurityMode mode,
            Credentials credentials,
            Pseudonyms pseudonyms,
            TallystickProperties properties) {
        // No session, no cookie, nothing that a browser sends by itself: nothing to forge.
        http.csrf(AbstractHttpConfigurer::disable)
                .formLogin(AbstractHttpConfigurer::disable)
                .httpBasic(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .sessionManagement(
                        session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS));
        ProblemReplies replies = new ProblemReplies();
        http.exceptionHandling(
                handling ->
                        handling.authenticationEntryPoint(replies).accessDeniedHandler(replies));
        if (mode.isOpen()) {
            http.addFilterAfter(new LoopbackHosts(), HeaderWriterFilter.class)
                    .addFilterAfter(new PseudonymousActor(pseudonyms), LoopbackHosts.class)
                    .authorizeHttpRequests(requests -> requests.anyRequest().permitAll());
            return http.build();
        }
        ClientCertificates certificates = certificates(properties.security());
        http.authorizeHttpRequests(
                        requests ->
                                requests.dispatcherTypeMatchers(
                                                DispatcherType.ERROR, DispatcherType.ASYNC)
                                        .permitAll()
                                        .requestMatchers("/actuator/health/**")
                                        .permitAll()
                                        // Then the table: see AccessInterceptor.
                                        .requestMatchers("/v1/**", "/v3/api-docs", "/tlog/**")
                                        .authenticated()
                                        .anyRequest()
                                        .denyAll())
                .oauth2ResourceServer(
                        server ->
                                server.authenticationManagerResolver(
                                                request ->
                                                        manager(credentials, certificates, request))
                                        .authenticationEntryPoint(replies)
                                        .accessDeniedHandler(replies));
        return http.build();
    }

    private static ClientCertificates certificates(TallystickProperties.Security security) {
        Map<String, String> byOperator = security.operatorCertificates();
        return new ClientCertificates(
                byOperator == null ? Map.of() : byOperator, security.certificateRequired());
    }

    private static AuthenticationManager manager(
            Credentials credentials, ClientCertificates certificates, HttpServletRequest request) {
        return presented -> {
            String credential = ((BearerTokenAuthenticationToken) presented).getToken();
            LedgerPrincipal principal = credentials.open(credential);
            certificates.check(principal, shown(request));
            return new PrincipalAuthentication(principal);
        };
    }

    private static @Nullable X509Certificate shown(HttpServletRequest request) {
        return request.getAttribute(CERTIFICATES) instanceof X509Certificate[] chain
                        && chain.length > 0
                ? chain[0]
                : null;
    }
}
