package org.clipspark.prep.fetch.address;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Tells addresses of the public internet from all others, by the special-purpose registries of IANA.
 *
 * <p>A metadata table is written by strangers: without this, a row could read the credentials of the machine from
 * {@code http://169.254.169.254/} or knock at services inside the network of the cluster.
 */
public final class AddressGuard {
    private static final List<Network> IPV4 = List.of(
            Network.of("0.0.0.0/8", "unspecified"),
            Network.of("10.0.0.0/8", "private"),
            Network.of("100.64.0.0/10", "carrier-grade NAT"),
            Network.of("127.0.0.0/8", "loopback"),
            // Azure answers its machines from this public-looking address.
            Network.of("168.63.129.16/32", "cloud metadata"),
            Network.of("169.254.0.0/16", "link-local"),
            Network.of("172.16.0.0/12", "private"),
            Network.of("192.0.0.0/24", "protocol assignments"),
            Network.of("192.0.2.0/24", "documentation"),
            Network.of("192.88.99.0/24", "6to4 relay"),
            Network.of("192.168.0.0/16", "private"),
            Network.of("198.18.0.0/15", "benchmark"),
            Network.of("198.51.100.0/24", "documentation"),
            Network.of("203.0.113.0/24", "documentation"),
            Network.of("224.0.0.0/4", "multicast"),
            Network.of("255.255.255.255/32", "broadcast"),
            Network.of("240.0.0.0/4", "reserved"));

    private static final List<Network> IPV6 = List.of(
            Network.of("::/128", "unspecified"),
            Network.of("::1/128", "loopback"),
            Network.of("64:ff9b:1::/48", "local NAT64"),
            Network.of("2001::/32", "Teredo"),
            Network.of("2001:2::/48", "benchmark"),
            Network.of("2001:10::/28", "overlay identifiers"),
            Network.of("2001:20::/28", "overlay identifiers"),
            Network.of("2001:db8::/32", "documentation"),
            Network.of("3fff::/20", "documentation"),
            Network.of("fc00::/7", "unique-local"),
            Network.of("fe80::/10", "link-local"),
            Network.of("fec0::/10", "site-local"),
            Network.of("ff00::/8", "multicast"));

    private static final Network GLOBAL_IPV6 = Network.of("2000::/3", "global");

    /** Ways to write an IPv4 address into an IPv6 one, and the byte at which it starts. */
    private static final List<Embedding> EMBEDDINGS = List.of(
            new Embedding(Network.of("::/96", "IPv4-compatible"), 12),
            new Embedding(Network.of("::ffff:0:0:0/96", "IPv4-translated"), 12),
            new Embedding(Network.of("64:ff9b::/96", "NAT64"), 12),
            new Embedding(Network.of("2002::/16", "6to4"), 2));

    private AddressGuard() {}

    /**
     * Why an address is not one of the public internet.
     *
     * @return what its network is for, such as {@code loopback}; empty for a public address
     */
    public static Optional<String> refusal(InetAddress address) {
        byte[] bytes = address.getAddress();
        return bytes.length == 4 ? purpose(IPV4, bytes) : refusalOfIpv6(bytes);
    }

    private static Optional<String> refusalOfIpv6(byte[] bytes) {
        Optional<String> special = purpose(IPV6, bytes);
        if (special.isPresent()) {
            return special;
        }
        for (Embedding embedding : EMBEDDINGS) {
            if (embedding.network().contains(bytes)) {
                byte[] inner = Arrays.copyOfRange(bytes, embedding.start(), embedding.start() + 4);
                return purpose(IPV4, inner)
                        .map(purpose -> purpose + " as " + embedding.network().purpose());
            }
        }
        return GLOBAL_IPV6.contains(bytes) ? Optional.empty() : Optional.of("not global");
    }

    private static Optional<String> purpose(List<Network> networks, byte[] bytes) {
        return networks.stream()
                .filter(network -> network.contains(bytes))
                .findFirst()
                .map(Network::purpose);
    }

    private record Embedding(Network network, int start) {}
}
