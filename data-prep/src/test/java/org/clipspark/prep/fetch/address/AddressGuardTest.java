package org.clipspark.prep.fetch.address;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressGuardTest {
    @ParameterizedTest
    @CsvSource({
        "0.0.0.0, unspecified",
        "0.1.2.3, unspecified",
        "10.255.255.255, private",
        "100.64.0.0, carrier-grade NAT",
        "100.127.255.255, carrier-grade NAT",
        "127.0.0.53, loopback",
        "168.63.129.16, cloud metadata",
        "169.254.169.254, link-local",
        "172.16.0.1, private",
        "172.31.255.255, private",
        "192.0.0.192, protocol assignments",
        "192.0.2.1, documentation",
        "192.168.255.1, private",
        "198.19.0.1, benchmark",
        "198.51.100.1, documentation",
        "203.0.113.1, documentation",
        "239.255.255.250, multicast",
        "240.0.0.1, reserved",
        "255.255.255.255, broadcast",
        "::, unspecified",
        "::1, loopback",
        "::7f00:1, loopback as IPv4-compatible",
        "::ffff:0:a00:1, private as IPv4-translated",
        "64:ff9b::a9fe:a9fe, link-local as NAT64",
        "64:ff9b:1::1, local NAT64",
        "100::1, not global",
        "2001::1, Teredo",
        "2001:2::1, benchmark",
        "2001:db8::1, documentation",
        "2002:c0a8:1::1, private as 6to4",
        "3fff::1, documentation",
        "5f00::1, not global",
        "fd00:ec2::254, unique-local",
        "fe80::1, link-local",
        "febf::1, link-local",
        "fec0::1, site-local",
        "ff02::1, multicast",
    })
    void namesTheNetworkOfAnAddressThatIsNotPublic(String address, String purpose) throws UnknownHostException {
        assertThat(AddressGuard.refusal(InetAddress.getByName(address))).contains(purpose);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "9.255.255.255",
                "11.0.0.0",
                "100.63.255.255",
                "100.128.0.0",
                "126.255.255.255",
                "128.0.0.0",
                "169.253.255.255",
                "172.15.255.255",
                "172.32.0.0",
                "192.167.255.255",
                "198.17.255.255",
                "198.20.0.0",
                "223.255.255.255",
                "2606:4700::1111",
                "2a00:1450:4001::1",
                "64:ff9b::808:808",
                "2002:808:808::1"
            })
    void letsPublicAddressesThrough(String address) throws UnknownHostException {
        assertThat(AddressGuard.refusal(InetAddress.getByName(address))).isEmpty();
    }
}
