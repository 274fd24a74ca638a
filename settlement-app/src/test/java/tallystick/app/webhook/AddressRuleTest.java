package tallystick.app.webhook;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tallystick.app.webhook.CheckedAddresses.RefusedAddressException;

/** Where webhooks may be sent, and where not. */
class AddressRuleTest {

    private static final AddressRule RULE = new AddressRule(false);
    private static final AddressRule LOCAL = new AddressRule(true);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "0.1.2.3",
                "10.0.0.1",
                "10.255.255.255",
                "100.64.0.1",
                "100.127.255.255",
                "127.0.0.1",
                "127.255.255.254",
                "169.254.169.254",
                "172.16.0.1",
                "172.31.255.255",
                "192.0.0.8",
                "192.0.2.1",
                "192.88.99.1",
                "192.168.1.1",
                "198.18.0.1",
                "198.19.0.1",
                "198.51.100.1",
                "203.0.113.1",
                "224.0.0.1",
                "239.255.255.255",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "::ffff:10.0.0.1",
                "::ffff:169.254.169.254",
                "::10.0.0.1",
                "64:ff9b::a00:1",
                "64:ff9b:1::a00:1",
                "100::1",
                "fc00::1",
                "fd00:ec2::254",
                "fe80::1",
                "fec0::1",
                "ff02::1",
                "2001::1",
                "2001:db8::1",
                "2002:a00:1::",
                "3fff::1",
                "4000::1",
                "5f00::1"
            })
    void whatIsNotPublicIsRefused(String address) {
        assertFalse(RULE.allows(InetAddress.ofLiteral(address)), address);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "8.8.8.8",
                "9.255.255.255",
                "11.0.0.1",
                "100.63.255.255",
                "100.128.0.1",
                "169.253.1.1",
                "172.15.1.1",
                "172.32.0.1",
                "192.167.1.1",
                "192.169.1.1",
                "198.17.1.1",
                "198.20.0.1",
                "223.255.255.254",
                "2606:4700:4700::1111",
                "2a00:1450:4001::1",
                "2001:4860:4860::8888",
                "::ffff:8.8.8.8"
            })
    void whatIsPublicPasses(String address) {
        assertTrue(RULE.allows(InetAddress.ofLiteral(address)), address);
    }

    @Test
    void loopbackPassesWhereItIsAllowedAndNothingElseDoes() {
        assertTrue(LOCAL.allows(InetAddress.ofLiteral("127.0.0.1")));
        assertTrue(LOCAL.allows(InetAddress.ofLiteral("::1")));
        assertFalse(LOCAL.allows(InetAddress.ofLiteral("169.254.169.254")));
        assertFalse(LOCAL.allows(InetAddress.ofLiteral("10.0.0.1")));
    }

    // ---- names

    private static CheckedAddresses names(String... answers) {
        Deque<String> left = new ArrayDeque<>(List.of(answers));
        return new CheckedAddresses(
                RULE,
                host -> {
                    String[] literals = left.removeFirst().split(" ", -1);
                    InetAddress[] addresses = new InetAddress[literals.length];
                    for (int i = 0; i < literals.length; i++) {
                        addresses[i] = InetAddress.ofLiteral(literals[i]);
                    }
                    return addresses;
                });
    }

    @Test
    void aNameIsJudgedByWhatItStandsForEachTime() throws UnknownHostException {
        CheckedAddresses rebinding = names("8.8.8.8", "127.0.0.1");
        assertArrayEquals(
                new InetAddress[] {InetAddress.ofLiteral("8.8.8.8")},
                rebinding.resolve("rebind.example"));
        assertThrows(RefusedAddressException.class, () -> rebinding.resolve("rebind.example"));
    }

    @Test
    void oneBadAddressSpoilsTheName() {
        assertThrows(
                RefusedAddressException.class,
                () -> names("8.8.8.8 10.0.0.1").resolve("half.example"));
    }

    // ---- URLs

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://hooks.example.com/taas",
                "https://hooks.example.com:8443/a?b=c",
                "https://8.8.8.8/",
                "https://[2606:4700:4700::1111]/",
                "HTTPS://hooks.example.com"
            })
    void goodUrlsPass(String url) {
        assertNull(new TargetRule(RULE).broken(url));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://hooks.example.com/",
                "ftp://hooks.example.com/",
                "file:///etc/passwd",
                "https:hooks.example.com",
                "https://",
                "hooks.example.com",
                "https://user:pw@example.com/",
                "https://example.com/#x",
                "https://example.com:0/",
                "https://example.com:70000/",
                "https://localhost/",
                "https://LOCALHOST./",
                "https://a.localhost/",
                "https://127.0.0.1/",
                "https://127.1/",
                "https://2130706433/",
                "https://0x7f000001/",
                "https://0177.0.0.1/",
                "https://0/",
                "https://[::1]/",
                "https://[::ffff:127.0.0.1]/",
                "https://[64:ff9b::7f00:1]/",
                "https://169.254.169.254/latest/meta-data",
                "https://10.0.0.1/",
                "https://[fd00::1]/",
                "https://example.com/a b",
                "gopher://example.com/",
                "https://exa\tmple.com/"
            })
    void badUrlsAreRefusedWithARule(String url) {
        assertNotNull(new TargetRule(RULE).broken(url), url);
    }

    @Test
    void plainHttpIsForLoopbackWhereItIsAllowed() {
        TargetRule local = new TargetRule(LOCAL);
        assertNull(local.broken("http://127.0.0.1:9999/hook"));
        assertNull(local.broken("http://localhost:9999/hook"));
        assertEquals("must be https", local.broken("http://hooks.example.com/"));
        assertNotNull(local.broken("https://10.0.0.1/"));
    }
}
