package org.clipspark.prep.fetch;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * An http or https url as it goes over the wire. Spaces and other characters that urls of the web contain and RFC 3986
 * forbids are percent-encoded, as browsers do; whatever could make two readers see two different hosts is refused.
 *
 * @param scheme {@code http} or {@code https}
 * @param host lower case, international names in ASCII, IPv6 without brackets
 * @param port 1 to 65535; any is allowed, for many images are served from others than 80 and 443
 * @param target path and query, starts with a slash; the fragment is gone
 */
record WebUrl(String scheme, String host, int port, String target) {
    private static final int MOST_CHARACTERS = 8_192;
    private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*");
    private static final Pattern CONTROLS = Pattern.compile("[\\x00-\\x1f\\x7f]");

    static WebUrl parse(String text) throws FetchFailure {
        String url = withoutControls(text);
        if (url.length() > MOST_CHARACTERS) {
            throw invalid("longer than " + MOST_CHARACTERS + " characters");
        }
        String scheme = scheme(url);
        String rest = url.substring(scheme.length() + 1);
        if (!rest.startsWith("//")) {
            throw invalid("no host, expected http://host/path, got '" + url + "'");
        }
        int end = authorityEnd(rest);
        return of(scheme.toLowerCase(Locale.ROOT), rest.substring(2, end), rest.substring(end));
    }

    /** What a Location header means on this page. */
    WebUrl resolve(String location) throws FetchFailure {
        String reference = withoutControls(location);
        if (reference.startsWith("//")) {
            return parse(scheme + ":" + reference);
        }
        int colon = reference.indexOf(':');
        if (colon > 0 && SCHEME.matcher(reference.substring(0, colon)).matches()) {
            return parse(reference);
        }
        int question = target.indexOf('?');
        String path = question < 0 ? target : target.substring(0, question);
        String query = question < 0 ? "" : target.substring(question);
        String folder = path.substring(0, path.lastIndexOf('/') + 1);
        String resolved = switch (reference.isEmpty() ? '#' : reference.charAt(0)) {
            case '/' -> reference;
            case '?' -> path + reference;
            case '#' -> path + query;
            default -> folder + reference;
        };
        return new WebUrl(scheme, host, port, UrlTarget.normalised(resolved));
    }

    /** Scheme, host and port: what one robots.txt speaks for. */
    String origin() {
        boolean isDefault = port == defaultPort(scheme);
        String name = host.contains(":") ? "[" + host + "]" : host;
        return scheme + "://" + name + (isDefault ? "" : ":" + port);
    }

    /** The host and, unless it is the scheme's own, the port. */
    String authority() {
        return origin().substring(scheme.length() + 3);
    }

    WebUrl robots() {
        return new WebUrl(scheme, host, port, "/robots.txt");
    }

    @Override
    public String toString() {
        return origin() + target;
    }

    private static WebUrl of(String scheme, String authority, String target) throws FetchFailure {
        if (authority.indexOf('\\') >= 0 || authority.indexOf('%') >= 0) {
            throw invalid("a host has neither backslashes nor escapes, got '" + authority + "'");
        }
        if (authority.indexOf('@') >= 0) {
            throw invalid("a user name before the host is not allowed, got '" + authority + "'");
        }
        int colon = authority.lastIndexOf(':');
        boolean hasPort = colon > authority.lastIndexOf(']');
        String host = hasPort ? authority.substring(0, colon) : authority;
        String port = hasPort ? authority.substring(colon + 1) : "";
        return new WebUrl(scheme, HostName.parse(host), port(port, scheme), UrlTarget.normalised(target));
    }

    private static String scheme(String url) throws FetchFailure {
        int colon = url.indexOf(':');
        String scheme = colon < 0 ? "" : url.substring(0, colon);
        if (!SCHEME.matcher(scheme).matches()) {
            throw invalid("no scheme, expected http://host/path, got '" + url + "'");
        }
        if (!scheme.equalsIgnoreCase("http") && !scheme.equalsIgnoreCase("https")) {
            throw FetchFailure.of(FetchStatus.UNSUPPORTED_SCHEME, "expected http or https, got '" + scheme + "'");
        }
        return scheme;
    }

    private static int authorityEnd(String rest) {
        for (int i = 2; i < rest.length(); i++) {
            if ("/?#".indexOf(rest.charAt(i)) >= 0) {
                return i;
            }
        }
        return rest.length();
    }

    private static int port(String text, String scheme) throws FetchFailure {
        if (text.isEmpty()) {
            return defaultPort(scheme);
        }
        int port = text.matches("[0-9]{1,5}") ? Integer.parseInt(text) : 0;
        if (port < 1 || port > 65_535) {
            throw invalid("a port is 1 to 65535, got '" + text + "'");
        }
        return port;
    }

    private static int defaultPort(String scheme) {
        return scheme.equals("http") ? 80 : 443;
    }

    private static String withoutControls(String text) {
        return CONTROLS.matcher(text.strip()).replaceAll("");
    }

    private static FetchFailure invalid(String detail) {
        return FetchFailure.of(FetchStatus.INVALID_URL, detail);
    }
}
