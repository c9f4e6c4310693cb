package org.clipspark.prep.fetch;

import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How images are fetched. Times are seconds and may have fractions.
 *
 * @param connections most requests at the same time in one executor, 1 to 4,096
 * @param connectionsPerHost most requests to one host at the same time, 1 to {@code connections}
 * @param connectTimeoutSeconds longest wait for name servers, and again for the connection
 * @param readTimeoutSeconds longest silence of a server
 * @param totalTimeoutSeconds longest time of one attempt with its redirects; waiting for a turn is not counted
 * @param retries attempts after the first, 0 to 20
 * @param backoffSeconds first wait before a retry; it doubles with every retry, and a random part of it is waited
 * @param maxBackoffSeconds longest wait; a server whose Retry-After asks for more gets no retry in this run
 * @param hostFailureLimit requests in a row that reach nobody at a host or get no answer in time, after which its other
 *     urls fail at once, for ten minutes; 0 for never
 * @param maxRedirects most redirects of one attempt, 0 to 50
 * @param userAgent how the downloader calls itself, {@code name/version}; robots.txt is read for the name
 * @param contactUrl where owners of sites learn who asks and why, sent with {@code userAgent}; empty for none
 * @param respectRobots whether robots.txt (RFC 9309) is obeyed
 * @param maxCrawlDelaySeconds most that is waited between two requests to a host whose robots.txt has a Crawl-delay
 * @param respectOptOut whether {@code optOutDirectives} and the TDM reservation header exclude images
 * @param optOutDirectives directives of X-Robots-Tag that exclude an image
 * @param allowedPrivateHosts names of hosts that may have addresses outside the public internet, such as a mirror's;
 *     {@code *} for all names, which opens the network of the cluster to whoever wrote the urls
 * @param hostOverrides name of a host to {@code address} or {@code address:port} that is asked in its place; {@code *}
 *     for all other names. The address is still checked.
 */
public record FetchConfig(
        int connections,
        int connectionsPerHost,
        double connectTimeoutSeconds,
        double readTimeoutSeconds,
        double totalTimeoutSeconds,
        int retries,
        double backoffSeconds,
        double maxBackoffSeconds,
        int hostFailureLimit,
        int maxRedirects,
        String userAgent,
        String contactUrl,
        boolean respectRobots,
        double maxCrawlDelaySeconds,
        boolean respectOptOut,
        List<String> optOutDirectives,
        List<String> allowedPrivateHosts,
        Map<String, String> hostOverrides)
        implements Serializable {
    /** In lists and maps of hosts: every name, but no address. */
    static final String ANY_HOST = "*";

    private static final double LONGEST_SECONDS = 86_400;

    /** Checks ranges and forms. */
    public FetchConfig {
        checkRange("connections", connections, 1, 4_096);
        checkRange("connectionsPerHost", connectionsPerHost, 1, connections);
        checkSeconds("connectTimeoutSeconds", connectTimeoutSeconds, Double.MIN_VALUE);
        checkSeconds("readTimeoutSeconds", readTimeoutSeconds, Double.MIN_VALUE);
        checkSeconds("totalTimeoutSeconds", totalTimeoutSeconds, Double.MIN_VALUE);
        checkRange("retries", retries, 0, 20);
        checkSeconds("backoffSeconds", backoffSeconds, 0);
        checkSeconds("maxBackoffSeconds", maxBackoffSeconds, backoffSeconds);
        checkRange("hostFailureLimit", hostFailureLimit, 0, 1_000_000);
        checkRange("maxRedirects", maxRedirects, 0, 50);
        checkSeconds("maxCrawlDelaySeconds", maxCrawlDelaySeconds, 0);
        check(
                userAgent.matches("[A-Za-z_-]+(/[A-Za-z0-9._-]+)?"),
                "userAgent must be name/version, the name of letters, - and _, got '" + userAgent + "'");
        check(
                contactUrl.isEmpty() || contactUrl.matches("(https?://|mailto:)[!-~&&[^()]]+"),
                "contactUrl must be a http, https or mailto url or empty, got '" + contactUrl + "'");
        for (String directive : optOutDirectives) {
            check(
                    directive.matches("[a-z][a-z0-9-]*"),
                    "optOutDirectives are lower case words, got '" + directive + "'");
        }
        optOutDirectives = List.copyOf(optOutDirectives);
        allowedPrivateHosts = List.copyOf(allowedPrivateHosts);
        hostOverrides = Map.copyOf(hostOverrides);
        checkHosts("allowedPrivateHosts", allowedPrivateHosts);
        checkHosts("hostOverrides", hostOverrides.keySet());
        hostOverrides.values().forEach(HostAddress::parse);
    }

    /** What is sent as User-Agent. */
    String userAgentHeader() {
        return contactUrl.isEmpty() ? userAgent : userAgent + " (+" + contactUrl + ")";
    }

    /** The name by which robots.txt and X-Robots-Tag call this downloader, in lower case. */
    String productToken() {
        int slash = userAgent.indexOf('/');
        return (slash < 0 ? userAgent : userAgent.substring(0, slash)).toLowerCase(Locale.ROOT);
    }

    private static void checkHosts(String name, Iterable<String> hosts) {
        for (String host : hosts) {
            check(
                    host.equals(ANY_HOST) || host.equals(host.toLowerCase(Locale.ROOT)),
                    name + " are names in lower case or *, got '" + host + "'");
        }
    }

    private static void checkRange(String name, int value, int least, int most) {
        check(value >= least && value <= most, name + " must be " + least + " to " + most + ", got " + value);
    }

    private static void checkSeconds(String name, double value, double least) {
        String range = least == Double.MIN_VALUE ? "more than 0" : least + " or more";
        check(
                value >= least && value <= LONGEST_SECONDS,
                name + " must be " + range + " and at most " + LONGEST_SECONDS + ", got " + value);
    }

    private static void check(boolean isValid, String message) {
        if (!isValid) {
            throw new IllegalArgumentException(message);
        }
    }
}
