package org.clipspark.prep.fetch;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hc.client5.http.DnsResolver;
import org.clipspark.prep.fetch.address.AddressGuard;

/**
 * Resolves names for the very connection that is about to be made and lets only permitted addresses through. Because
 * the client connects to the addresses that it gets from here, a name that changes its address between a check and the
 * connection gains nothing.
 */
final class GuardedResolver implements DnsResolver {
    /** A host with more addresses is asked at the first ones, or dead ones would use up the time of the attempt. */
    private static final int MOST_ADDRESSES = 3;

    private final Set<String> allowedPrivateHosts;
    private final Map<String, HostAddress> overrides = new HashMap<>();
    private final Duration timeout;
    private final NameService names;
    private final ExecutorService threads;

    /**
     * With the hosts and the patience of a configuration.
     *
     * @param names asked for hosts without an override
     * @param threads for lookups, which cannot be interrupted and are left alone when they take too long
     */
    GuardedResolver(FetchConfig config, NameService names, ExecutorService threads) {
        this.allowedPrivateHosts = Set.copyOf(config.allowedPrivateHosts());
        config.hostOverrides().forEach((host, address) -> overrides.put(host, HostAddress.parse(address)));
        this.timeout = Duration.ofNanos((long) (config.connectTimeoutSeconds() * 1e9));
        this.names = names;
        this.threads = threads;
    }

    @Override
    public List<InetSocketAddress> resolve(String host, int port) throws UnknownHostException {
        List<InetSocketAddress> addresses = new ArrayList<>();
        Optional<HostAddress> override = override(host);
        if (override.isPresent()) {
            addresses.add(override.orElseThrow().at(port));
        } else {
            lookUp(host).stream()
                    .limit(MOST_ADDRESSES)
                    .forEach(address -> addresses.add(new InetSocketAddress(address, port)));
        }
        for (InetSocketAddress address : addresses) {
            check(host, address.getAddress());
        }
        return addresses;
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        return resolve(host, HostAddress.SAME_PORT).stream()
                .map(InetSocketAddress::getAddress)
                .toArray(InetAddress[]::new);
    }

    @Override
    public String resolveCanonicalHostname(String host) {
        return host;
    }

    /** A wildcard stands for names only: no list of names should open the way to a bare address in a redirect. */
    private Optional<HostAddress> override(String host) {
        HostAddress exact = overrides.get(host);
        if (exact != null) {
            return Optional.of(exact);
        }
        return HostName.isAddress(host) ? Optional.empty() : Optional.ofNullable(overrides.get(FetchConfig.ANY_HOST));
    }

    private void check(String host, InetAddress address) throws PrivateAddressException {
        boolean isAllowed = allowedPrivateHosts.contains(host)
                || (!HostName.isAddress(host) && allowedPrivateHosts.contains(FetchConfig.ANY_HOST));
        Optional<String> refusal = isAllowed ? Optional.empty() : AddressGuard.refusal(address);
        if (refusal.isPresent()) {
            throw new PrivateAddressException(
                    host + " is " + address.getHostAddress() + " (" + refusal.orElseThrow() + ")");
        }
    }

    private List<InetAddress> lookUp(String host) throws UnknownHostException {
        Future<InetAddress[]> lookup = threads.submit(() -> names.addresses(host));
        try {
            return Arrays.asList(lookup.get(timeout.toNanos(), TimeUnit.NANOSECONDS));
        } catch (ExecutionException e) {
            throw new UnknownHostException("no address of " + host);
        } catch (TimeoutException e) {
            throw new UnknownHostException("no answer from name servers about " + host + " within " + timeout);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnknownHostException("interrupted while looking up " + host);
        } finally {
            lookup.cancel(false);
        }
    }

    /** The system's resolver, or another in tests of what changing answers do. */
    interface NameService {
        InetAddress[] addresses(String host) throws UnknownHostException;
    }

    /** Tells a forbidden address from a name without one. */
    static final class PrivateAddressException extends UnknownHostException {
        private static final long serialVersionUID = 1L;

        PrivateAddressException(String message) {
            super(message);
        }
    }
}
