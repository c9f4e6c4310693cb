package org.clipspark.prep.fetch;

import java.net.IDN;
import java.util.Locale;
import java.util.regex.Pattern;

/** The host of a url: a name, an IPv4 address in its one usual spelling, or an IPv6 address. */
final class HostName {
    /** More than RFC 1123 allows, for hosts of the web have underscores and hyphens everywhere. */
    private static final Pattern LABELS = Pattern.compile("[a-z0-9_-]{1,63}(\\.[a-z0-9_-]{1,63})*");

    private static final Pattern BYTE = Pattern.compile("0|[1-9][0-9]?|1[0-9][0-9]|2[0-4][0-9]|25[0-5]");

    /** Whatever ends in such a label is an IPv4 address to one reader or another. */
    private static final Pattern NUMBER = Pattern.compile("[0-9]+|0x[0-9a-f]*");

    private static final int MOST_CHARACTERS = 253;

    private HostName() {}

    static String parse(String text) throws FetchFailure {
        if (text.startsWith("[")) {
            return ipv6(text);
        }
        String ascii = ascii(text);
        String host = ascii.endsWith(".") ? ascii.substring(0, ascii.length() - 1) : ascii;
        if (host.length() > MOST_CHARACTERS || !LABELS.matcher(host).matches()) {
            throw invalid("not a host name: '" + text + "'");
        }
        String last = host.substring(host.lastIndexOf('.') + 1);
        if (NUMBER.matcher(last).matches() && !isIpv4(host)) {
            // 0x7f.1, 0177.0.0.1 and 2130706433 are 127.0.0.1 to some resolvers and names to others.
            throw invalid("an ambiguous spelling of an IPv4 address: '" + text + "'");
        }
        return host;
    }

    /** Whether a parsed host is an address rather than a name. */
    static boolean isAddress(String host) {
        return host.indexOf(':') >= 0 || isIpv4(host);
    }

    private static boolean isIpv4(String host) {
        String[] parts = host.split("\\.", -1);
        if (parts.length != 4) {
            return false;
        }
        for (String part : parts) {
            if (!BYTE.matcher(part).matches()) {
                return false;
            }
        }
        return true;
    }

    private static String ipv6(String text) throws FetchFailure {
        if (!text.matches("\\[[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*]")) {
            throw invalid("not an IPv6 address: '" + text + "'");
        }
        return text.substring(1, text.length() - 1).toLowerCase(Locale.ROOT);
    }

    private static String ascii(String text) throws FetchFailure {
        try {
            return IDN.toASCII(text, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            throw invalid("not a host name: '" + text + "'");
        }
    }

    private static FetchFailure invalid(String detail) {
        return FetchFailure.of(FetchStatus.INVALID_URL, detail);
    }
}
